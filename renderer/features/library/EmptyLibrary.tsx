import { useSession } from '../../data/hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { keyNames } from '../../ui/Keys.tsx';
import { useArrangement } from './use-library.ts';

/** What stands where articles would: still reading, nothing there, or nothing that fits the filter. */
export function EmptyLibrary({ any }: { any: boolean }) {
  const scan = useSession((state) => state.scan);
  if (any) {
    return (
      <>
        <p>
          {scan?.phase === 'listing' || scan?.phase === 'reading'
            ? 'No article that was read so far fits the filter; the folder is still being read.'
            : 'No article fits the filter.'}
        </p>
        <p>
          <Button look="plain" onPress={() => useArrangement.setState({ words: '', facet: 'all' })}>
            Show all
          </Button>
        </p>
      </>
    );
  }
  if (scan && scan.phase !== 'done' && scan.phase !== 'failed') return <p>Reading the folder…</p>;
  return (
    <p>
      There are no articles in this folder.
      <br />
      Drop files on the window, paste an article with {keyNames('Mod+V')}, or put files into the folder; F5 reads it
      again.
      <br />
      Rapporteur reads texts, saved web pages, documents, PDFs, tables, mails, e-books, and archives of these.
    </p>
  );
}
