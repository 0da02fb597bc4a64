import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLine, writeLine } from '#shared/changes/journal-line.ts';
import { type Span, spanSchema } from '#shared/model/span.ts';
import { spanWith } from '#shared/model/testing.ts';
import { anyText } from '#shared/text/arbitrary-text.ts';
import { sha256 } from '../files/hash.ts';
import { readStances } from './fields.ts';
import { UsualLine } from './usual-line.ts';

const instants = [
  '2024-02-28T00:00:00.000Z',
  '2024-02-30T00:00:00.000Z',
  '2025-12-30T23:59:59.999Z',
  '2025-13-01T00:00:00.000Z',
];
const anyStance = fc.record({
  target: fc.constantFrom(null, 't_1', '"'),
  value: fc.constantFrom('support', 'oppose', ''),
});
const anySpan = fc
  .record(
    {
      start: fc.nat(10_000),
      end: fc.nat(2 ** 40),
      quote: fc.record({ exact: anyText, prefix: anyText, suffix: fc.constantFrom('', '\n\t\u2028\u0001"\\') }),
      speaker: fc.constantFrom(null, 'p_1', 'Müller'),
      mention: fc.option(fc.record({ start: fc.nat(9), end: fc.nat(99), text: anyText })),
      mode: fc.constantFrom(null, 'direct', 'paraphrase'),
      stances: fc.array(anyStance, { maxLength: 3 }),
      note: fc.option(anyText),
      confidence: fc.constantFrom(null, 0, 1, 0.25, 1e-7, 2),
      createdAt: fc.constantFrom(...instants),
    },
    { requiredKeys: [] },
  )
  .map((fields) => inOrder({ ...spanWith({}), ...fields } as Span));

/** With its fields in the order in which the app writes them. */
const inOrder = (span: Span): Span =>
  Object.fromEntries(
    Object.keys(spanSchema.shape).flatMap((field) => (field in span ? [[field, span[field as keyof Span]]] : [])),
  ) as Span;

const lineOf = (span: Span) => {
  const edits = [{ kind: 'span' as const, id: span.id, after: span }];
  const change = {
    id: 'c_1',
    at: '2025-01-06T08:00:00.000Z+0000',
    by: 'mk',
    origin: 'user' as const,
    gesture: 'g',
    edits,
  };
  return writeLine(3, 'ab'.repeat(32), change, sha256).line;
};

/** What is read must be what `readLine` and the schema read. */
function expectSame(line: UsualLine, bytes: Buffer): void {
  const read = readLine(bytes.toString('utf8'), sha256);
  if (!('change' in read)) throw new Error(`It should not be read: ${JSON.stringify(read)}`);
  const { change, n, prev, hash } = read;
  const [edit, ...more] = change.edits;
  const span = edit?.after as Span;
  expect(more).toEqual([]);
  expect(edit).toMatchObject({ kind: 'span', id: span.id });
  expect(edit?.before).toBeUndefined();
  expect(spanSchema.safeParse(span).success).toBe(true);
  const text = (part: { from: number; to: number }) => (part.from === -1 ? null : line.text(part));
  expect({
    ...{ n: line.n, follows: line.follows(prev), hash: line.hash, change: text(line.change), at: text(line.at) },
    ...{ id: text(line.id), article: text(line.article), textSha256: text(line.textSha256), layer: text(line.layer) },
    ...{ start: line.start, end: line.end, speaker: text(line.speaker), mode: text(line.mode) },
    ...{ stances: readStances(text(line.stances) ?? ''), annotator: text(line.annotator), origin: text(line.origin) },
  }).toEqual({
    ...{ n, follows: true, hash, change: change.id, at: change.at, id: span.id, article: span.article },
    ...{ textSha256: span.textSha256, layer: span.layer, start: span.start, end: span.end, speaker: span.speaker },
    ...{ mode: span.mode, stances: span.stances, annotator: span.annotator, origin: span.origin },
  });
}

describe('a usual line', () => {
  it('is the one that the app writes for a new span', () => {
    const span = inOrder(
      spanWith({ speaker: 'p_1', mode: 'direct', stances: [{ target: 't_1', value: 'support' }], note: 'a “note”' }),
    );
    const bytes = Buffer.from(lineOf(span));
    const line = new UsualLine();
    expect(line.read(bytes)).toBe(true);
    expectSame(line, bytes);
  });

  it('is UTF-8', () => {
    const bytes = Buffer.from(lineOf(inOrder(spanWith({ note: 'ab' }))).slice(0, -75));
    bytes[bytes.indexOf('"ab"') + 1] = 0xe9;
    const whole = Buffer.concat([bytes, Buffer.from(`,"hash":"${sha256(bytes)}"}`)]);
    expect(new UsualLine().read(whole)).toBe(false);
  });

  it('is read like any line, whatever the span says', () => {
    let usual = 0;
    fc.assert(
      fc.property(anySpan, (span) => {
        const bytes = Buffer.from(lineOf(span));
        const line = new UsualLine();
        if (!line.read(bytes)) return;
        usual++;
        expectSame(line, bytes);
      }),
      { numRuns: 300 },
    );
    expect(usual).toBeGreaterThan(5);
  });

  it('is never one that is not good, however it was altered', () => {
    const body = lineOf(inOrder(spanWith({ stances: [{ target: 't_1', value: 'support' }], note: 'x\\ny' }))).slice(
      0,
      -75,
    );
    const pieces = [
      '"',
      '\\',
      '{',
      '}',
      ',',
      ':',
      '0',
      '-1',
      'null',
      'é',
      '\u0001',
      '\ufffd',
      '[]',
      ',"id":"s_2"',
      ' ',
    ];
    fc.assert(
      fc.property(
        fc.nat(body.length),
        fc.nat(3),
        fc.constantFrom('', ...pieces),
        fc.boolean(),
        (at, cut, piece, halved) => {
          let bytes = Buffer.from(body.slice(0, at) + piece + body.slice(at + cut));
          if (halved && piece === 'é') bytes = Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at + 2)]);
          const whole = Buffer.concat([bytes, Buffer.from(`,"hash":"${sha256(bytes)}"}`)]);
          const line = new UsualLine();
          if (line.read(whole)) expectSame(line, whole);
          const other = Buffer.concat([bytes, Buffer.from(`,"hash":"${sha256(`${bytes}x`)}"}`)]);
          expect(line.read(other)).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
