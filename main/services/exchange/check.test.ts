import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyNews } from '#shared/codebook/policy-news.ts';
import { articleLine, toJsonLine } from '#shared/formats/jsonl/write.ts';
import { noMeta } from '#shared/model/article.ts';
import { spanWith } from '#shared/model/testing.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { sha256 } from '../files/hash.ts';
import { createChecker } from './check.ts';

let folder: string;
let workerFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-check-'));
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'check-worker.ts'),
    external: [/^node:/],
    platform: 'node',
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  await bundle.close();
  workerFile = join(folder, 'worker.mjs');
  await writeFile(workerFile, output[0].code);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function lineOf(i: number, span?: string): string {
  const text = `Article ${i} “é” 😀`;
  const textSha256 = sha256(text);
  const line = articleLine({
    ...{
      id: `a_${i}`,
      path: `${i}.txt`,
      sourceSha256: textSha256,
      textSha256,
      meta: noMeta,
      text,
      blocks: [],
      spans:
        span === undefined
          ? []
          : [spanWith({ id: span, textSha256, start: 0, end: 7, quote: quoteOf(text, { start: 0, end: 7 }) })],
    },
    ...{ speakers: new Map(), targets: new Map(), status: 'done', codebookScale: policyNews, unit: 'byte' },
    codebook: { name: policyNews.name, version: policyNews.version, sha256: sha256('') },
  });
  return toJsonLine(line);
}
const lines = Array.from({ length: 250 }, (_, i) => lineOf(i));

describe.each([
  ['meanwhile, in a thread', () => workerFile],
  ['afterwards', () => null],
])('what is written, checked %s', (name, worker) => {
  const path = () => join(folder, `${name}.jsonl`);
  async function write(parts: readonly string[], signal?: AbortSignal) {
    await writeFile(path(), '');
    const checker = createChecker(path(), worker(), signal);
    let bytes = 0;
    for (const part of parts) {
      await appendFile(path(), part);
      bytes += Buffer.byteLength(part);
      checker.written(bytes);
    }
    return checker;
  }

  it('is found as it is, also where pieces end in the middle of a character', async () => {
    const all = lines.join('');
    const half = Math.floor(all.length / 2);
    const checker = await write([all.slice(0, 7), all.slice(7, half), all.slice(half)]);
    const told: number[] = [];
    const found = await checker.result((done) => told.push(done));
    expect(found).toEqual({ sha256: sha256(all), lines: 250, articles: 250, spans: 0, faults: [], faultCount: 0 });
    expect(told.length).toBeGreaterThan(0);
    await checker.close();
  });

  it('is found faulty with the line and the field', async () => {
    const checker = await write([...lines.slice(0, 3), (lines[3] as string).replace('Article 3', 'Article 4')]);
    const { faults, lines: count } = await checker.result(() => {});
    expect(count).toBe(4);
    expect(faults).toMatchObject([{ line: 4, field: 'text_sha256' }]);
    await checker.close();
  });

  it('is found faulty where an article or a span comes again', async () => {
    const checker = await write([...lines.slice(0, 200), lines[7] as string, lineOf(300, 's_1'), lineOf(301, 's_1')]);
    const { faults, sha256: hash, articles } = await checker.result(() => {});
    expect(faults).toEqual([
      { line: 201, field: 'id', message: 'The article id "a_7" is already used in line 8.' },
      { line: 203, field: 'spans[0].id', message: 'The span id "s_1" is already used in line 202.' },
    ]);
    expect(articles).toBe(201);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    await checker.close();
  });

  it('is not checked to its end when that is stopped', async () => {
    const stop = new AbortController();
    const checker = await write(lines, stop.signal);
    stop.abort();
    await expect(checker.result(() => {})).rejects.toMatchObject({ code: 'cancelled' });
    await checker.close();
  });

  it('is empty when nothing is', async () => {
    const checker = await write([]);
    expect(await checker.result(() => {})).toMatchObject({ lines: 0, articles: 0, faultCount: 0 });
    await checker.close();
  });
});
