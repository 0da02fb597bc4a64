import type { AnnotatorNames } from '../../data/annotator-names.ts';
import { StatusDot, statusNames, statusWords } from '../../ui/StatusDot.tsx';
import styles from './Library.module.css';
import type { LibraryRow } from './rows.ts';

const names: Record<LibraryRow['status'], string> = {
  ...statusNames,
  failed: 'Not readable',
  duplicate: 'Duplicate',
  missing: 'File missing',
  pending: 'Being read',
};

/** How far this annotator has come with a row's article, as a sign. */
export function RowDot({ row, namesOf }: { row: LibraryRow; namesOf: AnnotatorNames }) {
  const { status, reading } = row;
  const words = status in statusNames ? statusWords(reading, (id) => namesOf(id).name) : names[status];
  return (
    <span title={words}>
      <StatusDot status={status} label={names[status]} />
    </span>
  );
}

/** The same with its name. */
export function RowStatus({ row, namesOf }: { row: LibraryRow; namesOf: AnnotatorNames }) {
  const by = row.reading?.by;
  return (
    <>
      <RowDot row={row} namesOf={namesOf} /> {names[row.status]}
      {by != null && <small className={styles.by}>{namesOf(by).initials}</small>}
    </>
  );
}

/** That a file has changed and its new text is still to be read; of one that has come, the status says so. */
export function BeingRead({ row }: { row: LibraryRow }) {
  return row.entry.pending && row.status !== 'pending' ? (
    <small className={styles.guess} title="The file has changed and is being read.">
      being read
    </small>
  ) : null;
}

/** Colleagues' initials, each with how far they have come. */
export function Colleagues({ row, namesOf }: { row: LibraryRow; namesOf: AnnotatorNames }) {
  return row.colleagues.map((reading) => {
    const { name, initials } = namesOf(reading.annotator);
    const words = `${name}: ${statusWords(reading, (id) => namesOf(id).name)}`;
    return (
      <span key={reading.id} className={styles.colleague} title={words}>
        {initials} <StatusDot status={reading.status} label={words} />
      </span>
    );
  });
}
