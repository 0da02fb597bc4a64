import { useEffect } from 'react';
import { answered, ask, useAsked } from '../../data/asked.ts';
import { useSession } from '../../data/hooks.ts';
import { useActions } from '../../ui/actions.ts';
import { ColumnsDialog } from './ColumnsDialog.tsx';
import { DetailsDialog } from './DetailsDialog.tsx';
import { EncodingDialog } from './EncodingDialog.tsx';
import { LinesDialog } from './LinesDialog.tsx';

/** The dialogs in which people correct what was read from files, whichever screen asks for them. */
export function DetailsDialogs() {
  const asked = useAsked((state) => state.asked);
  const project = useSession((state) => state.project?.id);
  useActions([
    {
      id: 'details.lines',
      name: 'Lines the folder was taught…',
      group: 'Page furniture',
      enabled: () => project !== undefined,
      run: () => ask({ what: 'lines' }),
    },
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked of one folder is not asked of the next
  useEffect(() => answered(), [project]);
  if (asked === null || project === undefined) return null;
  if (asked.what === 'details') return <DetailsDialog articles={asked.articles} onClose={answered} />;
  if (asked.what === 'lines') return <LinesDialog onClose={answered} />;
  if (asked.what === 'columns') return <ColumnsDialog key={asked.path} path={asked.path} onClose={answered} />;
  return <EncodingDialog key={asked.path} path={asked.path} onClose={answered} />;
}
