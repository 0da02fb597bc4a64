import { expect, test } from 'vitest';
import type { Codebook } from '#shared/codebook/codebook.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { Span } from '#shared/model/span.ts';
import { paintedSpan, paintOf } from './paint.ts';

const attributed = policyNews.layers.find((layer) => layer.attributed)!.id;
const frame = policyNews.layers.find((layer) => !layer.attributed)!.id;
const span = (layer: string, ...values: string[]) =>
  ({ layer, stances: values.map((value) => ({ target: null, value })) }) as unknown as Span;

test('every stance of the scale has its own paint, by its score', () => {
  const paints = policyNews.stances.map(({ id }) => paintOf(span(attributed, id), policyNews));
  expect(paints).toEqual(policyNews.stances.map(({ score }) => `stance-${score}`));
  expect(new Set(paints).size).toBe(policyNews.stances.length);
});

test('the first stance paints, on whichever layer', () => {
  const [first, second] = policyNews.stances;
  expect(paintOf(span(attributed, second!.id, first!.id), policyNews)).toBe(`stance-${second!.score}`);
  expect(paintOf(span(frame, second!.id), policyNews)).toBe(`stance-${second!.score}`);
});

test('without a stance it is the layer', () => {
  expect(paintOf(span(attributed), policyNews)).toBe('stance-none');
  expect(paintOf(span(frame), policyNews)).toBe('frame');
});

test('what the codebook does not know is painted as a statement without a stance', () => {
  expect(paintOf(span('gone'), policyNews)).toBe('stance-none');
  expect(paintOf(span(attributed, 'gone'), policyNews)).toBe('stance-none');
  expect(paintOf(span(frame, 'gone'), policyNews)).toBe('frame');
});

test('longer scales end in the paints there are', () => {
  const wide: Codebook = {
    ...policyNews,
    stances: [-7, 7].map((score) => ({ ...policyNews.stances[0]!, id: String(score), score })),
  };
  expect(['-7', '7'].map((value) => paintOf(span(attributed, value), wide))).toEqual(['stance--2', 'stance-2']);
});

test('a span is painted as the same object until its place or its paint differs', () => {
  const placed = { span: span(attributed), start: 3, end: 9, moved: false };
  const painted = paintedSpan(placed, policyNews);
  expect(painted).toMatchObject({ start: 3, end: 9, paint: 'stance-none' });
  expect(paintedSpan({ ...placed }, policyNews)).toBe(painted);
  expect(paintedSpan({ ...placed, end: 10 }, policyNews)).toMatchObject({ start: 3, end: 10 });
  expect(paintedSpan(placed, policyNews)).toEqual(painted);
});
