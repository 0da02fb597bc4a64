import type { z } from 'zod';
import { createOffsetMap, type OffsetMap, type OffsetUnit, offsetUnits } from '../../text/offsets.ts';
import { compareSpans } from '../../text/order.ts';
import { type ArticleLine, articleLineSchema } from './article-line.ts';
import { type StatementLine, statementLineSchema } from './statement-line.ts';
import { hasUsualForm } from './usual-form.ts';
import type { UsualLine } from './usual-line.ts';

/** Something wrong in a line: where, and what, in the person's words. */
export interface Fault {
  /** Counted from 1. */
  line: number;
  /** The way to the field, as `spans[3].speaker.mention.end`; empty for the line as a whole. */
  field: string;
  message: string;
}

/** A line in which nothing is wrong. */
export interface Checked {
  kind: 'article' | 'statement';
  /** Of the article, or of the span that is the statement. */
  id: string;
  spans: number;
}

/** Answers the line in which an id stood first; null, and that line is remembered, when it stood nowhere. */
export type FirstLines = (id: string, line: number) => number | null;

export interface ValidateOptions {
  /** SHA-256 of a text as UTF-8, in lower-case hexadecimal; without it `text_sha256` is checked for its form only. */
  sha256?: (text: string) => string;
  /** Where the lines of a million ids are remembered, for who has something leaner than a map. */
  remember?: () => FirstLines;
}

/**
 * Checks one line by itself, without its LF: its form, that every `text` equals the article's text between its offsets
 * in the unit that the line states, and the order and ids of its spans. All faults are given, in the order of fields.
 */
export function validateLine(line: string, lineNumber: number, options: ValidateOptions = {}): Checked | Fault[] {
  const { parsed, faults } = inspect(line, lineNumber, options);
  return parsed === undefined || faults.length > 0 ? faults : checked(parsed);
}

/** Checks a whole file, line after line. */
export interface Validator {
  /** Checks the next line, also against those before it: no id twice, and one schema for all lines. */
  check(line: string): Checked | Fault[];
  /** The same for a line that `usualLines` has read; null, and `check` is to be asked, when something is wrong with it. */
  checkUsual(line: UsualLine): Checked | null;
}

function rememberInMap(): FirstLines {
  const lines = new Map<string, number>();
  return (id, line) => {
    const before = lines.get(id);
    if (before === undefined) lines.set(id, line);
    return before ?? null;
  };
}

/**
 * A validator for one file. Give it what stands between LFs; the empty rest after the last LF is no line. (A line
 * reader that also splits at U+2028 would tear lines apart.)
 */
export function createValidator(options: ValidateOptions = {}): Validator {
  const { remember = rememberInMap } = options;
  const articles = remember();
  const spans = remember();
  let lines = 0;
  let schema: { name: string; line: number } | undefined;
  return {
    check(text) {
      const line = ++lines;
      const { parsed, faults } = inspect(text, line, options);
      if (parsed === undefined) return faults;
      schema ??= { name: parsed.schema, line };
      if (parsed.schema !== schema.name)
        faults.push({
          line,
          field: 'schema',
          message: `This is ${shown(parsed.schema)}, but line ${schema.line} is ${shown(schema.name)}: a file holds lines of one schema.`,
        });
      const once = (seen: FirstLines, what: string, field: string, id: string) => {
        const before = seen(id, line);
        if (before !== null && before !== line)
          faults.push({ line, field, message: `The ${what} id ${shown(id)} is already used in line ${before}.` });
      };
      if (parsed.schema === 'rapporteur.statement/1') once(spans, 'statement', 'id', parsed.id);
      else {
        once(articles, 'article', 'id', parsed.id);
        for (const [i, span] of parsed.spans.entries()) once(spans, 'span', `spans[${i}].id`, span.id);
      }
      return faults.length > 0 ? faults : checked(parsed);
    },
    checkUsual({ id, spans: ids }) {
      const line = lines + 1;
      if (schema !== undefined && schema.name !== 'rapporteur.article/1') return null;
      // What is remembered here before something is found is the same line's when it is asked for again.
      let isFirst = articles(id, line) === null;
      for (const span of ids) isFirst = spans(span, line) === null && isFirst;
      if (!isFirst) return null;
      lines = line;
      schema ??= { name: 'rapporteur.article/1', line };
      return { kind: 'article', id, spans: ids.size };
    },
  };
}

type Line = ArticleLine | StatementLine;

const checked = (line: Line): Checked =>
  line.schema === 'rapporteur.article/1'
    ? { kind: 'article', id: line.id, spans: line.spans.length }
    : { kind: 'statement', id: line.id, spans: 1 };

const schemas = { 'rapporteur.article/1': articleLineSchema, 'rapporteur.statement/1': statementLineSchema };

/** `parsed` is there when the form is right, whatever else is wrong. */
function inspect(text: string, line: number, options: ValidateOptions): { parsed?: Line; faults: Fault[] } {
  const faults: Fault[] = [];
  const fault = (field: string, message: string) => void faults.push({ line, field, message });
  if (text.startsWith('\ufeff'))
    fault('', 'The line begins with a byte order mark: save the file as UTF-8 without one.');
  if (text.endsWith('\r')) fault('', 'The line ends with CR LF: lines end with LF alone.');
  const bare = text.replace(/^\ufeff/, '');
  if (bare.trim() === '') {
    fault('', 'The line is empty: every line holds one JSON object.');
    return { faults };
  }
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch (error) {
    fault('', `This is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
    return { faults };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fault('', `The line holds ${named(value)}, but must hold one JSON object.`);
    return { faults };
  }
  const name = (value as { schema?: unknown }).schema;
  if (typeof name !== 'string' || !Object.hasOwn(schemas, name)) {
    const known = Object.keys(schemas).map(shown).join(' or ');
    fault(
      'schema',
      name === undefined ? `It is missing; it must be ${known}.` : `It is ${shown(name)}; it must be ${known}.`,
    );
    return { faults };
  }
  let parsed: Line;
  if (hasUsualForm(value)) parsed = value;
  else {
    const result = schemas[name as keyof typeof schemas].safeParse(value);
    if (!result.success) {
      for (const issue of result.error.issues) fault(wayOf(issue.path), explain(issue, valueAt(value, issue.path)));
      return { faults };
    }
    parsed = result.data;
  }
  if (parsed.schema === 'rapporteur.article/1') checkArticle(parsed, fault, options);
  else checkStatement(parsed, fault);
  return { parsed, faults };
}

type Tell = (field: string, message: string) => void;

function checkArticle(line: ArticleLine, fault: Tell, { sha256 }: ValidateOptions) {
  if (sha256 !== undefined && sha256(line.text) !== line.text_sha256)
    fault('text_sha256', 'It is not the SHA-256 of the text: the text has been changed since it was written.');

  const check = wordsChecker(line.text, line.offset_unit, 0, 'the text', fault);
  let last = 0;
  for (const [i, { start, end }] of line.blocks.entries()) {
    if (check(`blocks[${i}]`, { start, end }) === undefined) continue;
    if (end <= start) fault(`blocks[${i}]`, `The block from ${start} to ${end} is empty.`);
    else if (start < last)
      fault(`blocks[${i}].start`, `It is ${start}, but the block before ends at ${last}: blocks do not overlap.`);
    last = Math.max(last, end);
  }

  const ids = new Map<string, number>();
  for (const [i, span] of line.spans.entries()) {
    const field = `spans[${i}]`;
    const range = check(field, span);
    if (range !== undefined) {
      if (!line.text.endsWith(span.prefix, range.start))
        fault(`${field}.prefix`, `It is ${shown(span.prefix)}, which is not what stands before the span.`);
      if (!line.text.startsWith(span.suffix, range.end))
        fault(`${field}.suffix`, `It is ${shown(span.suffix)}, which is not what stands after the span.`);
    }
    if (span.speaker?.mention) check(`${field}.speaker.mention`, span.speaker.mention);
    if (span.cue !== null) check(`${field}.cue`, span.cue);
    if (span.suggested) {
      const { start, end, cue, mention } = span.suggested;
      if (check(`${field}.suggested`, { start, end }) !== undefined && start === end)
        fault(`${field}.suggested`, `It runs from ${start} to ${end} and holds nothing.`);
      if (cue !== null) check(`${field}.suggested.cue`, cue);
      if (mention !== null) check(`${field}.suggested.mention`, mention);
    }
    const twin = ids.get(span.id);
    if (twin !== undefined) fault(`${field}.id`, `The span id ${shown(span.id)} is already used by spans[${twin}].`);
    else ids.set(span.id, i);
    const before = line.spans[i - 1];
    if (before !== undefined && compareSpans(before, span) > 0)
      fault(
        field,
        `It stands after ${shown(before.id)}, but spans are ordered by start, then the longest first, then by id.`,
      );
  }
  for (const [i, relation] of line.relations.entries()) {
    for (const end of ['from', 'to'] as const) {
      if (!ids.has(relation[end]))
        fault(`relations[${i}].${end}`, `There is no span ${shown(relation[end])} in this line.`);
    }
  }
}

function checkStatement(line: StatementLine, fault: Tell) {
  const { sentence } = line;
  const map = createOffsetMap(sentence.text, line.offset_unit);
  if (sentence.end - sentence.start !== map.length) {
    fault(
      'sentence',
      `It runs from ${sentence.start} to ${sentence.end}, but its text has ${amount(map.length, line.offset_unit)}.`,
    );
    return;
  }
  const check = wordsChecker(sentence.text, line.offset_unit, sentence.start, 'the sentence', fault);
  check('', line);
  const { suggested } = line;
  if (suggested && suggested.end <= suggested.start)
    fault('suggested', `It runs from ${suggested.start} to ${suggested.end} and holds nothing.`);
  // The words that name the speaker may stand in another sentence, whose text is not in the line.
  for (const [field, words] of [
    ['speaker.mention', line.speaker?.mention ?? null],
    ['cue', line.cue],
    ['suggested.mention', suggested?.mention ?? null],
    ['suggested.cue', suggested?.cue ?? null],
  ] as const) {
    if (words === null) continue;
    if (sentence.start <= words.start && words.end <= sentence.end) check(field, words);
    else {
      const length = createOffsetMap(words.text, line.offset_unit).length;
      if (words.end - words.start !== length)
        fault(
          field,
          `It runs from ${words.start} to ${words.end}, but its text has ${amount(length, line.offset_unit)}.`,
        );
    }
  }
}

/**
 * Checks ranges, and words where they are given, against a text whose first character has the offset `origin`; gives
 * the range in UTF-16 code units of that text, or tells what is wrong and gives undefined.
 */
function wordsChecker(text: string, unit: OffsetUnit, origin: number, what: string, fault: Tell) {
  const maps = new Map<OffsetUnit, OffsetMap>();
  const mapOf = (each: OffsetUnit) => {
    const map = maps.get(each) ?? createOffsetMap(text, each);
    maps.set(each, map);
    return map;
  };
  const map = mapOf(unit);
  const at = (each: OffsetUnit, offset: number): number | undefined => {
    try {
      return mapOf(each).toUtf16(offset - origin);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
  return (field: string, range: { start: number; end: number; text?: string }) => {
    const inField = (name: string) => (field === '' ? name : `${field}.${name}`);
    for (const name of ['start', 'end'] as const) {
      const offset = range[name];
      if (offset < origin || offset > origin + map.length) {
        fault(
          inField(name),
          `It is ${offset}, but ${what} runs from ${origin} to ${origin + map.length} (${unitName[unit]}).`,
        );
        return undefined;
      }
      if (at(unit, offset) === undefined) {
        fault(inField(name), `Offset ${offset} is in the middle of a character (${unitName[unit]}).`);
        return undefined;
      }
    }
    if (range.end < range.start) {
      fault(field, `It ends at ${range.end}, before its start ${range.start}.`);
      return undefined;
    }
    const start = map.toUtf16(range.start - origin);
    const end = map.toUtf16(range.end - origin);
    const words = range.text;
    if (words === undefined || (end - start === words.length && text.startsWith(words, start))) return { start, end };
    const fits = offsetUnits.find((each) => {
      if (each === unit || origin > 0) return false;
      const from = at(each, range.start);
      const to = at(each, range.end);
      return from !== undefined && to !== undefined && text.slice(from, to) === words;
    });
    fault(
      inField('text'),
      `It is ${shown(words)}, but ${what} from ${range.start} to ${range.end} is ${shown(text.slice(start, end))}.${
        fits === undefined ? '' : ` The offsets would fit if offset_unit were ${shown(fits)}.`
      }`,
    );
    return undefined;
  };
}

const unitName: Record<OffsetUnit, string> = {
  codepoint: 'code points',
  utf16: 'UTF-16 code units',
  byte: 'UTF-8 bytes',
};
const amount = (count: number, unit: OffsetUnit) => `${count} ${unitName[unit]}`;

const wayOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (way, part) =>
      typeof part === 'number' ? `${way}[${part}]` : way === '' ? String(part) : `${way}.${String(part)}`,
    '',
  );

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (each, part) =>
      typeof each === 'object' && each !== null ? (each as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );

function explain(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'It is missing: the same keys stand in every line, null where there is nothing.';
  switch (issue.code) {
    case 'invalid_type':
      return `It is ${named(value)}, but must be ${kindName[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return `It is ${shown(value)}; it must be ${issue.values.map(shown).join(' or ')}.`;
    case 'too_small':
      return issue.origin === 'string'
        ? 'It is empty.'
        : `It is ${shown(value)}, but must be at least ${issue.minimum}.`;
    case 'too_big':
      return `It is ${shown(value)}, but must be at most ${issue.maximum}.`;
    case 'invalid_format':
      return `It is ${shown(value)}, but must be ${
        issue.format === 'datetime'
          ? 'a date and time in UTC such as "2026-11-22T07:40:00.123Z"'
          : 'a SHA-256 of 64 lower-case hexadecimal digits'
      }.`;
    default:
      return `It is ${shown(value)}: ${issue.message}.`;
  }
}

const kindName: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function named(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `the text ${shown(value)}` : shown(value);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
