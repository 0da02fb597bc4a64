import { describe, expect, test } from 'vitest';
import type { Comment } from '../model/comment.ts';
import type { Decision } from '../model/decision.ts';
import type { Span } from '../model/span.ts';
import { spanWith } from '../model/testing.ts';
import { type CorrectionsOf, correctionsOf } from './corrections.ts';
import { judgedOf } from './deciding.ts';
import { threadsOf } from './threads.ts';

const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`;
const mine = spanWith({ id: 'm', annotator: 'me', start: 0, end: 10, speaker: 'p_1' });
const theirs = spanWith({ id: 't', annotator: 'you', start: 0, end: 12, speaker: 'p_2' });
const standing = (of: Span, fields: Partial<Span> = {}): Span => ({
  ...of,
  id: `adj_${of.id}`,
  origin: 'adjudicated',
  annotator: 'z',
  ...fields,
});
const judged = (...spans: Span[]) => spans.map((span) => judgedOf({ span, side: span.annotator, start: 0, end: 0 }));
const decision = (fields: Partial<Decision> = {}): Decision => ({
  id: 'd_1',
  article: 'a_1',
  verdict: 'take',
  judged: judged(mine, theirs),
  taken: ['t'],
  spans: ['adj_t'],
  reason: 'The sentence goes on.',
  adjudicator: 'z',
  at: at(2),
  ...fields,
});
const comment = (id: string, fields: Partial<Comment> = {}): Comment => ({
  id,
  thread: 'c1',
  article: 'a_1',
  about: ['m'],
  author: 'z',
  text: 'Please look again',
  asks: null,
  answer: null,
  createdAt: at(3),
  updatedAt: at(3),
  ...fields,
});
const of = (fields: Partial<CorrectionsOf> = {}) =>
  correctionsOf({
    me: 'me',
    spans: [mine],
    adjudicated: [standing(theirs)],
    decisions: [decision()],
    comments: [],
    worked: () => true,
    ...fields,
  });

describe('corrections', () => {
  test('a mark that was decided otherwise: in what, why, and what stands', () => {
    expect(of()).toMatchObject([
      { kind: 'changed', mine, fields: ['speaker', 'boundary'], reason: 'The sentence goes on.', state: 'open' },
    ]);
    const half = { ...mine, end: 12 };
    expect(of({ spans: [half] })).toMatchObject([{ fields: ['speaker'], state: 'open' }]);
    expect(of({ spans: [{ ...half, speaker: 'p_2' }] })).toMatchObject([
      { fields: ['speaker', 'boundary'], state: 'accepted' },
    ]);
    expect(of({ spans: [] })).toMatchObject([{ mine: null, state: 'accepted' }]);
  });

  test('nothing to correct: taken, alike, put off, decided by me, decided anew, or taken back', () => {
    expect(of({ decisions: [decision({ taken: ['m', 't'] })] })).toEqual([]);
    expect(of({ adjudicated: [standing(mine, { id: 'adj_t' })] })).toEqual([]);
    expect(of({ decisions: [decision({ verdict: 'later', taken: [], spans: [] })] })).toEqual([]);
    expect(of({ decisions: [decision({ adjudicator: 'me' })] })).toEqual([]);
    expect(of({ decisions: [decision(), decision({ id: 'd_2', at: at(4), taken: ['m'] })] })).toEqual([]);
    expect(of({ adjudicated: [] })).toEqual([]);
  });

  test('a mark that is not to stand', () => {
    const none = [decision({ verdict: 'none', taken: [], spans: [] })];
    expect(of({ decisions: none })).toMatchObject([{ kind: 'dropped', state: 'open' }]);
    expect(of({ decisions: none, spans: [] })).toMatchObject([{ kind: 'dropped', state: 'accepted' }]);
  });

  test('a mark that I missed, in articles that I worked on', () => {
    const missed = {
      decisions: [decision({ judged: judged(theirs) })],
      spans: [spanWith({ id: 'else', annotator: 'me', start: 50, end: 60 })],
    };
    expect(of(missed)).toMatchObject([{ kind: 'added', mine: null, state: 'open', adjudicated: [{ id: 'adj_t' }] }]);
    expect(of({ ...missed, worked: () => false })).toEqual([]);
    const same = { ...theirs, id: 'n', annotator: 'me' };
    expect(of({ ...missed, spans: [same] })).toMatchObject([{ kind: 'added', mine: same, state: 'accepted' }]);
  });

  test('of several that stand mine is compared with the one it overlaps most', () => {
    const other = standing(mine, { id: 'adj_o', start: 8, end: 30 });
    const both = [decision({ verdict: 'merge', taken: [], spans: ['adj_o', 'adj_t'] })];
    expect(of({ decisions: both, adjudicated: [other, standing(theirs)] })[0]?.adjudicated.map(({ id }) => id)).toEqual(
      ['adj_t', 'adj_o'],
    );
  });

  test('answered by a comment of mine since, not by one from before or by talk', () => {
    const asked = comment('c1', { asks: 'me' });
    const kept = comment('c2', { author: 'me', answer: 'kept', createdAt: at(4) });
    expect(of({ comments: [asked] })).toMatchObject([{ state: 'open', threads: [{ id: 'c1', requests: [asked] }] }]);
    expect(of({ comments: [asked, kept] })).toMatchObject([
      { state: 'answered', threads: [{ id: 'c1', requests: [] }] },
    ]);
    expect(of({ comments: [asked, { ...kept, answer: null }] })[0]?.state).toBe('open');
    expect(of({ comments: [asked, { ...kept, createdAt: at(1) }] })[0]?.state).toBe('open');
    expect(of({ comments: [asked, { ...kept, author: 'you' }] })[0]?.state).toBe('open');
    expect(of({ comments: [comment('c1', { asks: 'you' })] })[0]?.threads).toEqual([]);
  });
});

describe('threads', () => {
  const first = comment('c1', { asks: 'me', about: ['m', 't'] });
  const reply = comment('c3', { author: 'me', createdAt: at(4), about: ['m', 't'] });
  const answer = comment('c4', { author: 'me', answer: 'kept', createdAt: at(5), about: ['m', 't'] });
  const again = comment('c2', { asks: 'me', createdAt: at(6), about: ['m', 't'] });
  const other = comment('c0', { thread: 'c0', about: ['q'], createdAt: at(1) });

  test('go by their first comment and are found by span and by case', () => {
    const threads = threadsOf([again, reply, other, first]);
    expect(threads.all.map(({ id, comments }) => [id, comments.map((one) => one.id)])).toEqual([
      ['c0', ['c0']],
      ['c1', ['c1', 'c3', 'c2']],
    ]);
    expect(threads.ofSpan('t').map(({ id }) => id)).toEqual(['c1']);
    expect(threads.ofSpan('none')).toEqual([]);
    const spans = ['t', 'm', 'q'].map((id) => ({ span: { id } }));
    expect(threads.ofCase({ spans }).map(({ id }) => id)).toEqual(['c0', 'c1']);
  });

  test('a request is open until the one who was asked answers, and again when asked again', () => {
    expect(threadsOf([first, reply]).asking('me')).toHaveLength(1);
    expect(threadsOf([first, reply, answer]).asking('me')).toEqual([]);
    expect(threadsOf([first, reply, { ...answer, author: 'you' }]).asking('me')).toHaveLength(1);
    expect(threadsOf([answer, again, first]).asking('me')[0]?.requests).toEqual([again]);
    expect(threadsOf([first]).asking('you')).toEqual([]);
  });
});
