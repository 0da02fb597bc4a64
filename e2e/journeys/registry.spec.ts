import AxeBuilder from '@axe-core/playwright';
import { threeArticles } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

test.describe('speakers', () => {
  test.use({ source: threeArticles });

  test('duplicates are merged with every span following, and one undo takes it back', async ({ app }) => {
    const page = await app.start();
    const library = new Library(page);
    const reader = new Reader(page);
    await library.open('Harbour plan');
    await reader.markQuote('We cannot wait another ten years,', {
      speaker: 'Ida Holm',
      stance: 4,
      target: 'Harbour plan',
    });
    await reader.markQuote('The plan takes our quays,', { speaker: 'Mayor Holm', stance: 1, target: 'Harbour plan' });
    await page.keyboard.press('Control+3');
    const speakers = page.getByRole('listbox', { name: 'Speakers' }).getByRole('option');
    await expect(speakers).toHaveCount(2);
    await speakers.filter({ hasText: 'Mayor Holm' }).click();
    const detail = page.getByRole('region', { name: 'Mayor Holm' });
    await detail.getByLabel('Merge into').fill('ida');
    await page.getByRole('menuitem', { name: /Ida Holm/ }).click();
    await expect(speakers).toHaveCount(1);
    await expect(speakers.first()).toContainText('2');
    await expect(page.getByRole('region', { name: 'Ida Holm' }).getByLabel('Also called')).toHaveValue('Mayor Holm');
    await page.getByRole('region', { name: 'Ida Holm' }).getByLabel('Role').fill('Mayor');
    await page.keyboard.press('Enter');
    await expect(speakers.first()).toContainText('Mayor');
    await page.getByRole('heading', { name: 'Ida Holm' }).click();
    await page.keyboard.press('Control+z');
    await expect(speakers.first()).not.toContainText('Mayor');
    await page.keyboard.press('Control+z');
    await expect(speakers).toHaveCount(2);
  });
});

test.describe('the sample corpus', () => {
  test.use({ source: 'samples' });

  test('everything is found in the palette, and no screen has faults of accessibility in either theme', async ({
    app,
  }) => {
    const page = await app.start();
    const library = new Library(page);
    await expect(library.rows.first()).toBeVisible();
    const faults: string[] = [];
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const screen of ['1', '2', '3', '4']) {
        if (screen === '2' && theme === 'light') await library.open('Fishers lay nets');
        else await page.keyboard.press(`Control+${screen}`);
        await page.waitForTimeout(200);
        // What the theme changes is colour; the rest need be looked at once.
        const axe =
          theme === 'dark' ? new AxeBuilder({ page }).withRules(['color-contrast']) : new AxeBuilder({ page });
        const found = await axe.analyze();
        for (const violation of found.violations) {
          for (const node of violation.nodes)
            faults.push(`${theme} ${screen} ${violation.id}: ${node.html.slice(0, 160)}`);
        }
      }
    }
    expect(faults).toEqual([]);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('whitlock');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Caroline Whitlock' })).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('eleven nights');
    await page.keyboard.press('Enter');
    await expect(new Reader(page).text).toContainText('Busan');
  });
});
