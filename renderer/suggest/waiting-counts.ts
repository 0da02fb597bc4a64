import type { ArticleText } from '#shared/contract/contract.ts';
import { groupBy } from '#shared/model/groups.ts';
import type { Range } from '#shared/model/range.ts';
import type { Rejection } from '#shared/model/rejection.ts';
import type { Span } from '#shared/model/span.ts';
import { engine } from '#shared/suggest/suggestion.ts';
import { type OwnPassage, rejectedPassages, settledPassages, waitingAmong } from '#shared/suggest/waiting.ts';
import { anchor } from '#shared/text/anchoring.ts';
import type { PassageMemory } from '../data/passage-memory.ts';
import type { Suggester } from './suggester.ts';

/** An article to count in, and what its number depends on besides its text. */
export interface CountedArticle {
  id: string;
  textSha256: string;
  /** Changes whenever the annotator's own spans in it may have. */
  own: string;
}

export interface Counted {
  /** Numbers of another project are forgotten. */
  project: string;
  annotator: string;
  singleMarks: boolean;
  /** In the order in which they are counted. */
  articles: readonly CountedArticle[];
  /** The annotator's own, by article. */
  rejections: ReadonlyMap<string, readonly Rejection[]>;
}

/** How many suggestions wait in each article, counted while the window has nothing else to do. */
export interface WaitingCounts {
  /** The latest number known; undefined until there is one. */
  get(article: string): number | undefined;
  subscribe(listener: () => void): () => void;
  /** An article that is in sight is counted before the others. Returns what ends that. */
  look(article: string): () => void;
  /** What an open article shows to wait, which it knows before it is counted again. */
  seen(article: string, count: number): void;
  /** Counts, and counts again what has changed. Returns what pauses it; the numbers stay. */
  follow(counted: Counted): () => void;
  /** Nothing is counted, and no number is known. */
  forget(): void;
}

export interface CountSource extends PassageMemory {
  readText(article: string): Promise<Pick<ArticleText, 'text' | 'textSha256' | 'blocks'>>;
}

/** So many remembered answers are read at once. */
const rememberedAtOnce = 200;
/** So many texts are on their way at once, and so many are counted before it is looked again whether there is time. */
const textsAtOnce = 16;
const textsInARow = 64;

/** Resolves when nothing else is to be done, or after a second all the same. */
const whenIdle = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 1000 }));

export function createWaitingCounts(
  suggester: Pick<Suggester, 'passages' | 'working'>,
  source: CountSource,
  idle: () => Promise<void> = whenIdle,
): WaitingCounts {
  const listeners = new Set<() => void>();
  const inSight = new Map<string, number>();
  let known = new Map<string, { count: number | undefined; of: string }>();
  let counted: Counted | null = null;
  let project: string | undefined;
  let byId: ReadonlyMap<string, CountedArticle> = new Map();
  /** Not yet asked of the memory, and known not to be in it. */
  let fresh = new Set<string>();
  let texts = new Set<string>();
  /** What is to be counted has changed, and is compared with what is known when there is time. */
  let stale = false;
  let working = false;
  /** The project whose memory holds nothing of texts that are gone. */
  let tidied: string | undefined;

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const signature = ({ textSha256, own, id }: CountedArticle, { singleMarks, annotator, rejections }: Counted) =>
    [textSha256, annotator, singleMarks, own, rejections.get(id)?.length ?? 0].join(' ');
  const versionOf = ({ singleMarks }: Counted) => `${engine}${singleMarks ? ' single' : ''}`;

  /** The next of a queue, those in sight first; taken out of it. */
  const take = (queue: Set<string>, most: number): CountedArticle[] => {
    const ids: string[] = [];
    for (const id of inSight.keys()) if (ids.length < most && queue.has(id)) ids.push(id);
    const urgent = ids.length > 0;
    for (const id of queue) {
      if (urgent || ids.length >= most) break;
      ids.push(id);
    }
    for (const id of ids) queue.delete(id);
    return ids.flatMap((id) => byId.get(id) ?? []);
  };
  const anyInSight = (queue: Set<string>) => {
    for (const id of inSight.keys()) if (queue.has(id)) return true;
    return false;
  };

  async function work() {
    if (working) return;
    working = true;
    try {
      do {
        await idle();
        if (counted === null) return;
        const now = counted;
        if (stale) compare(now);
        // What is in sight does not wait for the memory of all the others.
        if (fresh.size > 0 && (anyInSight(fresh) || !anyInSight(texts)))
          await recall(now, take(fresh, rememberedAtOnce));
        else if (texts.size > 0) await find(now);
        if (!stale && fresh.size + texts.size === 0) await tidy(now);
      } while (stale || fresh.size + texts.size > 0);
    } finally {
      working = false;
    }
  }

  function compare(now: Counted) {
    stale = false;
    byId = new Map(now.articles.map((article) => [article.id, article]));
    const open = now.articles.filter((article) => known.get(article.id)?.of !== signature(article, now));
    fresh = new Set(open.map(({ id }) => id));
    texts = new Set();
  }

  async function recall(now: Counted, articles: CountedArticle[]) {
    const hashes = articles.map(({ textSha256 }) => textSha256);
    const found = await source.readPassages(hashes, versionOf(now));
    const missing = articles.filter(({ textSha256 }) => !found.has(textSha256));
    await settle(now, found, articles);
    if (!stale) for (const { id } of missing) texts.add(id);
  }

  /** Counts in some texts; where one comes in sight meanwhile, no others are begun before it. */
  async function find(now: Counted) {
    const articles: CountedArticle[] = [];
    const found = new Map<string, Uint32Array>();
    const begun = take(texts, textsAtOnce);
    const next = () =>
      stale || counted !== now || articles.length >= textsInARow || anyInSight(texts) ? undefined : take(texts, 1)[0];
    await Promise.all(
      begun.map(async (first) => {
        // As soon as one is there the next is read, so that neither main nor the worker waits for a whole row.
        for (let one: CountedArticle | undefined = first; one; one = next()) {
          articles.push(one);
          await findIn(one, now, found);
        }
      }),
    );
    await source.writePassages(found, versionOf(now));
    await settle(now, found, articles);
    if (!suggester.working()) texts.clear();
  }

  async function findIn({ id, textSha256 }: CountedArticle, now: Counted, found: Map<string, Uint32Array>) {
    try {
      const article = await source.readText(id);
      const ranges = await suggester.passages({ article, singleMarks: now.singleMarks });
      if (article.textSha256 === textSha256) found.set(textSha256, ranges);
    } catch (error) {
      // The article says itself why it cannot be read; here it only has no number.
      console.debug(`What waits in ${id} could not be counted`, error);
    }
  }

  /** Once each time a project is opened: meanwhile little comes to be gone. */
  async function tidy(now: Counted) {
    if (tidied === now.project || project !== now.project || now.articles.length === 0) return;
    tidied = now.project;
    await source.keepPassages(new Set(now.articles.map(({ textSha256 }) => textSha256)));
  }

  /** Notes the numbers of articles whose passages are known. */
  async function settle(now: Counted, found: ReadonlyMap<string, Uint32Array>, all: readonly CountedArticle[]) {
    const articles = all.filter(({ textSha256 }) => found.has(textSha256));
    const marked = articles.filter(({ own }) => own !== '').map(({ id }) => id);
    const spans = marked.length === 0 ? [] : await source.readSpansBy(now.annotator, marked);
    if (spans === undefined || articles.length === 0) return;
    const byArticle = groupBy(spans, (span) => span.article);
    for (const article of articles) {
      const passages = rangesOf(found.get(article.textSha256)!);
      const rejections = now.rejections.get(article.id) ?? [];
      const count = await countIn(article, passages, byArticle.get(article.id) ?? [], rejections).catch(
        () => undefined,
      );
      if (project !== now.project) return;
      known.set(article.id, { count, of: signature(article, now) });
    }
    tell();
  }

  async function countIn(
    { id, textSha256 }: CountedArticle,
    passages: readonly Range[],
    spans: readonly Span[],
    rejections: readonly Rejection[],
  ): Promise<number> {
    if (passages.length === 0) return 0;
    // Only what was decided in another state of the text takes the text to be found again.
    const changed = [...spans, ...rejections].some((one) => one.textSha256 !== textSha256);
    const text = changed ? (await source.readText(id)).text : '';
    const own = spans.flatMap((span): OwnPassage[] => {
      if (span.textSha256 === textSha256) return [{ span, start: span.start, end: span.end }];
      const place = anchor(text, span);
      return place.how === 'orphan' ? [] : [{ span, start: place.start, end: place.end }];
    });
    const settled = settledPassages(textSha256, own, 'statement');
    return waitingAmong(passages, settled, rejectedPassages({ text, textSha256 }, rejections)).length;
  }

  return {
    get: (article) => known.get(article)?.count,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look(article) {
      inSight.set(article, (inSight.get(article) ?? 0) + 1);
      return () => {
        const looks = (inSight.get(article) ?? 1) - 1;
        if (looks > 0) inSight.set(article, looks);
        else inSight.delete(article);
      };
    },
    seen(article, count) {
      const before = known.get(article);
      if (before?.count === count) return;
      known.set(article, { count, of: before?.of ?? '' });
      tell();
    },
    follow(next) {
      if (next.project !== project) known = new Map();
      project = next.project;
      counted = next;
      stale = true;
      void work();
      return () => {
        if (counted === next) counted = null;
      };
    },
    forget() {
      counted = null;
      if (known.size === 0) return;
      known = new Map();
      tell();
    },
  };
}

const rangesOf = (passages: Uint32Array): Range[] =>
  Array.from({ length: passages.length / 2 }, (_, i) => ({ start: passages[2 * i]!, end: passages[2 * i + 1]! }));
