import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeSchema } from './change.ts';
import { createClock, isoOf } from './clock.ts';

const start = Date.UTC(2026, 10, 22, 7, 40, 0, 123);
const day = 24 * 60 * 60 * 1000;
const at = changeSchema as unknown as { shape: { at: { safeParse(value: string): { success: boolean } } } };

/** A wall clock that a person, a battery or a time server sets back and forth. */
const jumps = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 }), fc.integer({ min: -10 * day, max: 10 * day })),
  { minLength: 1, maxLength: 100 },
);

test('every instant is later than the one before, as text, however the wall clock jumps', () => {
  fc.assert(
    fc.property(jumps, (steps) => {
      let wall = start;
      const clock = createClock(() => wall);
      let last = '';
      for (const step of steps) {
        wall += step;
        const next = clock.tick();
        expect(next > last).toBe(true);
        expect(at.shape.at.safeParse(next).success).toBe(true);
        last = next;
      }
    }),
  );
});

test('two clocks that tell each other what they ticked keep cause before effect', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ who: fc.boolean(), by: fc.integer({ min: -1000, max: 1000 }) }), { maxLength: 60 }),
      fc.integer({ min: -day / 2, max: day / 2 }),
      (steps, ahead) => {
        const walls = [start, start + ahead] as [number, number];
        const clocks = [createClock(() => walls[0]), createClock(() => walls[1])] as const;
        let last = '';
        for (const { who, by } of steps) {
          const me = who ? 1 : 0;
          walls[me] += by;
          // Their steps do not carry them further apart than a clock may be ahead.
          walls[me] = Math.min(Math.max(walls[me], start - day / 2), start + day / 2);
          const next = clocks[me].tick();
          expect(next > last).toBe(true);
          clocks[1 - me]!.observe(next);
          last = next;
        }
      },
    ),
  );
});

test('while the wall clock runs ahead, an instant is its time', () => {
  let wall = start;
  const clock = createClock(() => wall);
  expect(clock.tick()).toBe('2026-11-22T07:40:00.123Z+0000');
  expect(clock.tick()).toBe('2026-11-22T07:40:00.123Z+0001');
  wall += 1;
  expect(clock.tick()).toBe('2026-11-22T07:40:00.124Z+0000');
  expect(isoOf(clock.tick())).toBe('2026-11-22T07:40:00.124Z');
});

test('a fraction of a millisecond is not enough to be later', () => {
  let wall = start + 0.25;
  const clock = createClock(() => wall);
  const first = clock.tick();
  wall += 0.5;
  expect(clock.tick() > first).toBe(true);
});

test('goes on when the counter is used up', () => {
  const clock = createClock(() => start);
  clock.observe('2026-11-22T07:40:00.123Z+zzzz');
  expect(clock.tick()).toBe('2026-11-22T07:40:00.124Z+0000');
  expect(clock.tick()).toBe('2026-11-22T07:40:00.124Z+0001');
});

test('an instant that is more than a day ahead, or is none, is not followed', () => {
  const clock = createClock(() => start);
  for (const odd of [
    '2027-11-22T07:40:00.123Z+0000',
    '2026-11-23T07:40:00.124Z+0000',
    '',
    'yesterday',
    '+',
    '2026-11-22T07:40:00.123Z',
  ])
    clock.observe(odd);
  expect(clock.tick()).toBe('2026-11-22T07:40:00.123Z+0000');
  clock.observe('2026-11-23T07:40:00.123Z+000a');
  expect(clock.tick()).toBe('2026-11-23T07:40:00.123Z+000b');
});
