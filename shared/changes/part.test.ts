import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, changeSchema, type Edit } from './change.ts';
import { originalId, partOf } from './part.ts';

declare const process: {
  getBuiltinModule(name: 'node:crypto'): {
    createHash(name: string): { update(text: string): { digest(encoding: 'hex'): string } };
  };
};
const sha256 = (text: string) =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex');

const anyFields = fc
  .dictionary(
    fc.oneof(fc.constantFrom('note', 'article', 'text', 'name'), fc.string({ unit: 'grapheme' })),
    fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('“😀” e\u0301 漢字 שלום\u00a0\r\n')),
    { minKeys: 1, maxKeys: 4 },
  )
  .map((fields) => JSON.parse(JSON.stringify(fields)) as Record<string, unknown>);

/** A change in which each record stands at most once, as `squash` leaves it. */
const anyChange = fc
  .record({
    id: fc.string({ unit: fc.constantFrom('c', '_', '1', '~', '-'), minLength: 1, maxLength: 100 }),
    edits: fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom('span', 'speaker', 'reading', 'of-a-later-version'),
        id: fc.constantFrom('x_1', 'x_2', 'x_3', 'x_4'),
        after: anyFields,
        before: fc.option(anyFields, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 6, selector: ({ kind, id }) => `${kind} ${id}` },
    ),
  })
  .map(
    ({ id, edits }): Change => ({
      ...{ id, at: '2026-11-22T08:00:00.000Z+0000', by: 'mk', origin: 'user', gesture: 'g_1' },
      edits: JSON.parse(JSON.stringify(edits)) as Edit[],
    }),
  );

const key = ({ kind, id }: Edit) => `${kind} ${id}`;
const only = (keys: ReadonlySet<string>) => (edit: Edit) => (keys.has(key(edit)) ? edit : null);
const anyKeysOf = (change: Change) => fc.subarray(change.edits.map(key)).map((keys) => new Set(keys));
const reordered = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reordered);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, one]) => [name, reordered(one)]),
  );
};

describe('a part of a change', () => {
  it('is the change itself when nothing differs, and nothing when nothing is left', () => {
    fc.assert(
      fc.property(anyChange, (change) => {
        expect(partOf(change, (edit) => edit, sha256)).toBe(change);
        expect(partOf(change, (edit) => JSON.parse(JSON.stringify(edit)) as Edit, sha256)).toBe(change);
        expect(partOf(change, () => null, sha256)).toBeNull();
      }),
    );
  });

  it('holds what is left in its order, at the same instant, by the same person, under an id of its own', () => {
    fc.assert(
      fc.property(
        anyChange.chain((change) => fc.tuple(fc.constant(change), anyKeysOf(change))),
        ([change, keys]) => {
          const part = partOf(change, only(keys), sha256);
          const left = change.edits.filter((edit) => keys.has(key(edit)));
          if (left.length === 0) expect(part).toBeNull();
          else if (left.length === change.edits.length) expect(part).toBe(change);
          if (part === null || part === change) return;
          expect(part).toEqual({ ...change, id: part.id, edits: left });
          expect(part.id).not.toBe(change.id);
          expect(part.id.length).toBeLessThanOrEqual(100);
          if (change.id.length <= 80 && originalId(change.id) === change.id)
            expect(originalId(part.id)).toBe(change.id);
        },
      ),
    );
  });

  it('has the same id whether it is made of the whole or of a larger part, whatever the order of the keys', () => {
    fc.assert(
      fc.property(
        anyChange.chain((change) => fc.tuple(fc.constant(change), anyKeysOf(change), anyKeysOf(change))),
        ([change, some, others]) => {
          const larger = partOf(change, only(new Set([...some, ...others])), sha256);
          const inSteps = larger === null ? null : partOf(larger, only(some), sha256);
          const atOnce = partOf(change, only(some), sha256);
          expect(inSteps).toEqual(atOnce);
          const copy = { ...change, edits: reordered(change.edits) as Edit[] };
          expect(partOf(copy, only(some), sha256)?.id).toBe(atOnce?.id);
        },
      ),
    );
  });

  it('differs from every other part of the same change', () => {
    fc.assert(
      fc.property(
        anyChange.chain((change) => fc.tuple(fc.constant(change), anyKeysOf(change), anyKeysOf(change))),
        ([change, some, others]) => {
          const [a, b] = [partOf(change, only(some), sha256), partOf(change, only(others), sha256)];
          const same = some.size === others.size && [...some].every((one) => others.has(one));
          if (a !== null && b !== null) expect(a.id === b.id).toBe(same);
        },
      ),
    );
  });

  it('keeps an edit that was altered, as when an article has another id here', () => {
    const change: Change = {
      ...{ id: 'c_1', at: '2026-11-22T08:00:00.000Z+0000', by: 'mk', origin: 'user', gesture: 'g_1' },
      edits: [{ kind: 'span', id: 's_1', after: { article: 'a_theirs' } }],
    };
    const moved = partOf(change, (edit) => ({ ...edit, after: { article: 'a_ours' } }) as Edit, sha256);
    expect(moved).toMatchObject({ id: expect.stringMatching(/^c_1~[0-9a-f]{12}$/), edits: [{ id: 's_1' }] });
    expect(moved?.edits[0]?.after).toEqual({ article: 'a_ours' });
    expect(changeSchema.safeParse(moved).success).toBe(true);
  });
});
