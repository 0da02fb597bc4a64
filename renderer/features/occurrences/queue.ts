import type { FoundArticle, FoundWords } from '#shared/contract/contract.ts';
import type { Article } from '#shared/model/article.ts';
import { addTo, groupBy } from '#shared/model/groups.ts';
import type { Rejection } from '#shared/model/rejection.ts';
import type { Span } from '#shared/model/span.ts';
import type { OccurrenceToMark, Passage } from '../../data/occurrence-gestures.ts';

/** What is searched for: the span's own words, or the names of its speaker. */
export type SearchedBy = 'words' | 'names';

/** A place in the list. */
export interface QueueRow {
  /** The same for the same passage: `<article>:<start>-<end>`. */
  id: string;
  article: Article;
  hit: FoundWords;
  /** What accepting marks: the words, or the statement around the name. */
  passage: Passage;
  /** `marked`: by this annotator on this layer, before or now. `rejected`: since the screen was opened. */
  state: 'open' | 'marked' | 'rejected';
  /** The annotator's span that makes it `marked`. */
  span: string | null;
  /** Whether it is the first of its article, which it names; `left`: how many of the article are not listed. */
  first: boolean;
  left: number;
}

export interface QueueOptions {
  by: SearchedBy;
  layer: string;
  /** The annotator's own spans and rejections, of all layers and articles. */
  spans: readonly Span[];
  rejections: readonly Rejection[];
  /** The rejections that were there when the screen was opened: their places are not listed at all. */
  before: ReadonlySet<string>;
}

/** The places that were found, as a list to work through. Two names in one statement are one place. */
export function rowsOf(found: readonly FoundArticle[], options: QueueOptions): QueueRow[] {
  const { by, layer, before } = options;
  const spans = byArticle(options.spans, layer);
  const rejections = byArticle(
    options.rejections.filter((one) => one.of === 'occurrence'),
    layer,
  );
  const rows: QueueRow[] = [];
  for (const { article, hits, left } of found) {
    const listed = new Set<string>();
    const own = spans.get(article.id) ?? [];
    const refused = rejections.get(article.id) ?? [];
    for (const hit of hits) {
      const passage: Passage = by === 'names' && hit.statement ? hit.statement : hit;
      const id = `${article.id}:${passage.start}-${passage.end}`;
      if (listed.has(id)) continue;
      const span = own.find((one) => covers(one, article, passage, by));
      const rejection = refused.find((one) => isAt(one, article, passage));
      if (span === undefined && rejection !== undefined && before.has(rejection.id)) continue;
      rows.push({
        id,
        article,
        hit,
        passage,
        state: span ? 'marked' : rejection ? 'rejected' : 'open',
        span: span?.id ?? null,
        first: listed.size === 0,
        left: listed.size === 0 ? left : 0,
      });
      listed.add(id);
    }
  }
  return rows;
}

const byArticle = <T extends { article: string; layer: string }>(records: readonly T[], layer: string) =>
  groupBy(
    records.filter((record) => record.layer === layer),
    (record) => record.article,
  );

type Kept = Pick<Span, 'textSha256' | 'start' | 'end' | 'quote'>;

/** Whether a record is about just this passage; in another state of the text its words and what is around them tell. */
function isAt(kept: Kept, { textSha256 }: Article, { start, end, quote }: Passage): boolean {
  if (kept.textSha256 === textSha256) return kept.start === start && kept.end === end;
  const { exact, prefix, suffix } = kept.quote;
  return exact === quote.exact && prefix === quote.prefix && suffix === quote.suffix;
}

/** A mark of the same words holds them all; a statement may be marked from its first or to its last word only. */
function covers(span: Kept, article: Article, passage: Passage, by: SearchedBy): boolean {
  if (span.textSha256 !== article.textSha256) return isAt(span, article, passage);
  return by === 'words'
    ? span.start <= passage.start && passage.end <= span.end
    : span.start < passage.end && passage.start < span.end;
}

export interface QueueCounts {
  places: number;
  articles: number;
  open: number;
  marked: number;
}

export function countRows(rows: readonly QueueRow[]): QueueCounts {
  const count = (state: QueueRow['state']) => rows.reduce((sum, row) => sum + Number(row.state === state), 0);
  return {
    places: rows.length,
    articles: rows.reduce((sum, row) => sum + Number(row.first), 0),
    open: count('open'),
    marked: count('marked'),
  };
}

/** The next row that is still open: after the given one, otherwise the first there is; the given one if none is. */
export function nextOpen(rows: readonly QueueRow[], from: string | undefined): string | undefined {
  const at = rows.findIndex((row) => row.id === from);
  const after = rows.slice(at + 1).find((row) => row.state === 'open');
  return (after ?? rows.find((row) => row.state === 'open' && row.id !== from))?.id ?? from;
}

/** The row as a passage to be marked. */
export function toMark({ article, passage, hit }: QueueRow, by: SearchedBy): OccurrenceToMark {
  const { start, end, quote, mode } = passage;
  const mention = by === 'names' ? { start: hit.start, end: hit.end, text: hit.quote.exact } : null;
  return { article, passage: { start, end, quote, mode }, mention };
}

/** The open rows without those that would overlap one taken before, as two statements may. */
export function theRest(rows: readonly QueueRow[]): QueueRow[] {
  const taken = new Map<string, Passage[]>();
  return rows.filter(({ state, article, passage }) => {
    if (state !== 'open') return false;
    const there = taken.get(article.id) ?? [];
    if (there.some((one) => one.start < passage.end && passage.start < one.end)) return false;
    addTo(taken, article.id, passage);
    return true;
  });
}
