import type { Range } from '../model/range.ts';

/**
 * The sentence of a block that holds an offset (UTF-16 code units of the text), without white space at either end.
 * Unicode's rules find the boundaries; those that they see after an abbreviation, an initial or a date's month, before
 * a lower-case word or at a mere line break are mended.
 * @param block within the text, not empty; the offset is in it or at its end
 */
export function sentenceAround(text: string, block: Range, offset: number): Range {
  const own = text.slice(block.start, block.end);
  const segments = segmenter.segment(own);
  const at = Math.max(0, Math.min(offset - block.start, own.length - 1));
  let holding = segments.containing(at);
  if (holding === undefined) return { start: offset, end: offset };
  const after = holding.index + holding.segment.length;
  if (at >= edge(own, after)) holding = segments.containing(after) ?? holding;
  let start = holding.index;
  let end = start + holding.segment.length;
  while (start > 0) {
    const before = segments.containing(start - 1)!;
    if (!goesOn(own, before.index, start)) break;
    start = before.index;
  }
  let last = holding.index;
  while (end < own.length && goesOn(own, last, end)) {
    last = end;
    end += segments.containing(end)!.segment.length;
  }
  start = edge(own, start);
  end = edge(own, end);
  while (start < end && /\s/.test(own[start]!)) start++;
  while (end > start && /\s/.test(own[end - 1]!)) end--;
  return { start: block.start + start, end: block.start + end };
}

/**
 * Where a boundary really is: without blanks between sentences, Unicode's rules leave the mark that opens the next
 * sentence with the one before (述べた。「 | 守る).
 */
function edge(text: string, boundary: number): number {
  let at = boundary;
  while (at > 0 && boundary - at < 8 && /[\p{Ps}\p{Pi}]/u.test(text[at - 1]!)) at--;
  return at < boundary && boundary < text.length && terminated.test(text.slice(Math.max(0, at - 8), at))
    ? at
    : boundary;
}

const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' });

/** Whether the sentence that began at `start` or earlier goes on beyond the boundary that was found at `end`. */
function goesOn(text: string, start: number, end: number): boolean {
  if (edge(text, end) < end) return false;
  const left = text.slice(Math.max(start, end - 80), end).trimEnd();
  const right = text.slice(end, end + 40).trimStart();
  if (left === '' || right === '') return true;
  if (!terminated.test(left)) return true;
  if (/^\p{Ll}/u.test(right) || /^[)\]”’»›」』,;:]/.test(right)) return true;
  const token = lastToken.exec(left)?.[1];
  if (token === undefined) return false;
  if (numbered.test(token)) return /^[\d(]/.test(right);
  if (title.test(token)) return true;
  if (/^(?:\p{L}\.)*\p{L}$/u.test(token) || sometimes.test(token)) return !starter.test(right);
  return false;
}

const terminated = /[\p{STerm}…]["'”’»›」』)\]]*$/u;
/** The word before a full stop that ends the text, with the dots in its middle: “Feb”, “U.S”, “W”. */
const lastToken = /(?:^|[\s("'“‘„«[–—-])((?:\p{L}\.)*\p{L}+)\.$/u;
const numbered =
  /^(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|Nos|Nr|Art|Abs|Fig|Sec|Vol|Ch|p|pp|par|para|approx|ca|c)$/i;
const title =
  /^(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Rep|Sen|Gov|Pres|Amb|Hon|Rev|Fr|Mme|Mlle|Sra|Srta|Hr|Frau|vs|e\.g|i\.e|cf|z\.B|d\.h|u\.a)$/i;
const sometimes = /^(?:Jr|Sr|Inc|Ltd|Co|Corp|Bros|LLC|etc|al|est|dept|univ|assn|St|Mt|Ave|Rd)$/i;
/** Words that seldom follow an abbreviation with a capital unless a sentence begins. */
const starter =
  /^["'“‘„«([]*(?:The|A|An|He|She|It|They|We|You|I|This|That|These|Those|There|Here|His|Her|Its|Their|Our|In|On|At|As|By|For|From|To|With|But|And|Or|So|Yet|If|When|While|After|Before|Although|Though|However|Meanwhile|Moreover|Still|Now|Then|What|Who|Why|How|Where|Some|Many|Most|Both|No|Not|Officials|Analysts|Der|Die|Das|Ein|Eine|Es|Er|Sie|Wir|Le|La|Les|Il|Elle)\b/u;
