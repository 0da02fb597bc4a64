import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyNews } from '../../codebook/policy-news.ts';
import { noMeta } from '../../model/article.ts';
import { modes } from '../../model/mode.ts';
import type { Range } from '../../model/range.ts';
import { type Span, spanOrigins } from '../../model/span.ts';
import type { Suggested } from '../../model/suggested.ts';
import type { Target } from '../../model/target.ts';
import { spanWith, speakerWith } from '../../model/testing.ts';
import { anyRangeOf, anyWellFormedText, blocksOf } from '../../text/arbitrary-text.ts';
import { leastTime } from '../../text/cpu-time.ts';
import { createOffsetMap, type OffsetUnit, offsetUnits, splitsPair } from '../../text/offsets.ts';
import { compareSpans } from '../../text/order.ts';
import { mentionOf, quoteOf } from '../../text/quote.ts';
import { type ArticleLine, articleLineSchema } from './article-line.ts';
import { type Bytes, type ByteText, byteTexts, JsonPlaces, jsonTexts } from './byte-text.ts';
import { type StatementLine, statementLineSchema } from './statement-line.ts';
import { hasUsualForm } from './usual-form.ts';
import { usualLines } from './usual-line.ts';
import { standsIn, type UsualSpan, usualSpans } from './usual-spans.ts';
import { createValidator, type Fault, validateLine } from './validate.ts';
import { articleLine, type LineInput, statementLines, toJsonLine, whyUnwritable } from './write.ts';
import { createLineTexts } from './write-text.ts';

declare const process: {
  getBuiltinModule(name: 'node:crypto'): {
    createHash(name: 'sha256'): { update(text: string, encoding: 'utf8'): { digest(as: 'hex'): string } };
  };
};
declare class TextEncoder {
  encode(text: string): Uint8Array;
  encodeInto(text: string, into: Uint8Array): { written: number };
}
declare class TextDecoder {
  constructor(encoding: string, options: { ignoreBOM: boolean; fatal: boolean });
  decode(bytes: Uint8Array): string;
}

const sha256 = (text: string) =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(text, 'utf8').digest('hex');

const bytes: Bytes = {
  allocate: (length) => new Uint8Array(length),
  encode: (text, into) => new TextEncoder().encodeInto(text, into).written,
  read: (some, length) => String.fromCharCode(...some.subarray(0, length)),
};
const toBytes = byteTexts(bytes);
const encoded = (text: string) => new TextEncoder().encode(text);
const fromBytes = (some: ByteText) =>
  new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(
    Uint8Array.from(some, (byte) => byte.charCodeAt(0)),
  );

/** What is written of an input, from objects or from spans as the database has them. */
function bytesOf(input: LineInput, spans: readonly (Span | UsualSpan)[] = input.spans): ByteText[] {
  const texts = createLineTexts({ ...input, bytes });
  const article = { ...input, line: texts.text(input.text, input.textSha256), spans };
  return [texts.article(article).join(''), ...texts.statements(article)];
}

/** How a reader in another language takes the words between two offsets. */
const take: Record<OffsetUnit, (text: string, start: number, end: number) => string> = {
  codepoint: (text, start, end) => Array.from(text).slice(start, end).join(''),
  utf16: (text, start, end) => text.slice(start, end),
  byte: (text, start, end) =>
    new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(new TextEncoder().encode(text).slice(start, end)),
};

const onodera = speakerWith('Itsunori Onodera', {
  id: 'p_1',
  role: 'Defense Minister',
  affiliation: 'Ministry of Defense',
  country: 'JP',
});
const pressure: Target = { id: 't_1', name: 'Pressure on North Korea', aliases: [], note: null };

function spanOn(text: string, id: string, range: Range, rest: Partial<Span> = {}): Span {
  return spanWith({
    id,
    textSha256: sha256(text),
    ...range,
    quote: quoteOf(text, range),
    createdAt: '2026-11-22T07:40:00.123Z',
    updatedAt: '2026-11-22T07:41:00.123Z',
    ...rest,
  });
}

function inputOf(text: string, spans: readonly Span[], unit: OffsetUnit = 'codepoint'): LineInput {
  return {
    id: 'a_1',
    path: '2018/japan-us.txt',
    sourceSha256: sha256(`${text}\r\n`),
    textSha256: sha256(text),
    meta: { ...noMeta, title: 'Both hard and soft', outlet: 'Mainichi', published: '2018-02-27', language: 'en' },
    text,
    blocks: blocksOf(text),
    spans,
    speakers: new Map([[onodera.id, onodera]]),
    targets: new Map([[pressure.id, pressure]]),
    status: 'done',
    codebook: { name: policyNews.name, version: policyNews.version, sha256: sha256('codebook') },
    codebookScale: policyNews,
    unit,
  };
}

const anyUnit = fc.constantFrom(...offsetUnits);

/** Whole characters, at least one. */
const anyWordsOf = (text: string): fc.Arbitrary<Range> =>
  anyRangeOf(text).map(({ start, end }) => {
    const from = Math.min(splitsPair(text, start) ? start - 1 : start, text.length - 1);
    const to = Math.max(splitsPair(text, end) ? end + 1 : end, from + 1);
    return splitsPair(text, from)
      ? { start: from - 1, end: Math.max(to, from + 1) }
      : { start: from, end: splitsPair(text, to) ? to + 1 : to };
  });

/** What had been suggested, somewhere in the text. */
const anySuggestedOf = (text: string): fc.Arbitrary<Suggested> =>
  fc
    .record({
      range: anyWordsOf(text),
      mode: fc.constantFrom(null, ...modes),
      cue: fc.option(anyWordsOf(text)),
      mention: fc.option(anyWordsOf(text)),
      speaker: fc.constantFrom(null, 'p_1', 'p_gone'),
      newSpeaker: fc.option(fc.string()),
      target: fc.constantFrom(null, 't_1', 't_gone'),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      reasons: fc.array(fc.string(), { maxLength: 2 }),
    })
    .map(({ range, mode, cue, mention, speaker, newSpeaker, target, confidence, reasons }) => ({
      ...range,
      mode,
      cue: cue && mentionOf(text, cue),
      mention: mention && mentionOf(text, mention),
      speaker,
      newSpeaker,
      stances: [{ target, value: 'support' }],
      confidence,
      reasons,
      engine: 'rules/1',
    }));

const anySpansOf = (text: string) =>
  fc
    .array(
      fc.record({
        range: anyWordsOf(text),
        mention: fc.option(anyWordsOf(text)),
        cue: fc.option(anyWordsOf(text)),
        speaker: fc.constantFrom(null, 'p_1', 'p_gone'),
        suggested: fc.option(anySuggestedOf(text)),
        basedOn: fc.option(fc.array(fc.constantFrom('s_1', 's_gone'), { maxLength: 2 })),
        rest: fc.record({
          layer: fc.constantFrom('statement', 'frame', 'commitment'),
          mode: fc.constantFrom(null, ...modes),
          origin: fc.constantFrom(...spanOrigins),
          status: fc.constantFrom('draft' as const, 'done' as const),
          stances: fc.array(
            fc.record({
              target: fc.constantFrom(null, 't_1', 't_gone'),
              value: fc.constantFrom('strongly-oppose', 'mixed', 'support', 'not-on-the-scale'),
            }),
            { maxLength: 3 },
          ),
          attributes: fc
            .dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 })
            .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, never>),
          labels: fc.array(fc.string(), { maxLength: 2 }),
          note: fc.option(fc.oneof(anyWellFormedText, fc.constantFrom('\ud83d', 'Monday’s.\r\n\u2028\u00a0\u0085'))),
          confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        }),
      }),
      { maxLength: 8 },
    )
    .map((drafts) =>
      drafts.map(({ range, mention, cue, speaker, suggested, basedOn, rest }, i) =>
        spanOn(text, `s_${(i * 5) % 8}`, range, {
          ...rest,
          ...(suggested === null ? {} : { suggested }),
          ...(basedOn === null ? {} : { basedOn }),
          speaker,
          mention: mention && mentionOf(text, mention),
          cue: cue && mentionOf(text, cue),
        }),
      ),
    );

const anyInput = anyWellFormedText
  .filter((text) => text.length > 0)
  .chain((text) => fc.tuple(fc.constant(text), anySpansOf(text), anyUnit))
  .map(([text, spans, unit]) => inputOf(text, spans, unit));

const linesOf = (input: LineInput): (ArticleLine | StatementLine)[] => [articleLine(input), ...statementLines(input)];
const check = (line: ArticleLine | StatementLine) => validateLine(JSON.stringify(line), 1, { sha256 });

const laterKeys = new Set(['suggested', 'based_on', 'translator']);

describe('whatever is marked in whatever text', { timeout: 30_000 }, () => {
  test('the written lines pass, and give the same spans back', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const sorted = [...input.spans].sort(compareSpans);
        const written = toJsonLine(articleLine(input));
        expect(bytesOf(input)).toEqual(linesOf(input).map((line) => toBytes(toJsonLine(line))));
        expect(validateLine(written.slice(0, -1), 1, { sha256 })).toEqual({
          kind: 'article',
          id: 'a_1',
          spans: sorted.length,
        });
        const line = articleLineSchema.parse(JSON.parse(written));
        const map = createOffsetMap(line.text, line.offset_unit);
        const back = ({ start, end }: Range) => ({ start: map.toUtf16(start), end: map.toUtf16(end) });
        expect(line.text).toBe(input.text);
        expect(line.spans.map((span) => ({ id: span.id, ...back(span) }))).toEqual(
          sorted.map(({ id, start, end }) => ({ id, start, end })),
        );
        expect(line.blocks.map(back)).toEqual(input.blocks.map(({ start, end }) => ({ start, end })));
        for (const [i, span] of line.spans.entries()) {
          const { suggested } = span;
          const words = [span, span.cue, span.speaker?.mention, suggested?.cue, suggested?.mention];
          for (const each of words) if (each) expect(take[input.unit](line.text, each.start, each.end)).toBe(each.text);
          expect(span.cue && back(span.cue)).toEqual(
            sorted[i]!.cue && { start: sorted[i]!.cue.start, end: sorted[i]!.cue.end },
          );
          expect(span.based_on).toEqual(sorted[i]!.basedOn ?? null);
          const was = sorted[i]!.suggested;
          if (was === undefined) expect(suggested).toBeNull();
          else
            expect(suggested && { ...back(suggested), speaker: suggested.speaker?.id ?? null }).toEqual({
              start: was.start,
              end: was.end,
              speaker: was.speaker,
            });
        }

        const statements = statementLines(input).map(toJsonLine);
        expect(statements.length).toBe(sorted.length);
        for (const [i, text] of statements.entries()) {
          expect(validateLine(text.slice(0, -1), 1)).toEqual({ kind: 'statement', id: sorted[i]!.id, spans: 1 });
          const statement = statementLineSchema.parse(JSON.parse(text));
          const { start, end } = statement.sentence;
          expect(take[input.unit](input.text, start, end)).toBe(statement.sentence.text);
          expect(back(statement)).toEqual({ start: sorted[i]!.start, end: sorted[i]!.end });
        }
      }),
      { numRuns: 80 },
    );
  });

  test('a line is one line to every reader, and the same dataset gives the same bytes', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const line of linesOf(input)) {
          const text = toJsonLine(line);
          expect(text).toMatch(/^[^\n\r\u0085\u2028\u2029]*\n$/);
          expect(JSON.parse(text)).toEqual(line);
        }
        const shuffled: LineInput = {
          ...input,
          meta: Object.fromEntries(Object.entries(input.meta).reverse()) as unknown as LineInput['meta'],
          spans: [...input.spans].reverse().map(
            (span) =>
              ({
                ...Object.fromEntries(Object.entries(span).reverse()),
                attributes: Object.fromEntries(Object.entries(span.attributes).reverse()),
              }) as unknown as Span,
          ),
        };
        expect(bytesOf(shuffled)).toEqual(linesOf(input).map((line) => toBytes(toJsonLine(line))));
      }),
      { numRuns: 40 },
    );
  });

  test('usual spans, as the database has them, are written as the same lines', () => {
    let usual = 0;
    const anyEdit = fc.record({ which: fc.nat(), from: fc.constantFrom(-1, 0, 1), to: fc.constantFrom(-1, 0, 1) });
    fc.assert(
      fc.property(anyInput, fc.constantFrom(true, true, false), anyEdit, (input, plain, { which, from, to }) => {
        const spans = input.spans.map(({ suggested, basedOn, ...span }) =>
          plain
            ? recordOf({ ...span, attributes: {}, labels: [], confidence: span.confidence && 0.75 })
            : recordOf({ ...span, suggested, basedOn } as Span),
        );
        const read = (some: readonly Span[]) => usualSpans(toBytes(some.map((span) => JSON.stringify(span)).join(',')));
        const found = read(spans);
        if (plain) expect(found).toHaveLength(spans.length);
        if (found === null) return;
        const line = createLineTexts({ ...input, bytes }).text(input.text, input.textSha256);
        expect(found.every((span) => standsIn(line, span))).toBe(true);
        const lines = linesOf({ ...input, spans }).map((each) => toBytes(toJsonLine(each)));
        expect(bytesOf(input, found)).toEqual(lines);

        const span = spans[which % spans.length];
        if (span === undefined) return;
        usual++;
        const words = span.mention && { ...span.mention, start: Math.max(0, span.mention.start + from) };
        for (const edited of [
          { ...span, start: Math.max(0, span.start + from), end: span.end + to },
          { ...span, mention: words },
        ])
          for (const one of read([edited]) ?? [])
            if (standsIn(line, one)) expect(whyUnwritable(input, edited)).toBeNull();
      }),
      { numRuns: 60 },
    );
    expect(usual).toBeGreaterThan(10);
  });

  test('a line that has lost a key, or holds something else in its place, is faulty there', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), fc.nat(), fc.boolean(), (input, which, where, lost) => {
        const lines = linesOf(input);
        const line = JSON.parse(JSON.stringify(lines[which % lines.length])) as Record<string, unknown>;
        // Lines of earlier versions are as good without these keys.
        const places = [...placesOf(line)].filter(({ key }) => !lost || !laterKeys.has(key));
        const { holder, key, field } = places[where % places.length]!;
        if (lost) delete holder[key];
        else holder[key] = [[]];
        const faults = validateLine(JSON.stringify(line), 7);
        if (!Array.isArray(faults)) throw new Error(`no fault without ${field}`);
        expect(faults.length).toBeGreaterThan(0);
        for (const fault of faults) {
          expect(fault.line).toBe(7);
          expect(fault.field.startsWith(field)).toBe(true);
          expect(fault.message).toMatch(/\S/);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('a line that is taken for usual fits its schema, whatever stands in it', () => {
    let usual = 0;
    fc.assert(
      fc.property(anyInput, fc.nat(), fc.nat(), fc.constantFrom(...oddValues), (input, which, where, odd) => {
        const lines = linesOf(input);
        const line = JSON.parse(JSON.stringify(lines[which % lines.length])) as Record<string, unknown>;
        const { holder, key } = [...placesOf(line)].at(where % [...placesOf(line)].length)!;
        for (const value of [holder[key], odd]) {
          holder[key] = value;
          if (!hasUsualForm(line)) continue;
          usual++;
          const schema = line.schema === 'rapporteur.article/1' ? articleLineSchema : statementLineSchema;
          expect(schema.safeParse(line).error).toBeUndefined();
        }
      }),
      { numRuns: 150 },
    );
    expect(usual).toBeGreaterThan(30);
  });

  test('a usual line is good, and a good line that the app writes is mostly usual', () => {
    const readUsual = usualLines((some) => sha256(fromBytes(some)));
    const asUsual = (line: string) => readUsual(encoded(line), toBytes(line));
    let usual = 0;
    const anyEdit = fc.record({
      where: fc.nat(),
      what: fc.constantFrom('', '"', '\\\\', '0', 'n', '{', ',', 'é'),
      cut: fc.nat(2),
    });
    fc.assert(
      fc.property(
        ...([anyInput, fc.nat(), fc.constantFrom(...oddValues, -1, 1, 2), anyEdit] as const),
        (input, which, odd, { where, what, cut }) => {
          const spans = input.spans.map(({ suggested, basedOn, ...span }) => ({
            ...{ ...span, attributes: {}, labels: [], confidence: span.confidence && 0.75 },
          }));
          const line = articleLine({ ...input, spans });
          const written = toJsonLine(line).slice(0, -1);
          const oneOfAName = new Set(spans.map(({ id }) => id)).size === spans.length;
          if (oneOfAName && !/\\u2028|\\u2029|\\u0085/.test(written)) {
            usual++;
            expect(asUsual(written)).toEqual({ id: line.id, spans: new Set(line.spans.map(({ id }) => id)) });
          }
          const edited = JSON.parse(written) as Record<string, unknown>;
          const places = [...placesOf(edited)];
          const { holder, key } = places[which % places.length]!;
          holder[key] = typeof holder[key] === 'number' && typeof odd === 'number' ? holder[key] + odd : odd;
          const at = where % written.length;
          for (const other of [JSON.stringify(edited), written.slice(0, at) + what + written.slice(at + cut)]) {
            const found = asUsual(other);
            if (found === null) continue;
            const checked = { kind: 'article', id: found.id, spans: found.spans.size };
            expect(validateLine(other, 1, { sha256 })).toEqual(checked);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(usual).toBeGreaterThan(20);
  });

  test('a line with an offset that is off, or words that are others, is faulty there', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(), fc.nat(), fc.integer({ min: -3, max: 3 }), (input, which, where, by) => {
        fc.pre(by !== 0 && input.spans.length > 0);
        const lines = linesOf(input);
        const line = JSON.parse(JSON.stringify(lines[which % lines.length])) as Record<string, unknown>;
        const places = [...placesOf(line)].filter(
          ({ holder, key, field }) =>
            !field.startsWith('blocks') &&
            // Has no words of its own to check its place against.
            !/suggested\.(?:start|end)$/.test(field) &&
            (key === 'start' || key === 'end' || (key === 'text' && 'start' in holder)),
        );
        const { holder, key } = places[where % places.length]!;
        holder[key] = typeof holder[key] === 'number' ? holder[key] + by : `${holder[key]}x`;
        const faults = validateLine(JSON.stringify(line), 1);
        if (!Array.isArray(faults)) throw new Error(`no fault in ${JSON.stringify(line)}`);
        expect(faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the JSON of whatever text, in bytes', () => {
  const anyText = fc.oneof(
    anyWellFormedText,
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ud83d', 'a\u0000\u001f"\\\ufffd'),
  );

  test('is what JSON.stringify writes, and each character stands where it is said to', () => {
    const toJsonText = jsonTexts(bytes);
    fc.assert(
      fc.property(anyText, anyUnit, (text, unit) => {
        const { json, places } = toJsonText(text);
        expect(json).toBe(toBytes(JSON.stringify(text)).slice(1, -1));
        const half = /\p{Surrogate}/u.test(text);
        const placeOf = (to: number) => toBytes(JSON.stringify(text.slice(0, to))).length - 2;
        for (let i = -1; i <= text.length + 1; i++) {
          const isPlace = !half && i >= 0 && i <= text.length && !splitsPair(text, i);
          expect(places.at(i)).toBe(isPlace ? placeOf(i) : -1);
        }
        if (half) return;
        const read = new JsonPlaces();
        const around = encoded(JSON.stringify(text));
        expect(read.read(around, 1, around.length - 1, unit)).toBe(true);
        const map = createOffsetMap(text, unit);
        const found = Array.from({ length: map.length + 1 }, (_, i) => read.at(i)).filter((place) => place >= 0);
        const characters = [...text, ''].map((_, i, all) => all.slice(0, i).join('').length);
        expect(found).toEqual(characters.map(placeOf));
        for (const at of characters) expect(read.at(map.fromUtf16(at))).toBe(placeOf(at));
      }),
      { numRuns: 100 },
    );
  });

  test('has no places when it is no JSON, or escapes what is not ASCII', () => {
    const read = (json: string) => new JsonPlaces().read(encoded(json), 0, encoded(json).length, 'codepoint');
    expect(['a\\u001f', '\\u007F\\/', 'é😀', ''].map(read)).toEqual([true, true, true, true]);
    const bad = ['a"b', 'a\nb', '\\', '\\x', '\\u2028', '\\u00e9', '\\ud83d', '\\u001', '\\u001g'];
    expect(bad.map(read)).toEqual(bad.map(() => false));
  });
});

const oddValues = [
  ...[null, '', 'x', '0', 0, -1, 0.5, 1.5, 1e300, 2 ** 53, true, [], {}, [''], [null], [{}]],
  ...['2026-02-29T07:40:00.000Z', '2024-02-29T07:40:00.000Z', '2026-04-31T07:40:00.000Z', '2026-01-01T24:00:00.000Z'],
  ...['direct', 'manual', 'done', 'paragraph', 'byte', 'a'.repeat(64), 'A'.repeat(64), `${'a'.repeat(64)}\n`],
];

/** With its keys in the order in which the app makes records. */
const recordOf = ({
  id,
  article,
  textSha256,
  layer,
  start,
  end,
  quote,
  speaker,
  mention,
  cue,
  mode,
  ...rest
}: Span) => {
  const { stances, attributes, labels, note, confidence, annotator, origin, status, createdAt, updatedAt, ...more } =
    rest;
  return {
    ...{ id, article, textSha256, layer, start, end, quote, speaker, mention, cue, mode, stances, attributes, labels },
    ...{ note, confidence, annotator, origin, status, createdAt, updatedAt, ...more },
  };
};

/** Every key of every object in a line, but for those of free attributes. */
function* placesOf(
  value: unknown,
  way = '',
): Generator<{ holder: Record<string, unknown>; key: string; field: string }> {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* placesOf(item, `${way}[${i}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const field = way === '' ? key : `${way}.${key}`;
      yield { holder: value as Record<string, unknown>, key, field };
      if (key !== 'attributes') yield* placesOf(item, field);
    }
  }
}

const text = '😀 Onodera said, “Japan wants to work closely with the U.S.” on Feb. 26.\n\nSuga agreed.';
const at = (words: string): Range => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
const statement = spanOn(text, 's_1', at('Japan wants to work closely with the U.S.'), {
  speaker: 'p_1',
  mention: mentionOf(text, at('Onodera')),
  cue: mentionOf(text, at('said')),
  mode: 'direct',
  stances: [
    { target: 't_1', value: 'support' },
    { target: null, value: 'strongly-oppose' },
  ],
  attributes: { b: [{ d: 1, c: null }], a: 'x' },
});
const suggested: Suggested = {
  ...at('Japan wants'),
  mode: 'mixed',
  cue: mentionOf(text, at('said')),
  mention: mentionOf(text, at('Onodera')),
  speaker: 'p_1',
  newSpeaker: null,
  stances: [{ target: 't_1', value: 'support' }],
  confidence: 0.8,
  reasons: ['reporting verb before the quotation'],
  engine: 'rules/1',
};
const frame = spanOn(text, 's_2', at('Suga agreed'), { layer: 'frame' });

describe('an article line', () => {
  test('is exactly what is promised', () => {
    expect(toJsonLine(articleLine(inputOf(text, [frame, statement])))).toMatchInlineSnapshot(`
      "{"schema":"rapporteur.article/1","id":"a_1","source":{"path":"2018/japan-us.txt","sha256":"a7deb1281568f5ab26bd08f924b4c43b242ec93d215f91dee4c7dde9c66ecb16"},"text":"😀 Onodera said, “Japan wants to work closely with the U.S.” on Feb. 26.\\n\\nSuga agreed.","text_sha256":"ba513626de78624243f1f15cf89b50e5dc3fc011464c82f0a270aa0ccedbdb20","offset_unit":"codepoint","meta":{"title":"Both hard and soft","outlet":"Mainichi","published":"2018-02-27","page":null,"section":null,"byline":null,"translator":null,"language":"en","url":null},"blocks":[{"start":0,"end":71,"kind":"paragraph"},{"start":73,"end":85,"kind":"paragraph"}],"codebook":{"name":"policy-news","version":4,"sha256":"8f25a0e4f702a314b5d8d7a4e1062bb9492e9166e6d10b2a3f61010021b06011"},"spans":[{"id":"s_1","layer":"statement","start":17,"end":58,"text":"Japan wants to work closely with the U.S.","prefix":"😀 Onodera said, “","suffix":"” on Feb. 26.\\n\\nSuga agreed.","speaker":{"id":"p_1","name":"Itsunori Onodera","mention":{"start":2,"end":9,"text":"Onodera"},"role":"Defense Minister","affiliation":"Ministry of Defense","country":"JP"},"cue":{"start":10,"end":14,"text":"said"},"mode":"direct","stances":[{"target":{"id":"t_1","name":"Pressure on North Korea"},"value":"support","score":1},{"target":null,"value":"strongly-oppose","score":-2}],"attributes":{"a":"x","b":[{"c":null,"d":1}]},"labels":[],"note":null,"confidence":null,"annotator":"mk","origin":"manual","suggested":null,"based_on":null,"status":"draft","created_at":"2026-11-22T07:40:00.123Z","updated_at":"2026-11-22T07:41:00.123Z"},{"id":"s_2","layer":"frame","start":73,"end":84,"text":"Suga agreed","prefix":"ely with the U.S.” on Feb. 26.\\n\\n","suffix":".","speaker":null,"cue":null,"mode":null,"stances":[],"attributes":{},"labels":[],"note":null,"confidence":null,"annotator":"mk","origin":"manual","suggested":null,"based_on":null,"status":"draft","created_at":"2026-11-22T07:40:00.123Z","updated_at":"2026-11-22T07:41:00.123Z"}],"relations":[],"labels":[],"status":"done"}
      "
    `);
  });

  test('keeps the id of a speaker or target that the registry has lost', () => {
    const input = { ...inputOf(text, [statement]), speakers: new Map(), targets: new Map() };
    const [span] = articleLine(input).spans;
    expect(span?.speaker).toMatchObject({ id: 'p_1', name: null, role: null, mention: { text: 'Onodera' } });
    expect(span?.stances[0]?.target).toEqual({ id: 't_1', name: null });
  });

  test('tells what had been suggested', () => {
    const [span] = articleLine(inputOf(text, [{ ...statement, origin: 'accepted', suggested }])).spans;
    expect(span).toMatchObject({ origin: 'accepted', end: 58 });
    expect(span?.suggested).toEqual({
      ...{ start: 17, end: 28, mode: 'mixed' },
      cue: { start: 10, end: 14, text: 'said' },
      mention: { start: 2, end: 9, text: 'Onodera' },
      speaker: { id: 'p_1', name: 'Itsunori Onodera' },
      ...{ choices: [], new_speaker: null },
      stances: [
        { target: { id: 't_1', name: 'Pressure on North Korea' }, value: 'support', confidence: null, reason: null },
      ],
      ...{ confidence: 0.8, reasons: ['reporting verb before the quotation'], engine: 'rules/1' },
    });
  });

  test('refuses spans that do not hold their words, and says which', () => {
    const refused: [Span, RegExp][] = [
      [{ ...statement, textSha256: sha256('other') }, /another version/],
      [{ ...statement, start: statement.start + 1 }, /does not hold its words/],
      [{ ...statement, end: statement.start, quote: { ...statement.quote, exact: '' } }, /does not hold its words/],
      [spanOn(text, 's_1', { start: 1, end: 4 }), /middle of a character/],
      [{ ...statement, mention: { ...statement.mention!, start: 2 } }, /speaker’s name/],
      [{ ...statement, cue: { ...statement.cue!, text: 'says' } }, /cue/],
      [{ ...statement, suggested: { ...suggested, end: 500 } }, /suggested/],
      [{ ...statement, suggested: { ...suggested, start: 1 } }, /suggested/],
      [{ ...statement, suggested: { ...suggested, cue: { ...statement.cue!, text: 'says' } } }, /suggested/],
    ];
    for (const [span, why] of refused) {
      expect(whyUnwritable(inputOf(text, []), span)).toMatch(why);
      expect(() => articleLine(inputOf(text, [span]))).toThrow(/s_1/);
      expect(() => statementLines(inputOf(text, [span]))).toThrow(why);
    }
    expect(whyUnwritable(inputOf(text, []), statement)).toBeNull();
  });
});

describe('a statement line', () => {
  test('is exactly what is promised', () => {
    expect(
      statementLines(inputOf(text, [statement], 'byte'))
        .map(toJsonLine)
        .join(''),
    ).toMatchInlineSnapshot(`
      "{"schema":"rapporteur.statement/1","id":"s_1","article":{"id":"a_1","path":"2018/japan-us.txt","text_sha256":"ba513626de78624243f1f15cf89b50e5dc3fc011464c82f0a270aa0ccedbdb20","title":"Both hard and soft","outlet":"Mainichi","published":"2018-02-27","page":null,"section":null,"byline":null,"translator":null,"language":"en","url":null},"offset_unit":"byte","layer":"statement","start":22,"end":63,"text":"Japan wants to work closely with the U.S.","prefix":"😀 Onodera said, “","suffix":"” on Feb. 26.\\n\\nSuga agreed.","speaker":{"id":"p_1","name":"Itsunori Onodera","mention":{"start":5,"end":12,"text":"Onodera"},"role":"Defense Minister","affiliation":"Ministry of Defense","country":"JP"},"cue":{"start":13,"end":17,"text":"said"},"mode":"direct","stances":[{"target":{"id":"t_1","name":"Pressure on North Korea"},"value":"support","score":1},{"target":null,"value":"strongly-oppose","score":-2}],"attributes":{"a":"x","b":[{"c":null,"d":1}]},"labels":[],"note":null,"confidence":null,"annotator":"mk","origin":"manual","suggested":null,"based_on":null,"status":"draft","created_at":"2026-11-22T07:40:00.123Z","updated_at":"2026-11-22T07:41:00.123Z","sentence":{"start":0,"end":78,"text":"😀 Onodera said, “Japan wants to work closely with the U.S.” on Feb. 26."},"codebook":{"name":"policy-news","version":4,"sha256":"8f25a0e4f702a314b5d8d7a4e1062bb9492e9166e6d10b2a3f61010021b06011"}}
      "
    `);
  });

  test('counts in its unit within the sentence as well', () => {
    for (const unit of offsetUnits) {
      const [line] = statementLines(inputOf(text, [frame], unit));
      expect(line?.sentence.text).toBe('Suga agreed.');
      expect(check(line!)).toEqual({ kind: 'statement', id: 's_2', spans: 1 });
      const faults = check({ ...line!, text: 'Suga agrees' }) as Fault[];
      expect(faults.map(({ field }) => field)).toEqual(['text']);
    }
  });
});

describe('what the validator says', () => {
  const line = articleLine(inputOf(text, [statement, frame]));
  const lineSuggested = articleLine(inputOf(text, [{ ...statement, suggested }])).spans[0]!.suggested!;
  const faultsOf = (change: (line: ArticleLine) => unknown) => {
    const copy = structuredCloneOf(line);
    const replaced = change(copy);
    const faults = validateLine(JSON.stringify(typeof replaced === 'object' ? replaced : copy), 3, { sha256 });
    return Array.isArray(faults) ? faults.map(({ field, message }) => `${field}: ${message}`) : faults;
  };

  test.each<[string, (line: ArticleLine) => unknown, string[]]>([
    [
      'a missing key',
      (line) => ({ ...line, blocks: undefined }),
      ['blocks: It is missing: the same keys stand in every line, null where there is nothing.'],
    ],
    [
      'another type',
      (line) => {
        (line.spans[0] as { note: unknown }).note = 5;
      },
      ['spans[0].note: It is 5, but must be text.'],
    ],
    [
      'a value that is none',
      (line) => {
        (line.spans[0] as { mode: unknown }).mode = 'shouted';
      },
      ['spans[0].mode: It is "shouted"; it must be "direct" or "mixed" or "indirect" or "paraphrase".'],
    ],
    [
      'a date that is none',
      (line) => {
        line.spans[0]!.created_at = 'yesterday';
      },
      [
        'spans[0].created_at: It is "yesterday", but must be a date and time in UTC such as "2026-11-22T07:40:00.123Z".',
      ],
    ],
    [
      'a hash that is none',
      (line) => {
        line.source.sha256 = 'abc';
      },
      ['source.sha256: It is "abc", but must be a SHA-256 of 64 lower-case hexadecimal digits.'],
    ],
    [
      'too much confidence',
      (line) => {
        line.spans[0]!.confidence = 1.5;
      },
      ['spans[0].confidence: It is 1.5, but must be at most 1.'],
    ],
    [
      'an empty id',
      (line) => {
        line.id = '';
      },
      ['id: It is empty.'],
    ],
    [
      'another text',
      (line) => {
        line.text = line.text.replace('agreed', 'denied');
      },
      [
        'text_sha256: It is not the SHA-256 of the text: the text has been changed since it was written.',
        'spans[0].suffix: It is "” on Feb. 26.\\n\\nSuga agreed.", which is not what stands after the span.',
        'spans[1].text: It is "Suga agreed", but the text from 73 to 84 is "Suga denied".',
      ],
    ],
    [
      'another unit',
      (line) => {
        line.offset_unit = 'utf16';
      },
      [
        'spans[0].text: It is "Japan wants to work closely with the U.S.", but the text from 17 to 58 is "“Japan wants to work closely with the U.S". The offsets would fit if offset_unit were "codepoint".',
        'spans[0].speaker.mention.text: It is "Onodera", but the text from 2 to 9 is " Onoder". The offsets would fit if offset_unit were "codepoint".',
        'spans[0].cue.text: It is "said", but the text from 10 to 14 is " sai". The offsets would fit if offset_unit were "codepoint".',
        'spans[1].text: It is "Suga agreed", but the text from 73 to 84 is "\\nSuga agree". The offsets would fit if offset_unit were "codepoint".',
      ],
    ],
    [
      'an offset outside',
      (line) => {
        line.spans[1]!.end = 500;
      },
      ['spans[1].end: It is 500, but the text runs from 0 to 85 (code points).'],
    ],
    [
      'an end before the start',
      (line) => {
        line.spans[1]!.end = 70;
      },
      ['spans[1]: It ends at 70, before its start 73.'],
    ],
    [
      'a prefix that is none',
      (line) => {
        line.spans[1]!.prefix = 'Abe';
      },
      ['spans[1].prefix: It is "Abe", which is not what stands before the span.'],
    ],
    [
      'a suffix that is none',
      (line) => {
        line.spans[1]!.suffix = 'Abe';
      },
      ['spans[1].suffix: It is "Abe", which is not what stands after the span.'],
    ],
    [
      'a suggestion outside',
      (line) => {
        line.spans[0]!.suggested = { ...lineSuggested, end: 500 };
      },
      ['spans[0].suggested.end: It is 500, but the text runs from 0 to 85 (code points).'],
    ],
    [
      'a suggestion of nothing',
      (line) => {
        line.spans[0]!.suggested = { ...lineSuggested, start: 28 };
      },
      ['spans[0].suggested: It runs from 28 to 28 and holds nothing.'],
    ],
    [
      'a suggested cue that is none',
      (line) => {
        line.spans[0]!.suggested = { ...lineSuggested, cue: { start: 10, end: 14, text: 'says' } };
      },
      ['spans[0].suggested.cue.text: It is "says", but the text from 10 to 14 is "said".'],
    ],
    [
      'spans out of order',
      (line) => void line.spans.reverse(),
      ['spans[1]: It stands after "s_2", but spans are ordered by start, then the longest first, then by id.'],
    ],
    [
      'an id used twice',
      (line) => {
        line.spans[1]!.id = 's_1';
      },
      ['spans[1].id: The span id "s_1" is already used by spans[0].'],
    ],
    [
      'blocks that overlap',
      (line) => {
        line.blocks[1]!.start = 3;
      },
      ['blocks[1].start: It is 3, but the block before ends at 71: blocks do not overlap.'],
    ],
    [
      'an empty block',
      (line) => {
        line.blocks[0]!.end = 0;
      },
      ['blocks[0]: The block from 0 to 0 is empty.'],
    ],
    [
      'a relation to nothing',
      (line) => void line.relations.push({ id: 'r_1', type: 'replies-to', from: 's_1', to: 's_9' }),
      ['relations[0].to: There is no span "s_9" in this line.'],
    ],
    [
      'another schema',
      (line) => ({ ...line, schema: 'rapporteur.article/9' }),
      ['schema: It is "rapporteur.article/9"; it must be "rapporteur.article/1" or "rapporteur.statement/1".'],
    ],
    [
      'no schema',
      () => ({}),
      ['schema: It is missing; it must be "rapporteur.article/1" or "rapporteur.statement/1".'],
    ],
    ['no object', () => [1], [': The line holds a list, but must hold one JSON object.']],
  ])('%s', (_, change, expected) => {
    expect(faultsOf(change)).toEqual(expected);
  });

  test('an offset in the middle of a character', () => {
    const faults = validateLine(
      JSON.stringify({ ...line, offset_unit: 'utf16', spans: [{ ...line.spans[1], start: 1 }] }),
      3,
    );
    expect(faults).toMatchObject([
      { line: 3, field: 'spans[0].start', message: 'Offset 1 is in the middle of a character (UTF-16 code units).' },
    ]);
  });

  test('lines that are no JSON, or not as lines should be', () => {
    const good = JSON.stringify(line);
    const messages = (text: string) => (validateLine(text, 1) as Fault[]).map(({ message }) => message);
    expect(messages('')).toEqual(['The line is empty: every line holds one JSON object.']);
    expect(messages(good.slice(0, 50))[0]).toMatch(/^This is not JSON: /);
    expect(messages(`\ufeff${good}`)).toEqual([
      'The line begins with a byte order mark: save the file as UTF-8 without one.',
    ]);
    expect(messages(`${good}\r`)).toEqual(['The line ends with CR LF: lines end with LF alone.']);
  });

  test('a line from before there were suggestions and reviews', () => {
    const { suggested: _, based_on: __, ...span } = line.spans[0]!;
    expect(check({ ...line, spans: [span] })).toEqual({ kind: 'article', id: 'a_1', spans: 1 });
  });

  test('a suggestion of a statement line that holds nothing, or whose words are longer', () => {
    const [one] = statementLines(inputOf(text, [{ ...statement, suggested }]));
    const was = one!.suggested!;
    expect(check(one!)).toMatchObject({ kind: 'statement' });
    const faults = check({ ...one!, suggested: { ...was, end: 17, mention: { ...was.mention!, end: 10 } } });
    expect(faults).toMatchObject([{ field: 'suggested' }, { field: 'suggested.mention.text' }]);
  });

  test('keys that it does not know do not trouble it', () => {
    expect(check({ ...line, spans: [{ ...line.spans[0]!, mood: 'calm' } as never], extra: [1] } as never)).toEqual({
      kind: 'article',
      id: 'a_1',
      spans: 1,
    });
  });
});

describe('a whole file', () => {
  const one = articleLine(inputOf(text, [statement]));
  const two = articleLine({ ...inputOf(text, [frame]), id: 'a_2' });

  test('good lines pass', () => {
    const validator = createValidator({ sha256 });
    expect([one, two].map((line) => validator.check(JSON.stringify(line)))).toEqual([
      { kind: 'article', id: 'a_1', spans: 1 },
      { kind: 'article', id: 'a_2', spans: 1 },
    ]);
  });

  test('an article or a span twice, and lines of two schemas, are faulty where they come again', () => {
    const validator = createValidator({ sha256 });
    const lines = [one, two, { ...two, id: 'a_3' }, { ...one, spans: [] }, ...statementLines(inputOf(text, [frame]))];
    const faults = lines.map((line) => validator.check(JSON.stringify(line)));
    expect(faults.slice(0, 2).some(Array.isArray)).toBe(false);
    expect(faults.slice(2)).toEqual([
      [{ line: 3, field: 'spans[0].id', message: 'The span id "s_2" is already used in line 2.' }],
      [{ line: 4, field: 'id', message: 'The article id "a_1" is already used in line 1.' }],
      [
        {
          line: 5,
          field: 'schema',
          message:
            'This is "rapporteur.statement/1", but line 1 is "rapporteur.article/1": a file holds lines of one schema.',
        },
        { line: 5, field: 'id', message: 'The statement id "s_2" is already used in line 2.' },
      ],
    ]);
  });

  test('a faulty line does not keep the others from being checked', () => {
    const validator = createValidator();
    expect(validator.check('{')).toMatchObject([{ line: 1 }]);
    expect(validator.check(JSON.stringify(one))).toEqual({ kind: 'article', id: 'a_1', spans: 1 });
    expect(validator.check('')).toMatchObject([{ line: 3 }]);
  });
});

test('a long article with ten thousand spans is written and checked at once', { timeout: 20_000 }, () => {
  const piece = 'Suga said “no” to 😀 the U.S. in Seoul on Feb. 26. ';
  const long = piece.repeat(10_000);
  const textSha256 = sha256(long);
  const spans = Array.from({ length: 10_000 }, (_, i) => {
    const range = { start: i * piece.length + 10, end: i * piece.length + 14 };
    return { ...frame, id: `s_${i}`, ...range, quote: quoteOf(long, range), textSha256 };
  });
  const taken = leastTime(3000, () => {
    const line = toJsonLine(articleLine(inputOf(long, spans)));
    expect(validateLine(line.slice(0, -1), 1)).toMatchObject({ spans: 10_000 });
  });
  expect(taken).toBeLessThan(3000);
});

const structuredCloneOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
