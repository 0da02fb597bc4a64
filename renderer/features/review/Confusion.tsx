import type { ConfusionMatrix } from '#shared/agreement/report.ts';
import type { Names } from '#shared/review/words.ts';
import styles from './Figures.module.css';
import { Lane } from './Lane.tsx';
import type { Filter } from './view.ts';

/** How often two sides said what on matched spans; each cell opens its cases. The diagonal is where they agree. */
export function Confusion(props: {
  of: 'stance' | 'layer';
  matrix: ConfusionMatrix;
  names: Names;
  cell: Filter['cell'];
  onCell: (cell: NonNullable<Filter['cell']>) => void;
}) {
  const { of, matrix, names, cell: shown, onCell } = props;
  const { sides, values, counts } = matrix;
  const [rows, columns] = sides.map((id) => names.sides.find((side) => side.id === id));
  const nameOf = (value: string) =>
    (of === 'layer' ? names.codebook.layers : names.codebook.stances).find(({ id }) => id === value)?.name ?? value;
  const signOf = (value: string) =>
    of === 'layer' ? nameOf(value) : (names.codebook.stances.find(({ id }) => id === value)?.sign ?? value);
  const most = Math.max(1, ...counts.flat());
  if (!rows || !columns) return null;
  return (
    <table className={styles.matrix}>
      <caption>
        {of === 'stance' ? 'Stance' : 'Layer'} on matched spans: rows <Lane side={rows} /> {rows.name}, columns{' '}
        <Lane side={columns} /> {columns.name}
      </caption>
      <thead>
        <tr>
          <td />
          {values.map((value) => (
            <th key={value} scope="col" title={nameOf(value)} abbr={nameOf(value)}>
              {signOf(value)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {values.map((row, i) => (
          <tr key={row}>
            <th scope="row">
              {nameOf(row)}
              {of === 'stance' && <i>{signOf(row)}</i>}
            </th>
            {values.map((column, j) => {
              const count = counts[i]?.[j] ?? 0;
              const on = shown?.of === of && shown.row === row && shown.column === column;
              return (
                <td key={column} data-same={i === j || undefined} data-on={on || undefined}>
                  {count === 0 ? (
                    <span>·</span>
                  ) : (
                    <button
                      type="button"
                      aria-pressed={on}
                      aria-label={`${rows.name}: ${nameOf(row)}, ${columns.name}: ${nameOf(column)}: ${count}`}
                      data-much={Math.ceil((count / most) * 4)}
                      onClick={() => onCell({ of, sides, row, column })}
                    >
                      {count.toLocaleString('en')}
                    </button>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
