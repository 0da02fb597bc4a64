import { expect, it } from 'vitest';
import type { Comment } from '#shared/model/comment.ts';
import type { Decision } from '#shared/model/decision.ts';
import { spanWith } from '#shared/model/testing.ts';
import { noRecords } from '../journal/fold.ts';
import { findDangling } from './check-references.ts';

const comment = (id: string, thread: string): Comment => ({
  ...{ id, thread, article: 'a', about: ['s_gone'], author: 'mk', text: 'Look again.', asks: null, answer: null },
  ...{ createdAt: '2026-11-22T08:00:00.000Z', updatedAt: '2026-11-22T08:00:00.000Z' },
});
const decision = (id: string, spans: string[]): Decision => ({
  ...{ id, article: 'a', verdict: 'merge', judged: [], taken: [], spans, reason: null, adjudicator: 'mk' },
  at: '2026-11-22T08:00:00.000Z',
});

it('finds what no journal ever had, and what still has to be shown, but not what a person removed', async () => {
  const records = noRecords();
  const stances = [
    { target: 't_removed', value: 'oppose' },
    { target: null, value: 'support' },
  ];
  records.span.set('s_1', spanWith({ id: 's_1', speaker: 'p_never', stances }));
  for (const one of [decision('d_1', ['s_1', 's_removed']), decision('d_2', ['s_never'])])
    records.decision.set(one.id, one);
  for (const one of [
    comment('m_1', 'm_1'),
    comment('m_2', 'm_1'),
    comment('m_3', 'm_removed'),
    comment('m_4', 'm_never'),
  ])
    records.comment.set(one.id, one);
  const asked: string[] = [];
  const dangling = await findDangling(records, async (kind, id) => {
    asked.push(`${kind} ${id}`);
    return id.endsWith('removed');
  });
  expect(dangling.map(({ kind, id, message }) => `${kind} ${id}: ${message}`)).toEqual([
    'span s_1: It names the speaker p_never, which is in no journal.',
    'span s_1: It names the target t_removed, which was removed.',
    'decision d_2: It made the span s_never, which is in no journal.',
    'comment m_4: It answers the comment m_never, which is in no journal.',
  ]);
  expect(asked).toHaveLength(6);
});
