import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Files } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { Library } from '../screens/library.ts';
import { Occurrences } from '../screens/occurrences.ts';
import { Reader } from '../screens/reader.ts';

const files: Files = {
  'harbour.txt':
    'Harbour plan divides the council\n\nThe port gave a blunt warning on Monday. “We cannot wait,” Ida Holm told reporters.\n\nA second blunt  warning came from the fishers on Tuesday.\n',
  'tariffs.txt':
    'Ministers meet over grain tariffs\n\nMarch 3, 2021\n\nHer Blunt Warning went unheard. It was the bluntest warning of the year, said a farmer.\n\n“A tariff helps nobody,” Holm’s deputy said.\n',
  'north/bridge.txt':
    'Bridge to be closed\n\nThe engineers sent a blunt\nwarning in March, and another blunt warning in May.\n\n“Nobody listened to us then,” Ida Holm said on Friday.\n',
  'north/school.md': '# Village school to stay open\n\nThe board voted 5 to 2 after a blunt warning from parents 😀.\n',
};

test.describe('all occurrences', () => {
  test.use({ source: files });

  test('of a frame: two accepted, one rejected, the rest at once, one undo; what was rejected does not come back', async ({
    app,
  }) => {
    let page = await app.start();
    const places = () => new Occurrences(page);
    await new Library(page).open('Harbour plan');
    let reader = new Reader(page);
    await reader.select('blunt warning');
    await reader.press('f', 'o');

    await expect(page.getByRole('heading', { name: 'All occurrences of “blunt warning”' })).toBeVisible();
    await places().expectFound(6);
    await expect(places().rows.first()).toContainText('Harbour plan');
    await places().expectStates({ marked: 1, rejected: 0 });
    await expect(places().active).toContainText('A second blunt warning came');
    await expect(places().place).toContainText('Frame');
    if (app.host === 'web') {
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }

    await page.keyboard.press('Enter');
    await places().expectStates({ marked: 2, rejected: 0 });
    await page.keyboard.press('Enter');
    await places().expectStates({ marked: 3, rejected: 0 });
    const refused = await places().active.textContent();
    await page.keyboard.press('Backspace');
    await places().expectStates({ marked: 3, rejected: 1 });

    await page.keyboard.press('Shift+Enter');
    const dialog = page.getByRole('dialog', { name: 'Mark the rest' });
    await expect(dialog).toContainText('2 places in 2 articles');
    await dialog.getByRole('button', { name: 'Mark 2' }).click();
    await places().expectStates({ marked: 5, rejected: 1 });
    await page.keyboard.press('Control+z');
    await places().expectStates({ marked: 3, rejected: 1 });
    await reader.expectSaved();

    page = await app.restart();
    reader = new Reader(page);
    await expect(reader.text).toBeVisible();
    await expect(reader.cards).toHaveCount(2);
    await reader.cards.first().click();
    await reader.press('o');
    await places().expectFound(5);
    await places().expectStates({ marked: 3, rejected: 0 });
    for (const row of await places().rows.all()) expect(await row.textContent()).not.toBe(refused);

    await page.keyboard.press('o');
    await expect(reader.text).toBeFocused();
    expect((await reader.selected()).toLowerCase()).toMatch(/^blunt\s+warning$/);
  });

  test('of a speaker’s names: what they say where they are named is marked as theirs', async ({ app }) => {
    const page = await app.start();
    const places = new Occurrences(page);
    const reader = new Reader(page);
    await new Library(page).open('Harbour plan');
    await reader.markQuote('We cannot wait,', { speaker: 'Ida Holm', stance: 4, target: 'Harbour plan' });
    await reader.press('o');
    await expect(page.getByText('These words stand nowhere else in the folder.')).toBeVisible();
    await page.keyboard.press('n');
    await expect(page.getByRole('heading', { name: 'Where Ida Holm is named' })).toBeVisible();
    await places.expectFound(2);
    await places.expectStates({ marked: 1, rejected: 0 });
    await expect(places.place).toContainText('Nobody listened to us then,');
    await expect(places.place).toContainText('direct');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
    await page.keyboard.press('Enter');
    await places.expectStates({ marked: 2, rejected: 0 });
    await page.keyboard.press('o');
    await expect(reader.card).toContainText('Ida Holm');
    await reader.expectPainted('Nobody listened to us then,');
    await page.keyboard.press('Control+z');
    await reader.expectPainted();
  });

  test('what stands nowhere else is said to, and Escape leads back to the span', async ({ app }) => {
    const page = await app.start();
    const reader = new Reader(page);
    await new Library(page).open('Bridge to be closed');
    await reader.select('Nobody listened');
    await reader.press('f', 'o');
    await expect(page.getByText('These words stand nowhere else in the folder.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(reader.card).toBeVisible();
    await reader.expectPainted('Nobody listened');
  });
});

test.describe('in a folder for reading only', () => {
  test('places can be looked at, but not marked', async ({ app }) => {
    const project = join(app.corpus, '.rapporteur', 'project.json');
    writeFileSync(project, JSON.stringify({ ...JSON.parse(readFileSync(project, 'utf8')), minWriter: 99 }));
    const page = await app.start();
    const reader = new Reader(page);
    await new Library(page).open('Smiles in Fukuoka');
    await reader.cards.filter({ hasText: 'Masanori Kurokawa' }).first().click();
    await reader.press('o', 'n');
    await expect(page.getByText('This folder is open for reading only')).toBeVisible();
    const places = new Occurrences(page);
    await expect(places.rows.filter({ hasNotText: /Marked$/ }).first()).toBeVisible();
    await expect(page.getByRole('button', { name: /^Mark / }).first()).toBeDisabled();
    await expect(page.getByText(/articles? searched\.$/)).toBeVisible();
    const before = await places.rows.allTextContents();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
    expect(await places.rows.allTextContents()).toEqual(before);
  });
});

test.describe('in a folder that a colleague has annotated', () => {
  test.use({ source: 'samples' });

  test('where the words of their span stand nowhere else there is nothing to mark', async ({ app }) => {
    const page = await app.start();
    const reader = new Reader(page);
    await new Library(page).open('Smiles in Fukuoka');
    await reader.cards.filter({ hasText: 'Frame' }).first().click();
    await reader.press('o');
    await expect(page.getByText('These words stand nowhere else in the folder.')).toBeVisible();
    await expect(page.getByText(/1 place in 1 article/)).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Mark the rest/ })).toBeDisabled();
    // Nor is the place marked that is not to be seen.
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(reader.text).toBeVisible();
    await expect(page.getByRole('button', { name: 'Unread', exact: true })).toBeVisible();
  });
});
