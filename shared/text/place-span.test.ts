import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../model/span.ts';
import type { Suggested } from '../model/suggested.ts';
import { spanWith } from '../model/testing.ts';
import { excerpt, placeSpan } from './place-span.ts';
import { mentionOf, quoteOf } from './quote.ts';

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

it('shortens words by characters, not by halves of them', () => {
  expect(excerpt('a\n  b')).toBe('a b');
  expect(excerpt('😀'.repeat(80))).toBe(`${'😀'.repeat(59)}…`);
});
