import {
  appendFile,
  copyFile,
  mkdtemp,
  readFile,
  rename,
  rm,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { type Journal, openJournal } from './journal.ts';
import { nodeJournalFs } from './journal-fs.ts';

let corpus: string;
let folder: string;
let checkpoint: string;
const opened: Journal[] = [];
/** Bytes that were read from journals since it was set to 0. */
let read = 0;
const fs = {
  ...nodeJournalFs,
  async open(path: string, flags: 'r' | 'a+' | 'ax+') {
    const file = await nodeJournalFs.open(path, flags);
    const { read: readFrom } = file;
    file.read = async (...args) => {
      const result = await readFrom.apply(file, args);
      read += result.bytesRead;
      return result;
    };
    return file;
  },
};

beforeEach(async () => {
  corpus = await mkdtemp(join(tmpdir(), 'rapporteur-checkpoint-'));
  folder = join(corpus, 'journal');
  checkpoint = join(corpus, 'cache', 'journals.index');
});
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close();
  await rm(corpus, { recursive: true, force: true });
});

async function open(writer: string | null, kept: string | null = checkpoint): Promise<Journal> {
  const annotator = { id: 'mk', name: 'Mina Kask', initials: 'MK' };
  const journal = await openJournal({ folder, checkpoint: kept, writer, annotator, now: Date.now, fs });
  opened.push(journal);
  return journal;
}
const close = async (journal: Journal) => {
  opened.splice(opened.indexOf(journal), 1);
  await journal.close();
};

const change = (i: number): Change => ({
  id: `c_01943a2e-d770-7d90-8423-${i.toString(16).padStart(12, '0')}`,
  at: `2026-11-22T08:00:00.000Z+${((i * 7919) % 100_000).toString(36).padStart(4, '0')}`,
  ...{ by: 'mk', origin: 'user', gesture: `g${i}` },
  edits: [
    i % 100 === 0
      ? {
          kind: 'article',
          id: `a_${i % 300}`,
          after: { id: `a_${i % 300}`, path: `${i}.txt`, sourceSha256: 's', textSha256: 't', title: '“é”' },
        }
      : { kind: 'target', id: `t_${i}`, after: { id: `t_${i}`, name: `Target ${i}`, aliases: [], note: null } },
  ],
});
const changes = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => change(from + i));
const own = () => join(folder, 'mk-1.jsonl');

/** All that a journal says, which must be the same with a checkpoint and without. */
async function said(journal: Journal) {
  const inOrder: string[] = [];
  for await (const { writer, n, change } of journal.changes()) inOrder.push(`${writer} ${n} ${change.id}`);
  const { changes: since } = await journal.since({}, 100_000);
  return {
    inOrder,
    since: since.map(({ writer, n, change }) => `${writer} ${n} ${change.id}`),
    ...{ positions: journal.positions(), articles: [...journal.articles()], files: journal.files },
    ...{ notices: journal.notices, annotators: journal.annotators(), marks: journal.marks(journal.positions()) },
    history: await journal.historyOf('target', 't_1'),
    latest: (await journal.history(3)).map(({ id }) => id),
  };
}

/** Opens with the checkpoint and without; answers how much of the journals was read with it, as a share. */
async function expectSame(): Promise<number> {
  read = 0;
  const withIt = await open(null);
  const quick = read;
  read = 0;
  const without = await open(null, null);
  const whole = read;
  expect(await said(withIt)).toEqual(await said(without));
  await close(without);
  await close(withIt);
  return quick / whole;
}

/** A journal of 700 changes that was opened once. */
async function kept(): Promise<void> {
  const journal = await open('mk-1');
  await journal.append(changes(0, 700));
  await close(journal);
  await close(await open(null));
}

describe('a checkpoint', () => {
  it('spares the next opening what was read and checked before', async () => {
    await kept();
    expect(await expectSame()).toBeLessThan(0.02);
    const journal = await open('mk-1');
    await journal.append(changes(700, 740));
    expect(await journal.append([change(7), change(739)])).toMatchObject([
      { n: 8, fresh: false },
      { n: 740, fresh: false },
    ]);
    await close(journal);
    expect(await expectSame()).toBeLessThan(0.1);
    // A folder that was moved is still that one.
    await rename(corpus, `${corpus}-moved`);
    [folder, checkpoint] = [join(`${corpus}-moved`, 'journal'), join(`${corpus}-moved`, 'cache', 'journals.index')];
    const share = await expectSame();
    await rename(`${corpus}-moved`, corpus);
    expect(share).toBeLessThan(0.1);
  });

  const touched = () => utimes(own(), new Date(), new Date());
  const atLine = async (count: number) => {
    const bytes = await readFile(own());
    let at = 0;
    for (let i = 0; i < count; i++) at = bytes.indexOf(10, at) + 1;
    return { bytes, at };
  };
  it.each<[string, () => Promise<unknown>, boolean]>([
    ['whose journal has a torn line', () => appendFile(own(), '{"n":701,"prev":"'), true],
    ['whose journal has gained what is no line', () => appendFile(own(), 'nothing\nnothing\n'), false],
    ['whose journal has lost its last line', async () => truncate(own(), (await atLine(700)).at), false],
    ['whose journal has gone', () => unlink(own()), false],
    [
      'whose last line was changed',
      async () => {
        const { bytes, at } = await atLine(700);
        bytes[at + 200] = (bytes[at + 200] as number) ^ 1;
        await writeFile(own(), bytes);
      },
      false,
    ],
    ['whose journal was touched', touched, true],
    ['beside which a copy stands', () => copyFile(own(), join(folder, 'aa-copy.jsonl')), false],
    [
      'that is damaged',
      async () => {
        const bytes = await readFile(checkpoint);
        const at = bytes.length - 5000;
        bytes[at] = (bytes[at] as number) ^ 1;
        await writeFile(checkpoint, bytes);
      },
      false,
    ],
    ['that is cut', () => truncate(checkpoint, 3000), false],
    [
      'of another version',
      async () =>
        writeFile(checkpoint, (await readFile(checkpoint, 'latin1')).replace('journals/1', 'journals/0'), 'latin1'),
      false,
    ],
    ['that is no checkpoint', () => writeFile(checkpoint, 'null\n[]'), false],
  ])('%s says nothing that the journals do not', async (_, spoil, quick) => {
    await kept();
    await spoil();
    const share = await expectSame();
    if (quick) expect(share).toBeLessThan(0.02);
    // What was read now is kept again.
    await expectSame();
  });

  it('of two journals with the same changes counts each once', async () => {
    await kept();
    await copyFile(own(), join(folder, 'zz-copy.jsonl'));
    await close(await open(null));
    expect(await expectSame()).toBeLessThan(0.6);
    await unlink(own());
    await expectSame();
  });
});
