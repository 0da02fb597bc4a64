import type { ArticleText } from '#shared/contract/contract.ts';
import { type Reading, readingId } from '#shared/model/reading.ts';
import { adjudicated } from '#shared/review/side.ts';
import { ask, isTable } from '../../data/asked.ts';
import { useEntry, useReadings, useSpansOf } from '../../data/hooks.ts';
import { useActions } from '../../ui/actions.ts';
import { shortDate } from '../../ui/format.ts';
import { keyNames } from '../../ui/Keys.tsx';
import { MenuButton, type MenuItems } from '../../ui/MenuButton.tsx';
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
  /** What a person can say of blocks. */
  roleItems: MenuItems;
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
  const entry = useEntry(article.id);
  const file = entry && (entry.file ?? entry.path);
  const encoding = article.read?.encoding ?? null;
  // The head says it already, in fewer words and with what can be done about it.
  const told = notices.filter((notice) => !encoding || !notice.startsWith(`Read as ${encoding.name}, a guess`));
  const editDetails = () => ask({ what: 'details', articles: [article.id] });
  const askEncoding = () => file && ask({ what: 'encoding', path: file });
  const askColumns = () => file && ask({ what: 'columns', path: file });
  const hasColumns = file != null && isTable(file);
  useActions([
    {
      id: 'reader.details',
      name: 'Edit the article’s details…',
      group: 'Article',
      keys: ['Alt+Enter'],
      run: editDetails,
    },
    {
      id: 'reader.encoding',
      name: 'Encoding of the article’s file…',
      group: 'Article',
      enabled: () => encoding !== null,
      run: askEncoding,
    },
    {
      id: 'reader.columns',
      name: 'Columns of the article’s table…',
      group: 'Article',
      enabled: () => hasColumns,
      run: askColumns,
    },
  ]);
  const items: MenuItems = [
    { id: 'details', name: 'Edit details…', keys: 'Alt+Enter', run: editDetails },
    ...(encoding ? [{ id: 'encoding', name: 'Encoding…', run: askEncoding }] : []),
    ...(hasColumns ? [{ id: 'columns', name: 'Columns of the table…', run: askColumns }] : []),
    ...props.roleItems,
  ];

  return (
    <header className={styles.head}>
      <div className={styles.bar}>
        <span className={styles.meta}>
          <button
            type="button"
            className={styles.details}
            dir="auto"
            title={`Correct title, outlet, date and other details (${keyNames('Alt+Enter')})`}
            onClick={editDetails}
          >
            {details.filter(Boolean).join(' · ') || 'No outlet, no date'}
          </button>
          {encoding && (encoding.chosen || !encoding.sure) && (
            <button
              type="button"
              className={styles.guess}
              title="If letters look wrong, the file was written in another encoding."
              onClick={askEncoding}
            >
              {encoding.chosen ? `Read as ${encoding.name}` : `Read as ${encoding.name}, a guess`}
            </button>
          )}
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
          <MenuButton label="⋯" name="Article" className={styles.more} items={items} />
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
      {told.map((notice) => (
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
