import { describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { readLine } from '#shared/changes/journal-line.ts';
import { Failure } from '#shared/contract/failure.ts';
import { sha256 } from '../files/hash.ts';
import { type Fault, FaultFs } from './fault-fs.ts';
import { type Journal, openJournal } from './journal.ts';
import type { JournalFs } from './journal-fs.ts';
import { type Processes, systemProcesses } from './lock.ts';

const folder = '/corpus/.rapporteur/journal';
const path = `${folder}/mk-1.jsonl`;
let lives = 0;

/** Each opening is another process, and all earlier ones are dead. */
const nextProcess = (): Processes => ({
  own: { ...systemProcesses.own, pid: 1_000_000 + lives++, started: null },
  held: new Set(),
  startedOf: () => 'dead',
});

const open = (fs: JournalFs) =>
  openJournal({
    folder,
    writer: 'mk-1',
    annotator: { id: 'mk', name: 'Mina Kask', initials: 'MK' },
    now: Date.now,
    fs,
    processes: nextProcess(),
  });

const change = (i: number): Change => ({
  id: `c${i}`,
  at: `2026-11-22T08:00:00.${String(i).padStart(3, '0')}Z+0000`,
  by: 'mk',
  origin: 'user',
  gesture: `g${i}`,
  edits: [{ kind: 'target', id: `t_${i}`, after: { id: `t_${i}`, name: 'x'.repeat(i * 7), aliases: [], note: null } }],
});

interface Told {
  acked: string[];
  sent: Set<string>;
  journal: Journal | null;
}

/** What an app does: opens (again, when that fails), sends, and sends again what was not acknowledged. */
async function work(fs: JournalFs, from: number, told: Told): Promise<void> {
  for (let attempt = 0; attempt < 2 && told.journal === null; attempt++) {
    told.journal = await open(fs).catch((error) => {
      expect(error).toBeInstanceOf(Failure);
      return null;
    });
  }
  const { journal } = told;
  if (journal === null) return;
  const send = async (...numbers: number[]) => {
    const changes = numbers.map(change);
    for (const { id } of changes) told.sent.add(id);
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        for (const { id } of await journal.append(changes)) told.acked.push(id);
        return;
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        expect(journal.health.ok).toBe(false);
      }
    }
  };
  await send(from);
  await Promise.all([send(from + 1, from + 2), send(from + 3)]);
  await send(from + 4);
  await send(from + 5, from + 6);
}

/** The promises of a journal, checked on what the disk holds. */
async function checkPromises(disk: FaultFs, told: Told, what: string): Promise<void> {
  const journal = await open(disk);
  const { changes } = await journal.since({}, 10_000);
  const ids = changes.map(({ change: { id } }) => id);
  expect(new Set(ids).size, `${what}: twice`).toBe(ids.length);
  expect(
    ids.filter((id) => !told.sent.has(id)),
    `${what}: never sent`,
  ).toEqual([]);
  const acked = [...new Set(told.acked)];
  expect(
    acked.filter((id) => !ids.includes(id)),
    `${what}: lost`,
  ).toEqual([]);
  const numbers = changes.map(({ n }) => n);
  expect(numbers, `${what}: numbers`).toEqual([...new Set(numbers)].sort((a, b) => a - b));
  for (const { change: kept } of changes) expect(kept).toEqual(change(Number(kept.id.slice(1))));
  const more = await journal.append([change(900)]);
  expect(more[0]?.n).toBeGreaterThan(numbers.at(-1) ?? 0);
  await journal.close();

  for (const name of disk.paths().filter((one) => one.endsWith('.jsonl'))) {
    let last: { n: number; hash: string } | null = null;
    for (const text of (disk.text(name) ?? '').split('\n').filter((one) => one !== '')) {
      const line = readLine(text, sha256);
      if ('fault' in line) break;
      if (last !== null) expect([line.n, line.prev], `${what}: chain`).toEqual([last.n + 1, last.hash]);
      last = line;
    }
  }
}

async function tryEvery(fault: Fault, prepare: (fs: FaultFs) => Promise<Told>): Promise<number> {
  for (let n = 1; ; n++) {
    // The same beginning every time, then the disk with the fault.
    const clean = new FaultFs();
    const told = await prepare(clean);
    const fs = clean.afterKill().withFault(fault, n);
    await work(fs, 10, told);
    const { journal } = told;
    const what = `${fault} at call ${n}`;
    if (fault !== 'crash') {
      await checkPromises(fs.afterKill(), told, `${what}, killed`);
    }
    for (const kept of fault === 'crash' ? [0, 0.3, 0.5, 0.8, 1] : [0, 0.5]) {
      await checkPromises(fs.afterCrash(kept), told, `${what}, power cut, ${kept} kept`);
    }
    await journal?.close();
    if (fs.calls < n) return n;
  }
}

const nobody = (): Told => ({ acked: [], sent: new Set(), journal: null });

async function begun(fs: FaultFs): Promise<Told> {
  const told = nobody();
  await work(fs, 0, told);
  await told.journal?.close();
  told.journal = null;
  return told;
}

describe.each<Fault>(['EIO', 'ENOSPC', 'short', 'half', 'crash'])('whatever call fails with %s', (fault) => {
  it('a new journal keeps every acknowledged change once, in order, and none by half', async () => {
    expect(await tryEvery(fault, async () => nobody())).toBeGreaterThan(15);
  });

  it('a journal that goes on keeps them too', async () => {
    expect(await tryEvery(fault, begun)).toBeGreaterThan(15);
  });
});

describe.each<Fault>(['EIO', 'half', 'crash'])('whatever call fails with %s', (fault) => {
  it('a journal with a torn last line keeps every acknowledged change', async () => {
    const torn = async (fs: FaultFs) => {
      const told = await begun(fs);
      const file = await fs.open(path, 'a+');
      const bytes = Buffer.from('{"n":9,"prev":"00');
      await file.write(bytes, 0, bytes.length);
      return told;
    };
    expect(await tryEvery(fault, torn)).toBeGreaterThan(15);
  });

  it('a journal with a damaged line in the middle keeps every other one', async () => {
    const damaged = async (fs: FaultFs) => {
      const told = await begun(fs);
      const lines = (fs.text(path) ?? '').split('\n');
      const file = await fs.open(path, 'a+');
      await file.truncate(0);
      const bytes = Buffer.from(lines.with(3, (lines[3] as string).replace('xx', 'xy')).join('\n'));
      await file.write(bytes, 0, bytes.length);
      told.acked = told.acked.filter((id) => id !== 'c2');
      return told;
    };
    expect(await tryEvery(fault, damaged)).toBeGreaterThan(15);
  });
});
