import type { Fate, ImportPreview } from '#shared/contract/contract.ts';
import { annotatorNames } from '#shared/review/annotator-names.ts';
import { useAnnotators, useSession } from '../../data/hooks.ts';
import { Tick } from '../../ui/Tick.tsx';
import styles from './Exchange.module.css';
import { fatesShown, fateWords } from './fates.ts';

/** Whose spans there are and what would become of them, a row each; a column's heading shows only its items below. */
export function PreviewTable(props: {
  preview: ImportPreview;
  chosen: readonly string[];
  onChosen: (chosen: readonly string[]) => void;
  fate: Fate | null;
  onFate: (fate: Fate | null) => void;
}) {
  const { preview, chosen, onChosen, fate, onFate } = props;
  const here = useAnnotators();
  // Somebody who has marked nothing yet is told apart from a colleague of their name, too.
  const own = useSession((state) => state.project?.annotator);
  const names = annotatorNames([
    ...(own ? [own] : []),
    ...(here ?? []),
    ...preview.annotators.map(({ annotator }) => annotator),
  ]);
  return (
    <div className={styles.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">Whose spans</th>
            {fatesShown.map((one) => (
              <th key={one} scope="col">
                <button
                  type="button"
                  aria-pressed={fate === one}
                  disabled={one === 'known' || preview.counts[one] === 0}
                  onClick={() => onFate(fate === one ? null : one)}
                >
                  {fateWords[one].name}
                  <small>{fateWords[one].means}</small>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.annotators.map(({ annotator: { id }, here, spans }) => (
            <tr key={id}>
              <th scope="row">
                <Tick
                  isSelected={chosen.includes(id)}
                  onChange={(selected) => onChosen(selected ? [...chosen, id] : chosen.filter((one) => one !== id))}
                >
                  {names(id).name}
                  {!here && <small> new here</small>}
                </Tick>
              </th>
              {fatesShown.map((one) => (
                <Count key={one} fate={one} count={spans[one]} />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All records, speakers and targets too</th>
            {fatesShown.map((one) => (
              <Count key={one} fate={one} count={preview.counts[one]} />
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

const Count = ({ fate, count }: { fate: Fate; count: number }) => (
  <td
    data-warns={(count > 0 && (fate === 'failed' || fate === 'orphaned')) || undefined}
    data-none={count === 0 || undefined}
  >
    {count === 0 ? '—' : count.toLocaleString('en')}
  </td>
);
