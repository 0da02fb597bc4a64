import { expect, test } from 'vitest';
import type { Edit } from '#shared/changes/change.ts';
import { added, apply, changed, removed } from '#shared/changes/edits.ts';
import type { HistoryEntry } from '#shared/contract/contract.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith } from '#shared/model/testing.ts';
import { historySteps } from './describe-history.ts';
import { restoreSpan } from './restore.ts';

const names = {
  annotator: (id: string) => ({ mk: 'Min-seo Kim', jw: 'Jonas Weber' })[id],
  speaker: (id: string) => ({ p_ko: 'Ko' })[id],
  target: (id: string) => ({ t_pact: 'Pact' })[id],
  stance: (value: string) => ({ support: 'Supports' })[value],
};
const registered = { speakers: new Set(['p_ko']), targets: new Set(['t_pact']) };
const span = spanWith({ id: 's_1', start: 4, end: 9, quote: { exact: 'words', prefix: '', suffix: '' } });
const at = '2026-11-22T10:00:00.000Z';

/** The history that edits make, one change each. */
function historyOf(...edits: (Edit | [Edit, Partial<HistoryEntry>])[]): HistoryEntry[] {
  let record: Span | undefined;
  return edits.map((one, i) => {
    const [edit, fields] = Array.isArray(one) ? one : [one, {}];
    record = apply(record, edit) as Span | undefined;
    const after = (record ?? null) as HistoryEntry['after'];
    return {
      change: `c_${i}`,
      gesture: 'g',
      at: `2026-11-22T08:0${i}:00.000Z+0000`,
      by: 'mk',
      origin: 'user',
      edit: edit as HistoryEntry['edit'],
      after,
      ...fields,
    };
  });
}

test('a history is read from the latest back: who did what, how it came, and what the mark was then', () => {
  const spoken = { ...span, speaker: 'p_ko', stances: [{ target: 't_pact', value: 'support' }] };
  const steps = historySteps(
    historyOf(
      added('span', span),
      changed('span', span, { speaker: 'p_ko', stances: spoken.stances, updatedAt: at })!,
      [changed('span', spoken, { start: 2 })!, { by: 'jw', origin: 'import' }],
      [removed('span', { ...spoken, start: 2 }), {}],
      [added('span', { ...spoken, start: 2 }), { origin: 'undo' }],
    ),
    names,
  );
  expect(steps.map(({ who, what, how }) => [who, what, how])).toEqual([
    ['Min-seo Kim', 'brought it back', 'undo'],
    ['Min-seo Kim', 'removed it', null],
    ['Jonas Weber', 'moved a boundary', 'import'],
    ['Min-seo Kim', 'set the speaker to Ko, added stance Supports → Pact', null],
    ['Min-seo Kim', 'marked it', null],
  ]);
  expect(steps.map(({ span }) => span?.start)).toEqual([2, undefined, 2, 4, 4]);
  expect(steps[0]?.at).toBe('2026-11-22T08:04:00.000Z');
});

test('steps that nobody sees are left out, and how a mark began is said', () => {
  const touched = historySteps(historyOf(added('span', span), changed('span', span, { updatedAt: at })!), names);
  expect(touched.map(({ what }) => what)).toEqual(['marked it']);
  const first = (origin: Span['origin']) => historySteps(historyOf(added('span', { ...span, origin })), names)[0]?.what;
  expect(first('accepted')).toBe('accepted it as suggested');
  expect(first('adjudicated')).toBe('settled on it in the review');
});

test('a restored span says what it said, and keeps how it came to be', () => {
  const now = { ...span, start: 0, note: 'x', updatedAt: '2026-11-22T09:00:00.000Z' };
  const { edits, lost } = restoreSpan(span, { now, registered, at });
  expect(apply(now, edits[0]!)).toEqual({ ...span, updatedAt: at });
  expect(lost).toEqual([]);
  expect(restoreSpan(span, { now: { ...span, updatedAt: at }, registered, at }).edits).toEqual([]);
});

test('one that was removed is added again, without a speaker or target that is not there any more', () => {
  const then = { ...span, speaker: 'p_gone', stances: [{ target: 't_gone', value: 'support' }] };
  const { edits, lost } = restoreSpan(then, { now: undefined, registered, at });
  expect(edits).toEqual([
    added('span', { ...span, speaker: null, stances: [{ target: null, value: 'support' }], updatedAt: at }),
  ]);
  expect(lost).toEqual(['speaker', 'target']);
});
