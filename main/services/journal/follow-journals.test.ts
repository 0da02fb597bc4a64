import {
  appendFile,
  mkdir,
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
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { type Journal, openJournal } from './journal.ts';
import { type JournalFs, nodeJournalFs } from './journal-fs.ts';

let home: string;
let folder: string;
let time: number;
let bytesRead: number;
let journal: Journal;
const half = 30_000;

const fs: JournalFs = {
  ...nodeJournalFs,
  async open(path, flags) {
    const file = await nodeJournalFs.open(path, flags);
    return {
      async read(...args) {
        const result = await file.read(...args);
        bytesRead += result.bytesRead;
        return result;
      },
      write: (...args) => file.write(...args),
      datasync: () => file.datasync(),
      truncate: (length) => file.truncate(length),
      stat: () => file.stat(),
      close: () => file.close(),
    };
  },
};

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rapporteur-follow-'));
  folder = join(home, 'corpus', '.rapporteur', 'journal');
  await mkdir(folder, { recursive: true });
  time = Date.UTC(2026, 10, 22, 8);
  bytesRead = 0;
  journal = await open();
});
afterEach(async () => {
  await journal.close();
  await rm(home, { recursive: true, force: true });
});

const open = () =>
  openJournal({
    folder,
    writer: 'mk-1',
    annotator: { id: 'mk', name: 'Mina Kask', initials: 'MK' },
    now: () => time,
    fs,
  });

const change = (id: string, i: number, note = ''): Change => ({
  id,
  at: `2026-11-22T08:00:00.${String(i % 1000).padStart(3, '0')}Z+${Math.floor(i / 1000)
    .toString(36)
    .padStart(4, '0')}`,
  by: 'jw',
  origin: 'user',
  gesture: `g_${id}`,
  edits: [{ kind: 'target', id: `t_${id}`, after: { id: `t_${id}`, name: id, aliases: [], note } }],
});

/** The bytes of a colleague's journal with these changes, as their own app writes them; `lines` are the ends of its lines. */
async function colleague(writer: string, ids: readonly string[], note = '') {
  const away = await mkdtemp(join(home, 'away-'));
  const annotator = { id: writer.slice(0, 2), name: 'Jonas Weber', initials: 'JW' };
  const theirs = await openJournal({ folder: away, writer, annotator, now: () => time });
  await theirs.append(ids.map((id, i) => change(id, i, note)));
  await theirs.close();
  const bytes = await readFile(join(away, `${writer}.jsonl`));
  const lines: number[] = [];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines.push(at + 1);
  return { bytes, lines, path: join(folder, `${writer}.jsonl`) };
}

/** What the windows are told after they have been told everything up to `positions`. */
async function news(positions: Record<string, number>): Promise<string[]> {
  return (await journal.since(positions, 100_000)).changes.map(({ change: { id } }) => id);
}
const shown = async () => [...(await journal.records()).records.target.values()].map(({ name }) => name).sort();
const codes = () => journal.notices.map(({ code }) => code);

it('a journal that appears is taken in, two at once too', async () => {
  const [jw, ks] = [await colleague('jw-1', ['a', 'b']), await colleague('ks-1', ['c'])];
  await writeFile(jw.path, jw.bytes);
  await writeFile(ks.path, ks.bytes);
  await journal.refresh();
  expect(journal.positions()).toEqual({ 'jw-1': 2, 'ks-1': 1 });
  expect(await news({})).toEqual(['a', 'b', 'c']);
  expect([...(await journal.records()).records.annotator.keys()].sort()).toEqual(['jw', 'ks', 'mk']);
});

it('copied byte by byte, whole lines show at once and the one under way is no news', async () => {
  const { bytes, lines, path } = await colleague('jw-1', ['a', 'b', 'c']);
  const told: string[] = [];
  for (let size = 0; size <= bytes.length; size += 17) {
    await writeFile(path, bytes.subarray(0, size));
    await journal.refresh();
    const whole = Math.max(-1, lines.filter((end) => end - 1 <= size).length - 2);
    const fresh = await news({ 'jw-1': told.length });
    told.push(...fresh);
    expect(told).toHaveLength(Math.max(0, whole + 1));
    expect(codes()).toEqual([]);
  }
  await writeFile(path, bytes);
  await journal.refresh();
  expect([...told, ...(await news({ 'jw-1': told.length }))]).toEqual(['a', 'b', 'c']);
  expect(journal.files.find(({ writer }) => writer === 'jw-1')).toMatchObject({ lines: 4, damage: null });
});

it('a last line that stays incomplete is told of after half a minute, and no more once it is whole', async () => {
  const { bytes, lines, path } = await colleague('jw-1', ['a', 'b']);
  await writeFile(path, bytes.subarray(0, (lines[1] ?? 0) + 40));
  await journal.refresh();
  expect(await shown()).toEqual(['a']);
  expect(codes()).toEqual([]);
  time += half - 1;
  await journal.refresh();
  expect(codes()).toEqual([]);
  time += 1;
  expect(codes()).toEqual(['journal-torn']);
  await writeFile(path, bytes);
  await journal.refresh();
  expect(await shown()).toEqual(['a', 'b']);
  expect(codes()).toEqual([]);
});

it('of a journal that has grown only the end is read', async () => {
  const ids = Array.from({ length: 3000 }, (_, i) => `i${i}`);
  const { bytes, lines, path } = await colleague('jw-1', ids, 'x'.repeat(500));
  await writeFile(path, bytes.subarray(0, lines[2990]));
  await journal.refresh();
  bytesRead = 0;
  await writeFile(path, bytes.subarray(0, (lines[2995] ?? 0) + 100));
  await journal.refresh();
  expect(await news({ 'jw-1': 2990 })).toEqual(ids.slice(2990, 2995));
  await writeFile(path, bytes);
  await utimes(path, new Date(), new Date(Date.now() + 5000));
  await journal.refresh();
  expect(await news({ 'jw-1': 2995 })).toEqual(ids.slice(2995));
  await utimes(path, new Date(), new Date(Date.now() + 9000));
  await journal.refresh();
  expect(bytesRead).toBeLessThan(60_000);
  expect(await shown()).toHaveLength(3000);
  expect(journal.files.find(({ writer }) => writer === 'jw-1')).toMatchObject({
    lines: 3001,
    changes: 3000,
    goodBytes: bytes.length,
    damage: null,
  });
});

it('a line that is damaged behind those that were read is told with its number', async () => {
  const { bytes, lines, path } = await colleague('jw-1', ['a', 'b', 'c', 'd']);
  await writeFile(path, bytes.subarray(0, lines[2]));
  await journal.refresh();
  const bad = Buffer.from(bytes);
  bad[(lines[2] ?? 0) + 100] = 0x7f;
  await writeFile(path, bad);
  await journal.refresh();
  expect(await shown()).toEqual(['a', 'b']);
  expect(journal.notices[0]?.message).toContain(`Line 4 of ${path}`);
});

it.each(['gone', 'cut short', 'replaced by an older copy'])(
  'a journal that is %s shows as it was until it is sure',
  async (how) => {
    const { bytes, lines, path } = await colleague('jw-1', ['a', 'b', 'c']);
    await writeFile(path, bytes);
    await journal.refresh();
    if (how === 'gone') await unlink(path);
    else if (how === 'cut short') await truncate(path, (lines[2] ?? 0) + 20);
    else {
      await writeFile(`${path}.part`, bytes.subarray(0, lines[2]));
      await rename(`${path}.part`, path);
    }
    const left = how === 'gone' ? [] : ['a', 'b'];
    for (let waited = 0; waited < half; waited += 10_000) {
      await journal.refresh();
      expect(journal.positions()).toEqual({ 'jw-1': 3 });
      expect(codes()).toEqual([]);
      // What cannot be read is told to whoever wants it, instead of being left out.
      await expect(journal.records()).rejects.toMatchObject({ code: how === 'gone' ? 'folder-gone' : 'damaged' });
      time += 10_000;
    }
    await journal.refresh();
    expect(await shown()).toEqual(left);
    expect(journal.notices.map(({ message }) => message).join(' ')).toContain(
      how === 'gone' ? '3 changes that it had before' : 'one change that it had before',
    );
    // Windows that have taken in everything stay in step; they do not make themselves anew, now or when it is back.
    expect(await news({ 'jw-1': 3 })).toEqual([]);
    await writeFile(path, bytes);
    await journal.refresh();
    expect(await shown()).toEqual(['a', 'b', 'c']);
    expect(await news({ 'jw-1': 2 })).toEqual(['c']);
    expect(codes()).toEqual([]);
    await expect(journal.since({ 'jw-1': 4 })).rejects.toMatchObject({ code: 'damaged' });
  },
);

it('a journal that is written anew from its beginning is only that, and tells nothing', async () => {
  const { bytes, path } = await colleague('jw-1', ['a', 'b', 'c']);
  await writeFile(path, bytes);
  await journal.refresh();
  for (let size = 0; size < bytes.length; size += 97) {
    await writeFile(path, bytes.subarray(0, size));
    await journal.refresh();
    expect(journal.positions()).toEqual({ 'jw-1': 3 });
    time += 500;
  }
  await writeFile(path, bytes);
  await journal.refresh();
  expect([await shown(), codes()]).toEqual([['a', 'b', 'c'], []]);
});

it('an older copy that is written on differently is another journal, and nothing of either is missed', async () => {
  const first = await colleague('jw-1', ['a', 'b', 'c']);
  await writeFile(first.path, first.bytes);
  await journal.refresh();
  const second = await colleague('jw-1', ['a', 'b', 'x', 'y']);
  await writeFile(first.path, second.bytes);
  await journal.refresh();
  expect(await shown()).toEqual(['a', 'b', 'x', 'y']);
  expect(journal.positions()).toEqual({ 'jw-1~': 4 });
  expect(await news({ 'jw-1': 3 })).toEqual(['a', 'b', 'x', 'y']);
  expect(journal.notices.map(({ message }) => message)).toEqual([expect.stringContaining('one change that it had')]);
  const more = await colleague('jw-1', ['a', 'b', 'x', 'y', 'z']);
  await appendFile(first.path, more.bytes.subarray(second.bytes.length));
  await journal.refresh();
  expect(await news({ 'jw-1': 3, 'jw-1~': 4 })).toEqual(['z']);
});

it('a folder that is pulled out takes nothing away, however long', async () => {
  const { bytes, path } = await colleague('jw-1', ['a']);
  await writeFile(path, bytes);
  await journal.refresh();
  await rename(join(home, 'corpus'), join(home, 'pulled-out'));
  for (let i = 0; i < 3; i++) {
    await journal.refresh();
    time += half;
  }
  expect([journal.positions(), codes()]).toEqual([{ 'jw-1': 1 }, []]);
  await rename(join(home, 'pulled-out'), join(home, 'corpus'));
  await journal.refresh();
  expect(await shown()).toEqual(['a']);
});

it('a change that stands in two journals counts once, and goes on counting when one of them goes', async () => {
  const { bytes, lines, path } = await colleague('jw-1', ['a', 'b']);
  await writeFile(path, bytes);
  await writeFile(join(folder, 'jw-1.sync-conflict.jsonl'), bytes.subarray(0, lines[1]));
  await journal.refresh();
  await journal.append([change('b', 1), change('own', 5)]);
  expect((await news({})).sort()).toEqual(['a', 'b', 'own']);
  await unlink(path);
  await journal.refresh();
  time += half;
  await journal.refresh();
  expect(await shown()).toEqual(['a', 'own']);
  expect(journal.notices[0]?.message).toContain('one change that it had before');
});

it('the own journal is left alone, whatever becomes of its file', async () => {
  await journal.append([change('a', 0), change('b', 1)]);
  await truncate(join(folder, 'mk-1.jsonl'), 10);
  for (let i = 0; i < 3; i++) {
    await journal.refresh();
    time += half;
  }
  expect([journal.positions(), codes()]).toEqual([{ 'mk-1': 2 }, []]);
});
