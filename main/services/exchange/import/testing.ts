import type { Change, Edit } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { ArticleText, Journaled } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import { type Article, type Entry, noMeta } from '#shared/model/article.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith } from '#shared/model/testing.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { sha256 } from '../../files/hash.ts';
import type { Incoming } from '../incoming.ts';
import type { ArticleSource } from './place-spans.ts';
import type { Here } from './plan-import.ts';
import { plainIncoming } from './read-file.ts';

export const annotatorCalled = (id: string): Annotator => ({ id, name: `Name of ${id}`, initials: id.toUpperCase() });

/** The catalogue's row of an article with this text. */
export const entryOf = (id: string, path: string, text: string): Entry => ({
  ...{ id, path, bytes: Buffer.byteLength(text), sourceSha256: sha256(text), textSha256: sha256(text) },
  ...{ length: text.length, meta: noMeta, duplicateOf: null, failure: null, notices: [] },
});

export const articleOf = ({ id, path, sourceSha256, textSha256 }: Entry): Article => ({
  ...{ id, path, title: null },
  ...{ sourceSha256: sourceSha256 ?? '', textSha256: textSha256 ?? '' },
});

/** A folder's articles in memory; `asked` are the ids of the texts that were read. */
export function sourceOf(
  texts: Readonly<Record<string, { path: string; text: string }>>,
): ArticleSource & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    entries: () => Object.entries(texts).map(([id, { path, text }]) => entryOf(id, path, text)),
    async read(id): Promise<ArticleText> {
      asked.push(id);
      const article = texts[id];
      if (article === undefined) throw new Failure('not-found', 'It is not there.');
      const hash = sha256(article.text);
      const hashes = { textSha256: hash, sourceSha256: hash };
      return { id, text: article.text, ...hashes, blocks: [], meta: noMeta, notices: [] };
    },
  };
}

/** A journal in memory, as far as planning needs one: lines of several writers. */
export function journalOf(lines: Journaled[], annotators: Annotator[] = []): Here['journal'] & { lines: Journaled[] } {
  const order = (a: Journaled, b: Journaled) =>
    compare(a.change.at, b.change.at) || compare(a.writer, b.writer) || a.n - b.n;
  return {
    lines,
    async *changes() {
      yield* [...lines].sort(order);
    },
    articles() {
      const articles = new Map<string, Article>();
      for (const { change } of [...lines].sort(order))
        for (const edit of change.edits) {
          if (edit.kind !== 'article') continue;
          const after = apply(articles.get(edit.id), edit) as Article | undefined;
          if (after === undefined) articles.delete(edit.id);
          else articles.set(edit.id, after);
        }
      return articles;
    },
    annotators: () => annotators,
    positions: () => Object.fromEntries(lines.map(({ writer, n }) => [writer, n])),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const hereWith = (fields: Partial<Here>): Here => ({
  corpus: { id: 'f_here', name: 'Here' },
  codebook: policyNews,
  annotator: annotatorCalled('own'),
  writer: 'own-m',
  journal: journalOf([]),
  source: sourceOf({}),
  ...fields,
});

export const incomingWith = (changes: readonly Change[], fields: Partial<Incoming> = {}): Incoming => ({
  ...plainIncoming,
  ...{ kind: 'bundle', path: '/in/theirs.rapporteur', name: 'theirs.rapporteur', id: 'b_1' },
  ...{ annotators: [], articles: [], notices: [] },
  changes,
  ...fields,
});

/** An instant so many minutes after the first. */
export const minute = (n: number): string => `${new Date(Date.UTC(2026, 10, 22, 8, n)).toISOString()}+0000`;

export const changeOf = (id: string, at: string, by: string, ...edits: Edit[]): Change => ({
  ...{ id, at, by, origin: 'user', gesture: id, edits },
});

/** A span over the first place of these words. */
export function spanOver(article: string, text: string, words: string, fields: Partial<Span> = {}): Span {
  const start = text.indexOf(words);
  const range = { start, end: start + words.length };
  return spanWith({ article, textSha256: sha256(text), ...range, quote: quoteOf(text, range), ...fields });
}
