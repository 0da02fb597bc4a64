import type { Codebook } from '#shared/codebook/codebook.ts';
import type { ImportChoice, ImportPreview } from '#shared/contract/contract.ts';
import { plural } from '../../ui/format.ts';
import styles from './Exchange.module.css';

/** Where their codebook is not ours: both sides, and for what ours does not know a choice of what it stands for here. */
export function PreviewCodebook(props: {
  theirs: NonNullable<ImportPreview['codebook']>;
  codebook: Codebook;
  mapping: ImportChoice['mapping'];
  onMapping: (mapping: ImportChoice['mapping']) => void;
}) {
  const { theirs, ours, unknown } = props.theirs;
  const offered = { layer: props.codebook.layers, stance: props.codebook.stances };
  const change = (one: (typeof unknown)[number], to: string) => {
    const others = props.mapping.filter(({ what, id }) => what !== one.what || id !== one.id);
    props.onMapping(to === '' ? others : [...others, { what: one.what, id: one.id, to }]);
  };
  return (
    <section>
      <h3>Codebook</h3>
      <p>
        {/* Lines of JSONL need not name one. */}
        {theirs.version > 0
          ? `Theirs is ${theirs.name} ${theirs.version}, yours ${ours.name} ${ours.version}.`
          : `The file does not name its codebook; yours is ${ours.name} ${ours.version}.`}{' '}
        {unknown.length === 0 ? 'Nothing in use differs.' : 'Yours does not know:'}
      </p>
      <ul className={styles.mapping}>
        {unknown.map((one) => (
          <li key={`${one.what} ${one.id}`}>
            <span>
              the {one.what} <b>{one.name}</b> <small>{plural(one.spans, 'span')}</small>
            </span>
            <select
              aria-label={`What the ${one.what} ${one.name} stands for here`}
              value={props.mapping.find(({ what, id }) => what === one.what && id === one.id)?.to ?? ''}
              onChange={(event) => change(one, event.target.value)}
            >
              <option value="">Keep as it is</option>
              {offered[one.what].map(({ id, name }) => (
                <option key={id} value={id}>
                  Take as {name}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </section>
  );
}
