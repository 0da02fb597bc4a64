import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareSpans } from '#shared/text/order.ts';
import { createNesting, levels, type NestedItem } from './nesting.ts';

function levelsByHand(items: readonly NestedItem[]): Map<string, number> {
  const result = new Map<string, number>();
  const sorted = [...items].sort(compareSpans);
  for (const [i, item] of sorted.entries()) {
    const taken = sorted.slice(0, i).filter((other) => other.end > item.start);
    const free = Array.from({ length: levels }, (_, level) => level).find(
      (level) => !taken.some((other) => result.get(other.id) === level),
    );
    result.set(item.id, free ?? levels - 1);
  }
  return result;
}

const spans = fc.uniqueArray(
  fc
    .tuple(fc.nat(400), fc.integer({ min: 1, max: 60 }))
    .map(([start, length]) => ({ id: `${start}-${length}`, start, end: start + length })),
  { selector: (span) => span.id, maxLength: 90 },
);

test('levels are those of the whole set, whatever was added and removed one by one or at once', () => {
  fc.assert(
    fc.property(spans, fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 40 }), (all, steps) => {
      const nesting = createNesting<NestedItem>();
      const half = all.slice(0, all.length >> 1);
      const inside = new Map(half.map((span) => [span.id, span]));
      nesting.add(half);
      const known = new Map(half.map((span) => [span.id, nesting.level(span.id)]));
      for (const [pick, many] of steps) {
        if (all.length === 0) return;
        const batch = many ? all.slice(pick % all.length) : [all[pick % all.length]!];
        const removing = inside.has(batch[0]!.id);
        const part = batch.filter((span) => inside.has(span.id) === removing);
        const changed = removing ? nesting.remove(part) : nesting.add(part);
        for (const span of part) {
          if (removing) {
            inside.delete(span.id);
            known.delete(span.id);
          } else {
            inside.set(span.id, span);
            known.set(span.id, nesting.level(span.id));
          }
        }
        for (const span of changed) if (inside.has(span.id)) known.set(span.id, nesting.level(span.id));
        const window = { start: pick % 300, end: (pick % 300) + 50 };
        expect(nesting.within(window)).toEqual(
          [...inside.values()].filter((span) => span.start < window.end && span.end > window.start).sort(compareSpans),
        );
        const expected = levelsByHand([...inside.values()]);
        for (const id of inside.keys()) {
          expect(nesting.level(id)).toBe(expected.get(id));
          // What changed was reported, so that what is painted can follow.
          expect(known.get(id)).toBe(expected.get(id));
        }
      }
    }),
  );
});
