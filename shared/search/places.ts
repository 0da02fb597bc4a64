import type { RE2JS } from 're2js';
import type { Range } from '../model/range.ts';
import { withoutOverlaps } from '../text/order.ts';
import { compilePattern } from './pattern.ts';
import type { Near, Query } from './tree.ts';
import { type Phrase, phraseOf, type Token, tokensOf } from './words.ts';

/** Finds in one text after another what a query says about words. */
export interface Finder {
  /** Whether there is anything to find: not for a query of fields or negations only. */
  readonly hasWords: boolean;
  /**
   * The places of words, phrases, NEARs and regular expressions that a query asks for, not those that it forbids: in
   * order, none overlapping, the longest of several that begin at one place. A NEAR is one place, from its first word to
   * its last. UTF-16 code units of the text. Ends after `most` places of each part.
   */
  in(text: string, most?: number): Range[];
}

/** What the index finds with a query's words, found in the text itself: the two agree, as both read `tokensOf`. */
export function createFinder(query: Query): Finder {
  const phrases: Phrase[] = [];
  const nears: { phrases: Phrase[]; distance: number }[] = [];
  const patterns: RE2JS[] = [];
  const collect = (part: Query): void => {
    if (part.kind === 'words') phrases.push(phraseOf(part.text, part.prefix)!);
    else if (part.kind === 'near') nears.push(nearOf(part));
    else if (part.kind === 'pattern') patterns.push(compilePattern(part));
    else if (part.kind === 'and' || part.kind === 'or') for (const item of part.items) collect(item);
  };
  collect(query);
  return {
    hasWords: phrases.length + nears.length + patterns.length > 0,
    in(text, most = Number.POSITIVE_INFINITY) {
      const found: Range[] = [];
      if (phrases.length + nears.length > 0) {
        const tokens = tokensOf(text);
        for (const phrase of phrases)
          for (const at of startsOf(tokens, phrase, most)) found.push(rangeAt(tokens, phrase, at));
        for (const near of nears) found.push(...clumps(tokens, near, most));
      }
      for (const pattern of patterns) found.push(...matchesOf(pattern, text, most));
      return withoutOverlaps(found);
    },
  };
}

const nearOf = ({ items, distance }: Near) => ({
  phrases: items.map(({ text, prefix }) => phraseOf(text, prefix)!),
  distance,
});

function startsOf(tokens: readonly Token[], { words, prefix }: Phrase, most: number): number[] {
  const starts: number[] = [];
  const last = words.length - 1;
  for (let at = 0; at + last < tokens.length && starts.length < most; at++) {
    let i = 0;
    while (i < last && tokens[at + i]!.word === words[i]) i++;
    if (i < last) continue;
    const word = tokens[at + last]!.word;
    if (prefix ? word.startsWith(words[last]!) : word === words[last]) starts.push(at);
  }
  return starts;
}

/** Whether the words of a phrase stand in a text, one after another. */
export const phraseIn = (text: string, phrase: Phrase): boolean => startsOf(tokensOf(text), phrase, 1).length > 0;

function rangeAt(tokens: readonly Token[], { words, prefix }: Phrase, at: number): Range {
  const last = tokens[at + words.length - 1]!;
  // Of a pair only the first character was asked for.
  const half = prefix && last.middle !== undefined && [...words.at(-1)!].length === 1;
  return { start: tokens[at]!.start, end: half ? last.middle! : last.end };
}

/** As FTS5 reads NEAR: between the end of each phrase and the beginning of the last one, `distance` words at most. */
function clumps(
  tokens: readonly Token[],
  { phrases, distance }: { phrases: readonly Phrase[]; distance: number },
  most: number,
): Range[] {
  const starts = phrases.map((phrase) => startsOf(tokens, phrase, Number.POSITIVE_INFINITY));
  const at = phrases.map(() => 0);
  const found: Range[] = [];
  if (starts.some((all) => all.length === 0)) return found;
  let latest = starts[0]![0]!;
  while (found.length < most) {
    let together = false;
    while (!together) {
      together = true;
      for (let i = 0; i < phrases.length; i++) {
        const earliest = latest - phrases[i]!.words.length - distance;
        if (starts[i]![at[i]!]! >= earliest && starts[i]![at[i]!]! <= latest) continue;
        together = false;
        while (starts[i]![at[i]!]! < earliest) if (++at[i]! >= starts[i]!.length) return found;
        latest = Math.max(latest, starts[i]![at[i]!]!);
      }
    }
    const ranges = phrases.map((phrase, i) => rangeAt(tokens, phrase, starts[i]![at[i]!]!));
    found.push({
      start: Math.min(...ranges.map(({ start }) => start)),
      end: Math.max(...ranges.map(({ end }) => end)),
    });
    // On with the phrase that comes again first.
    let next = -1;
    for (let i = 0; i < phrases.length; i++) {
      const following = starts[i]![at[i]! + 1];
      if (following !== undefined && (next < 0 || following < starts[next]![at[next]! + 1]!)) next = i;
    }
    if (next < 0) return found;
    at[next]!++;
    latest = Math.max(latest, starts[next]![at[next]!]!);
  }
  return found;
}

/** Where a regular expression matches something: matches of no length are none. */
export function matchesOf(pattern: RE2JS, text: string, most: number): Range[] {
  const found: Range[] = [];
  const matcher = pattern.matcher(text);
  while (found.length < most && matcher.find()) {
    const start = matcher.start();
    const end = matcher.end();
    if (end > start) found.push({ start, end });
  }
  return found;
}
