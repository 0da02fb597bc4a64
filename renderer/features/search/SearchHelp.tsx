import { fieldNames, fields } from '#shared/search/fields.ts';
import styles from './Search.module.css';

const ofWords: [example: string, about: string][] = [
  ['pressure', 'the word, whatever its case and accents'],
  ['"maximum pressure"', 'the words side by side'],
  ['sanction*', 'words that begin so'],
  ['pressure dialogue', 'both in one article'],
  ['pressure OR sanctions', 'one of them'],
  ['pressure -dialogue', 'without the second'],
  ['pressure NEAR/5 talks', 'close together: at most five words between'],
  ['/sanct(ion|ify)/', 'a regular expression'],
  ['(talks OR dialogue) pressure', 'brackets hold together'],
];

/** What can be asked for, quietly beside the field; an example is taken into the field by clicking on it. */
export function SearchHelp({ onTake }: { onTake: (example: string) => void }) {
  const ofField = (about: 'span' | 'article') =>
    fieldNames
      .filter((name) => fields[name].of === about)
      .map((name): [string, string] => [fields[name].example, fields[name].about]);
  return (
    <section className={styles.help} aria-label="What can be asked for">
      <Examples heading="Words" examples={ofWords} onTake={onTake} />
      <Examples heading="What is marked" examples={ofField('span')} onTake={onTake} />
      <Examples heading="What is known of the article" examples={ofField('article')} onTake={onTake} />
    </section>
  );
}

function Examples(props: { heading: string; examples: [string, string][]; onTake: (example: string) => void }) {
  return (
    <div>
      <h2>{props.heading}</h2>
      <dl>
        {props.examples.map(([example, about]) => (
          <div key={example}>
            <dt>
              <button type="button" onClick={() => props.onTake(example)}>
                {example}
              </button>
            </dt>
            <dd>{about}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
