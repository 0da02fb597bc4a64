import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import { Failure } from '#shared/contract/failure.ts';
import { type Journal, openJournal } from './journal.ts';

let home: string;
let folder: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rapporteur-disk-'));
  folder = join(home, '.rapporteur', 'journal');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const annotator = { id: 'mk', name: 'Mina Kask', initials: 'MK' };
const open = (at = folder, writer: string | null = 'mk-1') =>
  openJournal({ folder: at, writer, annotator, now: Date.now });
const change = (i: number, size = 10): Change => ({
  id: `c${i}`,
  at: `2026-11-22T08:00:00.000Z+${i.toString(36).padStart(4, '0')}`,
  by: 'mk',
  origin: 'user',
  gesture: `g${i}`,
  edits: [{ kind: 'target', id: `t_${i}`, after: { id: `t_${i}`, name: 'Ж'.repeat(size), aliases: [], note: null } }],
});
async function idsIn(journal: Journal): Promise<string[]> {
  const ids: string[] = [];
  let positions = {};
  for (;;) {
    const { changes, more } = await journal.since(positions);
    for (const { writer, n, change } of changes) {
      ids.push(change.id);
      positions = { ...positions, [writer]: n };
    }
    if (!more) return ids;
  }
}

describe('a damaged file on the disk', () => {
  const lines = 12;
  /** What can befall a file, as functions of two numbers. */
  const damages: Record<string, (bytes: Buffer, a: number, b: number) => Buffer> = {
    'a flipped bit': (bytes, a, b) => {
      const copy = Buffer.from(bytes);
      copy[a % copy.length] = (copy[a % copy.length] as number) ^ (1 << (b % 8));
      return copy;
    },
    'cut off': (bytes, a) => bytes.subarray(0, a % bytes.length),
    'bytes left out': (bytes, a, b) =>
      Buffer.concat([bytes.subarray(0, a % bytes.length), bytes.subarray((a % bytes.length) + 1 + (b % 300))]),
    'bytes put in': (bytes, a, b) =>
      Buffer.concat([
        bytes.subarray(0, a % bytes.length),
        Buffer.from([b & 255, (b >> 8) & 255, 10, 0xff, 0xfe]),
        bytes.subarray(a % bytes.length),
      ]),
    'zeros at the end of a block': (bytes, a, b) => {
      const from = a % bytes.length;
      return Buffer.concat([
        bytes.subarray(0, from),
        Buffer.alloc(1 + (b % 5000)),
        bytes.subarray(from + 1 + (b % 5000)),
      ]);
    },
    'a part twice': (bytes, a, b) =>
      Buffer.concat([bytes.subarray(0, (a % bytes.length) + (b % 500)), bytes.subarray(a % bytes.length)]),
    'a line left out': (bytes, a) => ofLines(bytes, (all) => all.toSpliced(a % all.length, 1)),
    'a line twice': (bytes, a) =>
      ofLines(bytes, (all) => all.toSpliced(a % all.length, 0, all[a % all.length] as string)),
    'two lines swapped': (bytes, a, b) =>
      ofLines(bytes, (all) => {
        const [i, j] = [a % all.length, b % all.length];
        return all.with(i, all[j] as string).with(j, all[i] as string);
      }),
    'the lines backwards': (bytes) => ofLines(bytes, (all) => all.toReversed()),
    'another file': (_, a, b) => Buffer.from(`{"some":"json","n":${a}}\n`.repeat((b % 50) + 1)),
  };
  const ofLines = (bytes: Buffer, alter: (all: string[]) => string[]) =>
    Buffer.from(`${alter(bytes.toString().trimEnd().split('\n')).join('\n')}\n`);

  it.each(Object.keys(damages))('(%s) opens, keeps what stood before it, and can be written on', async (name) => {
    const first = await open();
    await first.append(Array.from({ length: lines }, (_, i) => change(i)));
    await first.close();
    const path = join(folder, 'mk-1.jsonl');
    const whole = await readFile(path);
    const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);

    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (a, b) => {
        const damaged = (damages[name] as (typeof damages)[string])(whole, a, b);
        await rm(folder, { recursive: true });
        await mkdir(folder);
        await writeFile(path, damaged);
        const same = [...whole].findIndex((byte, i) => damaged[i] !== byte);
        const untouched = same === -1 ? whole.length : same;
        const kept = Math.max(0, ends.filter((end) => end <= untouched).length - 1);

        const reader = await open(folder, null);
        const read = await idsIn(reader);
        expect(read.slice(0, kept)).toEqual(Array.from({ length: kept }, (_, i) => `c${i}`));
        await reader.close();
        expect(await readFile(path)).toEqual(damaged);

        const journal = await open();
        const ids = await idsIn(journal);
        expect(new Set(ids).size).toBe(ids.length);
        for (let i = 0; i < kept; i++) expect(ids).toContain(`c${i}`);
        const [ack] = await journal.append([change(99)]);
        expect(ack?.fresh).toBe(true);
        await journal.close();

        const again = await open();
        expect((await idsIn(again)).sort()).toEqual([...ids, 'c99'].sort());
        await again.close();
      }),
      { numRuns: 12 },
    );
  });

  it('that never ends its line is left alone in little memory', async () => {
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'jp-1.jsonl');
    execFileSync('truncate', ['-s', '300M', path]);
    const before = process.memoryUsage().rss;
    const journal = await open();
    expect(journal.notices.map(({ code }) => code)).toEqual(['journal-torn']);
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
    await journal.close();
  });
});

describe('a process that is killed', () => {
  it('has lost nothing that it told was safe, fifteen times over', async () => {
    const program = join(home, 'writer.mjs');
    await writeFile(program, await childProgram());
    const acked = new Set<string>();
    for (let round = 0; round < 15; round++) {
      const child = spawn(process.execPath, [program, folder, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const closed = new Promise((resolve) => child.once('close', resolve));
      let count = 0;
      for await (const id of createInterface({ input: child.stdout })) {
        acked.add(id);
        // At another moment of the work each time; lines that were told before the end still come.
        if (++count === 1 + ((round * 7) % 23)) child.kill('SIGKILL');
      }
      await closed;
    }
    const journal = await open();
    expect(journal.writer).toBe('mk-1');
    const ids = await idsIn(journal);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...acked].filter((id) => !ids.includes(id))).toEqual([]);
    expect(acked.size).toBeGreaterThan(100);
    expect((await journal.records()).records.target.size).toBe(ids.length);
    expect(journal.files.every(({ damage }) => damage === null)).toBe(true);
    await journal.close();
  }, 60_000);
});

/** A process that appends for ever and prints the id of each change once it is acknowledged. */
async function childProgram(): Promise<string> {
  const { rolldown } = await import('rolldown');
  const entry = `
    import { writeSync } from 'node:fs';
    import { openJournal } from ${JSON.stringify(join(import.meta.dirname, 'journal.ts'))};
    const [folder, round] = process.argv.slice(2);
    const journal = await openJournal({ folder, writer: 'mk-1', annotator: ${JSON.stringify(annotator)}, now: Date.now });
    const worker = async (lane) => {
      for (let i = 0; ; i++) {
        const id = 'c' + [round, lane, i].join('-');
        const at = '2026-11-22T08:00:00.000Z+' + (Number(round) * 2000 + i).toString(36).padStart(4, '0');
        const after = { id, name: 'x'.repeat(1 + ((i * 997) % 20000)), aliases: [], note: null };
        await journal.append([{ id, at, by: 'mk', origin: 'user', gesture: id, edits: [{ kind: 'target', id, after }] }]);
        writeSync(1, id + '\\n');
      }
    };
    await Promise.all([1, 2, 3].map(worker));`;
  const bundle = await rolldown({
    input: 'entry',
    external: [...builtinModules, /^node:/],
    platform: 'node',
    logLevel: 'silent',
    cwd: join(import.meta.dirname, '../../..'),
    plugins: [
      { name: 'entry', resolveId: (id) => (id === 'entry' ? id : null), load: (id) => (id === 'entry' ? entry : null) },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  await bundle.close();
  return output[0].code;
}

describe('a disk', () => {
  const mounted = (options: string, work: (at: string) => Promise<void>) => async () => {
    const at = join(home, 'disk');
    await mkdir(at);
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at]);
    try {
      await work(at);
    } finally {
      execFileSync('umount', [at]);
    }
  };

  it.skipIf(!canMount())(
    'that is full refuses what it cannot keep, and takes it once there is room',
    mounted('size=64k', async (disk) => {
      const place = join(disk, '.rapporteur', 'journal');
      const journal = await open(place);
      const told: (string | null)[] = [];
      journal.onHealth(({ failure }) => told.push(failure?.code ?? null));
      const acked: string[] = [];
      let refused: Change | null = null;
      for (let i = 0; i < 100 && refused === null; i++) {
        const next = change(i, 1500);
        await journal.append([next]).then(
          () => acked.push(next.id),
          (failure) => {
            expect(failure).toBeInstanceOf(Failure);
            expect(failure.code).toBe('disk-full');
            expect(failure.message).toContain('Free some space');
            refused = next;
          },
        );
      }
      expect(acked.length).toBeGreaterThan(5);
      expect(refused).not.toBeNull();
      // A smaller change still fits between the last good byte and the end of the disk, and the refused one still does not.
      await expect(journal.append([refused as unknown as Change])).rejects.toMatchObject({ code: 'disk-full' });
      expect(told).toEqual(['disk-full']);
      execFileSync('mount', ['-o', 'remount,size=256k', disk]);
      await journal.append([refused as unknown as Change]);
      expect(told).toEqual(['disk-full', null]);
      await journal.close();
      const again = await open(place);
      expect(await idsIn(again)).toEqual([...acked, (refused as unknown as Change).id]);
      expect(again.notices).toEqual([]);
      expect((await readdir(place)).sort()).toEqual(['mk-1.jsonl', 'mk-1.lock']);
      await again.close();
    }),
  );

  it.skipIf(!canMount())(
    'that is full already when the folder is opened is read, and written once there is room',
    mounted('size=64k', async (disk) => {
      const place = join(disk, '.rapporteur', 'journal');
      const before = await open(place);
      await before.append([change(1)]);
      await before.close();
      await writeFile(join(disk, 'fill'), Buffer.alloc(100_000)).catch(() => {});
      const journal = await open(place);
      expect(journal.health).toMatchObject({ ok: false, failure: { code: 'disk-full' } });
      expect(await idsIn(journal)).toEqual(['c1']);
      await expect(journal.append([change(2)])).rejects.toMatchObject({ code: 'disk-full' });
      await rm(join(disk, 'fill'));
      await journal.append([change(2)]);
      expect(journal.health.ok).toBe(true);
      expect(await idsIn(journal)).toEqual(['c1', 'c2']);
      await journal.close();
    }),
  );

  it.skipIf(!canMount())(
    'that is write-protected says so',
    mounted('size=64k', async (disk) => {
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      await expect(open(join(disk, '.rapporteur', 'journal'))).rejects.toMatchObject({ code: 'read-only' });
    }),
  );
});

let mountable: boolean | undefined;
function canMount(): boolean {
  if (mountable !== undefined) return mountable;
  try {
    const at = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at], { stdio: 'ignore' });
    execFileSync('umount', [at]);
    execFileSync('rmdir', [at]);
    mountable = true;
  } catch {
    console.warn('Skipped: full and write-protected disks, because nothing can be mounted here (not root?).');
    mountable = false;
  }
  return mountable;
}
