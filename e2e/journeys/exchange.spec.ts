import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Files, makeCorpus, threeArticles } from '../corpora/corpus.ts';
import { expect, introduce, test } from '../fixtures/app.ts';
import { Exchange, Matters } from '../screens/exchange.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

/** A colleague's copies: one article with a quotation corrected and a line longer, one the same, one not there. */
const theirs: Files = {
  'harbour.txt': `${threeArticles['harbour.txt']}`
    .replace('Per Lund of', 'After a long silence, Per Lund of')
    .replace('We cannot wait another ten years,', 'We cannot wait for ten years more,'),
  'tariffs.txt': threeArticles['tariffs.txt'] ?? '',
};
const helpsNobody = 'A tariff helps nobody,';
const quays = 'The plan takes our quays,';

test.use({ source: threeArticles });

test('work goes to a colleague as a bundle, is looked at before it is taken in, and comes in once', async ({ app }) => {
  test.setTimeout(150_000);
  const bundle = join(app.dataDir, 'from Ida.rapporteur');
  const home = join(app.dataDir, '..', 'the colleague’s copy');
  const be = (id: string, name: string, initials: string) =>
    introduce(app.dataDir, { machine: `${id}0000`.slice(0, 6), annotator: { id, name, initials } });

  await test.step('Ida marks three quotations and makes a bundle of the folder', async () => {
    be('ih', 'Ida Holm', 'IH');
    const page = await app.start();
    const library = new Library(page);
    const reader = new Reader(page);
    await library.open('Harbour plan');
    await reader.markQuote('We cannot wait another ten years,', {
      speaker: 'Ida Holm',
      stance: 5,
      target: 'Harbour plan',
    });
    await reader.markQuote(quays, { speaker: 'Per Lund', stance: 1, target: 'Harbour plan' });
    await library.open('Ministers meet');
    await expect(reader.text).toContainText(helpsNobody);
    await reader.markQuote(helpsNobody, { speaker: 'Ana Ruiz', stance: 1, target: 'Tariffs' });
    await reader.expectSaved();
    const exchange = new Exchange(page, app);
    await exchange.bundle(bundle);
    await expect(exchange.sending).toContainText('3 spans by Ida Holm');
    await page.keyboard.press('Enter');
    await expect(exchange.sending).toBeHidden();
    await page.keyboard.press('Control+Shift+e');
    await expect(exchange.sending).toContainText(/What changed since you sent one on .*nothing yet/);
    await app.stop();
  });

  /** Looked at on the web host, where there are tabs to look from. */
  const expectAccessible = async (part: string) => {
    if (app.host === 'web') expect((await new AxeBuilder({ page }).include(part).analyze()).violations).toEqual([]);
  };
  makeCorpus(home, theirs);
  be('bb', 'Bo Berg', 'BB');
  let page = await app.start(home);
  let exchange = new Exchange(page, app);
  const journals = () =>
    readdirSync(join(home, '.rapporteur', 'journal')).map((name) => [
      name,
      readFileSync(join(home, '.rapporteur', 'journal', name), 'utf8'),
    ]);

  await test.step('Bo has marked one of them too, in a registry of his own', async () => {
    const reader = new Reader(page);
    await new Library(page).open('Ministers meet');
    await reader.markQuote(helpsNobody, { speaker: 'Ana Ruiz', stance: 2, target: 'Tariffs' });
    await reader.expectSaved();
  });

  await test.step('the preview says what would be new, where words have moved or are gone, and writes nothing', async () => {
    const before = journals();
    await exchange.open(bundle);
    expect(await exchange.counts(/Ida Holm/)).toEqual({ New: 3, Moved: 1, 'No place': 1 });
    await expect(exchange.receiving).toContainText('by Ida Holm');
    await expect(exchange.receiving).toContainText(
      '1 the same as here, 1 with another text here, 1 that only the files have.',
    );
    await expect(exchange.items.first()).toContainText('We cannot wait another ten years');
    await exchange.receiving.getByRole('button', { name: /^Moved/ }).click();
    await expect(exchange.items).toHaveCount(1);
    await expect(exchange.items).toContainText('The plan takes our quays');
    await expectAccessible('[role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(exchange.receiving).toBeHidden();
    expect(journals()).toEqual(before);
    expect(readdirSync(home)).not.toContain('north');
  });

  await test.step('taken in, the spans and the article are there', async () => {
    await exchange.open(bundle);
    await exchange.receiving.getByRole('button', { name: 'Take in' }).click();
    await expect(exchange.receiving.getByRole('status')).toContainText('1 article was put into the folder');
    await expect(exchange.receiving).toContainText('Undo does not take this back');
    await exchange.receiving.getByRole('button', { name: 'Done', exact: true }).click();
    const library = new Library(page);
    await expect(library.row('Village school')).toBeVisible();
    await library.open('Harbour plan');
    await new Reader(page).expectPainted(quays);
  });

  await test.step('the same file again changes nothing', async () => {
    const before = journals();
    await exchange.open(bundle);
    expect(await exchange.counts(/Ida Holm/)).toMatchObject({ Known: 3 });
    await expect(exchange.receiving).toContainText('there is nothing to take in');
    await exchange.receiving.getByRole('button', { name: 'Done', exact: true }).click();
    await expect(exchange.receiving).toBeHidden();
    expect(journals()).toEqual(before);
  });

  await test.step('half a bundle is refused with the reason, and nothing is written', async () => {
    const before = journals();
    const half = join(app.dataDir, 'half.rapporteur');
    const bytes = readFileSync(bundle);
    writeFileSync(half, bytes.subarray(0, bytes.length / 2));
    await exchange.open(half);
    await expect(exchange.receiving.getByRole('alert')).toContainText('“half.rapporteur” is not complete');
    await expect(exchange.receiving).toContainText('Nothing was written.');
    await exchange.receiving.getByRole('button', { name: 'Close' }).click();
    expect(journals()).toEqual(before);
  });

  await test.step('what the registries name twice is one after a key, and a span without a place is dropped with a reason', async () => {
    const matters = new Matters(page);
    await expect(page.getByRole('button', { name: '3 matters to settle' })).toBeVisible();
    await matters.show();
    await expect(matters.rows).toHaveCount(3);
    await expect(matters.rows.first()).toContainText('One person twice?');
    await expect(matters.detail('Ana Ruiz')).toContainText('Both are called “Ana Ruiz”.');
    await expectAccessible('body');
    await page.keyboard.press('1');
    await expect(matters.rows).toHaveCount(2);
    await expect(matters.rows.first()).toContainText('One target twice?');
    await page.keyboard.press('3');
    await expect(matters.rows).toHaveCount(1);
    await expect(matters.rows.first()).toContainText('We cannot wait another ten years');
    await page.keyboard.press('2');
    await page.keyboard.type('The sentence was taken out.');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Nothing is left to settle.')).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(matters.rows).toHaveCount(1);
  });

  await test.step('or it is given a place by hand', async () => {
    const reader = new Reader(page);
    await page.keyboard.press('1');
    await expect(page.getByText('the words of 1 span are no longer in it')).toBeVisible();
    await reader.select('We cannot wait for ten years more,');
    await reader.press('Shift+P');
    await reader.expectPainted('We cannot wait for ten years more,', quays);
    await reader.expectSaved();
  });

  await test.step('what is settled stays settled, also when the file comes again', async () => {
    if (app.host === 'desktop') {
      // As a file manager opens it: in the folder that was open last.
      await app.stop();
      page = await app.start(bundle);
      exchange = new Exchange(page, app);
    } else {
      page = await app.restart();
      exchange = new Exchange(page, app);
      await expect(new Library(page).rows).toHaveCount(3);
      await exchange.open(bundle);
    }
    await expect(exchange.receiving).toContainText('there is nothing to take in');
    await page.keyboard.press('Escape');
    await expect(exchange.receiving).toBeHidden();
    const matters = new Matters(page);
    await matters.show();
    await expect(page.getByText('Nothing is left to settle.')).toBeVisible();
    await page.keyboard.press('Control+3');
    await expect(page.getByRole('listbox', { name: 'Speakers' }).getByRole('option', { name: /Ana Ruiz/ })).toHaveCount(
      1,
    );
  });
});
