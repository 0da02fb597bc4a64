import { useState } from 'react';
import type { TablePreview } from '#shared/contract/contract.ts';
import { type Columns, columnsSource } from '#shared/model/source.ts';
import { useAct } from '../../data/act.ts';
import { useById, useSession, useSources } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { chooseColumns } from '../../data/source-gestures.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { plural } from '../../ui/format.ts';
import { toast } from '../../ui/toasts.ts';
import { heldBy, type Mapping, noMapping, previewOf, uses, withUse } from './columns.ts';
import styles from './Details.module.css';
import { readDeadline, useAskedOfMain } from './use-asked-of-main.ts';

/** So many rows are shown of a table; the rest is like them. */
const rowsShown = 8;

/** Lets a person say which column of a table of articles holds what; remembered for all tables with the same heads. */
export function ColumnsDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const { answer, failure } = useAskedOfMain(path, (link) => link.call('corpus.table', { path }, readDeadline));
  return (
    <Dialog title="Columns of the table" isOpen onClose={onClose} width={940}>
      <p className={styles.path} title={path}>
        {path}
      </p>
      {answer !== undefined ? (
        <ColumnsForm table={answer} onClose={onClose} />
      ) : (
        <>
          {failure === undefined ? (
            <p className={styles.empty}>The table is being read.</p>
          ) : (
            <p className={styles.failure} role="alert">
              {failure}
            </p>
          )}
          <DialogButtons>
            <Button look="plain" onPress={onClose}>
              Close
            </Button>
          </DialogButtons>
        </>
      )}
    </Dialog>
  );
}

function ColumnsForm({ table, onClose }: { table: TablePreview; onClose: () => void }) {
  const { signature, columns, rows, count } = table;
  const source = useById(useSources())?.get(columnsSource(signature));
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const act = useAct();
  const [mapping, setMapping] = useState<Mapping>(table.mapping ?? noMapping);
  const articles = previewOf(table, mapping);

  const save = async (chosen: Columns | null) => {
    const edits = chooseColumns(signature, chosen, { before: source, annotator: me, at: new Date().toISOString() });
    if (edits.length > 0 && !(await act(edits, { gesture: newId('g') }))) return;
    onClose();
    if (edits.length > 0)
      toast(
        chosen === null
          ? 'Tables with these heads are read as guessed again.'
          : 'All tables with these heads are read so now.',
      );
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (mapping.text !== null) void save(mapping as Columns);
      }}
    >
      <p className={styles.hint}>
        {plural(count, 'row')} looked at. Say above a column what it holds of an article; holds for all tables of this
        folder with the same heads.
      </p>
      <div className={styles.table}>
        <table>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th key={column} scope="col" data-used={heldBy(mapping, column) !== null || undefined}>
                  <span title={column} dir="auto">
                    {column}
                  </span>
                  <select
                    aria-label={`Column ${column} holds`}
                    value={heldBy(mapping, column) ?? ''}
                    disabled={readOnly}
                    // biome-ignore lint/a11y/noAutofocus: a dialog was asked for, and this is what it is about
                    autoFocus={i === 0}
                    onChange={(event) =>
                      setMapping((now) => withUse(now, column, (event.target.value || null) as keyof Columns | null))
                    }
                  >
                    <option value="">Nothing</option>
                    {uses.map(([use, name]) => (
                      <option key={use} value={use}>
                        {name}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, rowsShown).map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else to be told apart by, and never move
              <tr key={i}>
                {columns.map((column, at) => (
                  <td key={column} title={row[at]} dir="auto">
                    {row[at]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3 className={styles.heading}>
        {mapping.text === null ? 'No column is the text yet' : 'The articles would be'}
      </h3>
      <div className={styles.preview}>
        {articles.map(({ title, details, words }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as for the rows
          <div key={i} className={styles.card} dir="auto">
            <b>{title}</b>
            <small>{details || 'No outlet, no date'}</small>
            <p>{words}</p>
          </div>
        ))}
        {mapping.text !== null && articles.length === 0 && (
          <p className={styles.hint}>The first rows have nothing in this column.</p>
        )}
      </div>
      <DialogButtons>
        {source !== undefined && (
          <Button look="plain" isDisabled={readOnly} onPress={() => void save(null)}>
            As guessed
          </Button>
        )}
        <Button look="plain" onPress={onClose}>
          Cancel
        </Button>
        <Button look="primary" type="submit" isDisabled={readOnly || mapping.text === null}>
          Read tables so
        </Button>
      </DialogButtons>
    </form>
  );
}
