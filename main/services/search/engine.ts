import { existsSync } from 'node:fs';
import type { Hit, SearchedArticle, SearchRequest } from '#shared/contract/contract.ts';
import type { Block } from '#shared/model/article.ts';
import type { BlockRole } from '#shared/model/block-role.ts';
import { addTo } from '#shared/model/groups.ts';
import type { Range } from '#shared/model/range.ts';
import type { Codes } from '#shared/search/fields.ts';
import { createFinder } from '#shared/search/places.ts';
import type { Query } from '#shared/search/tree.ts';
import { taughtLines, withRoles } from '#shared/text/block-roles.ts';
import { inContext } from '#shared/text/occurrences.ts';
import { markRepeated } from '../corpus/repeated-lines.ts';
import { blocksOf } from '../store/packed.ts';
import { SearchDatabase } from './database.ts';
import { type Part, plannerOf } from './plan.ts';
import { maskOf } from './sets.ts';

/** UTF-16 code units on either side of a place. */
const contextShown = 80;
/** A place of more is shown by its beginning; its end is told all the same. */
const wordsShown = 300;
/** Articles in the portions that are searched before the others. */
const portions = [200, 1000, 5000, 25_000];
/** Portions of at most so many are few articles to their plan. */
const fewArticles = 5000;
/** Articles whose texts are looked at themselves where the index would go through all. */
const readFirst = 30;
/** Places told of one article. */
export const mostInArticle = 200;

/** What is asked of the engine: the request, with its query read. */
export interface Search extends Pick<SearchRequest, 'articles' | 'most'> {
  query: Query;
  codes: Codes;
  /** UTF-16 code units on either side; without it 80. */
  context?: number;
}

/** What came of one article that was looked at; `found` is null when the query does not hold for it. */
export interface Step {
  found: SearchedArticle | null;
  done: number;
  total: number;
}

export interface ArticleFacts {
  id: string;
  path: string;
  title: string | null;
  outlet: string | null;
  published: string | null;
  language: string | null;
}

export interface Outcome {
  articles: number;
  places: number;
  complete: boolean;
  notices: string[];
}

/** Finds in the store of one folder, together with its records. Everything in it waits for the disk: for a thread of its own. */
export class Engine {
  private db: SearchDatabase | null = null;
  /** Hashes of lines that so many articles share that they are furniture; see `repeated-lines.ts`. */
  repeated: ReadonlySet<string> = new Set();

  constructor(
    private readonly store: string,
    private readonly records: string | null,
  ) {}

  /**
   * One article after another, so that a search can end between any two: those that came to the folder first before the
   * others, in portions that grow, and in the natural order of their paths in each.
   * @throws what the database throws
   */
  *run({ query, codes, articles, most, context = contextShown }: Search): Generator<Step, Outcome> {
    const outcome: Outcome = { articles: 0, places: 0, complete: true, notices: [] };
    const db = this.opened();
    if (db === null) {
      outcome.notices.push('The folder is being read for the first time; look again in a moment.');
      return outcome;
    }
    const size = db.size();
    const finder = createFinder(query);
    const roles = finder.hasWords ? rolesIn(db) : null;
    const among =
      articles === null
        ? null
        : maskOf(
            db.value<string | null>(
              'SELECT group_concat(n) FROM article WHERE id IN (SELECT value FROM json_each(?))',
              JSON.stringify(articles),
            ),
            size,
          );
    const all = db.inOrder();
    const planner = plannerOf(query, db, size, codes);
    const parts = planner.isWide ? wideParts(all, size) : partsOf(all, size);
    let done = 0;
    let total = 0;
    for (const part of parts) {
      const plan = planner.planFor(part);
      const candidates = part.articles.filter((n) => (plan.mask[n] ?? 0) > 0 && (among === null || among[n] === 2));
      total += candidates.length;
      for (const n of candidates) {
        done++;
        let body: ReturnType<SearchDatabase['body']> | undefined;
        const read = () => {
          if (body === undefined) body = db.body(n);
          return body;
        };
        if (plan.mask[n] === 1 && !plan.holds({ n, text: () => read()?.text ?? '' })) {
          yield { found: null, done, total };
          continue;
        }
        if (!finder.hasWords) {
          const id = db.idOf(n);
          if (id !== null) outcome.articles++;
          yield { found: id === null ? null : { article: id, hits: [], left: 0 }, done, total };
          continue;
        }
        const there = read();
        if (there === null) {
          yield { found: null, done, total };
          continue;
        }
        const { id, text, blocks } = there;
        const places = finder.in(text);
        const shown = places.slice(0, Math.min(mostInArticle, most - outcome.places));
        const kept = shown.length === 0 ? [] : markRepeated(text, blocksOf(blocks), this.repeated);
        outcome.articles++;
        outcome.places += shown.length;
        yield {
          found: {
            article: id,
            hits: hitsIn(text, shown, roles?.(id, text, kept) ?? kept, context),
            left: places.length - shown.length,
          },
          done,
          total,
        };
        if (outcome.places >= most) {
          outcome.complete = done === total && part.to === size && places.length === shown.length;
          return outcome;
        }
      }
    }
    return outcome;
  }

  /** What is known of articles by id, as people have corrected it; those that have gone are left out. */
  facts(ids: readonly string[]): Map<string, ArticleFacts> {
    const db = this.opened();
    if (db === null) return new Map();
    const meta = (name: string) =>
      db.hasRecords ? `nullif(coalesce(json_extract(m.json, '$.${name}'), a.${name}), '')` : `a.${name}`;
    const rows = db.rows<[string, string, string | null, string | null, string | null, string | null]>(
      `SELECT a.id, a.path, ${['title', 'outlet', 'published', 'language'].map(meta).join(', ')} FROM article a
       ${db.hasRecords ? "LEFT JOIN rec.fold m ON m.kind = 'metadata' AND m.id = a.id AND m.state = 0" : ''}
       WHERE a.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(ids),
    );
    return new Map(
      rows.map(([id, path, title, outlet, published, language]) => [
        id,
        { id, path, title, outlet, published, language },
      ]),
    );
  }

  /** Reads what every search needs, so that the first one does not wait for it. */
  warm(): void {
    this.opened()?.inOrder();
  }

  close(): void {
    this.db?.close();
    this.db = null;
  }

  private opened(): SearchDatabase | null {
    if (this.db !== null && !this.db.isCurrent()) this.close();
    if (!existsSync(this.store)) return null;
    this.db ??= new SearchDatabase(this.store, this.records);
    return this.db;
  }
}

interface Portion extends Part {
  articles: Int32Array;
}

/**
 * All in portions that grow, so that what is common is found before the indexes have said where else it is; by numbers,
 * as the index is in their order, and by paths within each.
 */
function* partsOf(all: Int32Array, size: number): Generator<Portion> {
  let from = 0;
  for (const length of portions) {
    const to = from + length - 1;
    if (size - to < 2 * length) break;
    yield { articles: between(all, from, to), from, to, few: length <= fewArticles, inTexts: false };
    from = to + 1;
  }
  yield { articles: between(all, from, size), from, to: size, few: false, inTexts: false };
}

/** The very first are looked at themselves, then all others asked for at once. */
function* wideParts(all: Int32Array, size: number): Generator<Portion> {
  if (all.length < 2 * readFirst) return yield { articles: all, from: 0, to: size, few: false, inTexts: false };
  const to = all.slice().sort()[readFirst - 1]!;
  yield { articles: between(all, 0, to), from: 0, to, few: true, inTexts: true };
  yield { articles: between(all, to + 1, size), from: to + 1, to: size, few: false, inTexts: false };
}

/** Those with these numbers, in the same order. */
function between(all: Int32Array, from: number, to: number): Int32Array {
  const some = new Int32Array(all.length);
  let count = 0;
  for (let i = 0; i < all.length; i++) {
    const n = all[i]!;
    if (n >= from && n <= to) some[count++] = n;
  }
  return some.slice(0, count);
}

function hitsIn(text: string, places: readonly Range[], blocks: readonly Block[], context: number): Hit[] {
  const asides = blocks.filter(({ kind }) => kind === 'boilerplate');
  let at = 0;
  return places.map(({ start, end }) => {
    while (at < asides.length && asides[at]!.end <= start) at++;
    const aside = asides[at];
    const shown = { start, end: Math.min(end, start + wordsShown) };
    const { before, words, after } = inContext(text, shown, context);
    return {
      start,
      end,
      before,
      words: shown.end < end ? `${words}…` : words,
      after: shown.end < end ? '' : after,
      aside: aside !== undefined && aside.start <= start && end <= aside.end,
    };
  });
}

/** What people have said of blocks; null: nothing. */
function rolesIn(
  db: SearchDatabase,
): ((article: string, text: string, blocks: readonly Block[]) => readonly Block[]) | null {
  if (!db.hasRecords) return null;
  const said = db
    .rows<[string]>("SELECT json FROM rec.record WHERE kind = 'blockRole'")
    .map(([json]) => JSON.parse(json) as BlockRole);
  if (said.length === 0) return null;
  const taught = taughtLines(said);
  const own = new Map<string, BlockRole[]>();
  for (const role of said) addTo(own, role.article, role);
  return (article, text, blocks) => withRoles(text, blocks, own.get(article) ?? [], taught);
}
