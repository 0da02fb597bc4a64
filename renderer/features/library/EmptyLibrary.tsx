import { useSession } from '../../data/hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { useArrangement } from './use-library.ts';

/** What stands where articles would: still reading, nothing there, or nothing that fits the filter. */
export function EmptyLibrary({ any }: { any: boolean }) {
  const scan = useSession((state) => state.scan);
  if (any) {
    return (
      <>
        <p>No article fits the filter.</p>
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
      Rapporteur reads .txt, .md and saved .html files. When some have come, F5 reads the folder again.
    </p>
  );
}
