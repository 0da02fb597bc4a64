import { describe, expect, test } from 'vitest';
import type { Edit } from '#shared/changes/change.ts';
import type { Article } from '#shared/model/article.ts';
import { rejectionSchema } from '#shared/model/rejection.ts';
import { type Span, spanSchema } from '#shared/model/span.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { deleteOwnSpan, markSpan, rejectPassage } from './gestures.ts';
import { type AcceptOccurrences, acceptOccurrences } from './occurrence-gestures.ts';
import { articleText, text } from './testing/harness.ts';

const at = '2026-01-01T00:00:00.000Z';
const bindingOf = (id: string): Article => ({
  id,
  path: `${id}.txt`,
  sourceSha256: `source-${id}`,
  textSha256: `text-${id}`,
  title: `Title of ${id}`,
});
const passage = (words: string) => {
  const start = text.indexOf(words);
  const range = { start, end: start + words.length };
  return { ...range, quote: quoteOf(text, range), mode: 'direct' as const };
};
const like: Span = {
  ...markSpan({
    article: articleText('a_1'),
    path: 'a_1.txt',
    range: passage('a grave mistake'),
    layer: 'statement',
    mode: 'mixed',
    annotator: 'ann',
    at,
    binding: undefined,
    reading: undefined,
  }).span,
  speaker: 'p_ko',
  mention: { start: 60, end: 66, text: 'Mr. Ko' },
  stances: [{ target: 't_pact', value: 'oppose' }],
  attributes: { loaded: true },
  labels: ['pact'],
  note: 'mine',
};
const accept = (options: Partial<AcceptOccurrences> = {}) =>
  acceptOccurrences({
    occurrences: [{ article: bindingOf('a_2'), passage: passage('a grave mistake'), mention: null }],
    like,
    by: 'words',
    attributed: true,
    reason: 'the same words as “a grave mistake”',
    annotator: 'ann',
    at,
    bindings: new Map(),
    readings: new Map(),
    ...options,
  });
const kindsOf = (edits: readonly Edit[]) => edits.map(({ kind }) => kind);

describe('accepting', () => {
  test('the same words takes over what was said of them, and keeps what was suggested', () => {
    const { spans, edits } = accept();
    expect(spans[0]).toMatchObject({
      article: 'a_2',
      textSha256: 'text-a_2',
      layer: 'statement',
      quote: { exact: 'a grave mistake' },
      speaker: 'p_ko',
      mention: null,
      cue: null,
      mode: 'direct',
      stances: [{ target: 't_pact', value: 'oppose' }],
      attributes: { loaded: true },
      labels: ['pact'],
      note: null,
      origin: 'accepted',
      suggested: { reasons: ['the same words as “a grave mistake”'], engine: 'occurrences/1', speaker: 'p_ko' },
    });
    expect(spanSchema.parse(spans[0])).toEqual(spans[0]);
    expect(kindsOf(edits)).toEqual(['span', 'article', 'reading']);
  });

  test('a name takes over the speaker, and leaves open what they say', () => {
    const mention = { start: 60, end: 66, text: 'Mr. Ko' };
    const { spans } = accept({
      by: 'names',
      occurrences: [{ article: bindingOf('a_2'), passage: passage('we support the pact'), mention }],
    });
    expect(spans[0]).toMatchObject({ speaker: 'p_ko', mention, stances: [], attributes: {}, labels: ['pact'] });
    expect(spans[0]?.suggested).toMatchObject({ mention, stances: [] });
  });

  test('a layer without speakers has no mode', () => {
    expect(accept({ attributed: false }).spans[0]).toMatchObject({ mode: null, suggested: { mode: null } });
  });

  test('binds each article and begins its reading once, and never takes a done back', () => {
    const occurrences = ['a_2', 'a_2', 'a_3'].map((id, i) => ({
      article: bindingOf(id),
      passage: passage(i === 1 ? 'the pact' : 'a grave mistake'),
      mention: null,
    }));
    const done = { id: 'a_3:ann', article: 'a_3', annotator: 'ann', status: 'done' as const, updatedAt: at };
    const { edits } = accept({
      occurrences,
      bindings: new Map([['a_3', { ...bindingOf('a_3'), textSha256: 'text before' }]]),
      readings: new Map([[done.id, done]]),
    });
    expect(kindsOf(edits)).toEqual(['span', 'article', 'reading', 'span', 'span', 'article']);
    expect(edits.at(-1)).toMatchObject({ before: { textSha256: 'text before' }, after: { textSha256: 'text-a_3' } });
  });
});

test('deleting a mark that was accepted rejects no suggestion', () => {
  const span = accept().spans[0] as Span;
  expect(kindsOf(deleteOwnSpan(span, articleText('a_2'), at))).toEqual(['span']);
});

test('rejecting keeps the passage with its words', () => {
  const by = { layer: 'frame', annotator: 'ann', of: 'occurrence', at } as const;
  const edit = rejectPassage(bindingOf('a_2'), passage('the pact'), by);
  expect(edit).toMatchObject({ kind: 'rejection', after: { of: 'occurrence', layer: 'frame', article: 'a_2' } });
  expect(rejectionSchema.parse(edit.after)).toEqual(edit.after);
});
