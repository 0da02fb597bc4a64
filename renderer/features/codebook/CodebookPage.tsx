import type { Codebook, StanceCue } from '#shared/codebook/codebook.ts';
import { Keys } from '../../ui/Keys.tsx';
import { Scale } from '../../ui/Scale.tsx';
import styles from './Codebook.module.css';

type Example = Codebook['layers'][number]['examples'][number];

/** The codebook as annotators read it: layers, the stance scale and modes, each with its definition and examples. */
export function CodebookPage({ codebook }: { codebook: Codebook }) {
  const scores = codebook.stances.map((stance) => stance.score);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main className={styles.page} tabIndex={0} aria-label="Codebook">
      <article className={styles.book}>
        <p className={styles.kicker}>
          Codebook {codebook.name}, version {codebook.version}
        </p>
        <h1>{codebook.title}</h1>
        <p className={styles.lead}>{codebook.description}</p>

        <h2>Layers</h2>
        {codebook.layers.map((layer) => (
          <section key={layer.id} className={styles.entry}>
            <h3>
              {layer.name} <Keys keys={layer.key.toUpperCase()} />
            </h3>
            <p>{layer.definition}</p>
            <p className={styles.aside}>
              {layer.attributed
                ? 'Has a speaker, a mode and stances toward targets.'
                : 'Belongs to the article itself: no speaker, no stance.'}
            </p>
            <Examples of={layer.examples} />
          </section>
        ))}

        <h2>Stance toward a target</h2>
        {codebook.stances.some(({ cues }) => cues.length > 0) && (
          <p className={styles.note}>
            Each value lists its cue phrases: words for which the app suggests it, in the verb of saying or in the
            statement itself. They are matched in all their forms, in British and American spelling; “…” stands for up
            to ten words. A suggestion decides nothing: the definitions do.
          </p>
        )}
        {codebook.stances.map((stance, index) => (
          <section key={stance.id} className={styles.entry}>
            <h3>
              <Scale scores={scores} at={stance.score} /> {stance.name} <Keys keys={String(index + 1)} />
              <span className={styles.score}>{stance.score > 0 ? `+${stance.score}` : stance.score}</span>
            </h3>
            <p>{stance.definition}</p>
            <Examples of={stance.examples} />
            <Cues of={stance.cues} />
          </section>
        ))}

        <h2>How it is said</h2>
        {codebook.modes.map((mode) => (
          <section key={mode.id} className={styles.entry}>
            <h3>{mode.name}</h3>
            <p>{mode.definition}</p>
            <Examples of={mode.examples} />
          </section>
        ))}
      </article>
    </main>
  );
}

function Examples({ of }: { of: Example[] }) {
  return (
    <ul className={styles.examples}>
      {of.map((example) => (
        <li key={example.text}>
          <q>{example.text}</q> <b>{example.label}</b>
          {example.why && <span>{example.why}</span>}
        </li>
      ))}
    </ul>
  );
}

/** The phrases in one calm line; each with its example when one asks for them. */
function Cues({ of }: { of: StanceCue[] }) {
  if (of.length === 0) return null;
  return (
    <details className={styles.cues}>
      <summary>
        <span>
          Cue phrases <i>{of.map(({ phrase }) => phrase).join(' · ')}</i>
        </span>
      </summary>
      <dl>
        {of.map(({ phrase, example }) => (
          <div key={phrase}>
            <dt>{phrase}</dt>
            <dd>{example}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
