import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { Exporting } from '../screens/exporting.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

const corpus: Files = {
  'quay.txt': `Quay plan divides the council

Harbour Commissioner Ida Holm said on Monday that the quay must grow. “We cannot wait another ten years for this quay,” Holm told reporters. She was sure of her case.

Jon Lund, who leads the fishers’ union, disagreed. “The plan takes our boats away from us,” said Lund. “We will not leave before the spring.”

The council meets again in June.
`,
  'tariffs.txt': `Ministers meet over grain tariffs

“A tariff on grain helps nobody at all,” said Finance Minister Ana Ruiz. The meeting went on until midnight.
`,
};
test.use({ source: corpus });

const wait = 'We cannot wait another ten years for this quay,';
const boats = 'The plan takes our boats away from us,';
const spring = 'We will not leave before the spring.';
const all = [wait, boats, spring];

/** Only what stands in quotation marks; reported speech is suggested as well, but is no matter here. */
const quoted = async (reader: Reader) => (await reader.suggested()).filter((words) => all.includes(words));
const expectQuoted = (reader: Reader, ...words: string[]) => expect.poll(() => quoted(reader)).toEqual(words);

/** Walks to a suggestion with Tab. */
async function walkTo(reader: Reader, words: string): Promise<void> {
  const place = () =>
    reader.page.evaluate(() => {
      for (const [name, highlight] of CSS.highlights) {
        if (!name.includes('dashed-selected')) continue;
        for (const range of highlight) {
          const live = document.createRange();
          live.setStart(range.startContainer, range.startOffset);
          live.setEnd(range.endContainer, range.endOffset);
          return live.toString();
        }
      }
      return '';
    });
  for (let steps = 0; steps < 12; steps++) {
    if ((await place()) === words) return;
    const before = await place();
    await reader.press('Tab');
    await expect.poll(place).not.toBe(before);
  }
  throw new Error(`“${words}” is not suggested.`);
}

test('an analyst says yes and no by single keys, and what was decided stays decided @desktop', async ({ app }) => {
  test.setTimeout(120_000);
  let page = await app.start();
  let library = new Library(page);
  let reader = new Reader(page);

  await test.step('suggestions are there with the article, quieter than marks', async () => {
    await library.open('Quay plan');
    await expectQuoted(reader, ...all);
    await reader.expectPainted();
    await expect(reader.cards).toHaveCount(0);
    await expect(reader.suggestionSwitch).toContainText(/\d waiting/);
    await expect(page.getByText('0 spans')).toBeVisible();
  });

  await test.step('Tab walks them and goes round, Shift+Tab goes back', async () => {
    const count = (await reader.suggested()).length;
    await reader.press('Tab');
    await expect(reader.suggestion).toBeVisible();
    const first = await reader.suggestion.innerText();
    for (let i = 0; i < count; i++) await reader.press('Tab');
    await expect.poll(() => reader.suggestion.innerText()).toBe(first);
    await reader.press('Shift+Tab', 'Tab');
    await expect.poll(() => reader.suggestion.innerText()).toBe(first);
    await expect(reader.text).toBeFocused();
  });

  await test.step('Enter accepts and goes on, Backspace rejects and goes on', async () => {
    await walkTo(reader, wait);
    await expect(reader.suggestion.getByRole('list', { name: 'Why' }).getByRole('listitem').first()).not.toBeEmpty();
    await expect(reader.suggestion).toContainText('Ida Holm');
    await expect(reader.suggestion).toContainText('Commissioner');
    await expect(reader.suggestion).toContainText('new');
    await reader.press('Enter');
    await reader.expectPainted(wait);
    await expect(reader.cards.first()).toContainText('Ida Holm');
    await expect(reader.suggestion).toBeVisible();
    await walkTo(reader, boats);
    await reader.press('Backspace');
    await expectQuoted(reader, spring);
    await reader.expectPainted(wait);
    await reader.expectSaved();
  });

  await test.step('one undo takes back one decision, and the suggestion is back; redo decides again', async () => {
    await reader.press('Control+z');
    await expectQuoted(reader, boats, spring);
    await expect(page.getByText(`Undone: Rejected “${boats}”`)).toBeVisible();
    await reader.press('Control+z');
    await expectQuoted(reader, ...all);
    await reader.expectPainted();
    await reader.press('Control+Shift+z');
    await reader.expectPainted(wait);
    await reader.press('Control+Shift+z');
    await expectQuoted(reader, spring);
    await expect(page.getByText(`Done again: Rejected “${boats}”`)).toBeVisible();
  });

  await test.step('undo of a rejection goes where it happened', async () => {
    await library.open('Ministers meet');
    await expect(reader.text).toContainText('Finance Minister');
    await reader.press('Control+z');
    await expect(reader.text).toContainText('Quay plan');
    await expectQuoted(reader, boats, spring);
    await reader.press('Control+Shift+z');
    await expectQuoted(reader, spring);
    await reader.expectSaved();
  });

  await test.step('a rejected one does not come back: not when the article is opened again, not after a restart', async () => {
    await library.open('Ministers meet');
    await library.open('Quay plan');
    await expectQuoted(reader, spring);
    page = await app.restart();
    library = new Library(page);
    reader = new Reader(page);
    await library.open('Quay plan');
    await reader.expectPainted(wait);
    await expectQuoted(reader, spring);
  });

  await test.step('and not when the database is made again from the journal', async () => {
    await app.stop();
    app.wipeIndexedDB();
    page = await app.start();
    library = new Library(page);
    reader = new Reader(page);
    await library.open('Quay plan');
    await reader.expectPainted(wait);
    await expectQuoted(reader, spring);
  });

  await test.step('the export says where a span came from', async () => {
    const exporting = new Exporting(page, app);
    const file = join(app.dataDir, 'accepted.jsonl');
    await exporting.write({ per: 'Article', file });
    await expect(page.getByText(/Read again and checked/)).toContainText('1 span');
    const [line] = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(JSON.parse(line ?? '').spans).toMatchObject([
      { text: wait, origin: 'accepted', suggested: { mode: 'direct', cue: { text: 'told' }, new_speaker: 'Ida Holm' } },
    ]);
  });
});

test('an edit accepts with the correction, in one gesture', async ({ app }) => {
  const page = await app.start();
  const reader = new Reader(page);
  await new Library(page).open('Quay plan');
  await expectQuoted(reader, ...all);

  await test.step('a stance', async () => {
    await walkTo(reader, wait);
    await reader.press('4');
    await reader.typeAndTake('Target', 'Quay plan', 'Create “Quay plan”');
    await reader.expectPainted(wait);
    await reader.press('Escape');
    await expect(reader.cards.first()).toContainText('supports Quay plan');
    await reader.press('Control+z');
    await expectQuoted(reader, ...all);
    await reader.expectPainted();
    await reader.press('Control+Shift+z');
    await reader.expectPainted(wait);
  });

  await test.step('another speaker', async () => {
    await reader.press('Escape');
    await walkTo(reader, boats);
    await reader.press('a');
    await expect(reader.suggestion.getByRole('textbox', { name: 'Speaker' })).toBeFocused();
    await page.keyboard.type('Nora Vik');
    await expect(page.getByRole('menuitem').first()).toContainText('Create “Nora Vik”');
    await page.keyboard.press('Enter');
    await reader.expectPainted(wait, boats);
    await expect(reader.card).toContainText('Nora Vik');
    await page.getByRole('button', { name: 'Speakers', exact: true }).click();
    await expect(page.getByText('Nora Vik').first()).toBeVisible();
    await expect(page.getByText('Jon Lund')).toHaveCount(0);
    await page.getByRole('button', { name: 'Read', exact: true }).click();
  });

  await test.step('another boundary, and another layer; the suggestion is settled all the same', async () => {
    await expectQuoted(reader, spring);
    await walkTo(reader, spring);
    await reader.press(']');
    await reader.expectPainted(wait, boats, 'will not leave before the spring.');
    await expectQuoted(reader);
    await reader.press('Escape', 'Control+z');
    await expectQuoted(reader, spring);
    await walkTo(reader, spring);
    await reader.press('c');
    await reader.expectPainted(wait, boats, spring);
    await reader.press('Escape', 'Escape');
    await expect(reader.cards.last()).toContainText('Commitment');
    await expectQuoted(reader);
  });

  await test.step('what was accepted and then removed does not pop up again', async () => {
    await reader.click('before the spring');
    await expect(reader.card).toBeVisible();
    await reader.press('Delete');
    await reader.expectPainted(wait, boats);
    await expectQuoted(reader);
    await reader.press('Control+z');
    await reader.expectPainted(wait, boats, spring);
  });
});

test('all that are sure are accepted at once, and one undo takes all of them back', async ({ app }) => {
  const page = await app.start();
  const reader = new Reader(page);
  await new Library(page).open('Quay plan');
  await expectQuoted(reader, ...all);
  const suggested = await reader.suggested();
  await reader.press('Shift+Enter');
  await expect(page.getByText(/^Accepted \d+ suggestions?\./)).toBeVisible();
  await expect.poll(() => reader.painted()).toEqual(expect.arrayContaining(all));
  await expectQuoted(reader);
  await page.getByRole('button', { name: 'Speakers', exact: true }).click();
  await expect(page.getByText('Jon Lund', { exact: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await reader.press('Control+z');
  await expect(page.getByText(/^Undone: Accepted \d+ suggestions$/)).toBeVisible();
  await reader.expectPainted();
  await reader.expectSuggested(...suggested);
});

test.describe('an article in which hundreds are suggested', () => {
  const said = (i: number) => `“We will not give up pier ${i},” said Harbour Commissioner Ida Holm.`;
  const title = 'Six hundred piers';
  test.use({ source: { 'piers.txt': `${title}\n\n${Array.from({ length: 600 }, (_, i) => said(i)).join('\n\n')}\n` } });

  test('as many are accepted at once as one change holds, and one undo takes them all back', async ({ app }) => {
    const page = await app.start();
    const reader = new Reader(page);
    const library = new Library(page);
    await library.open(title);
    await expect(reader.suggestionSwitch).toHaveText('Suggestions: 600 waiting');
    await reader.press('Shift+Enter');
    await expect(page.getByText('Accepted 500 suggestions. 100 more wait: do it again for the next.')).toBeVisible();
    await expect(reader.suggestionSwitch).toHaveText('Suggestions: 100 waiting');
    await expect(page.getByText('500 spans · 100 suggested')).toBeVisible();
    await reader.expectSaved();
    await reader.press('Control+z');
    await expect(page.getByText('Undone: Accepted 500 suggestions')).toBeVisible();
    await expect(reader.suggestionSwitch).toHaveText('Suggestions: 600 waiting');
    await reader.press('Shift+Backspace');
    await expect(page.getByText('Rejected 500 suggestions. 100 more wait: do it again for the next.')).toBeVisible();
    await expect(library.row(title).getByText('+100', { exact: true })).toBeVisible();
    await reader.expectSaved();
  });
});

test('with suggestions off nothing is suggested or counted, until they are on again', async ({ app }) => {
  const page = await app.start();
  const library = new Library(page);
  const reader = new Reader(page);
  await expect(library.row('Ministers meet').getByText(/^\+\d+$/)).toBeVisible();
  await library.open('Quay plan');
  await expectQuoted(reader, ...all);
  await reader.suggestionSwitch.click();
  await expect(reader.suggestionSwitch).toHaveText('Suggestions: off');
  await reader.expectSuggested();
  await expect(reader.suggestionCards).toHaveCount(0);
  await expect(page.getByText(/^\+\d+$/)).toHaveCount(0);
  await reader.expectSaved();

  await page.reload();
  await expect(reader.suggestionSwitch).toHaveText('Suggestions: off');
  await reader.expectSuggested();
  await reader.text.click();
  await reader.press('g');
  await expectQuoted(reader, ...all);
  await expect(library.row('Quay plan').getByText(/^\+\d+$/)).toBeVisible();
});

test('the library says how much waits in each article, and is sorted by it', async ({ app }) => {
  const page = await app.start();
  const library = new Library(page);
  const reader = new Reader(page);
  const tariffs = library.row('Ministers meet').getByText('+1', { exact: true });
  await expect(tariffs).toBeVisible();
  await page.getByRole('button', { name: 'Sort by waiting' }).click();
  await expect(library.rows.first()).toContainText('Quay plan');
  await page.getByRole('button', { name: 'Sort by waiting' }).click();
  await expect(library.rows.first()).toContainText('Ministers meet');

  await library.open('Ministers meet');
  await reader.expectSuggested('A tariff on grain helps nobody at all,');
  await reader.press('Tab', 'Enter');
  await reader.expectPainted('A tariff on grain helps nobody at all,');
  await expect(tariffs).toHaveCount(0);
  await reader.press('Control+z');
  await expect(tariffs).toBeVisible();
  await reader.press('Tab', 'Backspace');
  await reader.expectSuggested();
  await expect(tariffs).toHaveCount(0);
  await page.reload();
  await reader.expectSuggested();
  await expect(library.row('Quay plan').getByText(/^\+\d+$/)).toBeVisible();
  await expect(tariffs).toHaveCount(0);
});

test('where the worker cannot run it is said once, and all else works', async ({ app }) => {
  const page = await app.start();
  app.allowErrors(/worker/i, /ERR_FAILED/);
  await page.route(/\/assets\/worker-/, (route) => route.abort());
  await page.reload();
  await expect(page.getByText(/cannot suggest anything in this window.*All else works/)).toHaveCount(1);
  const reader = new Reader(page);
  await new Library(page).open('Quay plan');
  await expect(reader.suggestionSwitch).toHaveText('Suggestions: not possible');
  await reader.select(wait);
  await reader.mark();
  await reader.expectPainted(wait);
  await expect(page.getByText(/cannot suggest anything/)).toHaveCount(1);
});

test.describe('words quoted in what is reported', () => {
  test.use({
    source: {
      'ferry.txt': `Ferry talks go on

Harbour Commissioner Ida Holm said the new ferry would not “open the gates” to more lorries and that the quay was “not for sale.” She left at noon.
`,
    },
  });
  const gates = 'open the gates';
  const sale = 'not for sale.';
  const clause = 'the new ferry would not “open the gates” to more lorries and that the quay was “not for sale.”';

  test('the whole clause is taken by one key, settles all that is quoted in it, and is read out before', async ({
    app,
  }) => {
    const page = await app.start();
    const reader = new Reader(page);
    await new Library(page).open('Ferry talks');
    await reader.expectSuggested(gates, sale);
    await reader.press('Tab');
    await expect(reader.suggestion).toContainText(`whole clause: “${clause}”`);
    await expect(page.locator('[aria-live="polite"]').filter({ hasText: 'Suggestion' })).toHaveText(
      /^Suggestion 1 of 2: Ida Holm, new, said, “open the gates”$/,
    );
    await reader.press('x');
    await reader.expectPainted(clause);
    await reader.expectSuggested();
    await expect(reader.cards.first()).toContainText('Ida Holm');
    await reader.expectSaved();
    await page.reload();
    await reader.expectPainted(clause);
    await reader.expectSuggested();
    await reader.press('Control+z');
    await reader.expectSuggested(gates, sale);
    await reader.expectPainted();
  });
});

test.describe('an article that quotes in single marks', () => {
  test.use({
    source: {
      'mill.txt': `Mill to close in May

‘We have sold the last of our paper,’ said the mill’s director, Per Aas. ‘Nobody is sorrier about this than I am,’ Aas told reporters.

Jon Lund, who leads the union, disagreed. ‘The owners have never asked a single buyer,’ Lund said. ‘We will be at the gate on Monday.’
`,
    },
  });

  test('says so where nothing quoted is found, and has them count', async ({ app }) => {
    const page = await app.start();
    const reader = new Reader(page);
    await new Library(page).open('Mill to close');
    const hint = page.getByText('This article quotes in single marks.');
    await expect(hint).toBeVisible();
    const before = await reader.text.boundingBox();
    await page.getByRole('button', { name: 'Count them as quotation marks' }).click();
    await expect.poll(() => reader.suggested()).toContain('We have sold the last of our paper,');
    await expect(hint).toHaveCount(0);
    expect(await reader.text.boundingBox()).toEqual(before);
  });
});

test.describe('in a folder that colleagues have annotated', () => {
  test.use({ source: 'samples' });

  test('their spans settle nothing, and while theirs alone are shown nothing is suggested', async ({ app }) => {
    const page = await app.start();
    const reader = new Reader(page);
    await new Library(page).open('Smiles in Fukuoka');
    await expect
      .poll(() => reader.suggested())
      .toContain('This is not an alliance, and it is not aimed at any neighbor,');
    expect(await reader.painted()).not.toEqual([]);
    await page.getByRole('button', { name: 'JW', exact: true }).click();
    await reader.expectSuggested();
    await expect(reader.suggestionSwitch).toHaveCount(0);
    await page.getByRole('button', { name: 'Everyone', exact: true }).click();
    await expect.poll(() => reader.suggested()).not.toEqual([]);
    // What stands beside the switch stands in one line with it, and below what is known of the article where it must.
    const beside = [
      page.getByRole('button', { name: 'Everyone', exact: true }),
      reader.suggestionSwitch,
      page.getByRole('button', { name: 'Unread', exact: true }),
    ];
    for (const width of [1680, 1280, 1024, 720]) {
      await page.setViewportSize({ width, height: 800 });
      const middles = () =>
        Promise.all(
          beside.map(async (one) => {
            const box = await one.boundingBox();
            return box && Math.round(box.y + box.height / 2);
          }),
        );
      await expect.poll(async () => new Set(await middles()).size, `at ${width} pixels`).toBe(1);
    }
  });
});
