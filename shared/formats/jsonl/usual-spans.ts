import type { Span } from '../../model/span.ts';
import type { ByteText, JsonText } from './byte-text.ts';

/** Words as they stand in a record: their place, and their JSON without its quotation marks. */
export interface UsualWords {
  start: number;
  end: number;
  json: ByteText;
  /** With place and keys: what a line has where it counts as the record does. */
  whole: ByteText;
}

/** A span whose values are JSON as its record has them, where lines have them in the same way; names are ASCII. */
export interface UsualSpan extends Pick<Span, 'id' | 'start' | 'end' | 'speaker' | 'annotator' | 'origin'> {
  textSha256: string;
  /** Its words, as JSON without the quotation marks. */
  exact: ByteText;
  mention: UsualWords | null;
  cue: UsualWords | null;
  /** The list without its brackets. */
  stances: ByteText;
  layer: string;
  mode: string;
  /** With their keys, from `attributes` to `origin`. */
  rest: ByteText;
  status: string;
  createdAt: string;
  updatedAt: string;
}

/**
 * Takes spans apart, in a third of the time that reading JSON takes, as most stand in the database of records: marked by
 * hand, without attributes and labels, byte for byte as `JSON.stringify` writes them.
 * @param list records that fit the schema, with commas between
 * @returns null when any is of another form, good or not
 */
export function usualSpans(list: ByteText): UsualSpan[] | null {
  const spans: UsualSpan[] = [];
  for (form.lastIndex = 0; form.lastIndex < list.length; ) {
    const found = form.exec(list);
    if (found === null) return null;
    const at = (i: number) => found[i] as string;
    spans.push({
      ...{ id: at(1), textSha256: at(2), layer: at(3), start: Number(at(4)), end: Number(at(5)), exact: at(6) },
      speaker: found[7] ?? null,
      mention: wordsAt(found, 8),
      cue: wordsAt(found, 12),
      ...{ mode: at(16), stances: at(17), rest: at(18), annotator: at(19) },
      origin: at(20) as Span['origin'],
      ...{ status: at(21), createdAt: at(22), updatedAt: at(23) },
    });
  }
  return spans;
}

/** The text of an article, and its JSON in the line. */
export interface LineText extends JsonText {
  text: string;
  textSha256: string;
}

/** Whether the span and its words stand in this very text where it says, so that `placeSpan` has nothing to do. */
export const standsIn = (line: LineText, span: UsualSpan): boolean =>
  span.textSha256 === line.textSha256 &&
  holds(line, span.start, span.end, span.exact) &&
  (span.mention === null || holds(line, span.mention.start, span.mention.end, span.mention.json)) &&
  (span.cue === null || holds(line, span.cue.start, span.cue.end, span.cue.json));

function holds({ json, places }: LineText, start: number, end: number, words: ByteText): boolean {
  const [from, to] = [places.at(start), places.at(end)];
  return start < end && from >= 0 && to - from === words.length && json.startsWith(words, from);
}

function wordsAt(found: RegExpExecArray, i: number): UsualWords | null {
  const [whole, start, end, json] = [found[i], found[i + 1], found[i + 2], found[i + 3]];
  return whole === undefined || json === undefined ? null : { start: Number(start), end: Number(end), json, whole };
}

const any = String.raw`[^"\\]*(?:\\.[^"\\]*)*`;
const text = `"(${any})"`;
const nameBytes = String.raw`[\x20\x21\x23-\x5b\x5d-\x7e]+`;
const name = `"(${nameBytes})"`;
const nameJson = `("${nameBytes}")`;
const number = String.raw`(0|[1-9]\d{0,8})`;
const words = String.raw`(?:null|(\{"start":${number},"end":${number},"text":${text}\}))`;
const stance = String.raw`\{"target":(?:null|"${nameBytes}"),"value":"${nameBytes}"\}`;
const form = new RegExp(
  [
    String.raw`\{"id":${name},"article":"${nameBytes}","textSha256":${name},"layer":${nameJson},"start":${number},"end":${number},`,
    String.raw`"quote":\{"exact":${text},"prefix":"${any}","suffix":"${any}"\},"speaker":(?:null|${name}),`,
    String.raw`"mention":${words},"cue":${words},"mode":(null|"[a-z]+"),"stances":\[((?:${stance}(?:,${stance})*)?)\],`,
    String.raw`("attributes":\{\},"labels":\[\],"note":(?:null|"${any}"),"confidence":(?:null|\d(?:\.\d+)?),`,
    String.raw`"annotator":${name},"origin":${name}),"status":${nameJson},"createdAt":${nameJson},"updatedAt":${nameJson}\}`,
    '(?:,(?=.)|$)',
  ].join(''),
  'y',
);
