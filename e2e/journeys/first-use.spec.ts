import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { threeArticles } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { Introduction } from '../screens/introduction.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

test.use({ source: threeArticles, introduced: false });

test('at first use the app asks who one is, until one has said it; the id stays @desktop', async ({ app }) => {
  const stored = () => JSON.parse(readFileSync(join(app.dataDir, 'settings.json'), 'utf8'));
  let page = await app.start();
  let introduction = new Introduction(page);
  let id = '';

  await test.step('it proposes the name of the account, and goes on with that for now', async () => {
    await expect(introduction.dialog).toContainText('Welcome to Rapporteur');
    await expect(introduction.name).toBeFocused();
    await expect(introduction.name).not.toHaveValue('');
    if (app.host === 'web')
      expect((await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(introduction.dialog).toBeHidden();
    await expect(new Library(page).rows.first()).toBeVisible();
    id = stored().annotator.id;
  });

  await test.step('the next time it asks again; what is typed is taken with Enter', async () => {
    page = await app.restart();
    introduction = new Introduction(page);
    await expect(introduction.name).toBeFocused();
    await page.keyboard.type('Ida Holm');
    await expect(introduction.initials).toHaveValue('IH');
    await page.keyboard.press('Enter');
    await expect(introduction.dialog).toBeHidden();
    expect(stored()).toMatchObject({ introduced: true, annotator: { id, name: 'Ida Holm', initials: 'IH' } });
  });

  await test.step('then it asks no more, and the marks carry the name', async () => {
    page = await app.restart();
    introduction = new Introduction(page);
    await new Library(page).open('Harbour plan');
    await expect(introduction.dialog).toBeHidden();
    const reader = new Reader(page);
    await reader.markQuote('The plan takes our quays,', { speaker: 'Ada', stance: 1, target: 'Harbour plan' });
    await reader.expectSaved();
  });

  await test.step('another spelling is the same person', async () => {
    await page.getByRole('button', { name: 'IH', exact: true }).click();
    await introduction.name.fill('Ida Holm-Berg');
    await introduction.initials.fill('IB');
    await page.keyboard.press('Enter');
    await expect(introduction.dialog).toBeHidden();
    expect(stored().annotator).toEqual({ id, name: 'Ida Holm-Berg', initials: 'IB' });
    const reader = new Reader(page);
    await reader.markQuote('We cannot wait another ten years,', { speaker: 'Bo', stance: 5, target: 'Harbour plan' });
    await reader.expectSaved();
    const folder = join(app.corpus, '.rapporteur', 'journal');
    const journals = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    expect(journals.map((name) => name.startsWith(`${id}-`))).toEqual([true]);
    const changes = readFileSync(join(folder, journals[0] ?? ''), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).change)
      .filter(Boolean);
    expect(new Set(changes.map(({ by }) => by))).toEqual(new Set([id]));
    const names = changes.flatMap(({ edits }) => edits).filter(({ kind }) => kind === 'annotator');
    expect(names.map(({ after }) => after.name)).toEqual(['Ida Holm', 'Ida Holm-Berg']);
  });
});
