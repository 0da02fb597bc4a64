import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Files, repository } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { Exporting } from '../screens/exporting.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

const corpus: Files = {
  'strait.txt': `print PRINT

INTERNATIONAL > Strait Affairs

Two ministers, two readings of the strait pact 🌊

  • May 4, 2024
  • , Harbour Post , p. 2

Foreign Minister Hana Oda 👩‍⚖️ met her colleague on Friday. “This pact keeps the lanes open 🚢 and our fishers safe,” Oda told reporters. She called the rival plan “a ‘paper dam’ against the tide.”

Defence Minister Bae Min-ho was cooler. “We will sign when the maps agree,” said Bae. “Not a day before.”

  • Ambassador
  • Trending
`,
  'broken.txt': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0, 1, 0, 0, 0]),
  'fish.md': '# Fishers wait for the pact\n\n“We need an answer,” said Lena Skov, who leads the union.\n',
};
test.use({ source: corpus });

const open = 'This pact keeps the lanes open 🚢 and our fishers safe,';
const dam = 'a ‘paper dam’ against the tide.';
const maps = 'We will sign when the maps agree,';

test('an analyst does the whole job and loses nothing @desktop', async ({ app }) => {
  test.setTimeout(150_000);
  let page = await app.start();
  let library = new Library(page);
  let reader = new Reader(page);

  await test.step('the folder is listed, with what could not be read and why', async () => {
    await expect(library.rows).toHaveCount(3);
    await expect(library.row('Two ministers, two readings')).toContainText('Harbour Post');
    await expect(library.row('Two ministers, two readings')).toContainText('4 May 2024');
    await expect(library.row('broken.txt')).toContainText('Not readable');
  });

  await test.step('the article is there to read, its furniture folded, with a caret that moves and nothing to type', async () => {
    await library.open('Two ministers');
    await expect(reader.text).toContainText('Foreign Minister Hana Oda');
    await expect(page.getByRole('button', { name: /lines? of page furniture/ }).first()).toBeVisible();
    await expect(page.getByText('Trending')).toBeHidden();
    await reader.click('Foreign Minister Hana');
    const before = await reader.text.innerText();
    await reader.press('ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight');
    expect(await reader.selected()).toHaveLength(2);
    await page.keyboard.type('xyz');
    expect(await reader.text.innerText()).toBe(before);
  });

  await test.step('a quote is marked with the mouse and one key; speaker, words that name them, stance and target follow', async () => {
    await reader.select(open);
    await reader.press('q');
    await reader.expectPainted(open);
    await reader.typeAndTake('Speaker', 'Hana Oda', 'Create “Hana Oda”');
    await expect(reader.card).toContainText('Hana Oda');
    await reader.select('Hana Oda');
    await reader.press('m');
    await expect(reader.card.getByText('Hana Oda')).toHaveCount(2);
    await reader.press('5');
    await reader.typeAndTake('Target', 'Strait pact', 'Create “Strait pact”');
    await reader.press('t', '2');
    await reader.typeAndTake('Target', 'Rival plan', 'Create “Rival plan”');
    await reader.press('n');
    await page.keyboard.type('Says it twice.');
    await page.keyboard.press('Enter');
    await reader.expectSaved();
    await reader.press('Escape');
    await expect(reader.cards).toHaveCount(1);
    await expect(reader.cards.first()).toContainText('strongly supports Strait pact');
    await expect(reader.cards.first()).toContainText('opposes Rival plan');
    await expect(reader.cards.first()).toContainText('Says it twice.');
  });

  await test.step('one undo takes the gesture back, redo returns all of it', async () => {
    await reader.press('Control+z');
    await reader.expectPainted();
    await reader.press('Control+Shift+z');
    await reader.expectPainted(open);
    await reader.press('Escape');
    await expect(reader.cards.first()).toContainText('opposes Rival plan');
  });

  await test.step('with the keyboard alone: the quotation at the caret, a known speaker by part of the name', async () => {
    await reader.click('paper dam');
    await reader.press('e');
    expect(await reader.selected()).toBe('paper dam');
    await reader.press('e');
    expect(await reader.selected()).toBe(dam);
    await reader.press('q');
    await reader.typeAndTake('Speaker', 'oda', 'Hana Oda');
    await reader.press('Escape');
    await reader.expectPainted(open, dam);
  });

  await test.step('nested and overlapping spans are each within reach', async () => {
    await reader.select('paper dam');
    await reader.press('f');
    await reader.expectPainted(open, dam, 'paper dam');
    await reader.press('Escape');
    await reader.select('against the tide.” Defence'.slice(0, 17));
    await reader.mark();
    await reader.press('Escape');
    await reader.expectPainted(open, dam, 'paper dam', 'against the tide.');
    await reader.click('paper');
    await expect(reader.card.getByRole('button', { name: 'frame', pressed: true })).toBeVisible();
    await page.waitForTimeout(600); // A second click sooner would be a double click, which selects a word.
    await reader.click('paper');
    await expect(reader.card).toContainText('Hana Oda');
    await reader.press('j');
    await expect(reader.card.getByRole('button', { name: 'frame', pressed: true })).toBeVisible();
    await reader.press('k', 'k');
    await expect(reader.card.getByText('Says it twice.')).toBeVisible();
  });

  await test.step('a boundary is moved, a span is removed', async () => {
    await reader.press('j', 'j', 'j');
    await reader.press('[');
    await reader.expectPainted(open, dam, 'paper dam', '’ against the tide.');
    await reader.press(']');
    await reader.press('Delete');
    await reader.expectPainted(open, dam, 'paper dam');
  });

  await test.step('undo works in another article too, and goes where it happened', async () => {
    await library.open('Fishers wait');
    await expect(reader.text).toContainText('Lena Skov');
    await reader.press('Control+z');
    await expect(reader.text).toContainText('Hana Oda');
    await reader.expectPainted(open, dam, 'paper dam', 'against the tide.');
    await reader.press('Control+Shift+z');
    await reader.expectPainted(open, dam, 'paper dam');
  });

  await test.step('kill -9 right after a mark loses nothing', async () => {
    await reader.markQuote(maps, { speaker: 'Bae Min-ho', stance: 3, target: 'Strait pact' });
    await reader.expectPainted(open, dam, 'paper dam', maps);
    await app.kill9();
    page = await app.start();
    library = new Library(page);
    reader = new Reader(page);
    await library.open('Two ministers');
    await reader.expectPainted(open, dam, 'paper dam', maps);
  });

  await test.step('undo still works after the restart', async () => {
    await reader.press('Control+z');
    await reader.expectPainted(open, dam, 'paper dam');
    await reader.press('Control+Shift+z');
    await reader.expectPainted(open, dam, 'paper dam', maps);
    await reader.expectSaved();
  });

  await test.step('without its IndexedDB the app rebuilds everything from the journal and says so', async () => {
    await app.stop();
    app.wipeIndexedDB();
    page = await app.start();
    library = new Library(page);
    reader = new Reader(page);
    await expect(page.getByText(/Everything was rebuilt from the journal: 4 spans/)).toBeVisible();
    await library.open('Two ministers');
    await reader.expectPainted(open, dam, 'paper dam', maps);
    await reader.press('Control+z');
    await reader.expectPainted(open, dam, 'paper dam');
    await reader.press('Control+Shift+z');
    await reader.expectPainted(open, dam, 'paper dam', maps);
  });

  await test.step('the export is checked by the app, by the command line and by Python', async () => {
    const exporting = new Exporting(page, app);
    for (const [per, lines] of [
      ['Article', 1],
      ['Statement', 4],
    ] as const) {
      const file = join(app.dataDir, `${per}.jsonl`);
      await exporting.write({ per, file });
      await expect(page.getByText(/Read again and checked/)).toContainText('1 article, 4 spans');
      await page.getByRole('button', { name: 'Done' }).click();
      expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(lines);
      const validated = spawnSync(process.execPath, [join(repository, 'dist/main/cli.js'), 'validate', file], {
        encoding: 'utf8',
      });
      expect(validated.stderr + validated.stdout, 'rapporteur validate').not.toMatch(/fault/i);
      expect(validated.status).toBe(0);
    }
    const python = spawnSync('python3', ['-c', checkInPython, join(app.dataDir, 'Article.jsonl')], {
      encoding: 'utf8',
    });
    test.info().annotations.push({ type: 'python', description: python.error ? 'no python3 here' : python.stdout });
    if (!python.error) expect(python.stdout.trim()).toBe('4 spans hold');
  });
});

const checkInPython = `
import json, sys
held = 0
for line in open(sys.argv[1], encoding="utf-8"):
    article = json.loads(line)
    for span in article["spans"]:
        assert article["text"][span["start"]:span["end"]] == span["text"], span
        held += 1
print(held, "spans hold")
`;
