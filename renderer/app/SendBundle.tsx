import { useMemo } from 'react';
import { SendDialog } from '../features/exchange/SendDialog.tsx';
import { useLibrary } from '../features/library/use-library.ts';

/** The dialog that makes a bundle, with what the library lists now to choose from. */
export function SendBundle(props: { article: string | undefined; onClose: () => void }) {
  const { all, rows } = useLibrary();
  const listed = useMemo(() => {
    if (all === undefined || rows === undefined || rows.length === all.length) return null;
    return [...new Set(rows.filter(({ status }) => status !== 'failed').map(({ article }) => article))];
  }, [all, rows]);
  return <SendDialog isOpen article={props.article} listed={listed} onClose={props.onClose} />;
}
