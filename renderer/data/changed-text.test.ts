import { expect, test } from 'vitest';
import { apply } from '#shared/changes/edits.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import { noMeta } from '#shared/model/article.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith } from '#shared/model/testing.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { wordDiff } from '#shared/text/word-diff.ts';
import { carryMarks, confirmFound, confirmMark, marksToLookAt } from './changed-text.ts';

const before = 'TOKYO -- Minister Onodera said, “Japan stands firm.” He left at noon.';
const after = 'CORRECTED. TOKYO -- Minister Onodera said, “Japan stands firm.” He left for Seoul at one.';
const article = (text: string, textSha256: string, id = 'a_1'): ArticleText => ({
  ...{ id, text, textSha256, sourceSha256: 'source', blocks: [], meta: noMeta, notices: [] },
});
const now = article(after, 'after');

const mark = (words: string, fields: Partial<Span> = {}, text = before, textSha256 = 'before'): Span => {
  const start = text.indexOf(words);
  const range = { start, end: start + words.length };
  return spanWith({ id: `s ${words}`, ...range, quote: quoteOf(text, range), textSha256, ...fields });
};
const at = '2026-11-22T12:00:00.000Z';
const done = (spans: readonly Span[], edits: ReturnType<typeof confirmMark>) =>
  edits.map(
    (edit) =>
      apply(
        spans.find(({ id }) => id === edit.id),
        edit,
      ) as Span,
  );

const name = before.indexOf('Onodera');
const said = mark('Japan stands firm.', {
  mention: { start: name, end: name + 7, text: 'Onodera' },
  cue: { start: name + 8, end: name + 12, text: 'said' },
});
const left = mark('He left at noon');

test('marks of another text are looked at, each with where it stands or probably stands', () => {
  const known = mark('Minister', {}, after, 'after');
  const [moved, orphan, ...none] = marksToLookAt([said, left, known], now, wordDiff(before, after));
  expect(none).toEqual([]);
  expect(moved).toMatchObject({ how: 'moved', place: { start: said.start + 11 } });
  expect(orphan).toMatchObject({ how: 'orphan', place: null });
  const likely = orphan?.how === 'orphan' && orphan.likely;
  expect(likely && after.slice(likely.start, likely.end)).toBe('He left for Seoul at one');
  expect(marksToLookAt([said], article(`${before} More.`, 'longer'), null)).toMatchObject([{ how: 'exact' }]);
});

test('what is confirmed stands in the new text with its name and cue, and is not looked at again', () => {
  const [portion = [], ...more] = confirmFound(marksToLookAt([said, left], now, null), now, at);
  expect(more).toEqual([]);
  const [kept] = done([said, left], portion);
  expect(kept).toMatchObject({ id: said.id, textSha256: 'after', mention: { text: 'Onodera' }, cue: { text: 'said' } });
  expect(after.slice(kept!.start, kept!.end)).toBe('Japan stands firm.');
  expect(after.slice(kept!.mention!.start, kept!.mention!.end)).toBe('Onodera');
  expect(marksToLookAt([kept!], now, null)).toEqual([]);
  expect(portion).toHaveLength(1);
});

test('a mark whose words were edited is confirmed where a person says, with the words that are there', () => {
  const start = after.indexOf('He left for Seoul');
  const [placed] = done([left], confirmMark(left, now, { start, end: start + 17 }, at));
  expect(placed).toMatchObject({ start, quote: { exact: 'He left for Seoul' }, textSha256: 'after' });
});

test('carried marks are new ones at the same words, to be looked at; twice carries nothing twice', () => {
  const other = article(after, 'after', 'a_2');
  const about = { article: other, path: 'b.txt', binding: null, reading: null, annotator: 'mk', at };
  const { edits, carried, left: stayed } = carryMarks({ ...about, spans: [said, left], there: [] });
  expect([carried, stayed.map(({ id }) => id)]).toEqual([1, [left.id]]);
  expect(edits.flat().map(({ kind }) => kind)).toEqual(['article', 'reading', 'span']);
  const span = apply(undefined, edits.flat().at(-1)!) as Span;
  expect(span).toMatchObject({ article: 'a_2', textSha256: 'after', look: 'carried', speaker: said.speaker });
  expect(span.id).not.toBe(said.id);
  expect(marksToLookAt([span], other, null)).toMatchObject([{ how: 'carried' }]);
  const [confirmed] = done([span], confirmMark(span, other, span, at));
  expect(marksToLookAt([confirmed!], other, null)).toEqual([]);
  expect(carryMarks({ ...about, spans: [said], there: [span] })).toMatchObject({ carried: 0, edits: [] });
});
