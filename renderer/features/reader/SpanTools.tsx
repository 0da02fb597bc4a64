import { currentActions } from '../../ui/actions.ts';
import { Keys } from '../../ui/Keys.tsx';

/** What can be done with anybody's selected span. */
export function SpanTools({ canWrite, onComment }: { canWrite: boolean; onComment: () => void }) {
  return (
    <>
      {canWrite && (
        <button type="button" onClick={onComment}>
          <Keys keys="R" /> comment
        </button>
      )}
      <button
        type="button"
        onClick={() =>
          currentActions()
            .find(({ id }) => id === 'reader.history')
            ?.run()
        }
      >
        <Keys keys="H" /> history
      </button>
    </>
  );
}
