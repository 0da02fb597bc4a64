import { useEffect, useMemo, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { ArticleText } from '#shared/contract/contract.ts';
import { isOwnOf } from '#shared/review/side.ts';
import { useAct } from '../../data/act.ts';
import { carryMarks } from '../../data/changed-text.ts';
import {
  type LibraryEntry,
  useArticleRecord,
  useEntries,
  useReading,
  useSession,
  useSessionActions,
  useSpansOf,
} from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { plural, shortDate } from '../../ui/format.ts';
import { toast } from '../../ui/toasts.ts';
import { WordDiff } from '../../ui/WordDiff.tsx';
import styles from './SimilarTexts.module.css';

/**
 * Other articles with nearly the same text (wire copy in another paper, a later edition): what differs, and carrying
 * one's marks from one to the other.
 */
export function SimilarTexts(props: { article: ArticleText; me: string; onOpen: (article: string) => void }) {
  const { article, me, onOpen } = props;
  const similar = useSimilar(article.id);
  const [isOpen, setOpen] = useState(false);
  useActions([
    {
      id: 'reader.similar',
      name: 'Compare with articles of nearly the same text',
      group: 'Article',
      keys: ['Shift+S'],
      enabled: () => similar.length > 0,
      run: () => setOpen(true),
    },
  ]);
  if (similar.length === 0) return null;
  return (
    <>
      <p className={styles.note}>
        Nearly the same text:{' '}
        <button type="button" onClick={() => setOpen(true)}>
          {sourceOf(similar[0] as LibraryEntry)}
          {similar.length > 1 && ` and ${similar.length - 1} more`}
        </button>
      </p>
      <Dialog title="Nearly the same text" isOpen={isOpen} onClose={() => setOpen(false)} width={980}>
        {isOpen && (
          <Comparison
            article={article}
            similar={similar}
            me={me}
            onClose={() => setOpen(false)}
            onOpen={(id) => {
              setOpen(false);
              onOpen(id);
            }}
          />
        )}
      </Dialog>
    </>
  );
}

/** The other articles of an article's group, by date and then by path. */
function useSimilar(article: string): readonly LibraryEntry[] {
  const entries = useEntries();
  return useMemo(() => {
    const near = entries?.find(({ id }) => id === article)?.near ?? null;
    if (near === null || entries === undefined) return [];
    return entries
      .filter((entry) => entry.near === near && entry.id !== article && entry.duplicateOf === null)
      .sort((a, b) => compare(a.meta.published ?? '', b.meta.published ?? '') || compare(a.path, b.path));
  }, [entries, article]);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const sourceOf = ({ meta, path }: LibraryEntry) =>
  [meta.outlet ?? path, ...(meta.published ? [shortDate(meta.published)] : [])].join(', ');

function Comparison(props: {
  article: ArticleText;
  similar: readonly LibraryEntry[];
  me: string;
  onClose: () => void;
  onOpen: (article: string) => void;
}) {
  const { article, similar, me, onClose, onOpen } = props;
  const [chosen, choose] = useState(similar[0]?.id);
  const entry = similar.find(({ id }) => id === chosen) ?? similar[0];
  const shares = useSimilarities(article.id);
  const other = useText(entry);
  const carrying = useCarrying(article, other, entry, me);
  return (
    <>
      <div className={styles.both}>
        <ListBox
          aria-label="Articles with nearly the same text"
          className={styles.list ?? ''}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={entry ? [entry.id] : []}
          onSelectionChange={(keys) => choose(String([...keys][0]))}
          autoFocus
        >
          {similar.map((one) => (
            <ListBoxItem key={one.id} id={one.id} textValue={one.meta.title ?? one.path} className={styles.item ?? ''}>
              <b dir="auto">{one.meta.title ?? one.path}</b>
              <span>
                {sourceOf(one)}
                {shares.has(one.id) && ` · ${Math.round(100 * (shares.get(one.id) ?? 0))} % the same`}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
        <div className={styles.diff} aria-busy={other === undefined}>
          {typeof other === 'string' && <p role="alert">{other}</p>}
          {typeof other === 'object' && (
            <>
              <p className={styles.legend}>
                <del>Only in this article</del> <ins>Only in the other</ins>
              </p>
              <WordDiff before={article.text} after={other.text} language={article.meta.language} />
            </>
          )}
        </div>
      </div>
      <DialogButtons>
        {carrying.here > 0 && (
          <Button onPress={() => void carrying.there()}>Carry my {plural(carrying.here, 'mark')} over to it</Button>
        )}
        {carrying.others > 0 && (
          <Button onPress={() => void carrying.back()}>
            Carry my {plural(carrying.others, 'mark')} of it over to here
          </Button>
        )}
        {entry && <Button onPress={() => onOpen(entry.id)}>Open it</Button>}
        <Button onPress={onClose}>Close</Button>
      </DialogButtons>
    </>
  );
}

/** How much of the words each has in common with the article, as far as it has been counted. */
function useSimilarities(article: string): ReadonlyMap<string, number> {
  const session = useSessionActions();
  const [shares, setShares] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    let live = true;
    session.link
      .call('corpus.similar', { id: article })
      .then(({ articles }) => live && setShares(new Map(articles.map(({ id, similarity }) => [id, similarity]))))
      .catch((error) => console.error('How similar articles are could not be told', error));
    return () => {
      live = false;
    };
  }, [session, article]);
  return shares;
}

/** An article's text; why it cannot be had; undefined while it is being read. */
function useText(entry: LibraryEntry | undefined): ArticleText | string | undefined {
  const session = useSessionActions();
  const [text, setText] = useState<ArticleText | string>();
  useEffect(() => {
    if (entry === undefined) return;
    let live = true;
    setText(undefined);
    session.readArticle(entry.id).then(
      (read) => live && setText(read),
      (error: unknown) => live && setText(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      live = false;
    };
  }, [session, entry]);
  return text;
}

function useCarrying(
  article: ArticleText,
  other: ArticleText | string | undefined,
  entry: LibraryEntry | undefined,
  me: string,
) {
  const act = useAct();
  const entries = useEntries();
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const text = typeof other === 'object' ? other : null;
  const here = useOwn(article.id, me);
  const others = useOwn(entry?.id, me);
  const bindings = { here: useArticleRecord(article.id), there: useArticleRecord(entry?.id) };
  const readings = { here: useReading(article.id), there: useReading(entry?.id) };

  const carry = async (direction: 'there' | 'here') => {
    if (text === null || entry === undefined) return;
    const to = direction === 'there' ? text : article;
    const path = direction === 'there' ? entry.path : (entries?.find(({ id }) => id === article.id)?.path ?? '');
    const { edits, carried, left } = carryMarks({
      spans: direction === 'there' ? here : others,
      there: direction === 'there' ? others : here,
      article: to,
      path,
      binding: bindings[direction],
      reading: readings[direction],
      annotator: me,
      at: new Date().toISOString(),
    });
    const gesture = newId('g');
    for (const portion of edits) if (!(await act(portion, { gesture }))) return;
    const lost = left.length === 0 ? '' : ` ${plural(left.length, 'mark')} had no place there.`;
    toast(
      carried === 0
        ? `There was nothing to carry over.${lost}`
        : `${plural(carried, 'mark')} carried over, to be looked at ${direction === 'there' ? 'there' : 'here'}.${lost}`,
    );
  };
  const may = text !== null && !readOnly;
  return {
    here: may ? here.length : 0,
    others: may ? others.length : 0,
    there: () => carry('there'),
    back: () => carry('here'),
  };
}

function useOwn(article: string | undefined, me: string) {
  const spans = useSpansOf(article);
  return useMemo(() => (spans ?? []).filter((span) => isOwnOf(span, me)), [spans, me]);
}
