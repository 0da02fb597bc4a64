import AxeBuilder from '@axe-core/playwright';
import type { Files } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';
import { Search } from '../screens/search.ts';

const page = (title: string, outlet: string, date: string, ...paragraphs: string[]) =>
  `<!doctype html><html lang="en"><head><title>${title}</title><meta property="og:title" content="${title}">` +
  `<meta property="og:site_name" content="${outlet}"><meta property="article:published_time" content="${date}T08:00:00Z">` +
  `</head><body><article><h1>${title}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('')}</article></body></html>`;

const files: Files = {
  'harbour.html': page(
    'Harbour plan divides the council',
    'The Harbour Post',
    '2021-03-02',
    'The port authority promised more pressure on the owners of idle boats, and the council listened for two hours.',
    'Fishers answered that no pressure from the town would make them sell, whatever the authority offered them.',
  ),
  'tariffs.html': page(
    'Ministers meet over grain tariffs',
    'Plains Dispatch',
    '2021-04-11',
    'Farmers put steady pressure on the ministers all week, and on Sunday the ministers gave way in two points.',
    'The talks go on in May, when the harvest figures of the southern plains are known to both of the sides.',
  ),
  'bridge.html': page(
    'Bridge to be closed until autumn',
    'The Harbour Post',
    '2021-05-20',
    'The engineers found a crack, and under growing pressure the mayor closed the bridge to lorries on Thursday.',
    'Buses take the long way round over the old ferry road until the steel has been replaced, said the mayor.',
  ),
};

test.describe('the search', () => {
  test.use({ source: files });

  test('words with fields, sorted, grouped, kept; a place opened and come back from, the others marked in turn', async ({
    app,
  }) => {
    const window = await app.start();
    const search = new Search(window);
    const reader = new Reader(window);
    await expect(new Library(window).rows).toHaveCount(3);
    await search.show();
    await expect(search.box).toBeFocused();

    await search.box.fill('pressure (outlet:harbour');
    await expect(search.status).toContainText(/\(|parenthes/);
    await expect(search.box).toHaveAttribute('aria-invalid', 'true');

    await search.ask('pressure outlet:harbour');
    await expect(search.status).toHaveText('3 places in 2 articles');
    await search.ask('pressure');
    await expect(search.status).toHaveText('4 places in 3 articles');
    await expect(search.rows).toHaveCount(4);
    const { violations } = await new AxeBuilder({ page: window }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);

    await window.keyboard.press('l');
    await expect
      .poll(async () => (await search.words()).map((text) => /(\S+) pressure/.exec(text)?.[1]))
      .toEqual(['growing', 'more', 'no', 'steady']);
    await window.keyboard.press('g');
    await expect.poll(() => search.words()).toHaveLength(6);
    expect((await search.words())[0]).toMatch(
      /Plains Dispatch.*1 place in 1 article|The Harbour Post.*3 places in 2 articles/,
    );
    await window.keyboard.press('Home');
    await window.keyboard.press('ArrowLeft');
    await expect(search.active).toContainText('▸');
    await window.keyboard.press('ArrowRight');
    for (const _ of ['date', 'speaker', 'none']) await window.keyboard.press('g');
    await expect(search.rows).toHaveCount(4);

    await window.keyboard.press('s');
    await window.keyboard.type('Under pressure');
    await window.keyboard.press('Enter');
    await expect(search.saved.getByRole('button', { name: /^Under pressure/ })).toBeVisible();

    await search.rows.filter({ hasText: 'no pressure' }).click();
    await expect(window.locator('.rp-text')).toContainText('Fishers answered');
    await expect.poll(() => window.evaluate(() => String(getSelection()))).toBe('pressure');
    await search.show();
    await expect(search.active).toContainText('no pressure');

    await window.keyboard.press('Home');
    await window.keyboard.press('m');
    await expect(search.walk).toContainText('Place 1 of 4');
    await expect(window.locator('.rp-text')).toContainText('The engineers found a crack');
    await expect.poll(() => window.evaluate(() => String(getSelection()))).toBe('pressure');
    await reader.press('f');
    await expect(search.walk.getByRole('status')).toHaveText('Marked');
    await window.keyboard.press('Escape');
    await window.keyboard.press('.');
    await expect(search.walk).toContainText('Place 2 of 4');
    await expect(window.locator('.rp-text')).toContainText('idle boats');
    await window.keyboard.press('.');
    await expect(search.walk.getByRole('status')).toHaveText('Not marked · 1 marked · 1 skipped');
    await reader.expectSaved();

    await search.show();
    await search.ask('has:spans layer:frame');
    await expect(search.status).toHaveText('1 article');
    await expect(search.rows).toContainText('Bridge to be closed until autumn');
    await search.saved.getByRole('button', { name: /^Under pressure/ }).click();
    await expect(search.status).toHaveText('4 places in 3 articles');
    await search.saved.getByRole('button', { name: 'Delete Under pressure' }).click();
    await expect(search.saved.getByRole('button', { name: /^Under pressure/ })).toBeHidden();
    await window.keyboard.press('Control+z');
    await expect(search.saved.getByRole('button', { name: /^Under pressure/ })).toBeVisible();

    await window.keyboard.press('Control+k');
    await window.keyboard.type('nothing like it');
    await expect(window.getByRole('menuitem').last()).toHaveText('Search all texts for “nothing like it”');
    await window.keyboard.press('Enter');
    await expect(search.status).toHaveText('Nothing was found.');
  });
});
