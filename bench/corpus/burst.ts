import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCorpus } from '../../main/services/corpus/corpus.ts';
import { chosenIn } from '../../main/services/corpus/look-into.ts';
import { watchFiles } from '../../main/services/project/watch-files.ts';
import type { Entry } from '../../shared/model/article.ts';
import { articleAt } from './generate.ts';

/* A folder as a checkout of another state leaves it: of ten files four have another text, two have gone, two are in another
folder, and two new ones have come. */

type Fate = 'changed' | 'gone' | 'moved' | 'stays';
const fateOf = (number: number): Fate => {
  const digit = number % 10;
  return digit < 4 ? 'changed' : digit < 6 ? 'gone' : digit < 8 ? 'moved' : 'stays';
};
const changed = (text: string) => `${text}\nCorrected on the next day.\n`;
const movedTo = (path: string) => `moved/${basename(path)}`;
const newAt = (number: number) => ({ path: `new/${number}.txt`, text: articleAt(1_000_000 + number).text });

/** Does to the first `files` files of the folder what a checkout does, one after the other as fast as it can. */
export function checkOut(root: string, files: number): void {
  for (const folder of ['moved', 'new']) mkdirSync(join(root, folder), { recursive: true });
  for (let i = 0; i < files; i++) {
    const { path, text } = articleAt(i);
    const file = join(root, path);
    const fate = fateOf(i);
    if (fate === 'stays') writeFileSync(join(root, newAt(i).path), newAt(i).text);
    else if (fate === 'moved') renameSync(file, join(root, movedTo(path)));
    else rmSync(file);
    if (fate === 'changed') writeFileSync(file, changed(text));
  }
}

/** The hashes of the texts that the paths of these files then have; null: nothing. */
function expected(files: number): Map<string, string | null> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const texts = new Map<string, string | null>();
  for (let i = 0; i < files; i++) {
    const { path, text } = articleAt(i);
    const fate = fateOf(i);
    texts.set(path, null);
    if (fate === 'changed') texts.set(path, hash(changed(text)));
    if (fate === 'moved') texts.set(movedTo(path), hash(text));
    if (fate !== 'stays') continue;
    texts.set(path, hash(text));
    texts.set(newAt(i).path, hash(newAt(i).text));
  }
  return texts;
}

/**
 * Milliseconds from the last change of a file to the rows that are right, of which those of files that are still to be
 * read say so, and to the end of reading; `turn`: the longest time for which this thread did nothing else, `cpu` until
 * the rows were right.
 * @param files how many are changed
 * @param checkout this program's own task that calls `checkOut`
 */
export async function burst(folder: string, files: number, workerFile: string, checkout: readonly string[]) {
  const root = join(folder, 'corpus');
  const texts = expected(files);
  const there = [...texts.values()].filter((text) => text !== null).length;
  const rows = new Map<string, Pick<Entry, 'path' | 'pending' | 'textSha256'>>();
  let events = 0;
  let watching = false;
  const corpus = openCorpus({
    ...{ root, cacheDir: join(folder, 'cache'), workerFile },
    bindings: () => [],
    chosen: () => chosenIn([]),
    onProgress() {},
    onEntries({ entries, gone }) {
      events++;
      for (const id of gone) rows.delete(id);
      for (const { id, path, pending, textSha256 } of entries)
        if (texts.has(path)) rows.set(id, { path, pending, textSha256 });
    },
  });
  await corpus.scan();
  const stop = watchFiles({
    ...{ root, ready: 0 },
    log() {},
    onChange(paths) {
      // Ready before anything has been changed, it asks for a look that would find nothing.
      if (watching) void corpus.scan(paths ?? undefined).catch(() => {});
      watching = true;
    },
  });
  while (!watching) await sleep(20);
  await sleep(1500);
  events = 0;
  let turn = 0;
  let last = performance.now();
  const looking = setInterval(() => {
    turn = Math.max(turn, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  const began = performance.now();
  const child = spawn(process.execPath, [...checkout], { stdio: 'ignore' });
  await once(child, 'exit');
  const ended = performance.now();
  const usage = process.cpuUsage();
  let right = 0;
  let cpu = 0;
  for (let read = 0; read < there || right === 0; ) {
    await sleep(20);
    if (performance.now() - ended > 600_000) throw new Error(`${read} of ${there} files have been read`);
    read = 0;
    let told = 0;
    for (const { path, pending, textSha256 } of rows.values()) {
      const isRead = !pending && texts.get(path) === textSha256;
      if (isRead) read++;
      if (isRead || (pending && texts.get(path) !== null)) told++;
    }
    const isRight = told === there && rows.size === there;
    if (!isRight) right = 0;
    else if (right === 0) {
      right = performance.now() - ended;
      const { user, system } = process.cpuUsage(usage);
      cpu = (user + system) / 1000;
    }
  }
  const read = performance.now() - ended;
  clearInterval(looking);
  await stop();
  await corpus.close();
  return { files, checkout: ended - began, right, read, turn, cpu, events };
}
