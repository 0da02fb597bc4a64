import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openCorpus } from '../../main/services/corpus/corpus.ts';
import { chosenIn } from '../../main/services/corpus/look-into.ts';
import { indexed } from '../../shared/search/words.ts';
import { peakOf } from '../peak.ts';
import { burst, checkOut } from './burst.ts';
import { articleAt } from './generate.ts';
import { straight } from './straight.ts';

/* One measurement in a process of its own, so that memory is its own, too: prints one line of JSON. */

const [task, folder, count, workerFile] = process.argv.slice(2) as [string, string, string, string];
const articles = Number(count);

const tasks: Record<string, () => Promise<object> | object> = {
  generate() {
    for (let i = 0; i < articles; i++) {
      const { path, text } = articleAt(i);
      const file = join(folder, 'corpus', path);
      if (i % 1000 === 0) mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return {};
  },
  /** The texts of `straight` are in memory, too: a system that has put the files away would be measured, not the programs. */
  fetch() {
    for (const entry of readdirSync(join(folder, 'corpus'), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) readFileSync(join(entry.parentPath, entry.name));
    return {};
  },
  checkout: () => ({ done: checkOut(join(folder, 'corpus'), articles) }),
  burst: () => burst(folder, articles, workerFile, [process.argv[1]!, 'checkout', folder, count, workerFile]),
  straight: () => ({ time: straight(join(folder, 'straight.sqlite'), articles, indexed) }),
  async scan() {
    const began = performance.now();
    let first = 0;
    let told = 0;
    const corpus = openCorpus({
      root: join(folder, 'corpus'),
      cacheDir: join(folder, 'cache'),
      workerFile,
      bindings: () => [],
      chosen: () => chosenIn([]),
      onProgress() {},
      onEntries({ entries }) {
        told += entries.length;
        if (told >= Math.min(50, articles) && first === 0) first = performance.now() - began;
      },
    });
    const summary = await corpus.scan();
    const time = performance.now() - began;
    const { id } = (await firstOf(corpus.portions()))!;
    const reading = performance.now();
    await corpus.read(id);
    const opening = performance.now() - reading;
    const closing = performance.now();
    await corpus.close();
    const { failed, ...figures } = summary;
    return { ...figures, failed: failed.length, told, first, time, opening, closing: performance.now() - closing };
  },
};

async function firstOf<T>(portions: AsyncIterable<readonly T[]>): Promise<T | undefined> {
  for await (const portion of portions) return portion[0];
  return undefined;
}

const result = await tasks[task]!();
// Processor time is in µs.
const { user, system } = process.cpuUsage();
process.stdout.write(`${JSON.stringify({ cpu: (user + system) / 1000, ...result, peak: peakOf() })}\n`);
