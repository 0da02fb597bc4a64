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

/** Does to `articles` files of the folder what a checkout does, one after the other as fast as it can. */
export function checkOut(root: string, articles: number): void {
  for (const folder of ['moved', 'new']) mkdirSync(join(root, folder), { recursive: true });
  for (let i = 0; i < articles; i++) {
    const { path, text } = articleAt(i);
    const file = join(root, path);
    const fate = fateOf(i);
    if (fate === 'stays') writeFileSync(join(root, newAt(i).path), newAt(i).text);
    else if (fate === 'moved') renameSync(file, join(root, movedTo(path)));
    else rmSync(file);
    if (fate === 'changed') writeFileSync(file, changed(text));
  }
}

/** The texts that the folder then has, by path. */
function expected(articles: number): Map<string, string> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const texts = new Map<string, string>();
  for (let i = 0; i < articles; i++) {
    const { path, text } = articleAt(i);
    const fate = fateOf(i);
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
 * read say so, and to the end of reading; `turn`: the longest time in which this thread did nothing else.
 * @param checkout this program's own task that calls `checkOut`
 */
export async function burst(folder: string, articles: number, workerFile: string, checkout: readonly string[]) {
  const root = join(folder, 'corpus');
  const rows = new Map<string, Entry>();
  let events = 0;
  const corpus = openCorpus({
    ...{ root, cacheDir: join(folder, 'cache'), workerFile },
    bindings: () => [],
    chosen: () => chosenIn([]),
    onProgress() {},
    onEntries({ entries, gone }) {
      events++;
      for (const id of gone) rows.delete(id);
      for (const entry of entries) rows.set(entry.id, entry);
    },
  });
  await corpus.scan();
  const stop = watchFiles({
    root,
    log() {},
    onChange: (paths) => void corpus.scan(paths ?? undefined).catch(() => {}),
  });
  await sleep(1500);
  const texts = expected(articles);
  events = 0;
  let turn = 0;
  let last = performance.now();
  const watching = setInterval(() => {
    turn = Math.max(turn, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  const began = performance.now();
  const child = spawn(process.execPath, [...checkout], { stdio: 'ignore' });
  await once(child, 'exit');
  const ended = performance.now();
  let right = 0;
  for (let read = 0; read < texts.size; ) {
    await sleep(20);
    if (performance.now() - ended > 600_000) throw new Error(`${read} of ${texts.size} files have been read`);
    const here = [...rows.values()];
    read = here.filter(({ path, pending, textSha256 }) => !pending && texts.get(path) === textSha256).length;
    const told = here.filter(
      ({ path, pending, textSha256 }) => texts.has(path) && (pending || texts.get(path) === textSha256),
    );
    if (right === 0 && told.length === here.length && told.length === texts.size) right = performance.now() - ended;
    if (told.length !== here.length || told.length !== texts.size) right = 0;
  }
  const read = performance.now() - ended;
  clearInterval(watching);
  await stop();
  await corpus.close();
  return { checkout: ended - began, right, read, turn, events };
}
