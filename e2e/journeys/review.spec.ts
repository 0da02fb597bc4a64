import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { changed } from '#shared/changes/edits.ts';
import { expect, test } from '../fixtures/app.ts';
import { doAs, recordsIn } from '../fixtures/journals.ts';
import { Review } from '../screens/review.ts';

/*
 * The sample corpus has two annotators, Min-seo Kim and Jonas Weber, with six articles in common: whoever opens it has
 * something to review at once.
 */

const counts = (page: Page) => page.getByRole('tab').allInnerTexts();

/** How many cases there are at first, of those that are open and those that all agree on. */
async function countedFirst(page: Page): Promise<{ open: number; agreed: number }> {
  await expect.poll(async () => (await counts(page)).join()).toMatch(/^Open [1-9]\d,Decided 0,Agreed [1-9]\d$/);
  const [open = 0, , agreed = 0] = (await counts(page)).map((words) => Number(words.replace(/\D+/, '')));
  return { open, agreed };
}

async function expectCounts(page: Page, open: number, decided: number, agreed: number): Promise<void> {
  await expect.poll(() => counts(page)).toEqual([`Open ${open}`, `Decided ${decided}`, `Agreed ${agreed}`]);
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

/** What is painted over the text, by the names of the paints. */
const painted = (page: Page) =>
  page.evaluate(() =>
    [...CSS.highlights].flatMap(([name, ranges]) =>
      [...ranges].map((range) => {
        const live = document.createRange();
        live.setStart(range.startContainer, range.startOffset);
        live.setEnd(range.endContainer, range.endOffset);
        return `${name.replace(/^rp-|-\d$/g, '')}: ${live.toString()}`;
      }),
    ),
  );

test('two colleagues are compared and decided on by keyboard alone; undo leads back to the case', async ({ app }) => {
  let page = await app.start();
  await expect(page.getByRole('listbox', { name: 'Articles' })).toBeVisible();
  await page.keyboard.press('Control+5');
  let review = new Review(page);
  const { open, agreed } = await countedFirst(page);
  const heading = () => review.case.getByRole('heading', { level: 3 });
  const quote = () => review.case.locator('q').first().innerText();
  await review.expectCase('the levy is protectionism painted green', 'Only Min-seo Kim marked this');
  await expect.poll(() => painted(page)).toContain('side-1-now: the levy is protectionism painted green');

  // One key a decision, and the next case comes by itself.
  const first = await quote();
  await page.keyboard.press('a');
  await expectCounts(page, open - 1, 1, agreed);
  await expect.poll(quote).not.toBe(first);
  const second = await quote();
  await page.keyboard.press('x');
  await review.write(/^Why none/, 'A commitment of nobody.');
  await expectCounts(page, open - 2, 2, agreed);
  await expect.poll(quote).not.toBe(second);
  const third = await quote();
  await page.keyboard.press('l');
  await expectCounts(page, open - 2, 2, agreed);
  await expect.poll(quote).not.toBe(third);
  await page.keyboard.press('Control+z');
  await expect.poll(quote).toBe(third);
  await page.keyboard.press('u');
  await expectCounts(page, open - 1, 1, agreed);
  await expect.poll(quote).toBe(second);

  // Where both marked the passage: what one says, what both say, or something made of both.
  await page.getByLabel('How they differ').selectOption('stance');
  await expect(review.cases).toHaveCount(15);
  await expect(page.getByText('15 cases')).toBeVisible();
  await expect(heading()).toHaveText('Speaker and stance differ');
  await page.keyboard.press('b');
  await expect(review.cases).toHaveCount(14);
  await page.keyboard.press('2');
  await expect(review.cases).toHaveCount(13);
  await page.keyboard.press('e');
  const editor = page.getByRole('region', { name: 'Merge with edits' });
  await expect(editor).toBeVisible();
  const words = await editor.locator('q').innerText();
  await page.keyboard.press(']');
  await expect(editor.locator('q')).toHaveText(words.replace(/^\S+\s+/, ''));
  await page.keyboard.press('1');
  await expect(editor.getByRole('button', { name: 'Strongly oppose' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Enter');
  await expect(review.cases).toHaveCount(12);
  await page.keyboard.press('Escape');
  await expectCounts(page, open - 4, 4, agreed);

  // J and K go on across articles.
  const before = await quote();
  for (let i = 0; i < 8; i++) await page.keyboard.press('j');
  await expect.poll(quote).not.toBe(before);
  for (let i = 0; i < 8; i++) await page.keyboard.press('k');
  await expect.poll(quote).toBe(before);

  await page.keyboard.press('t');
  await expect(review.agreements).toContainText(`In ${agreed} cases of 6 articles`);
  await review.agreements.getByRole('button', { name: `Take ${agreed}` }).press('Enter');
  await expectCounts(page, open - 4, agreed + 4, 0);
  await expect(review.agreements).toBeHidden();
  await page.keyboard.press('Control+z');
  await expectCounts(page, open - 4, 4, agreed);

  // A word about the case, and a question to whoever marked it.
  const discussed = await quote();
  await page.keyboard.press('r');
  await review.write('Comment', 'See the codebook, 2.4.');
  await page.keyboard.press('s');
  await review.write('Why to look again', 'Is this theirs?');
  await expect(review.case.getByRole('region', { name: 'Comments' })).toContainText('See the codebook, 2.4.');
  await expect(review.case.getByRole('region', { name: 'Comments' })).toContainText(/asks .+ to look again/i);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  page = await app.restart();
  review = new Review(page);
  await expectCounts(page, open - 4, 4, agreed);
  await expect.poll(() => review.case.locator('q').first().innerText()).toBe(discussed);
  await review.list('Decided');
  await expect(review.case.getByRole('region', { name: 'What stands' })).toContainText('strongly opposes');
});

test('every figure opens its cases, and names can be hidden everywhere', async ({ app }) => {
  const page = await app.start();
  const review = new Review(page);
  await review.show();
  const { open } = await countedFirst(page);
  await expect(review.strip.getByRole('button', { name: /^Span F1, strict: \.[67]\d, / })).toBeVisible();
  await expectAccessible(page);

  await review.strip.getByRole('button', { name: /^Stance, matched/ }).click();
  await expect(page.getByText('12 cases · behind “Stance, matched”')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText(`${open} cases`)).toBeVisible();

  await page.keyboard.press('g');
  await expect(page.getByRole('heading', { name: 'All articles together' })).toBeVisible();
  const found = await new AxeBuilder({ page }).include('main').analyze();
  expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.getByRole('button', { name: /^Min-seo Kim: Strongly support, Jonas Weber: Support: 4$/ }).click();
  await expect(page.getByText(/^4 cases · Min-seo Kim: Strongly support, Jonas Weber: Support$/)).toBeVisible();
  await expect(review.cases).toHaveCount(4);
  await expect(review.side('Min-seo Kim')).toContainText('strongly supports');
  await page.keyboard.press('g');
  await page.getByRole('button', { name: /^Min-seo Kim: Support, Jonas Weber: Support: 24$/ }).click();
  await expect(page.getByText(/^\d+ cases · Min-seo Kim: Support/)).toBeVisible();
  const behindCell = (await counts(page)).map((words) => Number(words.replace(/\D+/, '')));
  expect(behindCell.reduce((sum, count) => sum + count, 0)).toBe(24);
  await page.keyboard.press('Escape');

  await review.list('Open');
  await page.keyboard.press('Shift+B');
  await expect(page.getByText('Names are hidden')).toBeVisible();
  await expect(review.case).toContainText('Annotator 1');
  await expect(page.locator('body')).not.toContainText(/Min-seo Kim|Jonas Weber/);
  await page.keyboard.press('g');
  await expect(page.getByRole('heading', { name: 'All articles together' })).toBeVisible();
  await expect(page.locator('body')).not.toContainText(/Min-seo Kim|Jonas Weber/);
  await page.keyboard.press('g');
  await page.keyboard.press('Shift+B');

  const answer = page.getByRole('group', { name: 'Answer to Jonas Weber' });
  await answer.getByRole('button', { name: 'Request changes' }).click();
  await expect(page.getByText(/^Changes requested/)).toBeVisible();
  await answer.getByRole('button', { name: 'Request changes' }).click();
  await expect(page.getByText(/^Changes requested/)).toBeHidden();
});

test('a case that was decided is open again when a colleague changes what was judged', async ({ app }) => {
  const page = await app.start();
  const review = new Review(page);
  await review.show();
  await page.getByLabel('How they differ').selectOption('mode');
  const words = await review.case.locator('q').first().innerText();
  const { length } = await review.titles();
  await page.keyboard.press('a');
  await expect(review.cases).toHaveCount(length - 1);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  const theirs = recordsIn(app.corpus, ['mk-sample1', 'jw-sample2'], 'span').find(
    ({ annotator, quote }) => annotator === 'jw' && quote.exact.includes(words.slice(0, 20)),
  );
  if (!theirs) throw new Error(`Jonas Weber has not marked “${words}”.`);
  const note = changed('span', theirs, { mode: 'paraphrase' });
  doAs(app.corpus, 'jw-sample2', note ? [note] : []);
  await expect(review.cases).toHaveCount(length);
  await expect(review.cases.first()).toContainText('Open again: Jonas Weber changed mode');
  await review.cases.first().click();
  await expect(review.case).toContainText('Since it was decided, Jonas Weber changed mode.');
  await page.keyboard.press('b');
  await expect(review.cases).toHaveCount(length - 1);
});

test.describe('in a folder that nobody else has annotated', () => {
  test.use({ source: 'samples-without-annotations' });

  test('the review says how a colleague’s work comes in', async ({ app }) => {
    const page = await app.start();
    await expect(page.getByRole('listbox', { name: 'Articles' })).toBeVisible();
    await page.keyboard.press('Control+5');
    await expect(page.getByRole('heading', { name: 'Nobody else has annotated here yet' })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Open a colleague’s file…' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  });
});
