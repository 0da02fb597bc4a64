import type { ArticleText } from '#shared/contract/contract.ts';
import { useReading } from '../../data/hooks.ts';
import { shortDate } from '../../ui/format.ts';
import styles from './Reader.module.css';
import type { CardContext } from './SpanCard.tsx';
import { SuggestionSwitch } from './SuggestionSwitch.tsx';
import type { Shown } from './use-reading.ts';
import type { Suggestions } from './use-suggestions.ts';

const statusNames = {
  unread: 'Unread',
  'in-progress': 'In progress',
  done: 'Submitted',
  'changes-requested': 'Changes requested',
  accepted: 'Accepted',
} as const;

/** What is known of the article where its own text does not say it, whose spans are shown, and how far one has come. */
export function ArticleHead(props: {
  article: ArticleText;
  me: string;
  shown: Shown;
  onShown: (shown: Shown) => void;
  context: CardContext;
  onDone: () => void;
  suggestions: Suggestions;
  onSuggestions: (on: boolean) => void;
  onSingleMarks: () => void;
}) {
  const { article, me, shown, context } = props;
  const { meta, blocks, notices } = article;
  const status = useReading(article.id)?.status ?? 'unread';
  const people = [...context.annotators.values()];
  const details = [
    meta.outlet,
    meta.published && shortDate(meta.published),
    meta.page && `page ${meta.page}`,
    meta.byline,
  ];
  const headline = blocks.some((block) => block.kind === 'headline');

  return (
    <header className={styles.head}>
      <div className={styles.bar}>
        <span className={styles.meta} dir="auto">
          {details.filter(Boolean).join(' · ')}
        </span>
        <div className={styles.tools}>
          {people.some((person) => person.id !== me) && (
            <fieldset className={styles.shown} aria-label="Whose spans are shown">
              <button type="button" aria-pressed={shown === 'everyone'} onClick={() => props.onShown('everyone')}>
                Everyone
              </button>
              {[{ id: me, initials: 'Mine', name: 'Mine' }, ...people.filter((person) => person.id !== me)].map(
                (person) => (
                  <button
                    key={person.id}
                    type="button"
                    title={person.name}
                    aria-pressed={shown !== 'everyone' && shown.annotator === person.id}
                    onClick={() => props.onShown({ annotator: person.id })}
                  >
                    {person.initials}
                  </button>
                ),
              )}
            </fieldset>
          )}
          <SuggestionSwitch suggestions={props.suggestions} onSwitch={props.onSuggestions} />
          <button
            type="button"
            className={styles.status}
            data-status={status}
            aria-pressed={status === 'done'}
            onClick={props.onDone}
          >
            {statusNames[status]}
          </button>
        </div>
      </div>
      {!headline && meta.title && (
        <h1 className={styles.title} dir="auto">
          {meta.title}
        </h1>
      )}
      {notices.map((notice) => (
        <p key={notice} className={styles.notice}>
          {notice}
        </p>
      ))}
      {props.suggestions.quotesInSingleMarks && (
        <p className={styles.hint}>
          This article quotes in single marks.
          <button type="button" onClick={props.onSingleMarks} title="Holds for all articles of this folder">
            Count them as quotation marks
          </button>
        </p>
      )}
    </header>
  );
}
