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
import { crc32 } from 'node:zlib';
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
    ...{ positions: journal.positions(), files: journal.files },
    ...{ articles: [...journal.articles()], sources: [...journal.sources()] },
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

  /** One bit of it is another. */
  const damaged = async (where: (length: number) => number) => {
    const bytes = await readFile(checkpoint);
    const at = where(bytes.length);
    bytes[at] = (bytes[at] as number) ^ 1;
    await writeFile(checkpoint, bytes);
  };
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
    ['whose places are damaged', () => damaged((length) => length >> 2), false],
    ['whose edits are damaged', () => damaged((length) => length - 1500), false],
    ['whose contents are damaged', () => damaged((length) => length - 100), false],
    ['whose checksum is damaged', () => damaged((length) => length - 1), false],
    ['that is cut', () => truncate(checkpoint, 3000), false],
    ['that is empty', () => truncate(checkpoint, 0), false],
    [
      'of another version',
      async () => {
        const text = (await readFile(checkpoint, 'latin1')).replace('journals/2', 'journals/1');
        const sound = Buffer.from(text.slice(0, text.lastIndexOf('\n')), 'latin1');
        await writeFile(checkpoint, Buffer.concat([sound, Buffer.from(`\n${crc32(sound)}`)]));
      },
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

  it('knows the bindings and what people said of files, whoever changed them last', async () => {
    const article = (i: number): Change => {
      const id = `a_${i % 700}`;
      const after = { id, path: `${i}.txt`, sourceSha256: 's', textSha256: 't', title: `“${i}” 見出し\u2028` };
      return { ...change(i), edits: [{ kind: 'article', id, after }] };
    };
    const source = (i: number, encoding: string): Change => {
      const after = {
        id: 'file:one.txt',
        encoding,
        columns: null,
        annotator: 'mk',
        updatedAt: '2026-11-22T08:00:00.000Z',
      };
      return { ...change(i), edits: [{ kind: 'source', id: after.id, after }] };
    };
    const write = async (writer: string, changes: readonly Change[]) => {
      const journal = await open(writer);
      await journal.append(changes);
      await close(journal);
    };
    const articles = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => article(from + i));
    await write('mk-1', [...articles(0, 1200), source(1200, 'windows-1252')]);
    await write('zz-1', [...articles(1201, 1800), source(1800, 'utf-8')]);
    await write('aa-1', articles(1801, 1820));
    await close(await open(null));
    expect(await expectSame()).toBeLessThan(0.05);
    // What comes later counts by its clock, too, and is kept behind what was kept.
    await write('mk-1', [...articles(1820, 2400), source(2400, 'shift_jis')]);
    await expectSame();
    const at = '2026-11-23T08:00:00.000Z+0000';
    await write('mk-1', [
      { ...change(2401), at, edits: [{ kind: 'article', id: 'a_7', before: { id: 'a_7' } as never }] },
    ]);
    expect(await expectSame()).toBeLessThan(0.05);
    const journal = await open(null);
    expect(journal.articles().size).toBe(699);
    expect(journal.sources().size).toBe(1);
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
