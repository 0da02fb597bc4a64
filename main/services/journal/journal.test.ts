import { appendFile, cp, mkdtemp, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#shared/changes/change.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import { type Journal, openJournal } from './journal.ts';
import { systemProcesses } from './lock.ts';

const annotator: Annotator = { id: 'mk', name: 'Mina Kask', initials: 'MK' };
let corpus: string;
let folder: string;
const opened: Journal[] = [];

beforeEach(async () => {
  corpus = await mkdtemp(join(tmpdir(), 'rapporteur-journal-'));
  folder = join(corpus, '.rapporteur', 'journal');
});
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close();
  await rm(corpus, { recursive: true, force: true });
});

async function open(options: Partial<Parameters<typeof openJournal>[0]> = {}): Promise<Journal> {
  const journal = await openJournal({ folder, writer: 'mk-1', annotator, now: Date.now, ...options });
  opened.push(journal);
  return journal;
}

/** A change that adds or renames target `t_<target>`; `at` keeps the order of `i`. */
const change = (i: number, target = i, by = 'mk'): Change => ({
  id: `c${i}`,
  at: `2026-11-22T08:00:00.${String(i % 1000).padStart(3, '0')}Z+${Math.floor(i / 1000)
    .toString(36)
    .padStart(4, '0')}`,
  by,
  origin: 'user',
  gesture: `g${i}`,
  edits: [
    {
      kind: 'target',
      id: `t_${target}`,
      ...(i === target ? {} : { before: { name: 'earlier' } }),
      after:
        i === target ? { id: `t_${target}`, name: `Target ${i}`, aliases: [], note: null } : { name: `Target ${i}` },
    },
  ],
});
const changes = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => change(from + i));
const idsOf = async (journal: Journal) => (await journal.since({}, 100_000)).changes.map(({ change: { id } }) => id);
const own = () => join(folder, 'mk-1.jsonl');
const linesOf = async (path: string) => (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');

describe('an undamaged journal', () => {
  it('acknowledges with places and gives everything back after opening again', async () => {
    const journal = await open();
    expect(await readdir(folder)).toEqual(['mk-1.lock']);
    const [first, rest] = await Promise.all([journal.append([change(0)]), journal.append(changes(1, 5))]);
    expect(first).toEqual([{ id: 'c0', writer: 'mk-1', n: 1, fresh: true }]);
    expect(rest.map(({ n }) => n)).toEqual([2, 3, 4, 5]);
    expect(journal.positions()).toEqual({ 'mk-1': 5 });
    await journal.close();
    const again = await open();
    expect(again.positions()).toEqual({ 'mk-1': 5 });
    expect(again.notices).toEqual([]);
    expect((await again.since({})).changes.map(({ change }) => change)).toEqual(changes(0, 5));
    expect((await again.records()).records.target.size).toBe(5);
    await again.append([change(5)]);
    expect(again.positions()).toEqual({ 'mk-1': 6 });
  });

  it('acknowledges a known change with its old place and does not write it again', async () => {
    const journal = await open();
    await journal.append(changes(0, 3));
    const before = await readFile(own());
    expect(await journal.append([change(1)])).toEqual([{ id: 'c1', writer: 'mk-1', n: 2, fresh: false }]);
    expect((await journal.append([change(2), change(3), change(3)])).map(({ n }) => n)).toEqual([3, 4, 4]);
    expect((await readFile(own())).subarray(0, before.length)).toEqual(before);
    expect(await linesOf(own())).toHaveLength(5);
  });

  it('pages what comes after a position', async () => {
    const journal = await open();
    await journal.append(changes(0, 10));
    const page = await journal.since({ 'mk-1': 3 }, 4);
    expect(page.changes.map(({ n }) => n)).toEqual([4, 5, 6, 7]);
    expect(page.more).toBe(true);
    const last = await journal.since({ 'mk-1': 7 }, 4);
    expect(last.changes.map(({ n }) => n)).toEqual([8, 9, 10]);
    expect(last.more).toBe(false);
    await expect(journal.since({ 'mk-1': 11 })).rejects.toMatchObject({ code: 'damaged' });
    await expect(journal.since({ other: 1 })).rejects.toMatchObject({ code: 'damaged' });
  });

  it('folds the journals of all writers in the order of their clocks', async () => {
    const other = await open({ writer: 'jp-2', annotator: { id: 'jp', name: 'Jun Park', initials: 'JP' } });
    await other.append([change(7, 1, 'jp')]);
    await other.close();
    const journal = await open();
    await journal.append([change(1), change(9, 1)]);
    const { records } = await journal.records();
    expect(records.target.get('t_1')).toEqual({ id: 't_1', name: 'Target 9', aliases: [], note: null });
    expect([...records.annotator.keys()].sort()).toEqual(['jp', 'mk']);
    const inOrder = journal.changes();
    await journal.append([change(20)]);
    const places = [];
    for await (const { writer, n, change } of inOrder) places.push(`${writer} ${n} ${change.id}`);
    expect(places).toEqual(['mk-1 1 c1', 'jp-2 1 c7', 'mk-1 2 c9']);
    expect(journal.annotators().map(({ id }) => id)).toEqual(expect.arrayContaining(['jp', 'mk']));
    expect((await journal.history()).map(({ id }) => id)).toEqual(['c1', 'c9', 'c20']);
    expect((await readdir(folder)).sort()).toEqual(['jp-2.jsonl', 'mk-1.jsonl', 'mk-1.lock']);
  });

  it('sees another writer’s new lines after a refresh, and not before', async () => {
    const journal = await open();
    await journal.append([change(1)]);
    const other = await open({ writer: 'jp-2' });
    await other.append([change(2)]);
    expect(journal.positions()).toEqual({ 'mk-1': 1 });
    await journal.refresh();
    expect(journal.positions()).toEqual({ 'jp-2': 1, 'mk-1': 1 });
    await other.append([change(3)]);
    await journal.refresh();
    expect((await journal.since({ 'jp-2': 1, 'mk-1': 1 })).changes.map(({ change: { id } }) => id)).toEqual(['c3']);
  });

  it('writes nothing without a writer', async () => {
    const reader = await open({ writer: null });
    await expect(reader.append([change(1)])).rejects.toMatchObject({ code: 'read-only' });
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('refuses a change that no reader would take, and keeps its neighbours', async () => {
    const journal = await open();
    const big = { ...change(1), edits: [{ kind: 'target', id: 't', after: { note: 'x'.repeat(5e6) } }] } as Change;
    const results = await Promise.allSettled([journal.append([big]), journal.append([change(2)])]);
    expect(results[0]).toMatchObject({ status: 'rejected', reason: { code: 'bad-arguments' } });
    expect(results[1]).toMatchObject({ status: 'fulfilled', value: [{ n: 1 }] });
  });

  it('takes a copy that a sync tool left beside it for the same changes', async () => {
    const journal = await open();
    await journal.append(changes(0, 3));
    await writeFile(join(folder, 'mk-1.sync-conflict-20261122.jsonl'), await readFile(own()));
    await journal.close();
    const again = await open();
    expect(await idsOf(again)).toEqual(['c0', 'c1', 'c2']);
    expect((await again.records()).records.target.size).toBe(3);
  });
});

describe('changes of people who did not know of each other', () => {
  it('are the same conflicts in whichever places and order the journals are read, and whoever opens them', async () => {
    const rename = (i: number, by: string, name: string): Change => ({
      ...change(i, 0, by),
      edits: [{ kind: 'target', id: 't_0', before: { name: 'Target 0' }, after: { name } }],
    });
    const elsewhere = join(corpus, 'elsewhere');
    const places = [folder, elsewhere, join(corpus, 'third')];
    const theirs = [
      [change(0), rename(3, 'mk', 'Ours')],
      [rename(1, 'jp', 'Theirs')],
      [rename(2, 'ks', 'Third'), { ...rename(2, 'ks', 'Third'), id: 'c2-again' }],
    ];
    for (const [i, place] of places.entries()) {
      const journal = await open({ folder: place, writer: `w-${i}` });
      await journal.append(theirs[i] ?? []);
      await journal.close();
    }
    // A copy of one of them among the others changes nothing.
    await cp(join(elsewhere, 'w-1.jsonl'), join(folder, 'copy.jsonl'));
    const found = await Promise.all(
      [places, places.toReversed(), [elsewhere, join(corpus, 'third'), folder]].map(async ([first, ...alsoRead]) => {
        const journal = await open({ folder: first as string, alsoRead, writer: null });
        expect((await journal.records()).records.target.get('t_0')?.name).toBe('Ours');
        return journal.conflicts();
      }),
    );
    expect(found[0]?.map(({ holds, lost }) => [holds.value, lost.value])).toEqual([
      ['Ours', 'Theirs'],
      ['Ours', 'Third'],
    ]);
    for (const conflicts of found) expect(conflicts).toEqual(found[0]);
  });
});

describe('the history of a record', () => {
  const edit = (i: number, edits: Change['edits'], more: Partial<Change> = {}): Change => ({
    ...change(i),
    ...more,
    edits,
  });
  const speaker = { id: 'p_1', name: 'Ida “I.” Holm 😀', role: null };

  it('has everything that was done to it, by whomever and however it came, and what it was then', async () => {
    const other = await open({ writer: 'jp-2', annotator: { id: 'jp', name: 'Jun Park', initials: 'JP' } });
    await other.append([
      edit(3, [{ kind: 'speaker', id: 'p_1', before: { role: 'Mayor' }, after: { role: 'Envoy' } }] as never, {
        by: 'jp',
      }),
    ]);
    await other.close();
    const journal = await open();
    await journal.append([
      edit(1, [
        { kind: 'speaker', id: 'p_1', after: speaker },
        { kind: 'target', id: 'p_1', after: { name: 'p_1' } },
      ] as never),
      edit(2, [{ kind: 'speaker', id: 'p_1', before: { role: null }, after: { role: 'Mayor' } }] as never, {
        origin: 'import',
        by: 'ks',
      }),
      // Names it, but does nothing to it.
      edit(4, [{ kind: 'span', id: 's_1', after: { id: 's_1', speaker: 'p_1', note: '"id":"p_1"' } }] as never),
      edit(5, [{ kind: 'speaker', id: 'p_1', before: { ...speaker, role: 'Envoy' } }] as never, { origin: 'undo' }),
    ]);
    const entries = await journal.historyOf('speaker', 'p_1');
    expect(entries.map(({ change, by, origin }) => [change, by, origin])).toEqual([
      ['c1', 'mk', 'user'],
      ['c2', 'ks', 'import'],
      ['c3', 'jp', 'user'],
      ['c5', 'mk', 'undo'],
    ]);
    expect(entries.map(({ after }) => after)).toEqual([
      speaker,
      { ...speaker, role: 'Mayor' },
      { ...speaker, role: 'Envoy' },
      null,
    ]);
    expect(entries[2]).toMatchObject({ gesture: 'g3', at: change(3).at, edit: { after: { role: 'Envoy' } } });
    expect(await journal.historyOf('span', 'p_1')).toEqual([]);
    expect(await journal.historyOf('target', 'p_1')).toHaveLength(1);
  });

  it('tells of spans that were removed from an article and are not there any more, the latest first', async () => {
    const journal = await open();
    const span = (id: string, article = 'a_1') => ({ id, article, quote: { exact: `words of ${id}` } });
    const add = (n: number, ...spans: ReturnType<typeof span>[]) =>
      edit(n, spans.map((one) => ({ kind: 'span', id: one.id, after: one })) as never);
    const remove = (n: number, ...spans: ReturnType<typeof span>[]) =>
      edit(n, spans.map((one) => ({ kind: 'span', id: one.id, before: one })) as never, { by: 'jp' });
    await journal.append([
      add(1, span('s_1'), span('s_2'), span('s_3', 'a_2'), span('s_4')),
      remove(2, span('s_2')),
      remove(3, span('s_1'), span('s_3', 'a_2')),
      // Came back, and went again.
      edit(4, [{ kind: 'span', id: 's_2', after: span('s_2') }] as never, { origin: 'undo' }),
      remove(5, span('s_4')),
      edit(6, [{ kind: 'span', id: 's_4', after: span('s_4') }] as never, { origin: 'undo' }),
    ]);
    const removals = await journal.removalsIn('a_1');
    expect(removals.map(({ edit, by, change }) => [edit.id, by, change])).toEqual([['s_1', 'jp', 'c3']]);
    expect(removals[0]?.edit.before).toEqual(span('s_1'));
    await journal.append([remove(7, span('s_2'))]);
    expect((await journal.removalsIn('a_1')).map(({ edit }) => edit.id)).toEqual(['s_2', 's_1']);
    expect((await journal.removalsIn('a_2')).map(({ edit }) => edit.id)).toEqual(['s_3']);
    expect(await journal.removalsIn('a_3')).toEqual([]);
  });

  it('is found wherever its lines stand in a large file, and with odd letters in the id', async () => {
    const journal = await open();
    const filler = 'x'.repeat(700);
    const id = 'p "ü"\\😀';
    const all = Array.from({ length: 2500 }, (_, i) =>
      edit(i, [
        { kind: 'speaker', id: i % 3 === 0 ? id : `p_${i}`, after: { id, note: filler.slice(i % 97) } },
      ] as never),
    );
    await journal.append(all);
    const entries = await journal.historyOf('speaker', id);
    const meant = all.filter((_, i) => i % 3 === 0).sort((a, b) => (a.at < b.at ? -1 : 1));
    expect(entries.map(({ change }) => change)).toEqual(meant.map(({ id }) => id));
  });
});

describe('a second process', () => {
  it('gets a journal of its own while the first lives, and the name itself afterwards', async () => {
    const first = await open();
    const second = await open();
    expect([first.writer, second.writer]).toEqual(['mk-1', 'mk-1-2']);
    expect(second.notices.map(({ code }) => code)).toEqual(['second-process']);
    await Promise.all([first.append([change(1)]), second.append([change(2)])]);
    await first.close();
    const third = await open();
    expect(third.writer).toBe('mk-1');
    expect((await third.history()).map(({ id }) => id)).toEqual(['c1', 'c2']);
  });

  it.each([
    ['another start of the machine', { boot: 'earlier' }, 'mk-1'],
    ['a process that is dead', { pid: 2 ** 30 }, 'mk-1'],
    ['a reused pid', { pid: process.ppid, started: '1' }, 'mk-1'],
    ['our own pid in an earlier life', {}, 'mk-1'],
    ['a live process', { pid: process.ppid, started: systemProcesses.startedOf(process.ppid) }, 'mk-1-2'],
    ['a machine that gave sign of life just now', { host: 'elsewhere' }, 'mk-1-2'],
  ])('finds a lock of %s', async (_, holder, writer) => {
    await (await open()).close();
    await writeFile(join(folder, 'mk-1.lock'), JSON.stringify({ ...systemProcesses.own, ...holder, token: 'x' }));
    expect((await open()).writer).toBe(writer);
  });

  it('gives way to a program that writes to its file in spite of the lock', async () => {
    const journal = await open();
    await journal.append([change(1)]);
    await appendFile(own(), 'something else\n');
    expect(await journal.append([change(2)])).toEqual([{ id: 'c2', writer: 'mk-1-2', n: 1, fresh: true }]);
    expect(await readFile(own(), 'utf8')).toContain('something else');
    await journal.close();
    expect(await idsOf(await open())).toEqual(['c1', 'c2']);
  });
});

describe('a journal that vanishes while open', () => {
  it('is written anew from what is still open when it was deleted', async () => {
    const journal = await open();
    await journal.append(changes(0, 3));
    await unlink(own());
    await journal.append([change(3)]);
    await journal.close();
    const again = await open();
    expect(await idsOf(again)).toEqual(['c0', 'c1', 'c2', 'c3']);
    expect(again.notices).toEqual([]);
  });

  it('is written anew also when it was deleted before the first change of this session', async () => {
    const before = await open();
    await before.append(changes(0, 3));
    await before.close();
    const journal = await open();
    await unlink(own());
    await journal.append([change(3)]);
    expect((await idsOf(journal)).sort()).toEqual(['c0', 'c1', 'c2', 'c3']);
  });

  it('keeps what an older copy that replaced it does not have', async () => {
    const journal = await open();
    await journal.append(changes(0, 2));
    const older = await readFile(own());
    await journal.append(changes(2, 4));
    await writeFile(join(folder, 'x'), older);
    await rename(join(folder, 'x'), own());
    await journal.append([change(4)]);
    expect((await idsOf(journal)).sort()).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
    await journal.close();
    const again = await open();
    expect(await idsOf(again)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
    expect(again.notices).toEqual([]);
  });

  it('says that the folder has gone, does not remake it, and goes on when it is back', async () => {
    const journal = await open();
    await journal.append([change(0)]);
    await cp(corpus, `${corpus}-away`, { recursive: true });
    await rm(corpus, { recursive: true });
    const health: (string | null)[] = [];
    journal.onHealth(({ failure }) => health.push(failure?.code ?? null));
    for (let i = 0; i < 2; i++)
      await expect(journal.append([change(1)])).rejects.toMatchObject({ code: 'folder-gone' });
    await expect(readdir(corpus)).rejects.toMatchObject({ code: 'ENOENT' });
    await rename(`${corpus}-away`, corpus);
    await journal.append([change(1)]);
    expect(health).toEqual(['folder-gone', null]);
    await journal.close();
    const again = await open();
    expect(await idsOf(again)).toEqual(['c0', 'c1']);
    expect(again.notices).toEqual([]);
  });
});

describe('a damaged journal', () => {
  const damage = async (alter: (lines: string[]) => string) => {
    const journal = await open();
    await journal.append(changes(0, 6));
    await journal.close();
    await writeFile(own(), alter(await linesOf(own())));
  };

  it('cuts a torn last line, keeps it aside, and says so', async () => {
    await damage((lines) => `${lines.join('\n')}\n`.slice(0, -30));
    const journal = await open();
    expect(journal.notices.map(({ code }) => code)).toEqual(['journal-torn']);
    expect(await idsOf(journal)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4']);
    const aside = (await readdir(folder)).find((name) => name.startsWith('mk-1.torn-'));
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toContain('"id":"c5"');
    expect((await journal.append([change(5)]))[0]?.n).toBe(6);
    await journal.close();
    expect((await open()).notices).toEqual([]);
  });

  it('keeps a last line that lacks nothing but its line feed', async () => {
    await damage((lines) => lines.join('\n'));
    const journal = await open();
    await journal.append([change(6)]);
    await journal.close();
    const again = await open();
    expect(again.notices).toEqual([]);
    expect(await idsOf(again)).toHaveLength(7);
  });

  it('goes on in a new file after damage in the middle, and saves what is whole behind it', async () => {
    await damage((lines) => `${lines.with(3, (lines[3] as string).replace('Target', 'Tarket')).join('\n')}\n`);
    const before = await readFile(own());
    const journal = await open();
    expect(journal.notices.map(({ message }) => message)).toEqual([
      expect.stringContaining('Line 4 of'),
      expect.stringContaining('3 changes after the damage were still whole'),
    ]);
    expect(await readFile(own())).toEqual(before);
    expect(await idsOf(journal)).toEqual(['c0', 'c1', 'c3', 'c4', 'c5']);
    await journal.append([change(2), change(6)]);
    await journal.close();
    const again = await open();
    expect(again.notices.map(({ code }) => code)).toEqual(['journal-damaged']);
    expect(await idsOf(again)).toEqual(['c0', 'c1', 'c3', 'c4', 'c5', 'c2', 'c6']);
    const numbers = (await again.since({})).changes.map(({ n }) => n);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(Math.min(...numbers.slice(2))).toBeGreaterThan(6);
  });

  it('uses another writer’s lines before the damage only, and leaves the file alone', async () => {
    await damage((lines) => `${lines.toSpliced(3, 1).join('\n')}\n`);
    const before = await readFile(own());
    const journal = await open({ writer: 'jp-2' });
    expect(journal.notices).toEqual([
      {
        code: 'journal-damaged',
        message: expect.stringMatching(/Line 4 of .* has number 4 where 3 should follow.*2 changes before it are used/),
      },
    ]);
    expect(await idsOf(journal)).toEqual(['c0', 'c1']);
    expect(await readFile(own())).toEqual(before);
  });

  it.each([
    ['a byte order mark', (lines: string[]) => `\uFEFF${lines.join('\n')}\n`, 6, []],
    ['CRLF', (lines: string[]) => `${lines.join('\r\n')}\r\n`, 6, []],
    ['a line twice', (lines: string[]) => `${lines.toSpliced(3, 0, lines[2] as string).join('\n')}\n`, 6, []],
    ['no header', (lines: string[]) => `${lines.slice(1).join('\n')}\n`, 6, ['journal-damaged', 'journal-damaged']],
    ['nothing', () => '', 0, []],
    ['NULs', (lines: string[]) => `${lines.join('\n')}\n${'\0'.repeat(5000)}`, 6, ['journal-torn']],
    [
      'a header of a newer version',
      (lines: string[]) => lines.join('\n').replace('journal/1', 'journal/2'),
      6,
      ['journal-damaged', 'journal-damaged'],
    ],
  ])('opens with %s', async (_, alter, count, codes) => {
    await damage(alter);
    const journal = await open();
    expect(journal.notices.map(({ code }) => code)).toEqual(codes);
    expect((await idsOf(journal)).sort()).toEqual(changes(0, count).map(({ id }) => id));
    await journal.append([change(10)]);
    await journal.close();
    expect(await idsOf(await open())).toHaveLength(count + 1);
  });
});
