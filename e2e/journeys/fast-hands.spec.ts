import { threeArticles } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

test.use({ source: threeArticles });

const quote = 'We cannot wait another ten years,';

test('an opened article has the keyboard, and nothing typed fast is lost or taken for a command', async ({ app }) => {
  const page = await app.start();
  const reader = new Reader(page);
  await new Library(page).row('Harbour plan').first().click();
  await expect(reader.text).toBeFocused();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  expect(await reader.selected()).toBe('Ha');

  const slow = await app.context.newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 3 });
  await reader.select(quote);
  await page.keyboard.type('qDoctor Fine', { delay: 15 });
  await expect(page.getByRole('menuitem', { name: 'Create “Doctor Fine”' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(reader.text).toBeFocused();
  await page.keyboard.type('5China facts', { delay: 15 });
  await expect(page.getByRole('menuitem', { name: 'Create “China facts”' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(reader.text).toBeFocused();
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await reader.press('Escape');
  await expect(reader.cards).toHaveCount(1);
  await expect(reader.cards.first()).toContainText('Doctor Fine');
  await expect(reader.cards.first()).toContainText('strongly supports China facts');
  await reader.press('Control+z');
  await reader.expectPainted();
});

test('however often the key is pressed there is one mark, and Enter on a button presses the button', async ({
  app,
}) => {
  const page = await app.start();
  const reader = new Reader(page);
  await new Library(page).open('Harbour plan');
  await reader.select(quote);
  await reader.press('q', 'Escape');
  await reader.mark();
  await reader.expectPainted(quote);
  await expect(reader.cards).toHaveCount(1);

  await page.getByRole('button', { name: 'Export…' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Export JSONL' })).toBeVisible();
});

test.describe('while a colleague’s spans are looked at', () => {
  test.use({ source: 'samples' });

  test('a mark of one’s own is seen all the same', async ({ app }) => {
    const page = await app.start();
    const reader = new Reader(page);
    await new Library(page).open('Smiles in Fukuoka');
    await page.getByRole('button', { name: 'JW', exact: true }).click();
    await reader.select('the joint press release');
    await reader.press('q');
    await reader.typeAndTake('Speaker', 'Chung Freeman', 'Create “Chung Freeman”');
    await expect(reader.card).toContainText('Chung Freeman');
    await expect(page.getByRole('button', { name: 'Everyone', pressed: true })).toBeVisible();
    expect(await reader.painted()).toContain('the joint press release');
  });
});
