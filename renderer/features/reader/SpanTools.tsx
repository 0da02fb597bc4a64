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
    </>
  );
}
