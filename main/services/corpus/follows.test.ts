import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Entry } from '#shared/model/article.ts';
import { workerForTests } from '../extract/built-worker.ts';
import { openPool, type Pool } from '../extract/pool.ts';
import { sha256 } from '../files/hash.ts';
import type { Corpus } from './corpus.ts';
import { openListed } from './testing.ts';

let workerFile: string;
let pool: Pool;
beforeAll(async () => {
  workerFile = await workerForTests();
  pool = openPool({ workerFile });
});
afterAll(() => pool.close());

const names = ['a.txt', 'b.txt', 'd/a.txt'];
const contents = ['Ostland', 'Westland', 'Nordland'].map(
  (name) => `${name} talks end without a result\n\nThe ministers of ${name} met for two days and did not agree.\n`,
);
const name = fc.constantFrom(...names);
/** What happens in a folder, and what of it is looked at: what the watcher names, or all. */
const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('write' as const), name, content: fc.nat(contents.length - 1) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('move' as const), name, to: name, seen: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), name }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const), at: fc.subarray(names, { minLength: 1 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'look at all' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'open again' as const }) },
);

test('whatever happens in a folder and in whichever order it is looked at, the list is what is there in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const root = await mkdtemp(join(tmpdir(), 'follows-'));
      let corpus: Corpus | null = null;
      try {
        let rows: Map<string, Entry>;
        const open = () => {
          const listed = openListed({ root, workerFile, pool });
          rows = listed.rows;
          return listed.corpus;
        };
        corpus = open();
        const there = new Map<string, string>();
        for (const [i, path] of names.slice(1).entries()) {
          await writeLongAgo(join(root, path), contents[i]!);
          there.set(path, contents[i]!);
        }
        await corpus.scan();
        for (const one of steps) {
          if (one.kind === 'write') {
            const content = contents[one.content]!;
            await writeLongAgo(join(root, one.name), content);
            there.set(one.name, content);
          } else if (one.kind === 'move' && there.has(one.name) && one.name !== one.to) {
            await mkdir(dirname(join(root, one.to)), { recursive: true });
            await rename(join(root, one.name), join(root, one.to));
            there.set(one.to, there.get(one.name)!);
            there.delete(one.name);
            // A watcher may name the new path alone.
            if (one.seen) await corpus.scan([one.to]);
          } else if (one.kind === 'delete') {
            await rm(join(root, one.name), { force: true });
            there.delete(one.name);
          } else if (one.kind === 'look') await corpus.scan(one.at);
          else if (one.kind === 'look at all') await corpus.scan();
          else if (one.kind === 'open again') {
            await corpus.close();
            corpus = open();
          }
        }
        await corpus.scan();
        const listed = [...rows!.values()].map(({ path, sourceSha256 }) => [path, sourceSha256]).sort();
        expect(listed).toEqual([...there].map(([path, content]) => [path, sha256(content)]).sort());
        const kept = (await corpus.entries()).map(({ id }) => id).sort();
        expect(kept).toEqual([...rows!.keys()].sort());
      } finally {
        await corpus?.close();
        await rm(root, { recursive: true, force: true });
      }
    }),
    { numRuns: 12 },
  );
});

/** What is moved keeps size and time, which tell something only of files that are older than the clock's tick. */
async function writeLongAgo(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  const past = new Date(Date.now() - 60_000);
  await utimes(file, past, past);
}
