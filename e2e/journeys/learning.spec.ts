import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { threeArticles } from '../corpora/corpus.ts';
import { expect, type TestApp, test } from '../fixtures/app.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';
import { SuggestionSettings } from '../screens/suggestion-settings.ts';

/** The person whose annotations of the samples are learned from. */
function beMinSeoKim(app: TestApp): void {
  const annotator = { id: 'mk', name: 'Min-seo Kim', initials: 'MK' };
  writeFileSync(join(app.dataDir, 'settings.json'), JSON.stringify({ version: 1, machine: 'abc123', annotator }));
}

/** Opens the dialog as soon as the library is there. */
async function openSettings(page: Page): Promise<SuggestionSettings> {
  const settings = new SuggestionSettings(page);
  await expect(new Library(page).rows.first()).toBeVisible();
  await settings.open();
  return settings;
}

test.describe('what was learned from one’s own labels', () => {
  test.use({ source: 'samples' });

  test('is shown with its accuracy, and the threshold and the quotation marks that count outlive a restart', async ({
    app,
  }) => {
    beMinSeoKim(app);
    let page = await app.start();
    let settings = await openSettings(page);
    await expect(settings.dialog).toContainText('97 stances in 9 articles');
    await expect(settings.dialog).toContainText(
      /chose your stance in \d+% of 97 labels; always choosing “Support” would have been right in \d+%/,
    );
    expect(await settings.labels()).toEqual({
      'Strongly oppose': '11',
      Oppose: '17',
      Mixed: '13',
      Support: '46',
      'Strongly support': '10',
    });
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

    await expect(settings.threshold).toHaveAttribute('aria-valuetext', '70%');
    await settings.threshold.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(settings.threshold).toHaveAttribute('aria-valuetext', '80%');
    await settings.single.focus();
    await page.keyboard.press('Space');
    await expect(settings.single).toBeChecked();
    await settings.close();
    await new Reader(page).expectSaved();

    page = await app.restart();
    settings = await openSettings(page);
    await expect(settings.threshold).toHaveAttribute('aria-valuetext', '80%');
    await expect(settings.single).toBeChecked();
    await expect(settings.on).toBeChecked();
    await expect(settings.dialog).toContainText('97 stances in 9 articles');
  });

  test('is forgotten when one says so, even in a new database, until one has it learned again', async ({ app }) => {
    beMinSeoKim(app);
    let page = await app.start();
    // The command is there once there is something to forget.
    let settings = await openSettings(page);
    await expect(settings.dialog).toContainText('97 stances in 9 articles');
    await settings.close();
    await settings.open('forget what was learned');
    const question = settings.dialog.getByRole('alertdialog');
    await expect(question).toContainText(/Forget 97 stances and \d+ names\?/);
    await question.getByRole('button', { name: 'Keep' }).click();
    await expect(question).toBeHidden();
    await expect(settings.dialog).toContainText('97 stances in 9 articles');
    await settings.dialog.getByRole('button', { name: 'Forget what was learned…' }).click();
    await question.getByRole('button', { name: 'Forget' }).click();
    await expect(settings.dialog).toContainText(/Forgotten: 97 stances and \d+ names/);
    await expect(settings.dialog).toContainText('Nothing yet.');
    await settings.close();
    await new Reader(page).expectSaved();

    await app.stop();
    app.wipeIndexedDB();
    page = await app.start();
    settings = await openSettings(page);
    await expect(settings.dialog).toContainText('Nothing yet.');
    await expect(settings.dialog).toContainText('Learns only from labels since');
    await settings.dialog.getByRole('button', { name: 'Learn from all again' }).click();
    await expect(settings.dialog).toContainText('97 stances in 9 articles');
    await settings.close();

    // It is one gesture like any other.
    await page.keyboard.press('Control+z');
    await expect(page.getByText('Undone: Learned from all labels again')).toBeVisible();
    await settings.open();
    await expect(settings.dialog).toContainText('Nothing yet.');
  });
});

test.describe('a folder without labels', () => {
  test.use({ source: threeArticles });

  test('says what it takes, and counts the first label when it is made', async ({ app }) => {
    const page = await app.start();
    const settings = new SuggestionSettings(page);
    await new Library(page).open('Harbour plan');
    await settings.open();
    await expect(settings.dialog).toContainText('from 30 stances on, in two articles or more');
    await expect(settings.dialog.getByRole('button', { name: 'Forget what was learned…' })).toBeDisabled();
    await settings.close();
    await new Reader(page).markQuote('We cannot wait another ten years,', {
      speaker: 'Ida Holm',
      stance: 4,
      target: 'Harbour plan',
    });
    await settings.open();
    await expect(settings.dialog).toContainText('1 stance so far. From 30 on');
    expect((await settings.labels()).Support).toBe('1');
  });
});
