import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '#shared/changes/change.ts';
import { expect, type TestApp, test } from '../fixtures/app.ts';
import { journalOf, nextLine } from '../fixtures/journals.ts';
import { connectTo } from '../fixtures/main-client.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

test.use({ source: 'samples' });

/** Lets a file grow as a sync tool does that knows nothing of lines. */
async function trickle(path: string, bytes: Buffer): Promise<void> {
  for (let at = 0; at < 1500; at++) appendFileSync(path, bytes.subarray(at, at + 1));
  // Long enough in the middle of a line to be seen there.
  await sleep(2500);
  for (let at = 1500; at < bytes.length; at += 4099) {
    appendFileSync(path, bytes.subarray(at, at + 4099));
    await sleep(5);
  }
}

test('what a colleague’s journal brings into the shared folder is there without a reload', async ({ app }) => {
  const colleague = journalOf(app.corpus, 'jw-sample2');
  const bytes = readFileSync(colleague);
  rmSync(colleague);
  const page = await app.start();
  const library = new Library(page);
  const reader = new Reader(page);
  await library.open('Fishers lay nets');
  await expect.poll(async () => (await reader.painted()).length).toBe(12);
  await page.evaluate(() => Object.assign(window, { sameWindow: true }));

  await test.step('their marks appear in the article while their journal is still being copied', async () => {
    writeFileSync(colleague, '');
    await trickle(colleague, bytes);
    await expect.poll(async () => (await reader.painted()).length).toBe(26);
    await expect(page.getByText('was not written to its end')).toHaveCount(0);
  });

  const speakers = page.getByRole('listbox', { name: 'Speakers' }).getByRole('option');
  const change = (name: string, role: string, at: string): Change => {
    const { id, was } = known(app, name);
    const edits = [{ kind: 'speaker', id, before: { role: was }, after: { role } }] as Change['edits'];
    return { id: `c_${name}`, at, by: 'jw', origin: 'user', gesture: `g_${name}`, edits };
  };
  const setRole = async (name: string, role: string) => {
    await speakers.filter({ hasText: name }).click();
    await page.getByRole('region', { name }).getByLabel('Role').fill(role);
    await page.keyboard.press('Enter');
    await expect(speakers.filter({ hasText: name })).toContainText(role);
  };

  await test.step('of two who changed the same field the later one holds, whoever’s it is', async () => {
    const earlier = `${new Date().toISOString()}+0000`;
    await page.keyboard.press('Control+3');
    await setRole('Aiko Tsuchida', 'Minister of Defence');
    await setRole('Caroline Whitlock', 'Diplomat');
    await reader.expectSaved();
    const later = `${new Date(Date.now() + 1000).toISOString()}+0000`;
    appendFileSync(colleague, nextLine(readFileSync(colleague), change('Aiko Tsuchida', 'Theirs, earlier', earlier)));
    appendFileSync(colleague, nextLine(readFileSync(colleague), change('Caroline Whitlock', 'Theirs, later', later)));
    await expect(speakers.filter({ hasText: 'Caroline Whitlock' })).toContainText('Theirs, later');
    await expect(speakers.filter({ hasText: 'Aiko Tsuchida' })).toContainText('Minister of Defence');
    await setRole('Aiko Tsuchida', 'Minister');
    await reader.expectSaved();
  });

  expect(await page.evaluate(() => 'sameWindow' in window)).toBe(true);
  if (app.host === 'desktop') return;

  await test.step('what did not hold is listed', async () => {
    const { call, close } = await connectTo(app.url);
    await call('project.open', { path: app.corpus });
    const { conflicts } = await call('journal.conflicts');
    expect(conflicts.map(({ field, holds, lost }) => [field, holds.value, lost.value])).toEqual([
      ['role', 'Minister', 'Theirs, earlier'],
      ['role', 'Theirs, later', 'Diplomat'],
    ]);
    close();
  });
});

/** The speaker of this name as the samples' own journal has it. */
function known(app: TestApp, name: string): { id: string; was: string } {
  for (const line of readFileSync(journalOf(app.corpus, 'mk-sample1'), 'utf8').split('\n')) {
    const { change } = (line === '' ? {} : JSON.parse(line)) as { change?: Change };
    for (const edit of change?.edits ?? [])
      if (edit.kind === 'speaker' && edit.after?.name === name) return { id: edit.id, was: edit.after.role as string };
  }
  throw new Error(`The samples have no ${name}.`);
}
