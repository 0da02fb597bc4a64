import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeReport } from './report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rapporteur-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const html = '<!doctype html><p>Ö 😀</p>';
const going = () => new AbortController().signal;

test('HTML is written as it is, in UTF-8, in the place of what was there', async () => {
  const path = join(folder, 'a.html');
  writeFileSync(path, 'older');
  const result = await writeReport({ request: { path, format: 'html', html }, printPdf: undefined, signal: going() });
  expect(readFileSync(path, 'utf8')).toBe(html);
  expect(result).toEqual({ path, bytes: Buffer.byteLength(html) });
  expect(readdirSync(folder)).toEqual(['a.html']);
});

test('a PDF is what the host prints; where none does, the message says what to do instead', async () => {
  const path = join(folder, 'a.pdf');
  const printPdf = vi.fn(async () => new Uint8Array([37, 80, 68, 70]));
  const signal = going();
  expect(await writeReport({ request: { path, format: 'pdf', html }, printPdf, signal })).toEqual({ path, bytes: 4 });
  expect(printPdf).toHaveBeenCalledWith(html, signal);
  expect(readFileSync(path, 'latin1')).toBe('%PDF');
  const other = join(folder, 'b.pdf');
  await expect(
    writeReport({ request: { path: other, format: 'pdf', html }, printPdf: undefined, signal: going() }),
  ).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('Save the report as HTML') });
  expect(readdirSync(folder)).toEqual(['a.pdf']);
});

test('stopped or failed, it leaves what was there', async () => {
  const path = join(folder, 'a.pdf');
  writeFileSync(path, 'older');
  const stop = new AbortController();
  const printPdf = async () => {
    stop.abort();
    return new Uint8Array(4);
  };
  await expect(
    writeReport({ request: { path, format: 'pdf', html }, printPdf, signal: stop.signal }),
  ).rejects.toMatchObject({ code: 'cancelled' });
  await expect(
    writeReport({
      request: { path, format: 'pdf', html },
      printPdf: () => Promise.reject(new Error('no printer')),
      signal: going(),
    }),
  ).rejects.toThrow('no printer');
  expect(readFileSync(path, 'utf8')).toBe('older');
  await expect(
    writeReport({ request: { path: folder, format: 'html', html }, printPdf: undefined, signal: going() }),
  ).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('is a folder') });
  await expect(
    writeReport({
      request: { path: join(folder, 'gone', 'a.html'), format: 'html', html },
      printPdf: undefined,
      signal: going(),
    }),
  ).rejects.toMatchObject({ code: 'folder-gone' });
});
