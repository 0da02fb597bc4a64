import type { Range } from '../model/range.ts';
import { letterAfter, letterBefore } from './letters.ts';

/** A stretch of a text that is quoted; `start` and `end` take in the marks, offsets are UTF-16 code units. */
export interface Quotation extends Range {
  /** The quoted words without the marks and without white space at either end; never empty. */
  inner: Range;
  /** 0: in no other quotation. */
  depth: number;
}

/**
 * The quotations of a text in order of their starts; they nest and never cross. Knows “ ” „ “ " « » » « ‹ › 「 」 『 』
 * and, where they are no apostrophes, ‘ ’ ‚ ‘ and '. A quotation that each paragraph opens anew and only the last one
 * closes is one quotation. One that is never closed ends with its paragraph, or before the next one of its kind.
 * `blocks` are the paragraphs; without them, blank lines part paragraphs, or line breaks where no line is blank.
 * Linear in the length of the text.
 */
export function quotationsIn(text: string, blocks: readonly Range[] = paragraphsOf(text)): Quotation[] {
  const reader = createReader(text);
  blocks.forEach((block, i) => {
    reader.read(block);
    const next = blocks[i + 1];
    reader.endParagraph(block.end, next === undefined ? '' : (text[next.start] ?? ''));
  });
  return nest(reader.found);
}

interface Open {
  mark: string;
  start: number;
  /** For single marks: a place that may close it, or may be the apostrophe of a plural; −1: none. */
  perhaps: number;
  /** Where the next quotation of the same kind began directly inside: where this one ends if nothing closes it; −1: none. */
  stop: number;
  slot: number;
}

/** How a mark is read. */
interface Mark {
  /** The other marks that it closes when they are open. */
  closes: readonly string[];
  /** Whether it also closes its like: at the end of a word only, or (straight marks) wherever it cannot open. */
  closesLike: 'no' | 'after-word' | 'always';
  /** Marks of another make that it is sometimes typed for. */
  mistakenFor: readonly string[];
  /** Where it opens a quotation; `unless-after-word` may also stand in the middle of a sentence without blanks. */
  opens: 'never' | 'before-word' | 'unless-after-word' | 'apart-before-word' | 'always';
  single: boolean;
}

const double: Mark = { closes: [], closesLike: 'no', mistakenFor: [], opens: 'never', single: false };
const marks = new Map<string, Mark>(
  Object.entries({
    '“': { ...double, closes: ['„'], closesLike: 'after-word', opens: 'unless-after-word' },
    '”': { ...double, closes: ['“', '„'], closesLike: 'after-word', mistakenFor: ['"'], opens: 'before-word' },
    '„': { ...double, opens: 'always' },
    '"': { ...double, closesLike: 'always', mistakenFor: ['“', '„'], opens: 'apart-before-word' },
    '«': { ...double, closes: ['»'], opens: 'unless-after-word' },
    '»': { ...double, closes: ['«'], closesLike: 'after-word', opens: 'before-word' },
    '‹': { ...double, closes: ['›'], opens: 'unless-after-word' },
    '›': { ...double, closes: ['‹'], closesLike: 'after-word', opens: 'before-word' },
    '「': { ...double, opens: 'always' },
    '」': { ...double, closes: ['「'] },
    '『': { ...double, opens: 'always' },
    '』': { ...double, closes: ['『'] },
    '‚': { ...double, opens: 'always', single: true },
    '‘': { ...double, closes: ['‚'], opens: 'unless-after-word', single: true },
    '’': { ...double, closes: ['‘', '‚'], single: true },
    "'": { ...double, closes: ["'"], opens: 'apart-before-word', single: true },
  } satisfies Record<string, Mark>),
);
const anyMark = /["'“”„«»‹›「」『』‘’‚]/g;
const isSingle = (mark: string) => marks.get(mark)?.single === true;

/** Deeper than this no text nests: further marks are noise, and are not kept. */
const deepest = 32;

function createReader(text: string) {
  const found: (Quotation | undefined)[] = [];
  const open: Open[] = [];
  const count = new Map<string, number>();

  // Where the next mark stands is remembered: most paragraphs have none, and would all look for the same one.
  let next = -1;
  const nextMark = (from: number): number => {
    if (next < from) {
      anyMark.lastIndex = from;
      next = anyMark.test(text) ? anyMark.lastIndex - 1 : text.length;
    }
    return next;
  };

  const push = (mark: string, start: number, single: boolean) => {
    const top = open.at(-1);
    if (top !== undefined) {
      if (top.mark === mark && top.stop < 0) top.stop = start;
      if (single && top.perhaps >= 0) drop();
      if (open.length >= deepest) return;
    }
    open.push({ mark, start, perhaps: -1, stop: -1, slot: found.length });
    found.push(undefined);
    count.set(mark, (count.get(mark) ?? 0) + 1);
  };

  const pop = (): Open => {
    const item = open.pop()!;
    count.set(item.mark, count.get(item.mark)! - 1);
    return item;
  };

  const record = (item: Open, innerEnd: number, end: number) => {
    const inner = trimmed(text, item.start + 1, innerEnd);
    if (inner.end > inner.start) found[item.slot] = { start: item.start, end, inner, depth: 0 };
  };

  /** Takes the innermost open mark off without anything that closes it. */
  const drop = () => {
    const item = pop();
    if (item.perhaps >= 0) record(item, item.perhaps, item.perhaps + 1);
  };

  const closeNearest = (candidates: readonly string[], at: number): boolean => {
    if (!candidates.some((mark) => (count.get(mark) ?? 0) > 0)) return false;
    while (!candidates.includes(open.at(-1)!.mark)) drop();
    record(pop(), at, at + 1);
    return true;
  };

  const readDouble = (
    mark: string,
    { closes, closesLike, mistakenFor, opens }: Mark,
    at: number,
    start: number,
    end: number,
  ) => {
    if (mark === '"') {
      // A straight mark inside a word is the gershayim of a Hebrew acronym, or a typing error.
      if (letterAfter(text, at + 1) && letterBefore(text, at)) return;
      if (digit(text.charCodeAt(at - 1)) && feetAndInches.test(text.slice(Math.max(0, at - 5), at))) return;
    }
    const before = sideBefore(text, at, start);
    const after = sideAfter(text, at + 1, end);
    const opensOnly = before !== 'word' && after === 'word';
    const closesOnly = before === 'word' && after !== 'word';
    if (!(opensOnly && opens === 'unless-after-word') && closeNearest(closes, at)) return;
    if (!opensOnly) {
      const like = closesLike === 'always' || (closesLike === 'after-word' && closesOnly);
      if (like && (count.get(mark) ?? 0) > 0) {
        closeNearest([mark], at);
        return;
      }
      if (closeNearest(mistakenFor, at)) return;
    }
    if (
      (opens === 'unless-after-word' && !closesOnly) ||
      (opens === 'before-word' && opensOnly) ||
      (opens === 'apart-before-word' && after === 'word' && !letterBefore(text, at))
    )
      push(mark, at, false);
  };

  const readSingle = (mark: string, { closes, opens }: Mark, at: number, start: number, end: number) => {
    const top = open.at(-1);
    const before = sideBefore(text, at, start);
    if (top !== undefined && before !== 'blank' && closes.includes(top.mark) && !letterAfter(text, at + 1)) {
      const plural = mark !== '‘' && pluralBefore.test(text[at - 1]!) && wordNext.test(text.slice(at + 1, at + 4));
      if (!plural) closeNearest(closes, at);
      else if (top.perhaps < 0) top.perhaps = at;
      return;
    }
    if (opens === 'never' || sideAfter(text, at + 1, end) !== 'word' || letterBefore(text, at)) return;
    // A straight mark opens only where nothing but an opening mark can stand.
    if (opens === 'apart-before-word' && before === 'word') return;
    if (!elision.test(text.slice(at, at + 8))) push(mark, at, true);
  };

  return {
    found,
    read({ start, end }: Range) {
      for (let at = nextMark(start); at < end; at = nextMark(at + 1)) {
        // The mark with which a paragraph goes on quoting opens nothing.
        if (at === start && open.length > 0) continue;
        const mark = text[at]!;
        const reading = marks.get(mark)!;
        if (reading.opens === 'always') push(mark, at, reading.single);
        else if (reading.single) readSingle(mark, reading, at, start, end);
        else readDouble(mark, reading, at, start, end);
      }
    },
    endParagraph(end: number, nextChar: string) {
      const goesOn = isSingle(nextChar) ? -1 : open.findIndex((item) => item.mark === nextChar);
      while (open.length > goesOn + 1) {
        const item = pop();
        if (item.perhaps >= 0) record(item, item.perhaps, item.perhaps + 1);
        else if (!isSingle(item.mark)) {
          const last = trimmed(text, item.start, item.stop < 0 ? end : item.stop).end;
          record(item, last, last);
        }
      }
      // What lay around the quotation that goes on was not closed either, and must not cross it.
      const kept = open.at(-1);
      open.length = 0;
      count.clear();
      if (kept !== undefined) {
        open.push({ ...kept, stop: -1 });
        count.set(kept.mark, 1);
      }
    },
  };
}

/** What stands beside a mark: nothing or white space, a mark or bracket that opens, or anything else. */
type Side = 'blank' | 'word' | 'edge';

const rareBlank = /[\s\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;
const isBlank = (text: string, i: number): boolean => {
  const code = text.charCodeAt(i);
  return code <= 0x20 || (code >= 0xa0 && (code < 0x2010 || code > 0x2027) && rareBlank.test(text[i]!));
};
const openers = '([{<“„«‹「『‘‚—–-/';
const closers = ')]}>”»›」』’.,;:!?…。、，！？；：—–';
const straight = (char: string | undefined) => char === '"' || char === "'";
const digit = (code: number) => code >= 0x30 && code <= 0x39;

function sideBefore(text: string, at: number, start: number): Side {
  if (at <= start || isBlank(text, at - 1)) return 'blank';
  // A straight mark opens or closes like what stands beyond it.
  let i = at - 1;
  while (i > start && i > at - 4 && straight(text[i])) i--;
  return straight(text[i]) || isBlank(text, i) || openers.includes(text[i]!) ? 'edge' : 'word';
}

function sideAfter(text: string, at: number, end: number): Side {
  if (at >= end || isBlank(text, at)) return 'blank';
  let i = at;
  while (i < end - 1 && i < at + 3 && straight(text[i])) i++;
  return straight(text[i]) || isBlank(text, i) || closers.includes(text[i]!) ? 'edge' : 'word';
}

/** Before an apostrophe that may be that of a plural: the ministers’ plan. */
const pluralBefore = /[sxz]/i;
const wordNext = /^\s\p{L}/u;
/** Words that begin with an apostrophe, decades among them. */
const elision = /^['‘](?:\d0s\b|(?:em|tis|twas|til|cause|n)\b)/i;
/** A height before its sign for inches: 5'10. */
const feetAndInches = /\d['′’]\d{1,2}$/;

function trimmed(text: string, start: number, end: number): Range {
  let from = start;
  let to = end;
  while (from < to && isBlank(text, from)) from++;
  while (to > from && isBlank(text, to - 1)) to--;
  return { start: from, end: to };
}

function nest(found: readonly (Quotation | undefined)[]): Quotation[] {
  const around: Quotation[] = [];
  const quotations: Quotation[] = [];
  for (const quotation of found) {
    if (quotation === undefined) continue;
    while (around.length > 0 && around.at(-1)!.end <= quotation.start) around.pop();
    quotation.depth = around.length;
    around.push(quotation);
    quotations.push(quotation);
  }
  return quotations;
}

export function paragraphsOf(text: string): Range[] {
  const lines: Range[] = [];
  let blankLine = false;
  let start = 0;
  const paragraphs: Range[] = [];
  let current: { start: number; end: number } | undefined;
  const finish = () => {
    if (current !== undefined) paragraphs.push(current);
    current = undefined;
  };
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = trimmed(text, start, end);
    if (line.end > line.start) {
      lines.push(line);
      if (current === undefined) current = { ...line };
      else current.end = line.end;
    } else {
      blankLine ||= current !== undefined && newline >= 0;
      finish();
    }
    start = end + 1;
  }
  finish();
  return blankLine ? paragraphs : lines;
}
