import { expect } from 'vitest';
import { metaSchema } from '#shared/model/article.ts';
import type { Piece } from './format.ts';

/** What every piece promises, whatever it was read from. */
export function checkBlocks({ text, blocks, meta, pages }: Piece): void {
  expect(text).not.toMatch(/\r|^\uFEFF/);
  expect(Buffer.from(text).toString() === text).toBe(true);
  let at = 0;
  for (const { start, end } of blocks) {
    expect(text.slice(at, start).trim()).toBe('');
    expect(end).toBeGreaterThan(start);
    expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
    at = end;
  }
  expect(text.slice(at).trim()).toBe('');
  expect(metaSchema.parse(meta)).toEqual(meta);
  let before = -1;
  for (const { start } of pages ?? []) {
    expect(start).toBeGreaterThan(before);
    expect(start).toBeLessThanOrEqual(text.length);
    before = start;
  }
}
