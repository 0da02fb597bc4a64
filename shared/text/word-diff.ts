import { diffArrays } from 'diff';
import type { Range } from '../model/range.ts';

/** A stretch of one text that stands, or not, in the other; ranges are UTF-16 code units, empty on the side that lacks it. */
export interface Stretch {
  readonly kind: 'same' | 'removed' | 'added';
  readonly before: Range;
  readonly after: Range;
}

/** After so many edits two passages count as different altogether, rather than keeping anybody waiting: finding more takes a second and longer. */
const mostEdits = 2000;

/**
 * What was done to a text, by paragraphs and within changed ones by words: stretches in order that together make up both
 * texts; what took another's place comes as removed, then added. Myers' algorithm, by the library `diff`.
 */
export function wordDiff(before: string, after: string): Stretch[] {
  const stretches: Stretch[] = [];
  let [b, a] = [0, 0];
  const add = (kind: Stretch['kind'], removed: number, added: number) => {
    if (removed + added === 0) return;
    const last = stretches.at(-1);
    const next = { kind, before: { start: b, end: b + removed }, after: { start: a, end: a + added } };
    if (last?.kind === kind)
      stretches[stretches.length - 1] = {
        kind,
        before: { start: last.before.start, end: next.before.end },
        after: { start: last.after.start, end: next.after.end },
      };
    else stretches.push(next);
    b += removed;
    a += added;
  };
  /** Words of what was removed and of what was added in the same place. */
  const within = (removed: string, added: string) => {
    for (const [kind, gone, come] of steps(wordsOf(removed), wordsOf(added))) add(kind, length(gone), length(come));
  };
  for (const [kind, gone, come] of replacements(steps(linesOf(before), linesOf(after)))) {
    if (kind === 'same') add(kind, length(gone), length(come));
    else within(gone.join(''), come.join(''));
  }
  return stretches;
}

type Step = readonly [kind: Stretch['kind'], removed: readonly string[], added: readonly string[]];

function steps(before: readonly string[], after: readonly string[]): Step[] {
  const found = diffArrays([...before], [...after], { maxEditLength: mostEdits });
  if (found === undefined)
    return [
      ['removed', before, []],
      ['added', [], after],
    ];
  return found.map(({ added, removed, value }) =>
    added ? ['added', [], value] : removed ? ['removed', value, []] : ['same', value, value],
  );
}

/** Removed and added lines that stand side by side, together. */
function replacements(all: readonly Step[]): Step[] {
  const joined: Step[] = [];
  for (const step of all) {
    const last = joined.at(-1);
    if (step[0] === 'same' || last === undefined || last[0] === 'same') joined.push(step);
    else joined[joined.length - 1] = ['removed', [...last[1], ...step[1]], [...last[2], ...step[2]]];
  }
  return joined;
}

const length = (pieces: readonly string[]) => pieces.reduce((sum, piece) => sum + piece.length, 0);

const linesOf = (text: string): string[] => text.match(/[^\n]*\n+|[^\n]+$/g) ?? [];

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Words, also of scripts without blanks, and what stands between them. */
const wordsOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/**
 * Where a range of the text before stands in the text after, as far as the diff tells: from the first to the last of its
 * characters that stayed; null when none did. `whole` tells whether all did, one after the other.
 */
export function followRange(stretches: readonly Stretch[], range: Range): (Range & { whole: boolean }) | null {
  let start: number | null = null;
  let end = 0;
  let kept = 0;
  for (const { kind, before, after } of stretches) {
    if (kind !== 'same' || before.end <= range.start || before.start >= range.end) continue;
    const from = Math.max(before.start, range.start);
    const to = Math.min(before.end, range.end);
    const shift = after.start - before.start;
    start ??= from + shift;
    end = to + shift;
    kept += to - from;
  }
  if (start === null) return null;
  const size = range.end - range.start;
  return { start, end, whole: kept === size && end - start === size };
}
