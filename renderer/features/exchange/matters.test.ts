import fc from 'fast-check';
import { expect, it } from 'vitest';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { FieldConflict } from '#shared/contract/contract.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import { codebookMatter, orphanMatter, speakersMatter } from '#shared/review/matters.ts';
import { talliesOf } from '../../data/record-writer.ts';
import {
  bearerOf,
  momentOf,
  namedInSpans,
  nameUnknown,
  openMatters,
  unknownToCodebook,
  type ValueNames,
  valueInWords,
} from './matters.ts';

const speaker = (id: string, name: string): Speaker => ({
  id,
  name,
  aliases: [],
  kind: 'person',
  role: null,
  affiliation: null,
  country: null,
  note: null,
});
const span = (id: string, fields: Partial<Span> = {}): Span => ({
  id,
  article: 'a_1',
  textSha256: 'x',
  layer: 'statement',
  start: 0,
  end: 3,
  quote: { exact: 'yes', prefix: '', suffix: '' },
  speaker: null,
  mention: null,
  cue: null,
  mode: null,
  stances: [],
  attributes: {},
  labels: [],
  note: null,
  confidence: null,
  annotator: 'mk',
  origin: 'imported',
  status: 'draft',
  createdAt: '2024-11-18T09:00:00.000Z',
  updatedAt: '2024-11-18T09:00:00.000Z',
  ...fields,
});
const conflict = (id: string, fields: Partial<FieldConflict> = {}): FieldConflict => ({
  id,
  kind: 'speaker',
  record: 'p_1',
  field: 'role',
  holds: { value: 'Minister', by: 'mk', at: '2024-11-19T09:00:00.000Z+0000' },
  lost: { value: 'minister', by: 'jw', at: '2024-11-18T09:00:00.000Z+0000' },
  ...fields,
});
const nothing = {
  conflicts: [],
  speakers: [],
  targets: [],
  missing: [],
  unknown: [],
  orphans: [],
  settled: new Set<string>(),
};

it('lists what is open, and nothing that somebody has settled', () => {
  const all = {
    ...nothing,
    conflicts: [conflict('f1')],
    speakers: [speaker('p_1', 'Kim'), speaker('p_2', 'KIM')],
    unknown: [{ what: 'layer' as const, id: 'rumour', spans: 2, example: span('s_1') }],
    orphans: [{ span: span('s_2'), reason: 'Gone.' }],
  };
  const matters = openMatters(all);
  expect(matters.map(({ about }) => about)).toEqual(['field', 'speakers', 'codebook', 'orphan']);
  const ids = ['f1', speakersMatter('p_2', 'p_1'), codebookMatter('layer', 'rumour'), orphanMatter('s_2')];
  expect(matters.map(({ id }) => id)).toEqual(ids);
  for (const id of ids)
    expect(openMatters({ ...all, settled: new Set([id]) }).map((one) => one.id)).toEqual(
      ids.filter((one) => one !== id),
    );
});

it('takes the fields that say where a span stands as one, where the same two changes met', () => {
  const place = (id: string, field: string, by = 'jw') =>
    conflict(id, {
      kind: 'span',
      record: 's_1',
      field,
      lost: { value: 1, by, at: '2024-11-18T09:00:00.000Z+0000' },
    });
  const matters = openMatters({
    ...nothing,
    conflicts: [place('f1', 'start'), place('f2', 'quote'), place('f3', 'note'), place('f4', 'end', 'zz')],
  });
  expect(matters.map((one) => one.about === 'field' && one.conflicts.map(({ id }) => id))).toEqual([
    ['f1', 'f2'],
    ['f3'],
    ['f4'],
  ]);
});

it('counts the layers and stances that the codebook does not know, once a span, and no suggestions', () => {
  const unknown = unknownToCodebook(policyNews);
  const stances = (...values: string[]) => values.map((value) => ({ value, target: null }));
  unknown.see(span('s_1', { layer: 'rumour', stances: stances('warms', 'warms', policyNews.stances[0]?.id ?? '') }));
  unknown.see(span('s_2', { stances: stances('warms') }));
  unknown.see(span('s_3', { layer: 'guess', origin: 'suggested' }));
  expect(unknown.all().map(({ what, id, spans }) => [what, id, spans])).toEqual([
    ['stance', 'warms', 2],
    ['layer', 'rumour', 1],
  ]);
});

it('finds whom spans name and the registry has lost, until it is there again, and who bears the name now', () => {
  const named = namedInSpans();
  named.see(span('s_1', { speaker: 'p_1', stances: [{ value: 'support', target: 't_1' }] }));
  named.see(span('s_2', { speaker: 'p_2', stances: [{ value: 'support', target: null }] }));
  named.see(span('s_3', { speaker: 'p_1' }));
  named.see(span('s_4', { speaker: 'p_3', origin: 'suggested' }));
  const found = named.missingFrom(new Set(['p_2']));
  expect(found.map(({ what, id, spans }) => [what, id, spans])).toEqual([
    ['speaker', 'p_1', 2],
    ['target', 't_1', 1],
  ]);
  const missing = found.map((one) => ({ ...one, was: null }));
  const matters = openMatters({ ...nothing, missing, speakers: [speaker('p_1', 'Lin Wenbo')] });
  expect(matters.map(({ id }) => id)).toEqual(['missing:target:t_1']);

  const ministry = { ...speaker('p_4', 'Foreign Ministry'), aliases: ['LIN WENBO'] };
  const lin = speaker('p_1', 'Lin Wenbo');
  expect(bearerOf(lin, [speaker('p_2', 'Lin'), ministry])).toBe(ministry);
  expect(bearerOf(lin, [ministry, speaker('p_5', 'Lin Wenbo')])).toBeUndefined();
  expect(bearerOf(null, [ministry])).toBeUndefined();
});

it('says values in words', () => {
  const names: ValueNames = {
    speaker: (id) => (id === 'p_1' ? 'Hana Oda' : undefined),
    target: (id) => (id === 't_1' ? 'Strait pact' : undefined),
    layer: (id) => (id === 'frame' ? 'Frame' : undefined),
    stance: (value) => (value === 'support' ? 'Support' : undefined),
    annotator: (id) => `(${id})`,
  };
  const said = (field: string, value: unknown) => valueInWords(field, value, names);
  expect(said('speaker', 'p_1')).toBe('Hana Oda');
  expect(said('speaker', 'p_9')).toBe('p_9');
  expect(said('speaker', null)).toBe('nothing');
  expect(said('layer', 'frame')).toBe('Frame');
  expect(
    said('stances', [
      { value: 'support', target: 't_1' },
      { value: 'x', target: null },
    ]),
  ).toBe('Support → Strait pact; x');
  expect(said('stances', [])).toBe('nothing');
  expect(said('aliases', ['A', 'B'])).toBe('A; B');
  expect(said('quote', { exact: 'a pact', prefix: '', suffix: '' })).toBe('“a pact”');
  expect(said('mention', { start: 1, end: 4, text: 'Oda' })).toBe('“Oda”');
  expect(said('by', 'mk')).toBe('(mk)');
  expect(said('confidence', 0.5)).toBe('0.5');
  expect(said('*', null)).toBe('removed');
  expect(said('*', speaker('p_1', 'Lin Wenbo') as never)).toBe('Lin Wenbo');
  expect(said('*', span('s_1') as never)).toBe('“yes”');
});

it('leaves the order within a millisecond out of an instant', () => {
  expect(momentOf('2024-11-18T09:00:00.000Z+0a1f')).toBe('2024-11-18T09:00:00.000Z');
  expect(momentOf('2024-11-18T09:00:00.000Z')).toBe('2024-11-18T09:00:00.000Z');
});

it('knows by the sums of spans whether looking at each would find anything', () => {
  const known = policyNews.stances[0]?.id ?? '';
  const one = fc.record({
    layer: fc.constantFrom('statement', 'statement', 'rumour'),
    origin: fc.constantFrom<Span['origin']>('manual', 'suggested', 'adjudicated'),
    speaker: fc.constantFrom(null, 'p_1', 'p_2'),
    stances: fc.array(
      fc.record({ value: fc.constantFrom(known, known, 'warms'), target: fc.constantFrom(null, 't_1', 't_2') }),
      { maxLength: 2 },
    ),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 3 }), (fields) => {
      const spans = fields.map((some, i) => span(`s_${i}`, some));
      const registry = new Set(['p_1', 't_1']);
      const unknown = unknownToCodebook(policyNews);
      const named = namedInSpans();
      for (const each of spans) {
        unknown.see(each);
        named.see(each);
      }
      const found = [...unknown.all(), ...named.missingFrom(registry)];
      const sums = talliesOf(spans.map((each): [undefined, Span] => [undefined, each]));
      expect(nameUnknown(sums, policyNews, registry)).toBe(found.length > 0);
    }),
  );
});
