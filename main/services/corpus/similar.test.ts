import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { workerForTests } from '../extract/built-worker.ts';
import type { Corpus } from './corpus.ts';
import { openListed } from './testing.ts';

let root: string;
const opened: Corpus[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'similar-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((corpus) => corpus.close()));
  await rm(root, { recursive: true, force: true });
});

async function open() {
  const { corpus, rows } = openListed({ root, workerFile: await workerForTests() });
  opened.push(corpus);
  const at = (path: string) => [...rows.values()].find((row) => row.path === path);
  /** The paths of the rows that were put together, each group's in order. */
  const groups = () => {
    const found = new Map<string, string[]>();
    for (const { near, path } of rows.values()) if (near) found.set(near, [...(found.get(near) ?? []), path].sort());
    return [...found.values()].sort();
  };
  return { corpus, at, groups };
}

const sentences = Array.from(
  { length: 30 },
  (_, i) => `Sentence ${i} says that envoy ${i * 7} met delegation ${i * 13} in town ${i * 3} about quota ${i * 11}.`,
);
const wire = sentences.join(' ');
const reprint = `${sentences.slice(0, 27).join(' ')} The paper’s own reporter adds a last line of her own.`;
const other = Array.from(
  { length: 30 },
  (_, i) => `Harvest ${i * 5} failed in valley ${i * 17} after storm ${i}.`,
).join(' ');
const soon = (check: () => void) => vi.waitFor(check, { timeout: 18_000, interval: 20 });
const write = (name: string, text: string) => writeFile(join(root, name), `Headline of ${name}\n\n${text}\n`);

test('nearly the same texts are put together after a scan, follow their files, and are known at the next opening', async () => {
  await write('a.txt', wire);
  await write('b.txt', reprint);
  await write('c.txt', other);
  const first = await open();
  await first.corpus.scan();
  await soon(() => expect(first.groups()).toEqual([['a.txt', 'b.txt']]));
  const [alike, ...none] = await first.corpus.similar(first.at('a.txt')!.id);
  expect(none).toEqual([]);
  expect(alike?.id).toBe(first.at('b.txt')!.id);
  expect(alike!.similarity).toBeGreaterThan(0.7);
  expect(alike!.similarity).toBeLessThan(1);
  expect(await first.corpus.similar(first.at('c.txt')!.id)).toEqual([]);
  await first.corpus.close();

  const again = await open();
  await again.corpus.scan();
  expect(again.groups()).toEqual([['a.txt', 'b.txt']]);
  await write('c.txt', `${other} One more storm.`);
  await write('d.txt', other);
  await rm(join(root, 'b.txt'));
  await again.corpus.scan();
  await soon(() => expect(again.groups()).toEqual([['c.txt', 'd.txt']]));
});
