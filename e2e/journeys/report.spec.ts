import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../browser.mjs';
import { expect, test } from '../fixtures/app.ts';
import { Report } from '../screens/report.ts';
import { Review } from '../screens/review.ts';

/** A browser that has nothing to do with the app; what pages ask for and say is gathered in `asked`. */
async function elsewhere(read: (page: Page, asked: readonly string[]) => Promise<void>): Promise<void> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  try {
    // Of a context of its own, because accessibility cannot be looked at otherwise.
    const page = await (await browser.newContext()).newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => asked.push(message.text()));
    await read(page, asked);
  } finally {
    await browser.close();
  }
}

const cellsOf = (page: Page, table: string) =>
  page
    .getByRole('table', { name: table })
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.children].slice(0, 4).map((cell) => {
          const own = cell.cloneNode(true) as HTMLElement;
          for (const beside of own.querySelectorAll('small, sup')) beside.remove();
          return own.innerText.trim();
        }),
      ),
    );

test('what a review has found and decided goes out as a report that anybody can read and print @desktop', async ({
  app,
}) => {
  test.setTimeout(90_000);
  const page = await app.start();
  const review = new Review(page);
  const report = new Report(page, app);
  await review.show();
  const count = async (list: string) => Number((await page.getByRole('tab', { name: list }).innerText()).split(' ')[1]);
  const [open, agreed] = [await count('Open'), await count('Agreed')];
  const expectOpen = (left: number) => expect(page.getByRole('tab', { name: 'Open' })).toHaveText(`Open ${left}`);

  await test.step('three cases are decided, and one is talked about', async () => {
    await review.expectCase('the levy is protectionism painted green', 'Only Min-seo Kim marked this');
    await page.keyboard.press('r');
    await review.write('Comment', 'Is this <b>a quotation</b> & whose?');
    await page.keyboard.press('a');
    await expectOpen(open - 1);
    await page.keyboard.press('x');
    await review.write('Why none of these stands', 'The outlet says so, nobody else.');
    await expectOpen(open - 2);
    await page.keyboard.press('l');
    await expect(page.getByRole('tab', { name: 'Decided' })).toHaveText('Decided 2');
  });
  const figures = await review.figures();
  const strip = await review.stripFigures();

  if (app.host === 'desktop') {
    const file = join(app.dataDir, 'review.pdf');
    await report.make(file);
    const pdf = readFileSync(file).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true);
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(5);
    // Tagged, so that it can be read aloud; no script and nothing that runs by itself.
    expect(pdf).toContain('/StructTreeRoot');
    expect(pdf).not.toMatch(/\/(JavaScript|JS|OpenAction|Launch|EmbeddedFile)\b/);
    expect(app.electron.windows()).toHaveLength(1);
    await page.keyboard.press('Enter');
    await expect(report.dialog).toBeHidden();
    await report.make(join(app.dataDir, 'review.html'), async (dialog) => {
      await dialog.getByText('to read in a browser').click();
    });
    expect(readFileSync(join(app.dataDir, 'review.html'), 'utf8')).toContain('</html>');
    return;
  }

  const file = join(app.dataDir, 'review.html');
  await test.step('the dialog is made for the keyboard, and tells why a file cannot be written', async () => {
    await page.keyboard.press('Control+p');
    await expect(report.dialog.getByRole('button', { name: 'Make the report' })).toBeEnabled();
    expect((await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations).toEqual([]);
    await expect(report.dialog.getByRole('textbox', { name: 'File' })).toHaveValue(
      /corpus – review \d{4}-\d\d-\d\d\.html$/,
    );
    await report.dialog.getByRole('textbox', { name: 'File' }).fill(join(app.dataDir, 'nowhere', 'review.html'));
    await page.keyboard.press('Enter');
    await expect(report.dialog.getByRole('alert')).toContainText('There is no folder');
    await page.keyboard.press('Escape');
    await expect(report.dialog).toBeHidden();
  });
  await report.make(file);
  expect(existsSync(file)).toBe(true);

  const hidden = join(app.dataDir, 'hidden.html');
  await test.step('another one with names hidden and agreements too', async () => {
    await page.keyboard.press('Enter');
    await expect(report.dialog).toBeHidden();
    await report.make(hidden, async (dialog) => {
      await dialog.getByText('Agreements too').click();
      await dialog.getByText('Annotator 1, 2 …').click();
    });
  });

  await elsewhere(async (paper, asked) => {
    await paper.goto(pathToFileURL(file).href);
    expect(asked).toEqual([pathToFileURL(file).href]);
    expect(
      await paper.evaluate(() => ({
        scripts: document.scripts.length,
        active: document.querySelectorAll('iframe, object, embed, form, link, img, [style], base').length,
        handlers: [...document.querySelectorAll('*')].filter((element) =>
          element.getAttributeNames().some((name) => name.startsWith('on')),
        ).length,
      })),
    ).toEqual({ scripts: 0, active: 0, handlers: 0 });

    // The same figures as on the screen, and those above the text among them.
    const printed = await cellsOf(paper, 'All articles together');
    expect(printed.map(([measure, value, , of]) => [measure, value, of])).toEqual(
      figures.map(([measure, value, , of]) => [measure, value, of]),
    );
    const glance = await paper
      .locator('dl.glance > div')
      .evaluateAll((all) => all.map((one) => one.querySelector('b')?.textContent ?? ''));
    expect(glance).toEqual(Object.values(strip));

    await expect(paper.locator('article.case')).toHaveCount(open);
    await expect(paper.locator('.state[data-state="decided"]')).toHaveCount(2);
    await expect(paper.locator('.state[data-state="later"]')).toHaveCount(1);
    const first = paper.locator('article.case', { hasText: 'the levy is protectionism painted green' });
    await expect(first).toContainText('Is this <b>a quotation</b> & whose?');
    await expect(first).toContainText(/Decision: taken as Min-seo Kim marked it, by .+, \d+ \w+ \d{4}, \d\d:\d\d\./);
    await expect(paper.locator('article.case', { hasText: 'The outlet says so, nobody else.' })).toContainText(
      'none of these stands',
    );
    // One article looks like the other, and there is much of each.
    const { violations } = await new AxeBuilder({ page: paper }).exclude('.article ~ .article').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);

    await paper.goto(pathToFileURL(hidden).href);
    await expect(paper.locator('article.case')).toHaveCount(open + agreed);
    const text = await paper.locator('body').innerText();
    expect(text).toContain('Annotator 1');
    expect(text).not.toMatch(/Min-seo Kim|Jonas Weber/);
    expect(asked).toEqual([file, hidden].map((path) => pathToFileURL(path).href));
  });
});
