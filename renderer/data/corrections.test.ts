import { expect, test } from 'vitest';
import type { Comment } from '#shared/model/comment.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith } from '#shared/model/testing.ts';
import { judgedOf } from '#shared/review/deciding.ts';
import { articlesToAnswer, correctionsIn } from './corrections.ts';

const at = '2026-11-22T10:00:00.000Z';
const mine = spanWith({ id: 's_mine', annotator: 'mk', stances: [{ target: null, value: 'support' }] });
const theirs = spanWith({ id: 's_theirs', annotator: 'jw', stances: [{ target: null, value: 'mixed' }] });
const decided: Span = { ...theirs, id: 's_decided', origin: 'adjudicated', basedOn: [mine.id, theirs.id] };
const decision: Decision = {
  id: 'd_1',
  article: 'a_1',
  verdict: 'take',
  judged: [mine, theirs].map((span) => judgedOf({ span, side: span.annotator, start: span.start, end: span.end })),
  taken: [theirs.id],
  spans: [decided.id],
  reason: null,
  adjudicator: 'jw',
  at,
};
const comment = (article: string, fields: Partial<Comment> = {}): Comment => ({
  id: `m_${article}`,
  thread: `m_${article}`,
  article,
  about: ['s_mine'],
  author: 'jw',
  text: 'Why?',
  asks: 'mk',
  answer: null,
  createdAt: at,
  updatedAt: at,
  ...fields,
});
const nothing = { decisions: [], comments: [], readings: [] };

test('a correction is told to whom it is about, not to the adjudicator, also where they have marks of their own', () => {
  const of = (me: string) => correctionsIn('a_1', [mine, theirs, decided], { ...nothing, me, decisions: [decision] });
  expect(of('mk')).toMatchObject([{ kind: 'changed', mine: { id: 's_mine' }, fields: ['stances'], state: 'open' }]);
  expect(of('jw')).toEqual([]);
  expect(correctionsIn('a_2', [mine], { ...nothing, me: 'mk', decisions: [decision] })).toEqual([]);
});

test('what was adjudicated by me is not my mark when somebody else decides', () => {
  const earlier: Span = { ...decided, id: 's_earlier', annotator: 'mk' };
  const [one, ...others] = correctionsIn('a_1', [mine, theirs, decided, earlier], {
    ...nothing,
    me: 'mk',
    decisions: [decision],
  });
  expect(one?.mine?.id).toBe('s_mine');
  expect(others).toEqual([]);
});

test('what was added counts for those who worked on the article: with marks, or read to its end', () => {
  const added: Decision = { ...decision, judged: decision.judged.slice(1) };
  const told = (spans: Span[], status?: 'in-progress' | 'changes-requested') =>
    correctionsIn('a_1', [...spans, theirs, decided], {
      ...{ me: 'mk', decisions: [added], comments: [] },
      readings: status ? [{ id: 'a_1:mk', article: 'a_1', annotator: 'mk', status, updatedAt: at }] : [],
    }).map(({ kind }) => kind);
  expect(told([mine])).toEqual(['added']);
  expect(told([])).toEqual([]);
  expect(told([], 'in-progress')).toEqual([]);
  expect(told([], 'changes-requested')).toEqual(['added']);
});

test('an answer may be waited for where somebody else decided, or asks and was not answered', () => {
  const later: Decision = { ...decision, article: 'a_2', verdict: 'later' };
  const own: Decision = { ...decision, article: 'a_3', adjudicator: 'mk' };
  const answered = [
    comment('a_4'),
    comment('a_4', { id: 'm_2', author: 'mk', asks: null, answer: 'kept', createdAt: '2026-11-22T11:00:00.000Z' }),
  ];
  const comments = [...answered, comment('a_5'), comment('a_6', { asks: 'jw', author: 'mk' })];
  const decisions = [decision, later, own];
  expect([...articlesToAnswer({ me: 'mk', decisions, comments })].sort()).toEqual(['a_1', 'a_5']);
});
