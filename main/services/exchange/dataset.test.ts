import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadingStatus } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import type { Suggested } from '#shared/model/suggested.ts';
import { spanWith } from '#shared/model/testing.ts';
import { mentionOf, quoteOf } from '#shared/text/quote.ts';
import { noRecords } from '../journal/fold.ts';
import {
  chosenSpans,
  excerpt,
  findAnnotator,
  findSide,
  isFinished,
  placeSpan,
  spansByArticle,
  statusOf,
} from './dataset.ts';

const text = 'The minister spoke. “We will wait,” said Onodera. He left. “We will wait,” said nobody else at all.';

function spanAt(words: string, fields: Partial<Span> = {}, within = text): Span {
  const start = within.indexOf(words);
  const range = { start, end: start + words.length };
  return spanWith({ textSha256: 'old', ...range, quote: quoteOf(within, range), speaker: 'p_1', ...fields });
}
const words = (within: string, some: string) => {
  const start = within.indexOf(some);
  return mentionOf(within, { start, end: start + some.length });
};

describe('placing a span', () => {
  it('leaves one of this very text as it is', () => {
    const span = spanAt('We will wait,', { textSha256: 'now' });
    expect(placeSpan(span, text, 'now')).toEqual({ span, moved: false, lost: [] });
  });

  it('moves it, its speaker’s mention and its cue with the text', () => {
    const span = spanAt('We will wait,', { mention: words(text, 'Onodera'), cue: words(text, 'said') });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (before) => {
        const now = `${before}\n\n${text}`;
        const placed = placeSpan(span, now, 'now');
        if ('orphan' in placed) throw new Error(placed.orphan);
        const { start, end, mention, cue, quote, textSha256 } = placed.span;
        expect(now.slice(start, end)).toBe('We will wait,');
        expect(start).toBe(span.start + before.length + 2);
        expect([mention, cue]).toEqual([words(now, 'Onodera'), words(now, 'said')]);
        expect(quote).toEqual(quoteOf(now, { start, end }));
        expect(textSha256).toBe('now');
        expect(placed).toMatchObject({ moved: true, lost: [] });
      }),
    );
  });

  it('names the mention that the text has lost, and keeps the span', () => {
    const span = spanAt('We will wait,', { mention: words(text, 'Onodera') });
    const placed = placeSpan(span, text.replace('Onodera', 'the minister'), 'now');
    expect(placed).toMatchObject({
      span: { mention: null, start: span.start },
      lost: ['The name “Onodera” is not in the article any more.'],
    });
  });

  const suggested: Suggested = {
    ...{ start: text.indexOf('We will'), end: text.indexOf('We will') + 12, mode: 'direct', speaker: null },
    ...{ cue: words(text, 'said'), mention: words(text, 'Onodera'), newSpeaker: 'Onodera', stances: [] },
    ...{ confidence: 0.9, reasons: ['reporting verb after the quotation'], engine: 'rules/1' },
  };

  it('moves what had been suggested for it, which may reach beyond it', () => {
    const span = spanAt('will wait,', { suggested });
    const now = `Something new.\n\n${text}`;
    expect(placeSpan(span, now, 'now')).toMatchObject({
      lost: [],
      span: {
        suggested: {
          start: now.indexOf('We will wait'),
          end: now.indexOf('We will wait') + 12,
          cue: words(now, 'said'),
          mention: words(now, 'Onodera'),
          confidence: 0.9,
        },
      },
    });
  });

  it.each([
    ['the text has lost', spanAt('will wait,', { suggested }), text.replaceAll('We', 'They')],
    ['stood too far away to know its words', spanAt('at all.', { suggested }), `Now. ${text}`],
    [
      'was suggested for another text',
      spanAt('will wait,', { suggested, textSha256: 'now' }),
      text.replace('Ono', 'O'),
    ],
  ])('names what was suggested and %s, and keeps the span', (_, span, now) => {
    const placed = placeSpan(span, now, 'now');
    if ('orphan' in placed) throw new Error(placed.orphan);
    expect(placed.lost).toEqual(['What had been suggested for it is not in the article any more.']);
    expect(placed.span).not.toHaveProperty('suggested');
    expect(now.slice(placed.span.start, placed.span.end)).toBe(span.quote.exact);
  });

  it('finds offsets that are wrong in a text that is right', () => {
    const span = { ...spanAt('He left.', { textSha256: 'now' }), start: 3, end: 11 };
    expect(placeSpan(span, text, 'now')).toMatchObject({ moved: true, span: { start: text.indexOf('He left.') } });
  });

  it('says that words are gone', () => {
    expect(placeSpan(spanAt('He left.'), 'Something else.', 'now')).toEqual({
      orphan: expect.stringContaining('“He left.”'),
    });
  });
});

describe('an annotator', () => {
  const all = [
    { id: 'mk-1', name: 'Mina Kask', initials: 'MK' },
    { id: 'jw-2', name: 'Jo Weber', initials: 'JW' },
    { id: 'jw-3', name: 'Jan Wirth', initials: 'JW' },
    { id: 'jw', name: 'Somebody', initials: 'S' },
  ];
  it.each([
    ['mk-1', 'mk-1'],
    ['MK', 'mk-1'],
    ['mina kask', 'mk-1'],
    [' Jan Wirth ', 'jw-3'],
    ['JW', 'jw'],
  ])('is found by %s', (meant, id) => {
    expect(findAnnotator(all, meant).id).toBe(id);
  });
  it('or what a review has settled on is a side', () => {
    expect(findSide(all, 'Mina Kask')).toBe('mk-1');
    expect(findSide([], ' Adjudicated')).toBe('adjudicated');
    expect(() => findSide(all, 'xy')).toThrow('no annotator “xy”');
  });
  it('is asked about when several fit, or none', () => {
    expect(() => findAnnotator(all.slice(0, 3), 'jw')).toThrow('Jo Weber (jw-2), Jan Wirth (jw-3)');
    expect(() => findAnnotator(all, 'xy')).toThrow(/no annotator “xy”.*Mina Kask \(mk-1\)/);
    expect(() => findAnnotator([], 'xy')).toThrow('Nobody has annotated');
  });
});

describe('the status of an article', () => {
  const status = (spansBy: string[], readings: Record<string, ReadingStatus>, chosen: string[] | null) => {
    const records = noRecords();
    for (const [annotator, one] of Object.entries(readings)) {
      const id = `a_1:${annotator}`;
      records.reading.set(id, { id, article: 'a_1', annotator, status: one, updatedAt: '2026-11-22T08:00:00.000Z' });
    }
    const spans = spansBy.map((annotator) =>
      annotator === 'judge'
        ? spanAt('He left.', { annotator: 'mk', origin: 'adjudicated' })
        : spanAt('He left.', { annotator }),
    );
    for (const [i, span] of spans.entries()) records.span.set(`s_${i}`, { ...span, id: `s_${i}` });
    const only = chosen === null ? null : new Set(chosen);
    return statusOf([...records.reading.values()], spansByArticle(records, only).get('a_1') ?? [], only);
  };
  it.each([
    ['nobody began', [], {}, null, 'unread'],
    ['one has spans', ['mk'], {}, null, 'in-progress'],
    ['one is done', ['mk'], { mk: 'done' }, null, 'done'],
    ['done without spans', [], { mk: 'done' }, null, 'done'],
    ['one of two is done', ['mk', 'jp'], { mk: 'done' }, null, 'in-progress'],
    ['both are done', ['mk', 'jp'], { mk: 'done', jp: 'done' }, null, 'done'],
    ['the chosen one is done', ['mk', 'jp'], { mk: 'done' }, ['mk'], 'done'],
    ['the chosen one has not begun', ['mk'], { mk: 'done' }, ['jp'], 'unread'],
    ['marked unread again', [], { mk: 'unread' }, null, 'unread'],
    ['one is asked for changes', ['mk', 'jp'], { mk: 'changes-requested', jp: 'accepted' }, null, 'changes-requested'],
    ['one is accepted, the other done', ['mk', 'jp'], { mk: 'accepted', jp: 'done' }, null, 'done'],
    ['both are accepted', ['mk', 'jp'], { mk: 'accepted', jp: 'accepted' }, null, 'accepted'],
    ['the chosen one is accepted', ['mk', 'jp'], { mk: 'accepted' }, ['mk'], 'accepted'],
    ['the one who adjudicated has marked nothing of their own', ['judge', 'jp'], { jp: 'done' }, null, 'done'],
    ['a review has settled on something that all submitted', ['judge', 'jp'], { jp: 'done' }, ['adjudicated'], 'done'],
    ['a review has settled on something of nobody', ['judge'], {}, ['adjudicated'], 'in-progress'],
  ] as const)('when %s', (_, spans, readings, chosen, expected) => {
    expect(status([...spans], readings, chosen === null ? null : [...chosen])).toBe(expected);
  });
});

it('an article without spans is finished when it was submitted, and a review’s when something was decided in it', () => {
  const records = noRecords();
  const reading = (article: string, status: ReadingStatus) =>
    records.reading.set(`${article}:mk`, {
      ...{ id: `${article}:mk`, article, annotator: 'mk', status, updatedAt: '2026-11-22T08:00:00.000Z' },
    });
  reading('a_done', 'done');
  reading('a_accepted', 'accepted');
  reading('a_begun', 'in-progress');
  for (const [article, verdict] of [['a_none', 'none'] as const, ['a_later', 'later'] as const])
    records.decision.set(article, {
      ...{ id: article, article, verdict, judged: [], taken: [], spans: [], reason: null, adjudicator: 'ad' },
      at: '2026-11-22T08:00:00.000Z',
    });
  const finished = (chosen: string[] | null) =>
    ['a_done', 'a_accepted', 'a_begun', 'a_none', 'a_later', 'a_nowhere'].filter((one) =>
      isFinished(
        [...records.reading.values()].filter(({ article }) => article === one),
        [...records.decision.values()].filter(({ article }) => article === one),
        chosen === null ? null : new Set(chosen),
      ),
    );
  expect(finished(null)).toEqual(['a_done', 'a_accepted']);
  expect(finished(['mk'])).toEqual(['a_done', 'a_accepted']);
  expect(finished(['adjudicated'])).toEqual(['a_none']);
  expect(finished(['adjudicated', 'mk'])).toEqual(['a_done', 'a_accepted', 'a_none']);
  expect(finished(['jp'])).toEqual([]);
});

it('spans go by their side: an adjudicator’s own are not those that a review has settled on', () => {
  const records = noRecords();
  const origins = { s_1: 'manual', s_2: 'adjudicated', s_3: 'suggested', s_4: 'accepted' } as const;
  for (const [id, origin] of Object.entries(origins)) records.span.set(id, spanAt('He left.', { id, origin }));
  const ids = (...sides: string[]) => {
    const chosen = chosenSpans([...records.span.values()], new Set(sides));
    expect(spansByArticle(records, new Set(sides)).get('a_1')).toEqual(chosen);
    return chosen.map(({ id }) => id);
  };
  expect(ids('mk')).toEqual(['s_1', 's_3', 's_4']);
  expect(ids('adjudicated')).toEqual(['s_2']);
  expect(ids('mk', 'adjudicated')).toHaveLength(4);
});

it('shortens words by characters, not by halves of them', () => {
  expect(excerpt('a\n  b')).toBe('a b');
  expect(excerpt('😀'.repeat(80))).toBe(`${'😀'.repeat(59)}…`);
});
