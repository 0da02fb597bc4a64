import { currentActions } from '../../ui/actions.ts';
import { Keys } from '../../ui/Keys.tsx';

/** What can be done with anybody's selected span; replying stands below what was said. */
export function SpanTools({ canBegin, onComment }: { canBegin: boolean; onComment: () => void }) {
  return (
    <>
      {canBegin && (
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
