import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from './chain.ts';
import { Entries } from './entries.ts';
import { Places } from './places.ts';

const ids = fc.oneof(
  fc.uuid().map((uuid) => `c_${uuid}`),
  fc.uuid(),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  fc.uuid().map((uuid) => `c_${uuid}`.slice(0, 30)),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'c_', '\ud800', `x${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`),
);
const instants = fc.oneof(
  fc
    .tuple(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), fc.nat(36 ** 4 - 1))
    .map(([date, counter]) => `${date.toISOString()}+${counter.toString(36).padStart(4, '0')}`),
  fc.constantFrom(
    '2026-02-30T00:00:00.000Z+0000',
    '2026-11-22T24:00:00.000Z+0000',
    'never',
    '2026-11-22T08:00:00.000Z+00A0',
  ),
);
const all: fc.Arbitrary<Entry[]> = fc.array(
  fc.record({
    ...{ id: ids, at: instants, n: fc.maxSafeNat(), file: fc.constantFrom('a.jsonl', 'a.2.jsonl') },
    ...{ offset: fc.maxSafeNat(), length: fc.nat(4 * 1024 * 1024) },
  }),
  { maxLength: 30 },
);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

describe('entries in columns', () => {
  it('give back what was put in, also after they were kept in a file', () => {
    fc.assert(
      fc.property(all, (entries) => {
        const made = Entries.from(entries);
        expect([...made]).toEqual(entries);
        const { named, chunks } = made.keep(made.length);
        const again = Entries.restore(
          JSON.parse(JSON.stringify(named)),
          Buffer.concat([Buffer.alloc(8), ...chunks]).subarray(8),
        );
        expect(again.slice(0)).toEqual(entries);
      }),
    );
  });

  it('are in the order of their clocks as texts are', () => {
    fc.assert(
      fc.property(all, (entries) => {
        const made = Entries.from(entries);
        const sorted = [...entries].sort((a, b) => compare(a.at, b.at) || a.n - b.n);
        expect([...made.inClockOrder()].map((i) => [made.at(i), made.n(i)])).toEqual(
          sorted.map(({ at, n }) => [at, n]),
        );
      }),
    );
  });

  it('are found by their ids in the same places, put there one by one or together', () => {
    fc.assert(
      fc.property(fc.array(all, { maxLength: 4 }), all, (some, others) => {
        const [oneByOne, together] = [new Places(), new Places()];
        const known: string[] = [];
        for (const [i, entries] of some.entries()) {
          // Some that were there before come again.
          const made = Entries.from([...entries, ...(some[i - 1] ?? [])]);
          const there = [...made].flatMap((_, row) => (oneByOne.add(`${i}`, made, row) === null ? [] : [row]));
          expect(together.addAll(`${i}`, made)).toEqual(there);
          known.push(...[...made].map(({ id }) => id));
        }
        for (const id of [...known, ...others.map(({ id }) => id)]) expect(together.get(id)).toEqual(oneByOne.get(id));
      }),
    );
  });

  it('are found by their ids, each in its first place, however many', () => {
    const entries = Entries.from(
      Array.from({ length: 9000 }, (_, i) => ({
        ...{
          id:
            i % 3 === 0 ? `odd ${i % 4500}` : `c_01943a2e-d770-7d90-8423-${(i % 6000).toString(16).padStart(12, '0')}`,
        },
        ...{ at: '2026-11-22T08:00:00.000Z+0000', n: i, file: 'a.jsonl', offset: i * 10, length: 9 },
      })),
    );
    const places = new Places();
    const known = new Map<string, number>();
    for (const [i, { id, n }] of [...entries].entries()) {
      const before = known.get(id);
      const there = places.add('a', entries, i);
      if ((there?.n ?? undefined) !== before) expect([id, there]).toEqual([id, before]);
      if (before === undefined) known.set(id, n);
    }
    expect([...known].filter(([id, n]) => places.get(id)?.n !== n)).toEqual([]);
    const together = new Places();
    expect(together.addAll('a', entries)).toHaveLength(9000 - known.size);
    expect(together.addAll('b', entries)).toHaveLength(9000);
    expect([...known].filter(([id, n]) => together.get(id)?.n !== n)).toEqual([]);
    expect(places.get('odd 3')).toEqual({ writer: 'a', n: 3 });
    expect(places.has('c_01943a2e-d770-7d90-8423-ffffffffffff')).toBe(false);
    expect(entries.firstAfter(8191)).toBe(8192);
    expect(entries.without(new Set([0])).entry(8998)).toEqual(entries.entry(8999));
  });
});
