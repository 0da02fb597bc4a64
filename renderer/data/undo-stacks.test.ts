import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import { speakerWith } from '#shared/model/testing.ts';
import { stacks } from './undo-stacks.ts';

let number = 0;
const change = (fields: Partial<Change>): Change => ({
  id: `c_${++number}`,
  at: '2026-01-01T00:00:00.000Z+0000',
  by: 'ann',
  origin: 'user',
  gesture: `g_${number}`,
  edits: [added('speaker', speakerWith('x', { id: `p_${number}` }))],
  ...fields,
});
const ids = (changes: readonly Change[]) => {
  const { done, undone } = stacks(changes);
  return { done: done.map((step) => step.gesture), undone: undone.map((step) => step.gesture) };
};

test('the stacks agree with two plain lists, whatever is done, undone, redone and done again', () => {
  const moves = fc.array(fc.constantFrom('do', 'more', 'undo', 'redo', 'remote', 'import'), { maxLength: 60 });
  fc.assert(
    fc.property(moves, (sequence) => {
      const changes: Change[] = [];
      let done: string[] = [];
      let undone: string[] = [];
      for (const [i, move] of sequence.entries()) {
        const gesture = `g${i}`;
        if (move === 'do') {
          changes.push(change({ gesture }));
          [done, undone] = [[...done, gesture], []];
        } else if (move === 'more') {
          // More of the latest gesture, as long as it was not undone or redone.
          const top = done.at(-1);
          if (top === undefined || !changes.some((one) => one.gesture === top && one.origin === 'user')) continue;
          changes.push(change({ gesture: top }));
          undone = [];
        } else if (move === 'remote' || move === 'import') {
          changes.push(change({ gesture, origin: move }));
        } else {
          const { done: steps, undone: undoneSteps } = stacks(changes);
          const step = (move === 'undo' ? steps : undoneSteps).at(-1);
          expect(step?.gesture).toBe((move === 'undo' ? done : undone).at(-1));
          if (step === undefined) continue;
          changes.push(change({ gesture, origin: 'undo', reverts: step.gesture }));
          if (move === 'undo') [done, undone] = [done.slice(0, -1), [...undone, gesture]];
          else [done, undone] = [[...done, gesture], undone.slice(0, -1)];
        }
        expect(ids(changes)).toEqual({ done, undone });
      }
    }),
    { numRuns: 300 },
  );
});

test('a gesture’s changes are one step, and cancelling each other they are none', () => {
  const p = speakerWith('Ko');
  const first = change({ gesture: 'g', edits: [added('speaker', p)] });
  const second = change({ gesture: 'g', edits: [changed('speaker', p, { role: 'minister' })!] });
  expect(stacks([first, second]).done).toEqual([
    { gesture: 'g', edits: [added('speaker', { ...p, role: 'minister' })] },
  ]);
  const third = change({ gesture: 'g', edits: [removed('speaker', { ...p, role: 'minister' })] });
  expect(stacks([first, second, third]).done).toEqual([]);
});

test('an earlier gesture that goes on becomes the latest', () => {
  const changes = [change({ gesture: 'a' }), change({ gesture: 'b' }), change({ gesture: 'a' })];
  expect(ids(changes)).toEqual({ done: ['b', 'a'], undone: [] });
});

test('undos of gestures that the history does not hold any more are passed over', () => {
  const changes = [change({ origin: 'undo', reverts: 'gone' }), change({ gesture: 'a' }), change({ origin: 'undo' })];
  expect(ids(changes)).toEqual({ done: ['a'], undone: [] });
});
