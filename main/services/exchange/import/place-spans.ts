import type { ArticleText } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Entry } from '#shared/model/article.ts';
import { addTo } from '#shared/model/groups.ts';
import type { QuoteSelector, Span } from '#shared/model/span.ts';
import { placeSpan } from '#shared/text/place-span.ts';
import { inOrder } from '../../extract/in-order.ts';
import type { Match } from './match-articles.ts';

/** What an import needs of the corpus. */
export interface ArticleSource {
  entries(): readonly Entry[] | Promise<readonly Entry[]>;
  read(id: string): Promise<ArticleText>;
}

/** Where a span stands in this folder's text, or why it stands nowhere. */
export type Place = { moved: Standing; from: Standing; lost: readonly string[] } | { orphan: string };

interface Standing {
  start: number;
  quote: QuoteSelector;
}

/** So many texts are read ahead of their turn. */
const ahead = 4;

/**
 * Finds spans in the texts that this folder has, where those are not the ones that the spans were marked in. Spans that
 * stand where they say are not in the answer, nor are those of articles whose text is not here.
 */
export async function placeSpans(
  spans: readonly Span[],
  matches: ReadonlyMap<string, Match>,
  source: ArticleSource,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<{ places: Map<string, Place>; notices: string[] }> {
  const entries = new Map([...matches.values()].flatMap(({ entry }) => (entry === null ? [] : [[entry.id, entry]])));
  const doubtful = new Map<string, Span[]>();
  for (const span of spans) {
    const entry = entries.get(span.article);
    if (entry === undefined) continue;
    const { start, end, quote } = span;
    const fits = start < end && end <= entry.length && quote.exact.length === end - start;
    if (span.textSha256 !== entry.textSha256 || !fits) addTo(doubtful, span.article, span);
  }
  const places = new Map<string, Place>();
  const notices: string[] = [];
  let done = 0;
  const texts = inOrder([...doubtful], ahead, async ([id]): Promise<ArticleText | Failure> => {
    signal.throwIfAborted();
    return source.read(id).catch((error) => {
      if (error instanceof Failure && error.code !== 'closed' && error.code !== 'cancelled') return error;
      throw error;
    });
  });
  for await (const { item, result } of texts) {
    const [, group] = item;
    if (result instanceof Failure)
      notices.push(
        `${result.message} ${group.length === 1 ? 'One span of it is' : `${group.length} spans of it are`} taken in without being looked for in the text.`,
      );
    else for (const span of group) placeIn(result, span, places);
    onProgress(++done, doubtful.size);
  }
  return { places, notices };
}

function placeIn({ text, textSha256 }: ArticleText, span: Span, places: Map<string, Place>): void {
  const placed = placeSpan(span, text, textSha256);
  if ('orphan' in placed) places.set(span.id, placed);
  else if (placed.moved) places.set(span.id, { moved: placed.span, from: span, lost: placed.lost });
}

/** Where a span moved, or why it has no place, in words. */
export function describePlace(place: Place): string {
  if ('orphan' in place) return place.orphan;
  const { moved, from, lost } = place;
  const way = `From “${around(from.quote)}” (at ${from.start}) to “${around(moved.quote)}” (at ${moved.start}).`;
  return [way, ...lost].join(' ');
}

/** The words with a little of what stands around them, so that two places can be told apart. */
function around({ exact, prefix, suffix }: QuoteSelector): string {
  const short = (text: string, from: number, to?: number) =>
    Array.from(text.replaceAll(/\s+/g, ' ')).slice(from, to).join('');
  const words = Array.from(exact.replaceAll(/\s+/g, ' '));
  const middle = words.length <= 40 ? words.join('') : `${words.slice(0, 20).join('')}…${words.slice(-19).join('')}`;
  return `${short(prefix, -16)}[${middle}]${short(suffix, 0, 16)}`;
}
