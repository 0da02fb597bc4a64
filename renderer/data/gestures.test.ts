import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Edit } from '#shared/changes/change.ts';
import { apply, check } from '#shared/changes/edits.ts';
import { assistanceSchema } from '#shared/model/assistance.ts';
import type { AnyRecord } from '#shared/model/kinds.ts';
import { rejectionSchema } from '#shared/model/rejection.ts';
import { type Span, spanSchema } from '#shared/model/span.ts';
import { engine, type Suggestion } from '#shared/suggest/suggestion.ts';
import * as gestures from './gestures.ts';
import { articleText } from './testing/harness.ts';

const at = '2026-01-01T00:00:00.000Z';
const later = '2026-01-02T00:00:00.000Z';
const article = articleText('a_1');
const mark = (options: Partial<gestures.MarkOptions> = {}) =>
  gestures.markSpan({
    article,
    path: 'a_1.txt',
    range: { start: 31, end: 50 },
    layer: 'statement',
    mode: 'direct',
    annotator: 'ann',
    at,
    binding: undefined,
    reading: undefined,
    ...options,
  });

/** Applies edits as a commit does, each checked against what the ones before made. */
function done(edits: readonly Edit[], records = new Map<string, AnyRecord | undefined>()) {
  for (const edit of edits) {
    expect(check(records.get(edit.id), edit)).toEqual([]);
    records.set(edit.id, apply(records.get(edit.id), edit));
  }
  return records;
}
const after = (span: Span, edits: readonly Edit[]) => done(edits, new Map([[span.id, span]])).get(span.id) as Span;

describe('marking', () => {
  test('keeps the words, binds the article and begins the reading', () => {
    const { span, edits } = mark();
    expect(span).toMatchObject({
      quote: {
        exact: 'we support the pact',
        prefix: 'Ministers said on Friday that “',
        suffix: '”, while Mr. Ko called it “a gra',
      },
      speaker: null,
      stances: [],
      createdAt: at,
    });
    expect([...done(edits).keys()]).toEqual([span.id, 'a_1', 'a_1:ann']);
  });

  test('leaves a binding that holds and a reading that is done, and corrects a binding that does not', () => {
    const first = done(mark().edits);
    const binding = first.get('a_1') as never;
    const reading = { ...(first.get('a_1:ann') as object), status: 'done' } as never;
    expect(mark({ binding, reading }).edits).toHaveLength(1);
    const moved = mark({ binding, reading, path: 'new.txt' }).edits;
    expect(moved[1]).toEqual({ kind: 'article', id: 'a_1', before: { path: 'a_1.txt' }, after: { path: 'new.txt' } });
  });

  test('takes any range within the text that holds something, and no other', () => {
    const { length } = article.text;
    fc.assert(
      fc.property(fc.integer({ min: -3, max: length + 3 }), fc.integer({ min: -3, max: length + 3 }), (start, end) => {
        if (start < 0 || end > length || end <= start) {
          expect(() => mark({ range: { start, end } })).toThrow(RangeError);
        } else {
          const { span, edits } = mark({ range: { start, end } });
          expect(span.quote.exact).toBe(article.text.slice(start, end));
          done(edits);
        }
      }),
    );
  });
});

test('moving a boundary takes the words along', () => {
  const { span } = mark();
  const moved = after(span, gestures.moveSpan(span, article, { start: 30, end: 51 }, later));
  expect(moved).toMatchObject({ start: 30, end: 51, quote: { exact: '“we support the pact”' }, updatedAt: later });
  expect(gestures.moveSpan(span, article, span, later)).toEqual([]);
  expect(() => gestures.moveSpan(span, article, { start: 5, end: 5 }, later)).toThrow(RangeError);
});

test('what changes nothing is no edit', () => {
  const { span } = mark();
  expect(gestures.setSpeaker(span, null, later)).toEqual([]);
  expect(gestures.setNote(span, ' \n', later)).toEqual([]);
  expect(gestures.setMode(span, 'direct', later)).toEqual([]);
  expect(gestures.setLabels(span, [' ', ''], later)).toEqual([]);
  const { speaker } = gestures.createSpeaker({ name: 'Ko' });
  expect(gestures.changeSpeaker(speaker, { name: ' Ko ', aliases: ['Ko', ''] })).toEqual([]);
});

test('stances are added, changed and removed by place, and none stands twice', () => {
  let { span } = mark();
  span = after(span, gestures.addStance(span, { target: null, value: 'support' }, later));
  expect(gestures.addStance(span, { target: null, value: 'support' }, later)).toEqual([]);
  span = after(span, gestures.changeStance(span, 0, { target: 't_1' }, later));
  span = after(span, gestures.addStance(span, { target: 't_1', value: 'oppose' }, later));
  expect(span.stances).toEqual([
    { target: 't_1', value: 'support' },
    { target: 't_1', value: 'oppose' },
  ]);
  expect(after(span, gestures.changeStance(span, 1, { value: 'support' }, later)).stances).toHaveLength(1);
  expect(after(span, gestures.removeStance(span, 0, later)).stances).toEqual([{ target: 't_1', value: 'oppose' }]);
  expect(() => gestures.removeStance(span, 2, later)).toThrow(RangeError);
  expect(() => gestures.changeStance(span, 2, {}, later)).toThrow(RangeError);
});

test('mention and cue are words of the text; a speaker may come with one', () => {
  const { span } = mark();
  const named = after(span, gestures.setMention(span, article, { start: 0, end: 9 }, later));
  expect(named.mention).toEqual({ start: 0, end: 9, text: 'Ministers' });
  expect(after(named, gestures.setMention(named, article, null, later)).mention).toBeNull();
  expect(after(named, gestures.setSpeaker(named, 'p_1', later)).mention).toEqual(named.mention);
  expect(after(named, gestures.setSpeaker(named, 'p_1', later, null)).mention).toBeNull();
  expect(() => gestures.setCue(span, article, { start: 0, end: 1000 }, later)).toThrow(RangeError);
});

test('merging unites names, fills what the kept one does not say, and takes every stance along', () => {
  const keep = gestures.createSpeaker({ name: 'Antony Blinken', country: 'US' }).speaker;
  const drop = gestures.createSpeaker({
    name: 'Blinken',
    aliases: ['Antony Blinken', 'Tony'],
    country: 'CA',
    note: 'x',
  });
  const { span } = mark();
  const records = new Map<string, AnyRecord | undefined>(
    [keep, drop.speaker, { ...span, speaker: drop.speaker.id }].map((record) => [record.id, record]),
  );
  done(gestures.mergeSpeakers(keep, drop.speaker, [{ ...span, speaker: drop.speaker.id }], later), records);
  expect(records.get(keep.id)).toMatchObject({ aliases: ['Blinken', 'Tony'], country: 'US', note: 'x' });
  expect(records.get(drop.speaker.id)).toBeUndefined();
  expect(records.get(span.id)).toMatchObject({ speaker: keep.id });
  expect(gestures.mergeSpeakers(keep, keep, [], later)).toEqual([]);

  const [one, two] = [gestures.createTarget({ name: 'pact' }).target, gestures.createTarget({ name: 'accord' }).target];
  const both = {
    ...span,
    stances: [
      { target: one.id, value: 'support' },
      { target: two.id, value: 'support' },
      { target: two.id, value: 'oppose' },
    ],
  };
  const merged = done(
    gestures.mergeTargets(one, two, [both], later),
    new Map<string, AnyRecord>([
      [one.id, one],
      [two.id, two],
      [span.id, both],
    ]),
  );
  expect((merged.get(span.id) as Span).stances).toEqual([
    { target: one.id, value: 'support' },
    { target: one.id, value: 'oppose' },
  ]);
  expect(merged.get(one.id)).toMatchObject({ aliases: ['accord'] });
});

describe('suggestions', () => {
  const suggestion = (fields: Partial<Suggestion> = {}): Suggestion => ({
    id: 'statement:31-50',
    layer: 'statement',
    start: 31,
    end: 50,
    mode: 'direct',
    cue: { start: 10, end: 14, text: 'said' },
    mention: { start: 0, end: 9, text: 'Ministers' },
    speaker: { how: 'known', id: 'p_1', name: 'The ministers' },
    stances: [{ target: 't_1', value: 'support', cue: null, confidence: 0.8, reason: 'learned' }],
    confidence: 0.9,
    reasons: ['reporting verb before the quotation'],
    continues: null,
    ...fields,
  });
  const options = { article, path: 'a_1.txt', annotator: 'ann', at, binding: undefined, reading: undefined };
  const proposal = {
    name: ' Mr. Ko ',
    kind: 'person' as const,
    aliases: ['Ko'],
    role: 'envoy',
    affiliation: null,
    country: 'KR',
  };
  const newOne = { how: 'new' as const, proposal };

  test('accepting one marks the passage with all that was suggested, and keeps what that was', () => {
    const { span, speaker, edits } = gestures.acceptSuggestion({ ...options, suggestion: suggestion() });
    expect(speaker).toBeNull();
    expect(span).toMatchObject({
      quote: { exact: 'we support the pact' },
      origin: 'accepted',
      speaker: 'p_1',
      mention: { start: 0, end: 9, text: 'Ministers' },
      cue: { text: 'said' },
      mode: 'direct',
      stances: [{ target: 't_1', value: 'support' }],
      confidence: null,
      suggested: { start: 31, end: 50, speaker: 'p_1', newSpeaker: null, confidence: 0.9, engine },
    });
    expect(spanSchema.parse(span)).toEqual(span);
    expect([...done(edits).keys()]).toEqual([span.id, 'a_1', 'a_1:ann']);
  });

  test('a wider passage is taken instead, and what was suggested is kept as it was', () => {
    const { span } = gestures.acceptSuggestion({
      ...options,
      suggestion: suggestion({ mode: 'mixed' }),
      range: { start: 10, end: 50 },
    });
    expect(span).toMatchObject({
      start: 10,
      end: 50,
      quote: { exact: article.text.slice(10, 50) },
      mode: 'mixed',
      origin: 'accepted',
      suggested: { start: 31, end: 50, mode: 'mixed' },
    });
    expect(spanSchema.parse(span)).toEqual(span);
  });

  test('a new speaker comes into the registry as proposed, unless the person names another or it is there by now', () => {
    const accepted = gestures.acceptSuggestion({ ...options, suggestion: suggestion({ speaker: newOne }) });
    expect(accepted.speaker).toMatchObject({ name: 'Mr. Ko', aliases: ['Ko'], role: 'envoy', country: 'KR' });
    expect(done(accepted.edits).get(accepted.span.id)).toMatchObject({
      speaker: accepted.speaker?.id,
      suggested: { speaker: null, newSpeaker: ' Mr. Ko ' },
    });
    const other = gestures.acceptSuggestion({
      ...options,
      suggestion: suggestion({ speaker: newOne }),
      speaker: 'p_9',
    });
    expect([other.span.speaker, other.speaker]).toEqual(['p_9', null]);
    const there = gestures.acceptSuggestion({
      ...options,
      suggestion: suggestion({ speaker: newOne }),
      entryOf: (name) => (name === 'Mr. Ko' ? 'p_2' : undefined),
    });
    expect([there.span.speaker, there.edits.some(({ kind }) => kind === 'speaker')]).toEqual(['p_2', false]);
  });

  test('where nobody has chosen, nobody is named', () => {
    const choice = { how: 'choice' as const, among: [{ id: 'p_1', name: 'Ko' }] };
    for (const speaker of [choice, { how: 'open' as const }])
      expect(gestures.acceptSuggestion({ ...options, suggestion: suggestion({ speaker }) }).span.speaker).toBeNull();
  });

  test('many at once bind the article once and create each new speaker once', () => {
    const { spans, speakers, edits } = gestures.acceptSuggestions({
      ...options,
      suggestions: [
        suggestion({ speaker: newOne }),
        suggestion({ start: 77, end: 93, speaker: newOne }),
        suggestion({ start: 0, end: 9 }),
      ],
    });
    const records = done(edits);
    expect(speakers).toHaveLength(1);
    expect(spans.map(({ speaker }) => speaker)).toEqual([speakers[0]?.id, speakers[0]?.id, 'p_1']);
    expect([...records.keys()].sort()).toEqual(
      [...spans.map(({ id }) => id), speakers[0]?.id, 'a_1', 'a_1:ann'].sort(),
    );
  });

  test('a rejection keeps the words and the place', () => {
    const [edit] = gestures.rejectSuggestions({
      article,
      passages: [suggestion()],
      layer: 'statement',
      annotator: 'ann',
      at,
    });
    expect(rejectionSchema.parse(edit?.after)).toMatchObject({
      article: 'a_1',
      textSha256: 'text-a_1',
      annotator: 'ann',
      start: 31,
      end: 50,
      quote: { exact: 'we support the pact' },
      of: 'suggestion',
    });
  });

  test('deleting what was accepted rejects what was suggested, and deleting what was marked by hand rejects nothing', () => {
    const { span } = gestures.acceptSuggestion({ ...options, suggestion: suggestion() });
    const moved = after(span, gestures.moveSpan(span, article, { start: 34, end: 50 }, later));
    const [removal, rejection] = gestures.deleteOwnSpan(moved, article, later);
    expect(removal?.after).toBeUndefined();
    expect(rejection?.after).toMatchObject({ start: 31, end: 50, quote: { exact: 'we support the pact' }, at: later });
    expect(gestures.deleteOwnSpan(mark().span, article, later)).toHaveLength(1);

    const corrected = { ...article, textSha256: 'corrected', text: `Corrected. ${article.text}` };
    const [, inOldText] = gestures.deleteOwnSpan(span, corrected, later);
    expect(inOldText?.after).toMatchObject({ textSha256: 'text-a_1', start: 31, quote: span.quote });
  });

  test('the switch is a record of the annotator’s, made when it is first used', () => {
    const [first] = gestures.setAssistance(null, 'ann', { on: false }, at);
    const record = assistanceSchema.parse(first?.after);
    expect(record).toMatchObject({ id: 'ann', on: false, updatedAt: at });
    expect(gestures.setAssistance(record, 'ann', { on: false }, later)).toEqual([]);
    expect(gestures.setAssistance(record, 'ann', { on: true }, later)).toEqual([
      {
        kind: 'assistance',
        id: 'ann',
        before: { on: false, updatedAt: at },
        after: { on: true, updatedAt: later },
      },
    ]);
  });
});
