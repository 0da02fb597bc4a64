import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeHeader, writeLine } from '#shared/changes/journal-line.ts';
import { spanWith } from '#shared/model/testing.ts';
import { sha256 } from '../files/hash.ts';
import { comparedSpans } from './compared.ts';
import { mergeRows } from './merge.ts';
import { readWriters } from './read-writers.ts';

let folder: string;
let workerFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-writers-'));
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'worker.ts'),
    external: [...builtinModules, /^node:/],
    platform: 'node',
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  await bundle.close();
  workerFile = join(folder, 'worker.mjs');
  await writeFile(workerFile, output[0].code);
  // So large that threads are worth it.
  for (const annotator of ['an', 'bo', 'cy']) await writeFile(join(folder, `${annotator}.jsonl`), journalOf(annotator));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function journalOf(annotator: string): string {
  const createdAt = '2026-01-01T00:00:00.000Z';
  const header = { writer: annotator, annotator: { id: annotator, name: annotator, initials: 'A' }, createdAt };
  let { line, hash } = writeHeader(0, '', header, sha256);
  const lines = [line];
  for (let i = 0; i < 1500; i++) {
    const id = `s_${annotator}_${i}`;
    const quote = { exact: 'x'.repeat(1500), prefix: '', suffix: '' };
    const span = spanWith({
      id,
      annotator,
      article: `a_${i % 50}`,
      start: i,
      end: i + 1500,
      quote,
      speaker: `p_${i % 7}`,
    });
    const at = `${createdAt}+${i.toString(36).padStart(4, '0')}`;
    const edits = [{ kind: 'span' as const, id, after: span }];
    const change = { id: `c_${annotator}_${i}`, at, by: annotator, origin: 'user' as const, gesture: 'g', edits };
    ({ line, hash } = writeLine(i + 1, hash, change, sha256));
    lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

const everything = async (worker: string | null) => {
  const writers = await readWriters([folder], worker, new AbortController().signal);
  const keys = writers.map(({ key }) => key);
  return { keys, articles: [...comparedSpans(mergeRows(writers)).articles(['an', 'bo', 'cy'], new Map())] };
};

it('threads read what one thread reads', async () => {
  const threaded = await everything(workerFile);
  expect(threaded).toEqual(await everything(null));
  expect(threaded.keys).toEqual(['an', 'bo', 'cy']);
  expect(threaded.articles).toHaveLength(50);
  expect(threaded.articles[0]?.measured?.spans).toHaveLength(90);
});

it('stops when the person stops it, and says when a thread fails', async () => {
  const stop = new AbortController();
  const reading = readWriters([folder], workerFile, stop.signal);
  setTimeout(() => stop.abort(), 1);
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  const broken = join(folder, 'broken.mjs');
  await writeFile(broken, 'throw new Error("It does not start.");');
  await expect(readWriters([folder], broken, new AbortController().signal)).rejects.toThrow('It does not start.');
});
