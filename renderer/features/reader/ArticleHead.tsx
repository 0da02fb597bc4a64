import type { ArticleText } from '#shared/contract/contract.ts';
import { type Reading, readingId } from '#shared/model/reading.ts';
import { adjudicated } from '#shared/review/side.ts';
import { useReadings, useSpansOf } from '../../data/hooks.ts';
import { shortDate } from '../../ui/format.ts';
import { keyNames } from '../../ui/Keys.tsx';
import { StatusDot, statusNames, statusWords } from '../../ui/StatusDot.tsx';
import { Answered } from './Answered.tsx';
import styles from './Reader.module.css';
import type { CardContext } from './SpanCard.tsx';
import { SuggestionSwitch } from './SuggestionSwitch.tsx';
import type { Shown } from './use-reading.ts';
import type { Suggestions } from './use-suggestions.ts';

/** What is known of the article where its own text does not say it, whose spans are shown, and how far one has come. */
export function ArticleHead(props: {
  article: ArticleText;
  me: string;
  shown: Shown;
  onShown: (shown: Shown) => void;
  context: CardContext;
  onDone: () => void;
  /** How many places wait for an answer. */
  open: number;
  onNext: () => void;
  suggestions: Suggestions;
  onSuggestions: (on: boolean) => void;
  onSingleMarks: () => void;
}) {
  const { article, me, shown, context } = props;
  const { meta, blocks, notices } = article;
  const { namesOf } = context;
  const readings = useReadings();
  const readingOf = (annotator: string) => readings?.find(({ id }) => id === readingId(article.id, annotator));
  const own = readingOf(me);
  const status = own?.status ?? 'unread';
  const others = [...context.annotators.keys()].filter((id) => id !== me);
  const settled = useSpansOf(article.id)?.some(({ origin }) => origin === 'adjudicated') ?? false;
  const sides = [...others, ...(settled || isShown(shown, adjudicated) ? [adjudicated] : [])];
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
          {sides.length > 0 && (
            <fieldset className={styles.shown} aria-label="Whose spans are shown">
              <button type="button" aria-pressed={shown === 'everyone'} onClick={() => props.onShown('everyone')}>
                Everyone
              </button>
              {[me, ...sides].map((id) => (
                <button
                  key={id}
                  type="button"
                  title={sideTitle(id, me, namesOf(id).name, readingOf(id), (by) => namesOf(by).name)}
                  aria-pressed={isShown(shown, id)}
                  onClick={() => props.onShown({ annotator: id })}
                >
                  {id === me ? 'Mine' : id === adjudicated ? namesOf(id).name : namesOf(id).initials}
                </button>
              ))}
            </fieldset>
          )}
          <SuggestionSwitch suggestions={props.suggestions} onSwitch={props.onSuggestions} />
          <button
            type="button"
            className={styles.status}
            data-status={status}
            aria-pressed={status === 'done' || status === 'accepted'}
            title={`${statusWords(own, (by) => namesOf(by).name)}. ${submitWords(status)} (${keyNames('Shift+D')})`}
            onClick={props.onDone}
          >
            <StatusDot status={status} /> {statusNames[status]}
          </button>
        </div>
      </div>
      {!headline && meta.title && (
        <h1 className={styles.title} dir="auto">
          {meta.title}
        </h1>
      )}
      <Answered
        reading={own}
        open={props.open}
        whoIs={(by) => namesOf(by).name}
        onNext={props.onNext}
        onSubmit={props.onDone}
      />
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

const isShown = (shown: Shown, side: string) => shown !== 'everyone' && shown.annotator === side;

/** What the button does. */
const submitWords = (status: Reading['status']): string =>
  status === 'done' || status === 'accepted'
    ? 'Take it back'
    : status === 'changes-requested'
      ? 'Submit it again'
      : 'Submit it';

function sideTitle(
  id: string,
  me: string,
  name: string,
  reading: Reading | undefined,
  whoIs: (id: string) => string,
): string {
  if (id === adjudicated) return 'What a review has settled on';
  return id === me ? 'Your own' : `${name}: ${statusWords(reading, whoIs)}`;
}
