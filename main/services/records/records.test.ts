import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, copyFile, mkdtemp, rm, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { kinds } from '#shared/model/kinds.ts';
import { spanWith } from '#shared/model/testing.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { openRecords, type Records } from './records.ts';

let corpus: string;
let folder: string;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  corpus = await mkdtemp(join(tmpdir(), 'rapporteur-records-'));
  folder = join(corpus, '.rapporteur', 'journal');
});
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
  await rm(corpus, { recursive: true, force: true });
});

async function open(writer: string): Promise<Journal> {
  const id = writer.slice(0, 2);
  const journal = await openJournal({ folder, writer, annotator: { id, name: id, initials: id }, now: Date.now });
  opened.push(journal);
  return journal;
}
function recordsOf(journal: Journal, onProgress?: (done: number, total: number) => void): Records {
  const records = openRecords({ cacheDir: join(corpus, 'cache'), journal, workerFile: null, log() {}, onProgress });
  opened.push(records);
  return records;
}

/** Adds span `s_<i>` at this second, or renames its speaker. */
const change = (id: string, i: number, second: number, speaker: string | null): Change => ({
  ...{ id, at: `2026-11-22T08:00:${String(second).padStart(2, '0')}.000Z+0000`, by: 'mk', origin: 'user', gesture: id },
  edits: [
    speaker === null
      ? { kind: 'span', id: `s_${i}`, after: spanWith({ id: `s_${i}`, start: i, end: i + 1 }) }
      : { kind: 'span', id: `s_${i}`, before: { speaker: null }, after: { speaker } },
  ],
});

const stored = (path: string): string[] => {
  const db = new Database(path);
  try {
    const rows = db.prepare('SELECT kind, id, json FROM record').all() as { kind: string; id: string; json: string }[];
    return rows.map(({ kind, id, json }) => `${kind} ${id} ${json}`).sort();
  } finally {
    db.close();
  }
};
const folded = async (journal: Journal): Promise<string[]> => {
  const { records } = await journal.records();
  return kinds
    .flatMap((kind) => [...records[kind]].map(([id, record]) => `${kind} ${id} ${JSON.stringify(record)}`))
    .sort();
};
async function expectInStep(records: Records, journal: Journal): Promise<void> {
  await records.update();
  expect(stored(records.path)).toEqual(await folded(journal));
}

describe('the records of a folder', () => {
  it('follow their journals, also what comes late and what goes', async () => {
    const journal = await open('mk-1');
    await journal.append([change('a', 1, 1, null), change('b', 1, 9, 'last')]);
    const records = recordsOf(journal);
    await expectInStep(records, journal);
    const other = await open('jp-2');
    await other.append([change('c', 1, 5, 'earlier'), change('d', 2, 6, null)]);
    await journal.refresh();
    await expectInStep(records, journal);
    // A copy holds the same changes; each counts once, also when the first copy has gone.
    await copyFile(join(folder, 'jp-2.jsonl'), join(folder, 'aa-copy.jsonl'));
    await journal.refresh();
    await expectInStep(records, journal);
    const again = await openJournal({
      folder,
      writer: null,
      annotator: { id: 'x', name: 'X', initials: 'X' },
      now: Date.now,
    });
    opened.push(again);
    await expectInStep(recordsOf(again), again);
    await unlink(join(folder, 'aa-copy.jsonl'));
    await unlink(join(folder, 'jp-2.jsonl'));
    const less = await open('zz-3');
    await expectInStep(recordsOf(less), less);
    expect(stored(records.path).join()).not.toContain('s_2');
  });

  it('are asked for by several at once, and tell how far they are where there is much', async () => {
    const journal = await open('mk-1');
    const told: string[] = [];
    const records = recordsOf(journal, (done, total) => told.push(`${done}/${total}`));
    await journal.append([change('a', 1, 1, null)]);
    const first = records.update();
    await journal.append([change('b', 2, 2, null)]);
    await Promise.all([first, records.update(), records.update()]);
    expect(told).toEqual([]);
    await journal.append(Array.from({ length: 4100 }, (_, i) => change(`c${i}`, i + 3, 3, null)));
    await records.update();
    expect(told).toEqual(['2000/4100', '4000/4100', '4100/4100', '4100/4100']);
    expect(stored(records.path)).toEqual(await folded(journal));
    await records.close();
    await expect(records.update()).rejects.toMatchObject({ code: 'closed' });
  });

  it('are made anew from a database that is damaged, cut or no database', async () => {
    const journal = await open('mk-1');
    await journal.append(Array.from({ length: 300 }, (_, i) => change(`c${i}`, i, 1, null)));
    const path = join(corpus, 'cache', 'records.sqlite');
    for (const spoil of [
      () => writeFile(path, 'no database at all, but so long that it could be one'.repeat(100)),
      () => truncate(path, 20_000),
      () => appendFile(path, ''),
    ]) {
      const records = recordsOf(journal);
      await expectInStep(records, journal);
      await records.close();
      await spoil();
    }
    const records = recordsOf(journal);
    await expectInStep(records, journal);
    await records.damaged();
    await expectInStep(records, journal);
  });

  it('are right after a process that was making them was killed', { timeout: 30_000 }, async () => {
    const journal = await open('mk-1');
    await journal.append(
      Array.from({ length: 1500 }, (_, i) => change(`c${i}`, i % 1000, i % 60, i < 1000 ? null : 'x')),
    );
    const program = join(corpus, 'program.mjs');
    const bundle = await rolldown({
      input: join(import.meta.dirname, 'testing/update-forever.ts'),
      platform: 'node',
      external: [/^node:/, 'libsql'],
      logLevel: 'silent',
    });
    const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
    await bundle.close();
    const libsql = JSON.stringify(import.meta.resolve('libsql'));
    await writeFile(program, output[0].code.replaceAll(/from\s*["']libsql["']/g, `from ${libsql}`));
    const child = fork(program, [folder, join(corpus, 'cache')], { execArgv: [] });
    await once(child, 'message');
    await sleep(15);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expectInStep(recordsOf(journal), journal);
  });
});
