import { mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import type { Journaled } from '#shared/contract/contract.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { nodeJournalFs } from '../journal/journal-fs.ts';
import { type Following, followJournals } from './follow-journals.ts';

let folder: string;
let journal: Journal;
let following: Following;
let time = Date.UTC(2026, 10, 22, 8);
let unreadable: string | null;
const told: Journaled[] = [];
const notices: string[][] = [];
const logged: string[] = [];
const others: Journal[] = [];

const fs: typeof nodeJournalFs = {
  ...nodeJournalFs,
  open: (path, flags) =>
    unreadable !== null && path.endsWith(unreadable)
      ? Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' }))
      : nodeJournalFs.open(path, flags),
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-following-'));
  for (const list of [told, notices, logged]) list.length = 0;
  unreadable = null;
  journal = await open('mk-1');
  following = follow();
});
afterEach(async () => {
  await following.stop();
  for (const one of [journal, ...others.splice(0)]) await one.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (writer: string, through = fs) =>
  openJournal({
    folder,
    writer,
    annotator: { id: writer.slice(0, 2), name: writer, initials: 'X' },
    now: () => time,
    fs: through,
  });
const follow = (interval = 3_600_000) =>
  followJournals({
    journal,
    onChanges: (changes) => void told.push(...changes),
    onNotices: (now) => void notices.push(now.map(({ code }) => code)),
    log: (line) => void logged.push(line),
    interval,
  });
async function colleague(writer: string): Promise<Journal> {
  const other = await open(writer, nodeJournalFs);
  others.push(other);
  return other;
}
const change = (id: string): Change => ({
  id,
  at: '2026-11-22T08:00:00.000Z+0000',
  by: 'jw',
  origin: 'user',
  gesture: 'g',
  edits: [{ kind: 'target', id, after: { id, name: id, aliases: [], note: null } }],
});
const many = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => change(`c${from + i}`));
const ids = () => told.map(({ change: { id } }) => id);

it('tells each journal’s news once, in its order, pages of it too, and never the own', async () => {
  const [jw, ks] = [await colleague('jw-1'), await colleague('ks-1')];
  await jw.append(many(0, 1200));
  await ks.append([change('k')]);
  await journal.append([change('own')]);
  await following.look();
  expect(ids()).toEqual([...many(0, 1200).map(({ id }) => id), 'k']);
  expect(told.filter(({ writer }) => writer === 'jw-1').map(({ n }) => n)).toEqual(many(1, 1201).map((_, i) => i + 1));
  await jw.append([change('later')]);
  await Promise.all([following.look(), following.look(), journal.append([change('own 2')])]);
  expect(ids().slice(1201)).toEqual(['later']);
});

it('looks by itself', async () => {
  const jw = await colleague('jw-1');
  await following.stop();
  following = follow(5);
  await jw.append([change('a')]);
  await vi.waitFor(() => expect(ids()).toEqual(['a']), { timeout: 18_000, interval: 10 });
});

it('tells later what it could not read, and the others meanwhile', async () => {
  const [jw, ks] = [await colleague('jw-1'), await colleague('ks-1')];
  await jw.append([change('a')]);
  await following.look();
  await jw.append([change('b')]);
  await ks.append([change('k')]);
  unreadable = 'jw-1.jsonl';
  for (let i = 0; i < 3; i++) await following.look();
  expect(ids()).toEqual(['a', 'k']);
  unreadable = null;
  await following.look();
  expect(ids()).toEqual(['a', 'k', 'b']);
});

it('tells when a journal has gone for good, and everything again when it is back', async () => {
  const jw = await colleague('jw-1');
  await jw.append([change('a'), change('b')]);
  await following.look();
  const path = join(folder, 'jw-1.jsonl');
  const bytes = await readFile(path);
  await unlink(path);
  await following.look();
  expect(notices).toEqual([]);
  time += 30_000;
  await following.look();
  expect(notices).toEqual([['journal-damaged']]);
  await writeFile(path, bytes);
  for (let i = 0; i < 2; i++) await following.look();
  expect(notices).toEqual([['journal-damaged'], []]);
  expect(ids()).toEqual(['a', 'b', 'a', 'b']);
  expect(logged).toEqual([]);
});
