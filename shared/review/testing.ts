import fc from 'fast-check';
import type { Span } from '../model/span.ts';
import { spanWith } from '../model/testing.ts';
import type { Sided } from './case.ts';

/** A span at its own place, for tests; its side is its annotator. */
export function sided(fields: Partial<Span>): Sided {
  const span = spanWith(fields);
  return { span, side: span.annotator, start: span.start, end: span.end };
}

/** Spans of some sides crowded into a short text, so that they overlap, are equal and tie in every way. */
export const arbitrarySided = (sides: readonly string[], maxLength = 14): fc.Arbitrary<Sided[]> =>
  fc
    .array(
      fc.record({
        annotator: fc.constantFrom(...sides),
        start: fc.nat({ max: 16 }),
        length: fc.nat({ max: 8 }),
        layer: fc.constantFrom('statement', 'event'),
        speaker: fc.constantFrom(null, 'p_1', 'p_2'),
        mode: fc.constantFrom(null, 'direct' as const),
        stances: fc.array(
          fc.record({ target: fc.constantFrom(null, 't_1', 't_2'), value: fc.constantFrom('support', 'oppose') }),
          { maxLength: 2 },
        ),
      }),
      { maxLength },
    )
    .map((all) =>
      // Ids that do not follow the order.
      all.map(({ length, ...fields }, i) =>
        sided({ ...fields, id: `s_${(i * 11) % 101}`, end: fields.start + length }),
      ),
    );

/** A list together with the same in another order. */
export const withShuffled = <T>(list: fc.Arbitrary<T[]>): fc.Arbitrary<[T[], T[]]> =>
  list.chain((items) =>
    fc
      .shuffledSubarray(items, { minLength: items.length, maxLength: items.length })
      .map((shuffled): [T[], T[]] => [items, shuffled]),
  );
