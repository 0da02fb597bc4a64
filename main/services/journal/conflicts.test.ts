import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Edit } from '#shared/changes/change.ts';
import { added, apply, changed, invert, removed } from '#shared/changes/edits.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import { speakerWith } from '#shared/model/testing.ts';
import { createConflictFinder } from './conflicts.ts';

const holm = speakerWith('1', { name: 'Holm', role: 'Mayor' });
let count = 0;
const changeOf = (second: number, by: string, edit: Edit, id = `c_${++count}`): Change => ({
  id,
  at: `2026-11-22T08:00:${String(second).padStart(2, '0')}.000Z+0000`,
  by,
  origin: 'user',
  gesture: `g_${id}`,
  edits: [edit],
});
const add = (second: number, by: string, speaker: Speaker = holm) => changeOf(second, by, added('speaker', speaker));
const remove = (second: number, by: string, speaker: Speaker = holm) =>
  changeOf(second, by, removed('speaker', speaker));
const role = (second: number, by: string, from: string | null, to: string | null) =>
  changeOf(second, by, changed('speaker', { ...holm, role: from }, { role: to }) as Edit);

function find(...changes: Change[]) {
  const finder = createConflictFinder();
  for (const change of changes) finder.take(change);
  return finder.conflicts();
}
/** What holds and what is lost, shortly: `role: B's Minister, not A's Senator`. */
const shortly = (...changes: Change[]) =>
  find(...changes).map(
    ({ field, holds, lost }) =>
      `${field}: ${holds.by}’s ${JSON.stringify(holds.value)}, not ${lost.by}’s ${JSON.stringify(lost.value)}`,
  );

describe('a field', () => {
  it('that both changed from what both saw is a conflict, named by the change that lost', () => {
    const lost = role(2, 'A', 'Mayor', 'Senator');
    const held = role(3, 'B', 'Mayor', 'Minister');
    expect(find(add(1, 'A'), lost, held)).toEqual([
      {
        id: `field:speaker:p_1:role:${lost.id}`,
        kind: 'speaker',
        record: 'p_1',
        field: 'role',
        holds: { value: 'Minister', by: 'B', at: held.at },
        lost: { value: 'Senator', by: 'A', at: lost.at },
      },
    ]);
  });

  it('that one changed after the other, or both changed alike, is none, nor are two fields', () => {
    expect(shortly(add(1, 'A'), role(2, 'A', 'Mayor', 'Senator'), role(3, 'B', 'Senator', 'Minister'))).toEqual([]);
    expect(shortly(add(1, 'A'), role(2, 'A', 'Mayor', 'Senator'), role(3, 'B', 'Mayor', 'Senator'))).toEqual([]);
    const country = changeOf(3, 'B', changed('speaker', holm, { country: 'DK' }) as Edit);
    expect(shortly(add(1, 'A'), role(2, 'A', 'Mayor', 'Senator'), country)).toEqual([]);
  });

  it('that a third sets, who saw what held, is over', () => {
    const two = [add(1, 'A'), role(2, 'A', 'Mayor', 'Senator'), role(3, 'B', 'Mayor', 'Minister')];
    expect(shortly(...two, role(4, 'C', 'Minister', 'Envoy'))).toEqual([]);
    expect(shortly(...two, role(4, 'A', 'Minister', 'Envoy'))).toEqual([]);
  });

  it('goes on being one when its own author writes on, who may not know of the other', () => {
    const two = [add(1, 'A'), role(2, 'A', 'Mayor', 'Senator'), role(3, 'B', 'Mayor', 'Minister')];
    expect(shortly(...two, role(4, 'B', 'Minister', 'Envoy'))).toEqual(['role: B’s "Envoy", not A’s "Senator"']);
    expect(shortly(...two, role(4, 'B', 'Minister', 'Senator'))).toEqual([]);
  });

  it('is one only against what a person left in the end', () => {
    expect(
      shortly(
        add(1, 'A'),
        role(2, 'A', 'Mayor', 'Senator'),
        role(3, 'A', 'Senator', 'Envoy'),
        role(4, 'B', 'Mayor', 'Minister'),
      ),
    ).toEqual(['role: B’s "Minister", not A’s "Envoy"']);
    expect(
      shortly(
        add(1, 'A'),
        role(2, 'A', 'Mayor', 'Senator'),
        role(3, 'B', 'Mayor', 'Minister'),
        role(4, 'A', 'Senator', 'Envoy'),
      ),
    ).toEqual(['role: A’s "Envoy", not B’s "Minister"']);
  });

  it('of three has two that lost', () => {
    expect(
      shortly(
        add(1, 'A'),
        role(2, 'A', 'Mayor', 'Senator'),
        role(3, 'B', 'Mayor', 'Minister'),
        role(4, 'C', 'Mayor', null),
      ).sort(),
    ).toEqual(['role: C’s null, not A’s "Senator"', 'role: C’s null, not B’s "Minister"']);
  });

  it('that was only undone, or whose change comes a second time, is none', () => {
    const first = role(2, 'A', 'Mayor', 'Senator');
    const undone = changeOf(3, 'A', invert(first.edits[0] as Edit));
    expect(shortly(add(1, 'A'), first, undone, changeOf(4, 'A', first.edits[0] as Edit))).toEqual([]);
    expect(shortly(add(1, 'A'), first, role(3, 'B', 'Senator', 'Envoy'), first)).toEqual([]);
  });

  it('that tells who and when, and what the app writes by itself, is none', () => {
    const annotator = { id: 'A', name: 'Ann', initials: 'A' };
    expect(
      shortly(
        changeOf(1, 'A', added('annotator', annotator)),
        changeOf(2, 'A', added('annotator', { ...annotator, name: 'Anne' })),
      ),
    ).toEqual([]);
    const reading = { id: 'a:A', article: 'a', annotator: 'A', status: 'in-progress', updatedAt: '1' } as const;
    const begun = changeOf(1, 'A', added('reading', reading));
    const status = (second: number, by: string, status: 'done' | 'accepted') =>
      changeOf(second, by, changed('reading', reading, { status, by, updatedAt: `${second}` }) as Edit);
    expect(shortly(begun, status(2, 'A', 'done'), status(3, 'B', 'done'))).toEqual([]);
    expect(shortly(begun, status(2, 'A', 'done'), status(3, 'B', 'accepted'))).toEqual([
      'status: B’s "accepted", not A’s "done"',
    ]);
  });
});

describe('a record', () => {
  const senator = { ...holm, role: 'Senator' };

  it('that one removed and another changed stays removed, and is kept as it would be', () => {
    for (const changes of [
      [add(1, 'A'), remove(2, 'A'), role(3, 'B', 'Mayor', 'Senator')],
      [add(1, 'A'), role(2, 'B', 'Mayor', 'Senator'), remove(3, 'A')],
    ])
      expect(find(...changes)).toMatchObject([
        { field: '*', holds: { value: null, by: 'A' }, lost: { value: senator, by: 'B' } },
      ]);
  });

  it('that was removed by somebody who saw what it was, or by both, or was put back, is no conflict', () => {
    const changedFirst = [add(1, 'A'), role(2, 'B', 'Mayor', 'Senator')];
    expect(shortly(...changedFirst, remove(3, 'A', senator))).toEqual([]);
    expect(shortly(add(1, 'A'), remove(2, 'A'), remove(3, 'B'))).toEqual([]);
    expect(shortly(...changedFirst, remove(3, 'A'), add(4, 'A', senator))).toEqual([]);
  });

  it('that both added is one in the fields in which they differ', () => {
    expect(shortly(add(1, 'A'), add(2, 'B', senator))).toEqual(['role: B’s "Senator", not A’s "Mayor"']);
  });

  it('whose beginning nobody has is none', () => {
    expect(shortly(role(2, 'A', 'Mayor', 'Senator'), role(3, 'B', 'Mayor', 'Minister'))).toEqual([]);
  });
});

/** A person at a copy of their own: changes of one of two speakers, and now and then everything from another person. */
const anyStep = fc.record({
  who: fc.nat(2),
  sync: fc.option(fc.nat(2), { freq: 2 }),
  record: fc.constantFrom('1', '2'),
  what: fc.constantFrom('role', 'country', 'remove'),
  value: fc.constantFrom('a', 'b', 'c'),
});
type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never;

interface Copy {
  records: Map<string, AnyRecord>;
  has: Change[];
}
const fold = (changes: readonly Change[]) => {
  const records = new Map<string, AnyRecord>();
  for (const { edits } of inOrder(changes))
    for (const edit of edits) {
      const after = apply(records.get(edit.id), edit);
      if (after === undefined) records.delete(edit.id);
      else records.set(edit.id, after);
    }
  return records;
};
const inOrder = (changes: readonly Change[]) => [...changes].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

function play(steps: readonly Step[], synced: (step: Step) => number | null): Change[] {
  const copies: Copy[] = [0, 1, 2].map(() => ({ records: new Map(), has: [] }));
  const all: Change[] = [];
  steps.forEach((step, i) => {
    const copy = copies[step.who] as Copy;
    const from = synced(step);
    if (from !== null) {
      copy.has = [...new Set([...copy.has, ...(copies[from] as Copy).has])];
      copy.records = fold(copy.has);
    }
    const there = copy.records.get(`p_${step.record}`) as Speaker | undefined;
    const edit =
      there === undefined
        ? added('speaker', speakerWith(step.record, { name: step.value }))
        : step.what === 'remove'
          ? removed('speaker', there)
          : changed('speaker', there, { [step.what]: step.value });
    if (edit === undefined) return;
    const change = changeOf(Math.floor(i / 2), 'ABC'[step.who] as string, edit, `c_${i}`);
    change.at = change.at.replace('+0000', `+000${i % 2}`);
    copy.has = [...copy.has, change];
    copy.records = fold(copy.has);
    all.push(change);
  });
  return all;
}

describe('in any history', () => {
  const steps = fc.array(anyStep, { maxLength: 40 });

  it('of one person, and of people who always know everything, there is no conflict', () => {
    fc.assert(
      fc.property(steps, (steps) => {
        expect(
          find(
            ...play(
              steps.map((step) => ({ ...step, who: 0 })),
              () => null,
            ),
          ),
        ).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(steps, (steps) => {
        let last = 0;
        const changes = play(steps, ({ who }) => {
          const before = last;
          last = who;
          return before;
        });
        expect(find(...changes)).toEqual([]);
      }),
    );
  });

  it('what holds is what the records say, and what is lost is a value that somebody set and is not there', () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const changes = play(steps, ({ sync }) => sync);
        const records = fold(changes);
        const conflicts = find(...changes);
        expect(new Set(conflicts.map(({ id }) => id)).size).toBe(conflicts.length);
        for (const { record, field, holds, lost } of conflicts) {
          const there = records.get(record) as unknown as Record<string, unknown> | undefined;
          if (field === '*') expect(there).toBeUndefined();
          else {
            expect(there?.[field]).toEqual(holds.value);
            expect(lost.value).not.toEqual(holds.value);
            expect(
              changes.some(
                ({ at, by, edits }) =>
                  at === lost.at && by === lost.by && (edits[0]?.after as never)?.[field] === lost.value,
              ),
            ).toBe(true);
          }
        }
      }),
    );
  });

  it('a value that was set last of all by somebody who did not see another one’s leaves that one in the list', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom('role', 'country'), (steps, field) => {
        const before = [add(0, 'C'), ...play(steps, ({ sync }) => sync)];
        if (!fold(before).has('p_1')) before.push(add(39, 'C'));
        const there = fold(before).get('p_1') as Speaker;
        const set = (second: number, by: string, value: string) =>
          changeOf(second, by, changed('speaker', there, { [field]: value }) as Edit);
        const conflicts = find(...inOrder(before), set(40, 'B', 'theirs'), set(41, 'A', 'ours'));
        expect(conflicts.filter(({ record, lost }) => record === 'p_1' && lost.value === 'theirs')).toMatchObject([
          { field, holds: { value: 'ours', by: 'A' } },
        ]);
      }),
    );
  });
});
