import { describe, expect, test } from 'vitest';
import type { Edit } from '#shared/changes/change.ts';
import { apply, check } from '#shared/changes/edits.ts';
import type { Comment } from '#shared/model/comment.ts';
import type { Decision } from '#shared/model/decision.ts';
import { type AnyRecord, recordSchemas } from '#shared/model/kinds.ts';
import type { Reading } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { casesOf } from '#shared/review/cases.ts';
import { correctionsOf } from '#shared/review/corrections.ts';
import { stateOf } from '#shared/review/deciding.ts';
import { sidedSpans } from '#shared/review/placing.ts';
import { describeEdits } from './describe.ts';
import { markSpan, setReadingStatus } from './gestures.ts';
import {
  acceptCorrection,
  addComment,
  answerCorrection,
  askAgain,
  changeComment,
  deleteComment,
} from './review-answers.ts';
import {
  casesAtOnce,
  decide,
  decideAgreed,
  dropOrphan,
  placeOrphan,
  setReviewStatus,
  settle,
  withdrawDecision,
} from './review-gestures.ts';
import { articleText } from './testing/harness.ts';

const at = '2026-01-01T00:00:00.000Z';
const later = '2026-01-02T00:00:00.000Z';
const article = articleText('a_1');
const registered = { speakers: { has: () => true }, targets: { has: () => true } };
const names = { annotator: (id: string) => ({ mk: 'Min-seo Kim', jw: 'Jonas Weber' })[id] };

function mark(annotator: string, start: number, end: number, fields: Partial<Span> = {}): Span {
  const { span } = markSpan({
    article,
    path: 'a_1.txt',
    range: { start, end },
    layer: 'statement',
    mode: 'direct',
    annotator,
    at,
    binding: undefined,
    reading: undefined,
  });
  return { ...span, ...fields };
}

/** Applies edits as a commit does, each checked against what the ones before made; returns what is there. */
function done(edits: readonly Edit[], before: readonly AnyRecord[] = []): AnyRecord[] {
  const records = new Map<string, AnyRecord | undefined>(before.map((record) => [record.id, record]));
  for (const edit of edits) {
    expect(check(records.get(edit.id), edit)).toEqual([]);
    expect(JSON.parse(JSON.stringify(edit))).toEqual(edit);
    const after = apply(records.get(edit.id), edit);
    if (after) recordSchemas[edit.kind].parse(after);
    records.set(edit.id, after);
  }
  return [...records.values()].filter((record) => record !== undefined);
}

const mk = mark('mk', 31, 50, { speaker: 'p_1', note: 'sure', stances: [{ target: 't_1', value: 'support' }] });
const jw = mark('jw', 34, 50, { speaker: 'p_2' });
const compare = (spans: readonly Span[], text: typeof article | null = article) =>
  casesOf({
    article: 'a_1',
    spans: sidedSpans(spans, text).sided,
    sides: ['mk', 'jw'],
    worked: ['mk', 'jw'],
    scoreOf: () => null,
  });
const [one] = compare([mk, jw]);
const by = { case: one!, adjudicator: 'ad', at: later, text: article };

describe('deciding', () => {
  test('for one side: its span stands as a copy that belongs to the adjudicator and says what it rests on', () => {
    const { decision, spans, edits } = decide({ ...by, verdict: 'take', taken: [mk.id] });
    const [span] = spans;
    expect(spans).toHaveLength(1);
    expect(span).toMatchObject({
      start: 31,
      end: 50,
      quote: mk.quote,
      speaker: 'p_1',
      origin: 'adjudicated',
      annotator: 'ad',
      status: 'done',
      basedOn: [mk.id, jw.id],
      createdAt: later,
    });
    expect(span!.id).not.toBe(mk.id);
    expect(decision).toMatchObject({
      verdict: 'take',
      taken: [mk.id],
      spans: [span!.id],
      reason: null,
      adjudicator: 'ad',
    });
    expect(done(edits, [mk, jw])).toEqual([mk, jw, span, decision]);
    expect(stateOf(one!, [decision], registered, spans).state).toBe('decided');
    expect(describeEdits(edits, names)).toBe('Decided for Min-seo Kim');
    expect(describeEdits(edits)).toBe('Decided a case');
  });

  test('for both: both stand; sides that say the same stand together, once', () => {
    const both = decide({ ...by, verdict: 'take', taken: [jw.id, mk.id] });
    expect(both.spans.map(({ start }) => start)).toEqual([31, 34]);
    expect(both.decision.taken).toEqual([mk.id, jw.id]);
    expect(describeEdits(both.edits, names)).toBe('Decided for Min-seo Kim and Jonas Weber');
    const alike = { ...mk, id: 's_like', annotator: 'jw', note: null };
    const [same] = compare([mk, alike]);
    const taken = decide({ ...by, case: same!, verdict: 'take', taken: [alike.id] });
    expect(taken.spans).toHaveLength(1);
    expect(taken.decision.taken).toEqual([mk.id, alike.id]);
  });

  test('with edits: what is compared is the adjudicator’s, what belongs to a speaker comes from who named them', () => {
    const cue = { start: 0, end: 9, text: 'Ministers' };
    const [named] = compare([{ ...mk, cue }, jw]);
    const merged = { start: 34, end: 45, speaker: 'p_2', stances: [] };
    const { spans, edits, decision } = decide({ ...by, case: named!, verdict: 'merge', merged, reason: ' why ' });
    expect(spans[0]).toMatchObject({
      ...merged,
      layer: 'statement',
      cue: null,
      note: null,
      textSha256: article.textSha256,
    });
    expect(spans[0]?.quote.exact).toBe(article.text.slice(34, 45));
    expect(decision).toMatchObject({ taken: [], reason: 'why' });
    expect(describeEdits(edits, names)).toBe('Decided for “support the”');
    const kept = decide({ ...by, case: named!, verdict: 'merge', merged: { mode: 'mixed' } });
    expect(kept.spans[0]).toMatchObject({ start: 31, end: 50, speaker: 'p_1', cue, mode: 'mixed' });
    const stranger = decide({ ...by, case: named!, verdict: 'merge', merged: { speaker: 'p_9' } });
    expect(stranger.spans[0]).toMatchObject({ speaker: 'p_9', cue: null, mention: null });
    expect(() => decide({ ...by, verdict: 'merge', merged: { start: 50, end: 50 } })).toThrow(RangeError);
    expect(() => decide({ ...by, verdict: 'merge', merged: { end: 1000 } })).toThrow(RangeError);
    expect(() => decide({ ...by, verdict: 'merge', merged: { end: 45 }, text: null })).toThrow(RangeError);
  });

  test('for none, with a reason; later, without; and never for what is not of the case', () => {
    const none = decide({ ...by, verdict: 'none', reason: 'It is a headline.' });
    expect(none.spans).toEqual([]);
    expect(describeEdits(none.edits)).toBe('Decided for none of the marks');
    expect(() => decide({ ...by, verdict: 'none', reason: ' ' })).toThrow('reason');
    expect(() => decide({ ...by, verdict: 'take', taken: [] })).toThrow(RangeError);
    expect(() => decide({ ...by, verdict: 'take', taken: [mk.id, 's_else'] })).toThrow(RangeError);
    const off = decide({ ...by, verdict: 'later' });
    expect(describeEdits(off.edits)).toBe('Put a decision off');
    expect(stateOf(one!, [off.decision], registered, []).state).toBe('later');
  });

  test('anew: what was decided before goes with its spans', () => {
    const first = decide({ ...by, verdict: 'take', taken: [mk.id] });
    const there = done(first.edits, [mk, jw]);
    const second = decide({
      ...by,
      verdict: 'take',
      taken: [jw.id],
      earlier: first.decision,
      earlierSpans: first.spans,
    });
    expect(done(second.edits, there)).toEqual([mk, jw, second.spans[0], second.decision]);
    expect(describeEdits(second.edits, names)).toBe('Decided for Jonas Weber');
    expect(done(withdrawDecision(first.decision, [...first.spans, mk]), there)).toEqual([mk, jw]);
    expect(describeEdits(withdrawDecision(first.decision, first.spans))).toBe('Took back a decision');
  });

  test('in a text that was corrected since: at the place there, with its words, and the mention that moved with it', () => {
    const text = `Correction. ${article.text}`;
    const now = { ...article, text, textSha256: 'corrected' };
    const mention = { start: 0, end: 9, text: 'Ministers' };
    const newer = { ...jw, start: 46, end: 62, textSha256: 'corrected' };
    const [moved] = compare([{ ...mk, mention, cue: { start: 3, end: 5, text: 'xx' } }, newer], now);
    const { spans, decision } = decide({ ...by, case: moved!, text: now, verdict: 'take', taken: [mk.id] });
    expect(spans[0]).toMatchObject({
      start: 43,
      end: 62,
      textSha256: 'corrected',
      mention: { start: 12, end: 21, text: 'Ministers' },
      cue: null,
    });
    expect(spans[0]?.quote.exact).toBe(mk.quote.exact);
    // What was judged keeps its own place, so that a correction of the text is no change of it.
    expect(decision.judged[0]).toMatchObject({ start: 31, end: 50, textSha256: article.textSha256 });
    const unread = decide({ ...by, text: null, verdict: 'take', taken: [mk.id] });
    expect(unread.spans[0]).toMatchObject({ start: 31, textSha256: article.textSha256 });
    // Compared in the old text, which both have: the current one must not be mistaken for it.
    const old = decide({ ...by, text: now, verdict: 'take', taken: [mk.id] });
    expect(old.spans[0]).toMatchObject({ start: 31, end: 50, textSha256: article.textSha256 });
  });

  test('binds an article that nobody has bound', () => {
    const bound = { path: 'a_1.txt', binding: null };
    expect(decide({ ...by, verdict: 'take', taken: [mk.id], bound }).edits[0]).toMatchObject({
      kind: 'article',
      id: 'a_1',
    });
    expect(decide({ ...by, verdict: 'later', bound }).edits).toHaveLength(1);
  });

  test('agreements in bulk: portions that are each one change', () => {
    const cases = Array.from({ length: casesAtOnce + 1 }, (_, i) => {
      const [same] = compare([
        { ...mk, id: `s_a${i}` },
        { ...mk, id: `s_b${i}`, annotator: 'jw' },
      ]);
      return same!;
    });
    const portions = decideAgreed({ cases, adjudicator: 'ad', at, textOf: () => article });
    expect(portions.map(({ length }) => length)).toEqual([2 * casesAtOnce, 2]);
    expect(describeEdits(portions[0]!, names)).toBe(`Decided ${casesAtOnce} cases`);
    const [span, decision] = portions[1]!.map(({ after }) => after) as [Span, Decision];
    expect(decision.taken).toEqual(decision.judged.map((judged) => judged.span));
    expect(stateOf(cases.at(-1)!, [decision], registered, [span]).state).toBe('decided');
    // Not decided away: whoever removes an agreed mark opens the case again.
    const [half] = compare([cases.at(-1)!.spans[0]!.span]);
    expect(stateOf(half!, [decision], registered, [span]).state).toBe('reopened');
  });
});

describe('talking', () => {
  const about = [mk.id, jw.id];
  test('begins a thread, goes on with it, asks and answers', () => {
    const first = addComment({ article: 'a_1', about, author: 'ad', text: ' Hm. ', at });
    expect(first.comment).toMatchObject({ thread: first.comment.id, text: 'Hm.', asks: null, answer: null });
    const thread = { id: first.comment.thread, article: 'a_1', about };
    const asked = askAgain({ thread, author: 'ad', text: 'Whose words?', asks: 'jw', at });
    expect(asked.comment).toMatchObject({ thread: first.comment.id, about, asks: 'jw' });
    done([...first.edits, ...asked.edits]);
    expect(describeEdits(first.edits)).toBe('Commented on a mark');
    expect(describeEdits(asked.edits, names)).toBe('Asked Jonas Weber to look again');
    expect(() => addComment({ thread, author: 'ad', text: ' ', at })).toThrow(RangeError);
    expect(() => addComment({ article: 'a_1', about: [], author: 'ad', text: 'x', at })).toThrow(RangeError);
    expect(changeComment(first.comment, 'Hm.', later)).toEqual([]);
    expect(done(changeComment(first.comment, 'Oh.', later), [first.comment])).toMatchObject([
      { text: 'Oh.', updatedAt: later },
    ]);
    expect(done(deleteComment(first.comment), [first.comment])).toEqual([]);
  });
});

describe('corrections', () => {
  const correct = (decision: Decision, adjudicated: Span[], spans: Span[], comments: Comment[] = []) =>
    correctionsOf({ me: 'jw', spans, adjudicated, decisions: [decision], comments, worked: () => true })[0]!;
  const as = { annotator: 'jw', at: later, text: article, binding: undefined, reading: undefined };

  test('accepting takes what was decided, answers what was asked, and opens nothing', () => {
    const { decision, spans } = decide({ ...by, verdict: 'take', taken: [mk.id] });
    const asked = askAgain({
      article: 'a_1',
      about: [jw.id],
      author: 'ad',
      text: 'Look',
      asks: 'jw',
      at: later,
    }).comment;
    const labelled = { ...jw, labels: ['own'], confidence: 0.5 };
    const correction = correct(decision, spans, [labelled], [asked]);
    const edits = acceptCorrection(correction, as);
    const [mine, , answer] = done(edits, [labelled, asked]) as [Span, Comment, Comment];
    expect(mine).toMatchObject({
      start: 31,
      end: 50,
      speaker: 'p_1',
      labels: ['own'],
      confidence: 0.5,
      annotator: 'jw',
    });
    expect(answer).toMatchObject({ thread: asked.id, author: 'jw', answer: 'accepted' });
    expect(describeEdits(edits)).toBe('Accepted a correction');
    expect(correct(decision, spans, [mine], [asked, answer])).toMatchObject({
      state: 'accepted',
      threads: [{ requests: [] }],
    });
    expect(acceptCorrection(correct(decision, spans, [mine], [asked, answer]), as)).toEqual([]);
    const [now] = compare([mk, mine]);
    expect(stateOf(now!, [decision], registered, spans).state).toBe('decided');
  });

  test('accepting that a mark does not stand deletes it; one that was missed is marked', () => {
    const none = decide({ ...by, verdict: 'none', reason: 'No.' });
    expect(done(acceptCorrection(correct(none.decision, [], [jw]), as), [jw])).toEqual([]);
    const [alone] = compare([mk]);
    const missed = decide({ ...by, case: alone!, verdict: 'take', taken: [mk.id] });
    const binding = { id: 'a_1', path: 'a_1.txt', sourceSha256: 'source-a_1', textSha256: 'text-a_1', title: null };
    const correction = correct(missed.decision, missed.spans, []);
    const [span, reading] = done(acceptCorrection(correction, { ...as, binding })) as [Span, Reading];
    expect(span).toMatchObject({ annotator: 'jw', origin: 'manual', start: 31, note: null });
    expect(span).not.toHaveProperty('basedOn');
    expect(reading).toMatchObject({ annotator: 'jw', status: 'in-progress' });
    const [now] = compare([mk, span]);
    expect(stateOf(now!, [missed.decision], registered, missed.spans).state).toBe('decided');
  });

  test('an answer in words stands in a thread about what was judged', () => {
    const { decision, spans } = decide({ ...by, verdict: 'take', taken: [mk.id] });
    const correction = correct(decision, spans, [jw]);
    const at = '2026-01-03T00:00:00.000Z';
    const { comment, edits } = answerCorrection(correction, {
      author: 'jw',
      answer: 'kept',
      text: 'They said it.',
      at,
    });
    expect(comment).toMatchObject({ about: [mk.id, jw.id], answer: 'kept' });
    expect(describeEdits(edits)).toBe('Answered that the mark stays');
    expect(correct(decision, spans, [jw], [comment]).state).toBe('answered');
  });
});

describe('statuses', () => {
  const reading: Reading = { id: 'a_1:jw', article: 'a_1', annotator: 'jw', status: 'done', updatedAt: at };
  const to = { article: 'a_1', annotator: 'jw', by: 'ad', at: later };

  test('a reviewer’s answer says who gave it; submitting again is the annotator’s own', () => {
    const edits = setReviewStatus(reading, { ...to, status: 'changes-requested' });
    const [asked] = done(edits, [reading]) as [Reading];
    expect(asked).toMatchObject({ status: 'changes-requested', by: 'ad', updatedAt: later });
    expect(describeEdits(edits)).toBe('Requested changes to the article');
    expect(setReviewStatus(asked, { ...to, status: 'changes-requested' })).toEqual([]);
    const [again] = done(setReadingStatus(asked, { ...to, status: 'done' }), [asked]);
    expect(again).toMatchObject({ status: 'done', by: null });
    expect(done(setReviewStatus(null, { ...to, status: 'accepted' }))).toMatchObject([
      { status: 'accepted', by: 'ad' },
    ]);
  });
});

describe('settling', () => {
  const settlement = {
    id: 'speakers:p_1:p_2',
    matter: 'speakers',
    choice: 'apart',
    reason: null,
    annotator: 'ad',
    at,
  } as const;
  test('notes a choice once, and a new one instead', () => {
    expect(done(settle(settlement))).toEqual([settlement]);
    expect(settle(settlement, settlement)).toEqual([]);
    expect(done(settle({ ...settlement, choice: 'merged' }, settlement), [settlement])).toMatchObject([
      { choice: 'merged' },
    ]);
    expect(describeEdits(settle(settlement))).toBe('Kept two entries apart');
  });

  test('an orphan is dropped with a reason, or placed', () => {
    const edits = dropOrphan(mk, { reason: ' cut by the desk ', annotator: 'ad', at });
    expect(done(edits, [mk])).toEqual([
      { id: `orphan:${mk.id}`, matter: 'orphan', choice: 'dropped', reason: 'cut by the desk', annotator: 'ad', at },
    ]);
    expect(describeEdits(edits)).toBe('Dropped the mark “we support the pact”');
    expect(() => dropOrphan(mk, { reason: '', annotator: 'ad', at })).toThrow('reason');
    expect(done(placeOrphan(mk, article, { start: 0, end: 9 }, later), [mk])).toMatchObject([{ start: 0, end: 9 }]);
  });
});
