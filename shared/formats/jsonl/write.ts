import { type Codebook, stanceOf } from '../../codebook/codebook.ts';
import type { Block, Meta } from '../../model/article.ts';
import type { Json } from '../../model/json.ts';
import type { Mention, Range } from '../../model/range.ts';
import type { ReadingStatus } from '../../model/reading.ts';
import type { Span } from '../../model/span.ts';
import type { Speaker } from '../../model/speaker.ts';
import type { Suggested } from '../../model/suggested.ts';
import type { Target } from '../../model/target.ts';
import { expand } from '../../text/expand.ts';
import { createOffsetMap, type OffsetMap, type OffsetUnit, splitsPair } from '../../text/offsets.ts';
import { compareSpans } from '../../text/order.ts';
import { quoteOf } from '../../text/quote.ts';
import type { ArticleLine, LineSpan, LineSuggested, LineWords } from './article-line.ts';
import type { StatementLine } from './statement-line.ts';

/** One article with its annotations, as the lines are made of it. */
export interface LineInput {
  id: string;
  path: string;
  sourceSha256: string;
  textSha256: string;
  meta: Meta;
  text: string;
  blocks: readonly Block[];
  /** Marked in this very text (see `placeSpan`), in any order. */
  spans: readonly Span[];
  speakers: ReadonlyMap<string, Speaker>;
  targets: ReadonlyMap<string, Target>;
  status: ReadingStatus;
  codebook: { name: string; version: number; sha256: string };
  /** The codebook whose scale gives the scores. */
  codebookScale: Codebook;
  unit: OffsetUnit;
}

/**
 * Why a span cannot be written for this text, in the person's words; null when it can: it was marked in another text,
 * or its offsets do not hold its words.
 */
export function whyUnwritable({ text, textSha256 }: Pick<LineInput, 'text' | 'textSha256'>, span: Span): string | null {
  if (span.textSha256 !== textSha256) return 'It was marked in another version of the text.';
  if (span.end <= span.start || text.slice(span.start, span.end) !== span.quote.exact)
    return `The text from ${span.start} to ${span.end} does not hold its words.`;
  if (!wholeCharacters(text, span)) return 'It begins or ends in the middle of a character.';
  for (const [what, words] of [
    ['the speaker’s name', span.mention],
    ['the cue', span.cue],
  ] as const) {
    if (words === null) continue;
    if (text.slice(words.start, words.end) !== words.text || !wholeCharacters(text, words))
      return `The text from ${words.start} to ${words.end} does not hold the words of ${what}.`;
  }
  return span.suggested !== undefined && !fits(text, span.suggested)
    ? 'What was suggested for it does not fit the text.'
    : null;
}

/** Whether the offsets of what was suggested hold its words in this text, as they do in the text it was suggested for. */
export function fits(text: string, { start, end, cue, mention }: Suggested): boolean {
  const holds = (words: Mention | null) =>
    words === null || (text.slice(words.start, words.end) === words.text && wholeCharacters(text, words));
  return start < end && end <= text.length && wholeCharacters(text, { start, end }) && holds(cue) && holds(mention);
}

/** The article as one line. Throws when `whyUnwritable` has something against a span. */
export function articleLine(input: LineInput): ArticleLine {
  const map = createOffsetMap(input.text, input.unit);
  const { title, outlet, published, page, section, byline, translator, language, url } = input.meta;
  return {
    schema: 'rapporteur.article/1',
    id: input.id,
    source: { path: input.path, sha256: input.sourceSha256 },
    text: input.text,
    text_sha256: input.textSha256,
    offset_unit: input.unit,
    meta: { title, outlet, published, page, section, byline, translator, language, url },
    blocks: input.blocks.map(({ kind, ...range }) => ({ ...rangeIn(map, range), kind })),
    codebook: codebookOf(input),
    spans: [...input.spans].sort(compareSpans).map((span) => lineSpan(input, map, span)),
    relations: [],
    labels: [],
    status: input.status,
  };
}

/** Each span as one line, in the order of spans. Throws when `whyUnwritable` has something against a span. */
export function statementLines(input: LineInput): StatementLine[] {
  const map = createOffsetMap(input.text, input.unit);
  const { title, outlet, published, page, section, byline, translator, language, url } = input.meta;
  return [...input.spans].sort(compareSpans).map((span) => {
    const sentence = expand(input.text, input.blocks, span, 'sentence');
    const { id, ...fields } = lineSpan(input, map, span);
    return {
      schema: 'rapporteur.statement/1',
      id,
      article: {
        id: input.id,
        path: input.path,
        text_sha256: input.textSha256,
        ...{ title, outlet, published, page, section, byline, translator, language, url },
      },
      offset_unit: input.unit,
      ...fields,
      sentence: wordsIn(map, input.text, {
        start: Math.min(sentence.start, span.start),
        end: Math.max(sentence.end, span.end),
      }),
      codebook: codebookOf(input),
    };
  });
}

/**
 * A line as it is written, with its LF. What some programs take for the end of a line although JSON does not (U+0085,
 * U+2028, U+2029) is written as an escape.
 */
export function toJsonLine(line: ArticleLine | StatementLine): string {
  return `${escapeLineEnds(JSON.stringify(line))}\n`;
}

export function escapeLineEnds(json: string): string {
  if (!lineEnds.some((char) => json.includes(char))) return json;
  return json.replace(/[\u0085\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// Looking for each by itself takes a quarter of the time of a regular expression.
const lineEnds = ['\u0085', '\u2028', '\u2029'];

function lineSpan(input: LineInput, map: OffsetMap, span: Span): LineSpan {
  const { text, speakers, targets, codebookScale } = input;
  const objection = whyUnwritable(input, span);
  if (objection !== null) throw new Error(`${input.path}: span ${span.id}: ${objection}`);
  const { prefix, suffix } = quoteOf(text, span);
  const words = (mention: Mention | null) => (mention === null ? null : wordsIn(map, text, mention));
  const speaker = span.speaker === null ? undefined : speakers.get(span.speaker);
  return {
    id: span.id,
    layer: span.layer,
    ...wordsIn(map, text, span),
    prefix,
    suffix,
    speaker:
      span.speaker === null
        ? null
        : {
            id: span.speaker,
            name: speaker?.name ?? null,
            mention: words(span.mention),
            role: speaker?.role ?? null,
            affiliation: speaker?.affiliation ?? null,
            country: speaker?.country ?? null,
          },
    cue: words(span.cue),
    mode: span.mode,
    stances: span.stances.map(({ target, value }) => ({
      target: targetIn(targets, target),
      value,
      score: stanceOf(codebookScale, value)?.score ?? null,
    })),
    attributes: sortKeys(span.attributes) as Record<string, Json>,
    labels: [...span.labels],
    note: span.note,
    confidence: span.confidence,
    annotator: span.annotator,
    origin: span.origin,
    suggested: span.suggested === undefined ? null : lineSuggested(input, map, span.suggested),
    based_on: span.basedOn === undefined ? null : [...span.basedOn],
    status: span.status,
    created_at: span.createdAt,
    updated_at: span.updatedAt,
  };
}

/** What was suggested for a span, as lines have it. */
export function lineSuggested(
  { text, speakers, targets }: Pick<LineInput, 'text' | 'speakers' | 'targets'>,
  map: OffsetMap,
  suggested: Suggested,
): LineSuggested {
  const words = (mention: Mention | null) => (mention === null ? null : wordsIn(map, text, mention));
  const { speaker, newSpeaker, mode, stances, confidence, reasons, engine } = suggested;
  return {
    ...rangeIn(map, suggested),
    mode,
    cue: words(suggested.cue),
    mention: words(suggested.mention),
    speaker: speaker === null ? null : { id: speaker, name: speakers.get(speaker)?.name ?? null },
    choices: [],
    new_speaker: newSpeaker,
    stances: stances.map(({ target, value }) => ({
      target: targetIn(targets, target),
      value,
      confidence: null,
      reason: null,
    })),
    confidence,
    reasons: [...reasons],
    engine,
  };
}

/** A stance's target as lines have it; the name is null when the registry has lost it. */
export const targetIn = (targets: LineInput['targets'], id: string | null): LineSpan['stances'][number]['target'] =>
  id === null ? null : { id, name: targets.get(id)?.name ?? null };

const codebookOf = ({ codebook: { name, version, sha256 } }: LineInput) => ({ name, version, sha256 });

export const rangeIn = (map: OffsetMap, { start, end }: Range): Range => ({
  start: map.fromUtf16(start),
  end: map.fromUtf16(end),
});

export const wordsIn = (map: OffsetMap, text: string, range: Range): LineWords => ({
  ...rangeIn(map, range),
  text: text.slice(range.start, range.end),
});

const wholeCharacters = (text: string, { start, end }: Range) => !splitsPair(text, start) && !splitsPair(text, end);

/** Free attributes come with their keys in any order; the same attributes must give the same bytes. */
export function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sortKeys(each)]),
  );
}
