import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameJson } from '../model/json.ts';
import type { AnyRecord, Kind, RecordOf } from '../model/kinds.ts';
import { modes } from '../model/mode.ts';
import type { Span } from '../model/span.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Target } from '../model/target.ts';
import { changeSchema, type Edit } from './change.ts';
import { added, apply, changed, check, invert, removed, squash } from './edits.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const maybe = fc.option(text);

const speakerFields = fc.record({
  name: text,
  kind: fc.constantFrom('person' as const, 'government' as const),
  aliases: fc.array(text, { maxLength: 2 }),
  role: maybe,
  affiliation: maybe,
  country: fc.constantFrom(null, 'JP', 'KR'),
  note: maybe,
});
const targetFields = fc.record({ name: text, aliases: fc.array(text, { maxLength: 2 }), note: maybe });
const spanFields = fc.record({
  article: fc.constantFrom('a_1', 'a_2'),
  textSha256: fc.constant('0'.repeat(64)),
  layer: fc.constantFrom('statement', 'frame'),
  start: fc.nat(9),
  end: fc.nat(9),
  quote: fc.record({ exact: text, prefix: text, suffix: text }),
  speaker: fc.constantFrom(null, 'p_1', 'p_2'),
  mention: fc.option(fc.record({ start: fc.nat(9), end: fc.nat(9), text })),
  cue: fc.constant(null),
  mode: fc.constantFrom(null, ...modes),
  stances: fc.array(fc.record({ target: fc.constantFrom(null, 't_1'), value: fc.constantFrom('support', 'oppose') }), {
    maxLength: 2,
  }),
  attributes: fc
    .dictionary(text, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 })
    .map((value) => JSON.parse(JSON.stringify(value)) as Span['attributes']),
  labels: fc.array(text, { maxLength: 2 }),
  note: maybe,
  confidence: fc.constantFrom(null, 0, 0.5, 1),
  annotator: fc.constantFrom('mk', 'ar'),
  origin: fc.constant('manual' as const),
  status: fc.constantFrom('draft' as const, 'done' as const),
  createdAt: fc.constant('2026-11-22T07:40:00.123Z'),
  updatedAt: fc.constantFrom('2026-11-22T07:40:00.123Z', '2026-11-22T07:41:00.000Z'),
});

type Fields = Omit<Speaker, 'id'> | Omit<Target, 'id'> | Omit<Span, 'id'>;
const fieldsOf: { kind: Kind; fields: fc.Arbitrary<Fields> }[] = [
  { kind: 'speaker', fields: speakerFields },
  { kind: 'target', fields: targetFields },
  { kind: 'span', fields: spanFields },
];

/** What a person does next to one of few records: adds, changes some fields, removes, adds again. */
const anyStep = fc.constantFrom(...fieldsOf).chain(({ kind, fields }) =>
  fc.record({
    kind: fc.constant(kind),
    id: fc.constantFrom('x_1', 'x_2'),
    remove: fc.boolean(),
    fields,
    some: fc.array(fc.nat(20), { maxLength: 3 }),
  }),
);

type World = Map<string, AnyRecord>;
const keyOf = ({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`;

function applyAll(world: World, edits: readonly Edit[]): World {
  const after = new Map(world);
  for (const edit of edits) {
    const record = apply(after.get(keyOf(edit)), edit);
    if (record === undefined) after.delete(keyOf(edit));
    else after.set(keyOf(edit), record);
  }
  return after;
}

/** The edits that a person's steps make of a world, each valid where it stands. */
function play(steps: readonly (typeof anyStep extends fc.Arbitrary<infer S> ? S : never)[], start: World): Edit[] {
  let world = start;
  const edits: Edit[] = [];
  for (const { kind, id, remove, fields, some } of steps) {
    const record = world.get(keyOf({ kind, id })) as RecordOf[typeof kind] | undefined;
    const names = Object.keys(fields).filter((_, i) => some.includes(i));
    const edit =
      record === undefined
        ? added(kind, { id, ...fields } as never)
        : remove
          ? removed(kind, record)
          : changed(kind, record, Object.fromEntries(names.map((name) => [name, fields[name as never]])));
    if (edit === undefined) continue;
    expect(check(record, edit)).toEqual([]);
    edits.push(edit);
    world = applyAll(world, [edit]);
  }
  return edits;
}

const anySteps = fc.array(anyStep, { maxLength: 12 });
/** A world in which some records are, and what is done to it. */
const anyPlay = fc.tuple(anySteps, anySteps).map(([before, then]) => {
  const world = applyAll(new Map(), play(before, new Map()));
  return { world, edits: play(then, world) };
});

const asObject = (world: World) => Object.fromEntries([...world].sort(([a], [b]) => (a < b ? -1 : 1)));

describe('over any sequence of edits', { timeout: 30_000 }, () => {
  test('taking them back from the last to the first restores everything', () => {
    fc.assert(
      fc.property(anyPlay, ({ world, edits }) => {
        const after = applyAll(world, edits);
        const back = [...edits].reverse().map(invert);
        expect(asObject(applyAll(after, back))).toEqual(asObject(world));
        expect(edits.map(invert).map(invert)).toEqual(edits);
      }),
    );
  });

  test('each taking back is valid where it stands', () => {
    fc.assert(
      fc.property(anyPlay, ({ world, edits }) => {
        let now = applyAll(world, edits);
        for (const edit of [...edits].reverse()) {
          const back = invert(edit);
          expect(check(now.get(keyOf(back)), back)).toEqual([]);
          now = applyAll(now, [back]);
        }
      }),
    );
  });

  test('squashed, they do the same: one valid edit a record, and none where nothing changed', () => {
    fc.assert(
      fc.property(anyPlay, ({ world, edits }) => {
        const after = applyAll(world, edits);
        const squashed = squash(edits);
        expect(asObject(applyAll(world, squashed))).toEqual(asObject(after));
        expect(new Set(squashed.map(keyOf)).size).toBe(squashed.length);
        for (const edit of squashed) {
          expect(check(world.get(keyOf(edit)), edit)).toEqual([]);
          expect(sameJson(world.get(keyOf(edit)) ?? null, after.get(keyOf(edit)) ?? null)).toBe(false);
        }
        expect(asObject(applyAll(after, squashed.map(invert)))).toEqual(asObject(world));
        expect(squash(squashed)).toEqual(squashed);
      }),
      { numRuns: 150 },
    );
  });

  test('undone, they squash to nothing', () => {
    fc.assert(
      fc.property(anyPlay, ({ edits }) => {
        expect(squash([...edits, ...[...edits].reverse().map(invert)])).toEqual([]);
      }),
    );
  });

  test('squashing some of them first makes no difference', () => {
    fc.assert(
      fc.property(anyPlay, fc.nat(12), ({ edits }, at) => {
        const byKey = (list: Edit[]) => Object.fromEntries(list.map((edit) => [keyOf(edit), edit]));
        expect(byKey(squash([...squash(edits.slice(0, at)), ...edits.slice(at)]))).toEqual(byKey(squash(edits)));
      }),
    );
  });

  test('they go through JSON unchanged, and fit the schema of changes', () => {
    fc.assert(
      fc.property(anyPlay, ({ world, edits }) => {
        fc.pre(edits.length > 0);
        const change = {
          id: 'c_1',
          at: '2026-11-22T07:40:00.123Z+0000',
          by: 'mk',
          origin: 'user',
          gesture: 'g_1',
          edits,
        };
        const back = changeSchema.parse(JSON.parse(JSON.stringify(change)));
        expect(back).toEqual(change);
        expect(asObject(applyAll(world, back.edits))).toEqual(asObject(applyAll(world, edits)));
      }),
    );
  });

  test('an edit is stale exactly where another has changed one of its fields', () => {
    fc.assert(
      fc.property(speakerFields, speakerFields, speakerFields, (base, mine, theirs) => {
        const record: Speaker = { id: 'p_1', ...base };
        const edit = changed('speaker', record, mine);
        fc.pre(edit !== undefined);
        const now = { ...record, ...theirs };
        const stale = Object.keys(edit!.before!).filter((name) => !sameJson(now[name as never], record[name as never]));
        expect(check(now, edit!)).toEqual(stale.length === 0 ? [] : [{ why: 'stale', fields: stale }]);
      }),
    );
  });
});

const speaker: Speaker = {
  id: 'p_1',
  name: 'Taro Kono',
  kind: 'person',
  aliases: ['Kono'],
  role: 'Foreign Minister',
  affiliation: null,
  country: 'JP',
  note: null,
};

describe('one by one', () => {
  test('a change holds only the fields that differ', () => {
    expect(changed('speaker', speaker, { name: 'Taro Kono', aliases: ['Kono'], role: null, country: 'KR' })).toEqual({
      kind: 'speaker',
      id: 'p_1',
      before: { role: 'Foreign Minister', country: 'JP' },
      after: { role: null, country: 'KR' },
    });
    expect(changed('speaker', speaker, { ...speaker, aliases: ['Kono'] })).toBeUndefined();
    expect(changed('speaker', speaker, {})).toBeUndefined();
  });

  test('a field that was never said was null, so that taking it back goes through JSON', () => {
    const id = 'a_1:mk';
    const updatedAt = '2026-11-22T07:40:00.123Z';
    const reading = { id, article: 'a_1', annotator: 'mk', status: 'done' as const, updatedAt };
    const edit = changed('reading', reading, { status: 'accepted', by: 'ar' })!;
    expect(edit).toEqual({
      kind: 'reading',
      id,
      before: { status: 'done', by: null },
      after: { status: 'accepted', by: 'ar' },
    });
    expect(check(reading, edit)).toEqual([]);
    const accepted = apply(reading, edit);
    expect(check(accepted, invert(edit))).toEqual([]);
    expect(apply(accepted, invert(edit))).toEqual({ ...reading, by: null });
    expect(changed('reading', reading, { by: null })).toBeUndefined();
  });

  test('removed and added again is a change of what differs, or nothing', () => {
    const again = { ...speaker, role: 'Prime Minister' };
    expect(squash([removed('speaker', speaker), added('speaker', again)])).toEqual([
      { kind: 'speaker', id: 'p_1', before: { role: 'Foreign Minister' }, after: { role: 'Prime Minister' } },
    ]);
    expect(squash([removed('speaker', speaker), added('speaker', { ...speaker })])).toEqual([]);
  });

  test('added and removed is nothing; added, removed and added is an addition', () => {
    expect(squash([added('speaker', speaker), removed('speaker', speaker)])).toEqual([]);
    const again = { ...speaker, role: null };
    expect(squash([added('speaker', speaker), removed('speaker', speaker), added('speaker', again)])).toEqual([
      added('speaker', again),
    ]);
  });

  test('changed and removed takes away what was there at first', () => {
    const change = changed('speaker', speaker, { role: null })!;
    expect(squash([change, removed('speaker', { ...speaker, role: null })])).toEqual([removed('speaker', speaker)]);
  });

  test('records of two kinds with one id are two', () => {
    const target: Target = { id: 'p_1', name: 'x', aliases: [], note: null };
    const edits = [added('speaker', speaker), added('target', target)];
    expect(squash(edits)).toEqual(edits);
  });

  test('replaying journals: a removed record stays removed, an addition replaces', () => {
    const change = changed('speaker', speaker, { role: null })!;
    expect(apply(undefined, change)).toBeUndefined();
    expect(apply(undefined, removed('speaker', speaker))).toBeUndefined();
    expect(apply({ ...speaker, note: 'old' }, added('speaker', speaker))).toEqual(speaker);
    // The same holds for the squashed edit, also where the edits were never valid one after the other.
    expect(squash([removed('speaker', speaker), change])).toEqual([removed('speaker', speaker)]);
    expect(apply(speaker, squash([change, added('speaker', { ...speaker, note: 'n' })])[0]!)).toEqual({
      ...speaker,
      note: 'n',
    });
  });

  test('what speaks against an edit', () => {
    const change = changed('speaker', speaker, { role: null })!;
    expect(check(speaker, added('speaker', speaker))).toEqual([{ why: 'exists' }]);
    expect(check(undefined, change)).toEqual([{ why: 'missing' }]);
    expect(check(undefined, removed('speaker', speaker))).toEqual([{ why: 'missing' }]);
    expect(check({ ...speaker, role: 'x' }, change)).toEqual([{ why: 'stale', fields: ['role'] }]);
    expect(check({ ...speaker, note: 'x' }, removed('speaker', speaker))).toEqual([{ why: 'stale', fields: ['note'] }]);
    const nameless = changed('speaker', speaker, { name: '' })!;
    expect(check(speaker, nameless)).toMatchObject([
      { why: 'invalid', message: expect.stringMatching(/^speaker\.name: /) },
    ]);
    expect(check(undefined, { kind: 'speaker', id: 'p_1', after: { id: 'p_1' } })).toMatchObject([{ why: 'invalid' }]);
  });

  test('an edit does not give a record another id', () => {
    expect(check(undefined, { kind: 'speaker', id: 'p_2', after: speaker })).toMatchObject([{ why: 'invalid' }]);
    expect(check(speaker, { kind: 'speaker', id: 'p_1', before: { id: 'p_1' }, after: { id: 'p_2' } })).toMatchObject([
      { why: 'invalid' },
    ]);
  });

  test('nothing that is passed in is altered', () => {
    const before = JSON.stringify(speaker);
    const edit = changed('speaker', speaker, { role: null })!;
    const frozen = JSON.stringify(edit);
    apply(speaker, edit);
    invert(edit);
    squash([edit, removed('speaker', { ...speaker, role: null })]);
    check(speaker, edit);
    expect(JSON.stringify(speaker)).toBe(before);
    expect(JSON.stringify(edit)).toBe(frozen);
  });
});

describe('sameJson', () => {
  test('a value equals what comes back from JSON, and another one only if JSON says so', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(sameJson(a, JSON.parse(JSON.stringify(a)))).toBe(true);
        const sorted = (each: unknown) =>
          JSON.stringify(each, (_, part: unknown) =>
            typeof part === 'object' && part !== null && !Array.isArray(part)
              ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)))
              : part,
          );
        expect(sameJson(a, b)).toBe(sorted(a) === sorted(b));
      }),
      { numRuns: 150 },
    );
  });

  test('the order of keys does not matter, a missing key does', () => {
    expect(sameJson({ a: 1, b: [2, { c: null }] }, { b: [2, { c: null }], a: 1 })).toBe(true);
    expect(sameJson({ a: null }, {})).toBe(false);
    expect(sameJson({ toString: null }, { a: null })).toBe(false);
    expect(sameJson([], {})).toBe(false);
    expect(sameJson([1], [1, undefined])).toBe(false);
    expect(sameJson(null, {})).toBe(false);
  });
});
