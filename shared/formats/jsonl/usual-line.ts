import { blockKinds } from '../../model/article.ts';
import { modes } from '../../model/mode.ts';
import { readingStatuses } from '../../model/reading.ts';
import { spanOrigins } from '../../model/span.ts';
import { type OffsetUnit, offsetUnits } from '../../text/offsets.ts';
import { compareSpans } from '../../text/order.ts';
import { type ByteText, JsonPlaces } from './byte-text.ts';
import { instantPattern } from './usual-form.ts';

/** What is asked of a line in which nothing is wrong by itself. */
export interface UsualLine {
  id: string;
  /** Ids of its spans. */
  spans: ReadonlySet<string>;
}

/** Longer lines are read as others are: expressions take memory by what they look at. */
const longest = 4_000_000;

/**
 * Reads lines of articles as most of an export are, byte for byte as `toJsonLine` writes them, in a third of the time
 * that reading JSON and checking what it gave take. Gives null for every other line, good or not; in those that it reads
 * `validateLine` finds no fault.
 * @param sha256 gives the SHA-256 of bytes, in lower-case hexadecimal
 * @returns is asked with the bytes of a line, whole characters of UTF-8 without the LF, and with the same in a text
 */
export function usualLines(
  sha256: (bytes: ByteText) => string,
): (bytes: Uint8Array, line: ByteText) => UsualLine | null {
  const places = new JsonPlaces();

  return (bytes, line) => {
    if (line.length > longest) return null;
    const head = match(forms.head, line, 0);
    if (head === null) return null;
    const from = forms.head.lastIndex;
    // Within the text, a quotation mark stands after a backslash.
    const to = line.indexOf(afterText, from);
    const about = to === -1 ? null : match(forms.about, line, to);
    if (about === null || !places.read(bytes, from, to, about[2] as OffsetUnit)) return null;
    const text = line.slice(from, to);
    if (sha256(text.includes('\\') ? JSON.parse(`"${text}"`) : text) !== about[1]) return null;
    const afterBlocks = listEnd(line, forms.about.lastIndex, forms.block, blockCheck(places));
    if (afterBlocks === -1 || match(forms.codebook, line, afterBlocks) === null) return null;
    const spans = new Set<string>();
    const afterSpans = listEnd(line, forms.codebook.lastIndex, forms.span, spanCheck(text, places, spans));
    if (afterSpans === -1 || match(forms.end, line, afterSpans) === null) return null;
    return { id: own(head[1] as string), spans };
  };
}

/** A copy: what is cut from a line keeps the whole line in memory. */
const own = (name: ByteText): string => JSON.parse(`"${name}"`);

function match(form: RegExp, line: ByteText, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(line);
}

/** The place after the closing bracket of a list whose items are of a form and good; −1 when one is not. */
function listEnd(line: ByteText, from: number, item: RegExp, isGood: (found: RegExpExecArray) => boolean): number {
  if (line[from] === ']') return from + 1;
  for (let at = from; ; at++) {
    const found = match(item, line, at);
    if (found === null || !isGood(found)) return -1;
    at = item.lastIndex;
    if (line[at] === ']') return at + 1;
    if (line[at] !== ',') return -1;
  }
}

function blockCheck(places: JsonPlaces) {
  let last = 0;
  return (found: RegExpExecArray): boolean => {
    const [start, end] = [Number(found[1]), Number(found[2])];
    if (start < last || end <= start || places.at(start) < 0 || places.at(end) < 0) return false;
    last = end;
    return true;
  };
}

/** @param ids gets those of good spans */
function spanCheck(text: ByteText, places: JsonPlaces, ids: Set<string>) {
  let before: { id: string; start: number; end: number } | null = null;

  function holds(start: number, end: number, words: ByteText): boolean {
    const [from, to] = [places.at(start), places.at(end)];
    return from >= 0 && to - from === words.length && text.startsWith(words, from);
  }
  /** Whether the words stand before an offset and begin with a character: the letters of an escape are none. */
  function standBefore(offset: number, words: ByteText): boolean {
    const from = places.at(offset) - words.length;
    if (from < 0 || !text.startsWith(words, from)) return false;
    if (!text.slice(Math.max(0, from - longestEscape), from).includes('\\')) return true;
    let first = offset;
    for (let at = places.at(first); at === -1 || at > from; at = places.at(--first));
    return places.at(first) === from;
  }
  const areHeld = (found: RegExpExecArray, i: number): boolean =>
    found[i] === undefined || holds(Number(found[i]), Number(found[i + 1]), found[i + 2] as string);

  return (found: RegExpExecArray): boolean => {
    const span = { id: own(found[1] as string), start: Number(found[2]), end: Number(found[3]) };
    const { id, start, end } = span;
    const isGood =
      start < end &&
      holds(start, end, found[4] as string) &&
      standBefore(start, found[5] as string) &&
      text.startsWith(found[6] as string, places.at(end)) &&
      areHeld(found, 7) &&
      areHeld(found, 10) &&
      (before === null || compareSpans(before, span) < 0) &&
      !ids.has(id);
    before = span;
    ids.add(id);
    return isGood;
  };
}

const longestEscape = 6;

const string = String.raw`[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\x00-\x1f]*)*`;
const text = `"${string}"`;
const someText = `"(?!")${string}"`;
const textOrNull = `(?:null|${text})`;
const name = String.raw`"([\x20\x21\x23-\x5b\x5d-\x7e]+)"`;
const number = String.raw`(?:0|[1-9]\d{0,8})`;
const sha256Form = '[0-9a-f]{64}';
const range = `"start":(${number}),"end":(${number})`;
const words = String.raw`(?:null|\{${range},"text":"(${string})"\})`;
const oneOf = (values: readonly string[]) => `"(?:${values.join('|')})"`;
const instant = `"${instantPattern}"`;
const target = String.raw`(?:null|\{"id":${someText},"name":${textOrNull}\})`;
const stance = String.raw`\{"target":${target},"value":${someText},"score":(?:null|-?${number})\}`;
const details = ['title', 'outlet', 'published', 'page', 'section', 'byline', 'translator', 'language', 'url'];
const afterText = '","text_sha256":"';
const form = (...parts: string[]) => new RegExp(parts.join(''), 'y');

const forms = {
  head: form(
    String.raw`\{"schema":"rapporteur\.article/1","id":${name},`,
    String.raw`"source":\{"path":${text},"sha256":"${sha256Form}"\},"text":"`,
  ),
  about: form(
    `${afterText}(${sha256Form})","offset_unit":"(${offsetUnits.join('|')})",`,
    String.raw`"meta":\{${details.map((detail) => `"${detail}":${textOrNull}`).join(',')}\},"blocks":\[`,
  ),
  block: form(String.raw`\{${range},"kind":${oneOf(blockKinds)}\}`),
  codebook: form(String.raw`,"codebook":\{"name":${text},"version":[1-9]\d{0,8},"sha256":"${sha256Form}"\},"spans":\[`),
  span: form(
    String.raw`\{"id":${name},"layer":${someText},${range},"text":"(${string})","prefix":"(${string})","suffix":"(${string})",`,
    String.raw`"speaker":(?:null|\{"id":(?:null|${someText}),"name":${textOrNull},"mention":${words},`,
    String.raw`"role":${textOrNull},"affiliation":${textOrNull},"country":${textOrNull}\}),`,
    String.raw`"cue":${words},"mode":(?:null|${oneOf(modes)}),"stances":\[(?:${stance}(?:,${stance})*)?\],`,
    String.raw`"attributes":\{\},"labels":\[\],"note":${textOrNull},"confidence":(?:null|[01]|0\.\d{1,17}),`,
    `"annotator":${someText},"origin":${oneOf(spanOrigins)},"suggested":null,"based_on":null,`,
    String.raw`"status":${oneOf(['draft', 'done'])},"created_at":${instant},"updated_at":${instant}\}`,
  ),
  end: form(String.raw`,"relations":\[\],"labels":\[\],"status":${oneOf(readingStatuses)}\}$`),
};
