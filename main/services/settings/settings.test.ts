import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { annotatorSchema } from '#shared/model/annotator.ts';
import { openSettings, readJournalPlaces } from './settings.ts';

let folder: string;
let logged: string[] = [];
const file = () => join(folder, 'settings.json');
const open = (name = 'mina.kask') =>
  openSettings(
    folder,
    (line) => logged.push(line),
    () => name,
  );
const stored = async () => JSON.parse(await readFile(file(), 'utf8'));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-settings-'));
  logged = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['mina.kask', 'Mina Kask', 'MK', /^mk-[0-9a-z]{4}$/],
  ['root', 'Root', 'R', /^r-[0-9a-z]{4}$/],
  ['山田', '山田', '山', /^a-[0-9a-z]{4}$/],
  ['', 'Annotator', 'A', /^a-[0-9a-z]{4}$/],
])('makes the account “%s” an annotator', async (account, name, initials, id) => {
  const { annotator } = (await open(account)).current;
  expect(annotator).toEqual({ name, initials, id: expect.stringMatching(id) });
  expect(annotatorSchema.safeParse(annotator).success).toBe(true);
});

it('is the same person and machine the next time, and two first times differ', async () => {
  const first = await open();
  const again = await open('somebody.else');
  expect(again.current).toEqual(first.current);
  expect(again.machine).toBe(first.machine);
  await rm(folder, { recursive: true });
  expect((await open()).machine).not.toBe(first.machine);
});

it('asks who the person is until they say it, and never again', async () => {
  const settings = await open();
  expect(settings.current.introduced).toBe(false);
  await settings.change({ theme: 'dark' });
  expect((await open()).current.introduced).toBe(false);
  const { annotator } = settings.current;
  await settings.change({ annotator: { name: annotator.name, initials: annotator.initials } });
  expect((await open()).current).toMatchObject({ annotator, introduced: true });
});

it.each([
  ['Mina Kask', 'the name of the account', false],
  ['Mina Kask-Lee', 'a name of their own', true],
])('settings from before people were asked: %s is %s', async (name, _what, introduced) => {
  const annotator = { id: 'mk-0000', name, initials: 'MK' };
  await writeFile(file(), JSON.stringify({ version: 1, machine: 'abc123', annotator }));
  expect((await open()).current).toMatchObject({ annotator, introduced });
});

it('keeps an id that it had to make at once, also beside settings that are there', async () => {
  await writeFile(file(), JSON.stringify({ version: 1, theme: 'dark', annotator: { id: 'X', name: 'Kim' } }));
  const [one, two] = [await open('kim'), await open('kim')];
  expect(two.current).toEqual(one.current);
  expect([two.machine, two.current.theme]).toEqual([one.machine, 'dark']);
});

it('tells two people of one name apart', async () => {
  const kim = (await open('kim')).current.annotator;
  await rm(folder, { recursive: true });
  const other = (await open('kim')).current.annotator;
  expect([other.name, other.initials]).toEqual([kim.name, kim.initials]);
  expect(other.id).not.toBe(kim.id);
});

it('keeps what is changed, and tells it', async () => {
  const settings = await open();
  const told: string[] = [];
  const stop = settings.onChange(({ theme }) => told.push(theme));
  await Promise.all([settings.change({ theme: 'dark' }), settings.change({ textSize: 22 })]);
  stop();
  await settings.change({ annotator: { name: 'Mina Kask-Lee', initials: 'ML' } });
  expect(told).toEqual(['dark', 'dark']);
  const { id } = settings.current.annotator;
  expect((await open()).current).toMatchObject({
    theme: 'dark',
    textSize: 22,
    annotator: { id, name: 'Mina Kask-Lee', initials: 'ML' },
  });
});

it('lists the last twenty folders, the latest first, each once', async () => {
  const settings = await open();
  const openedAt = '2026-11-22T08:00:00.000Z';
  for (let i = 0; i < 25; i++) await settings.change({ opened: { path: `/f${i}`, name: `f${i}`, openedAt } });
  await settings.change({ opened: { path: '/f20', name: 'f20', openedAt } });
  await settings.change({ forget: '/f24' });
  const paths = settings.current.recent.map(({ path }) => path);
  expect(paths).toHaveLength(19);
  expect(paths.slice(0, 3)).toEqual(['/f20', '/f23', '/f22']);
});

it('takes in what another host of the same person has changed', async () => {
  const [one, two] = [await open(), await open()];
  await one.change({ theme: 'dark' });
  await two.change({ textSize: 24 });
  expect(await stored()).toMatchObject({ theme: 'dark', textSize: 24 });
});

it('sets a damaged file aside and goes on with the last good one', async () => {
  const settings = await open();
  await settings.change({ theme: 'dark' });
  const { machine, current } = await open();
  await writeFile(file(), '{"version": 1, "mach');
  const again = await open('somebody.else');
  expect([again.machine, again.current]).toEqual([machine, current]);
  const aside = (await readdir(folder)).find((name) => name.startsWith('settings.damaged-'));
  expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe('{"version": 1, "mach');
  expect(logged.join()).toContain('damaged');
});

it('uses defaults for the fields that cannot be read, and keeps those it does not know', async () => {
  const { annotator } = (await open()).current;
  await writeFile(file(), JSON.stringify({ ...(await stored()), theme: 'plaid', textSize: 900, later: { a: 1 } }));
  const settings = await open();
  expect(settings.current).toMatchObject({ annotator, theme: 'system', textSize: 18 });
  await settings.change({ theme: 'light' });
  expect(await stored()).toMatchObject({ theme: 'light', later: { a: 1 } });
});

it('remembers where journals were put, the latest first', async () => {
  const settings = await open();
  await settings.change({ journalPlace: { root: '/corpus', place: '/one' } });
  await settings.change({ journalPlace: { root: '/corpus', place: '/two' } });
  expect(settings.journalPlaces('/corpus')).toEqual(['/two', '/one']);
  expect(await readJournalPlaces(folder, '/corpus')).toEqual(['/two', '/one']);
  await settings.change({ journalPlace: { root: '/corpus', place: null } });
  expect(settings.journalPlaces('/corpus')).toEqual([]);
  expect(await readJournalPlaces(join(folder, 'none'), '/corpus')).toEqual([]);
});

it('works without a place to write, and says that it does not keep', async () => {
  await writeFile(join(folder, 'file'), '');
  const settings = await openSettings(join(folder, 'file', 'data'), (line) => logged.push(line));
  await expect(settings.change({ theme: 'dark' })).rejects.toMatchObject({
    message: expect.stringContaining('settings'),
  });
  expect(settings.current.theme).toBe('dark');
  expect(logged.join()).toContain('cannot be written');
});
