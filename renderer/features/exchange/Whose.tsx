import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { useAnnotators } from '../../data/hooks.ts';
import styles from './Exchange.module.css';

/** Lines may hold spans that do not say whose they are; then a person who knows says it, and the file is read again. */
export function Whose({ as, onAs }: { as: string | null; onAs: (as: string | null) => void }) {
  const annotators = useAnnotators() ?? [];
  const names = useAnnotatorNames();
  return (
    <label className={styles.whose}>
      Spans that do not say whose they are
      <select value={as ?? ''} onChange={(event) => onAs(event.target.value || null)}>
        <option value="">are left out</option>
        {annotators.map(({ id }) => (
          <option key={id} value={id}>
            are by {names(id).name}
          </option>
        ))}
      </select>
    </label>
  );
}
