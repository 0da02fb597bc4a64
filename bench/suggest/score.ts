import { percentileInterval } from '../../shared/agreement/percentile.ts';
import { seeded } from '../../shared/agreement/random.ts';
import type { Range } from '../../shared/model/range.ts';
import { type FoundQuote, type GoldArticle, type GoldQuote, isRange } from './gold.ts';
import { sameName, sharesLastName } from './same-speaker.ts';

/*
 * How well quotations and their speakers were found. Both sides are cut at line breaks, so that a quotation over two
 * paragraphs is two, and lose white space, outer quotation marks and one comma at the end. Then found and gold ones are
 * matched one to one, the best overlap first.
 */

/** Characters in common over characters in either, from which on two are taken for the same quotation. */
const enough = 0.8;

/** What was counted in an article, or in several together. */
export interface Counts {
  gold: number;
  found: number;
  /** Found where nothing was marked; not in `found`. */
  ignored: number;
  exact: number;
  overlap: number;
  /** Of the overlapping ones: with a speaker in the gold, and of these those found by the same words, by the last name, at the same place, or without one. */
  spoken: number;
  sameName: number;
  lastName: number;
  samePlace: number;
  withoutSpeaker: number;
  /** Overlapping, and with the right speaker, or rightly without one. */
  endToEndName: number;
  endToEnd: number;
}

export const noCounts = (): Counts => ({
  ...{ gold: 0, found: 0, ignored: 0, exact: 0, overlap: 0, spoken: 0, sameName: 0, lastName: 0, samePlace: 0 },
  ...{ withoutSpeaker: 0, endToEndName: 0, endToEnd: 0 },
});

/** Adds the second to the first. */
export function add(sum: Counts, more: Counts): Counts {
  for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += more[key];
  return sum;
}

/** Something to look at: a gold quotation that was missed or ascribed to somebody else, or a found one that is none. */
export interface Mistake extends Range {
  what: 'missed' | 'spurious' | 'speaker';
  article: string;
  /** Who says it according to the gold, and according to what was found. */
  gold: string | null;
  found: string | null;
}

export interface ScoreOptions {
  /** Only gold quotations of this type count; what is found at another is neither right nor wrong. */
  type?: string;
}

/** Scores what was found in an article. @throws Error for a found range outside the text */
export function score(
  article: GoldArticle,
  found: readonly FoundQuote[],
  { type }: ScoreOptions = {},
): { counts: Counts; mistakes: Mistake[] } {
  const { id, text } = article;
  const gold: GoldQuote[] = [];
  const ignore: Range[] = [...article.ignore];
  for (const quote of article.quotes) {
    const counts = type === undefined || quote.type === undefined || quote.type === type;
    for (const piece of piecesOf(text, quote)) (counts ? gold : ignore).push(piece);
  }
  const predicted: FoundQuote[] = [];
  for (const quote of found) {
    if (!isRange(text, quote.start, quote.end))
      throw new Error(`${id}: a quotation from ${quote.start} to ${quote.end} is outside the text.`);
    predicted.push(...piecesOf(text, quote));
  }

  const matchOf = match(gold, predicted);
  const matched = new Set(matchOf.values());
  const inIgnored = (i: number) => {
    const quote = predicted[i]!;
    const half = (quote.end - quote.start) / 2;
    return (
      !matched.has(i) &&
      !gold.some((each) => common(each, quote) > half) &&
      ignore.some((each) => common(each, quote) >= half)
    );
  };
  const counting = predicted.map((_, i) => i).filter((i) => !inIgnored(i));

  const counts = noCounts();
  counts.gold = gold.length;
  counts.found = counting.length;
  counts.ignored = predicted.length - counting.length;
  counts.exact = exactlyFound(gold, predicted);
  counts.overlap = matchOf.size;
  const mistakes: Mistake[] = [];
  for (const [g, quote] of gold.entries()) {
    const named = quote.speaker?.text ?? null;
    const { start, end } = quote;
    const match = matchOf.get(g);
    if (match === undefined) {
      mistakes.push({ what: 'missed', article: id, start, end, gold: named, found: null });
      continue;
    }
    const { speaker } = predicted[match]!;
    const said = speaker?.text || null;
    if (quote.speaker === null || named === null) {
      if (said === null) {
        counts.endToEndName++;
        counts.endToEnd++;
      } else mistakes.push({ what: 'speaker', article: id, start, end, gold: null, found: said });
      continue;
    }
    counts.spoken++;
    if (said === null) counts.withoutSpeaker++;
    const isSame = said !== null && sameName(said, named);
    const isLast = said !== null && sharesLastName(said, named);
    if (isSame) {
      counts.sameName++;
      counts.endToEndName++;
    }
    if (isLast) {
      counts.lastName++;
      counts.endToEnd++;
    } else mistakes.push({ what: 'speaker', article: id, start, end, gold: named, found: said });
    if (speaker?.start !== undefined && speaker.end !== undefined && common(quote.speaker, speaker as Range) > 0)
      counts.samePlace++;
  }
  for (const i of counting) {
    const { start, end, speaker } = predicted[i]!;
    if (!matched.has(i))
      mistakes.push({ what: 'spurious', article: id, start, end, gold: null, found: speaker?.text ?? null });
  }
  return { counts, mistakes: mistakes.sort((a, b) => a.start - b.start) };
}

/** Precision, recall and F1, 0 … 1; 0 where there is nothing to divide by. */
export interface Rates {
  precision: number;
  recall: number;
  f1: number;
}

/** What the counts come to. */
export interface Figures {
  gold: number;
  found: number;
  exact: Rates;
  overlap: Rates;
  /** Of the overlapping quotations that somebody says: how often the found speaker is right by last name. */
  speaker: { of: number; lastName: number; sameName: number; without: number };
  /** Quotation found and its speaker right, by last name. */
  endToEnd: Rates;
}

export function figures(counts: Counts): Figures {
  const { gold, found, spoken } = counts;
  const rates = (right: number): Rates => ({
    precision: share(right, found),
    recall: share(right, gold),
    f1: share(2 * right, found + gold),
  });
  return {
    gold,
    found,
    exact: rates(counts.exact),
    overlap: rates(counts.overlap),
    speaker: {
      of: spoken,
      lastName: share(counts.lastName, spoken),
      sameName: share(counts.sameName, spoken),
      without: share(counts.withoutSpeaker, spoken),
    },
    endToEnd: rates(counts.endToEnd),
  };
}

/**
 * The 95 % interval of the end-to-end F1 by the percentile bootstrap (Efron and Tibshirani 1993, ch. 13): articles drawn
 * anew with replacement, since the quotations of one article are no independent cases. Seeded, so that it repeats.
 */
export function interval(articles: readonly Counts[], rounds = 1000): [number, number] {
  const random = seeded(20_261_122);
  const values = Float64Array.from({ length: rounds }, () => {
    const sum = noCounts();
    for (let i = 0; i < articles.length; i++) add(sum, articles[Math.floor(random() * articles.length)]!);
    return figures(sum).endToEnd.f1;
  });
  const { low, high } = percentileInterval(values)!;
  return [low, high];
}

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

const outer = /[\s"“”„‟«»]/u;

/** The parts of a quotation between line breaks, bare; those without a letter or digit are none. */
export function piecesOf<Q extends Range>(text: string, quote: Q): Q[] {
  const pieces: Q[] = [];
  for (let from = quote.start; from <= quote.end; ) {
    const lineBreak = text.indexOf('\n', from);
    const to = lineBreak === -1 || lineBreak >= quote.end ? quote.end : lineBreak;
    const bare = bareRange(text, from, to);
    if (/[\p{L}\p{N}]/u.test(text.slice(bare.start, bare.end))) pieces.push({ ...quote, ...bare });
    from = to + 1;
  }
  return pieces;
}

function bareRange(text: string, start: number, end: number): Range {
  const trimEnd = () => {
    while (end > start && outer.test(text[end - 1]!)) end--;
  };
  while (start < end && outer.test(text[start]!)) start++;
  trimEnd();
  if (end > start && text[end - 1] === ',') end--;
  trimEnd();
  return { start, end };
}

/** Which found quotation is which gold one, by their places in the lists: the best overlap first, then in their order. */
function match(gold: readonly Range[], found: readonly Range[]): Map<number, number> {
  const pairs: { gold: number; found: number; overlap: number }[] = [];
  for (const [g, a] of gold.entries()) {
    for (const [f, b] of found.entries()) {
      const overlap = jaccard(a, b);
      if (overlap >= enough) pairs.push({ gold: g, found: f, overlap });
    }
  }
  pairs.sort((a, b) => b.overlap - a.overlap || a.gold - b.gold || a.found - b.found);
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  for (const pair of pairs) {
    if (matches.has(pair.gold) || taken.has(pair.found)) continue;
    matches.set(pair.gold, pair.found);
    taken.add(pair.found);
  }
  return matches;
}

function exactlyFound(gold: readonly Range[], found: readonly Range[]): number {
  const left = new Map<string, number>();
  const key = ({ start, end }: Range) => `${start}-${end}`;
  for (const range of found) left.set(key(range), (left.get(key(range)) ?? 0) + 1);
  let exact = 0;
  for (const range of gold) {
    const count = left.get(key(range)) ?? 0;
    if (count === 0) continue;
    left.set(key(range), count - 1);
    exact++;
  }
  return exact;
}

const common = (a: Range, b: Range) => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));

function jaccard(a: Range, b: Range): number {
  const both = common(a, b);
  return both === 0 ? 0 : both / (a.end - a.start + (b.end - b.start) - both);
}
