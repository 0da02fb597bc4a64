import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { addFiles, type Files } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

const paragraphs = [
  'The mayor, Ida Holm, said on Monday that the harbour must grow. “We cannot wait another ten years,” she told reporters.',
  'Per Lund of the fishers’ union disagreed. “The plan takes our quays,” he said after the council had met for four hours.',
  'A vote is expected before the summer. The council has put the cost at 40 million crowns, half of it from the state.',
  'Residents of the old quarter have asked for a second hearing, because the first was held on a working day at noon.',
];
const article = (head: string, body: readonly string[]) => `${head}\n\n${body.join('\n\n')}\n`;
const files: Files = {
  'harbour.txt': article('Harbour plan divides the council', paragraphs),
  'reprint.txt': article('Council split over the harbour', [...paragraphs, 'Reporting by the Coast News Agency.']),
  'second-copy.txt': article('Harbour plan divides the council', paragraphs),
  'school.txt': article('Village school to stay open', [
    'The board voted 5 to 2 on Tuesday. “Every child counts,” said its chair, Jo Park.',
  ]),
};
test.use({ source: files });

const wait = 'We cannot wait another ten years,';
const quays = 'The plan takes our quays,';

test('a file that is corrected while it is open: said, every mark looked at; marks go over to nearly the same text; a file that goes keeps its marks', async ({
  app,
}) => {
  const page = await app.start();
  const library = new Library(page);
  const reader = new Reader(page);
  const corpus = app.corpus;

  await test.step('a copy is folded into its article, nearly the same text stands below it', async () => {
    await expect(library.rows).toHaveCount(3);
    await expect(page.getByText(/1 copy, 1 nearly the same/)).toBeVisible();
    await page.getByText(/1 copy, 1 nearly the same/).click();
    await expect(library.rows).toHaveCount(4);
  });

  await test.step('corrected on disk', async () => {
    await library.open('Harbour plan divides');
    for (const words of [wait, quays]) {
      await reader.select(words);
      await reader.mark();
    }
    await reader.expectSaved();
    addFiles(corpus, {
      'harbour.txt': article('CORRECTED: Harbour plan divides the council', [
        paragraphs[0] as string,
        (paragraphs[1] as string).replace('The plan takes our quays', 'This plan takes all of our quays'),
        ...paragraphs.slice(2),
      ]),
    });
    const note = page.getByRole('region', { name: 'Marks to look at' });
    await expect(note).toContainText('The text was changed since you marked it');
    await expect(note).toContainText('one has moved with its words and one has lost its words');
    await note.getByRole('button', { name: 'What was changed' }).click();
    await expect(page.getByRole('dialog').locator('ins').first()).toContainText('CORRECTED');
    await page.keyboard.press('Escape');
    await expect(page.getByText('Probably now:')).toContainText('This plan takes all of our quays');
    await page.keyboard.press('Shift+L');
    await expect(page.getByText('Probably now:')).toBeHidden();
    await page.keyboard.press('Shift+C');
    await expect(note.getByText('Keep it here')).toBeVisible();
    await page.keyboard.press('Shift+Y');
    await expect(note).toBeHidden();
    await reader.expectPainted(wait, 'This plan takes all of our quays,');
    await reader.expectSaved();
  });

  await test.step('carried over', async () => {
    await page.keyboard.press('Shift+S');
    const dialog = page.getByRole('dialog', { name: 'Nearly the same text' });
    await expect(dialog.locator('ins').first()).toBeVisible();
    await dialog.getByRole('button', { name: 'Carry my 2 marks over to it' }).click();
    await expect(page.getByText(/1 mark carried over.*1 mark had no place there/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Open it' }).click();
    await expect(page.getByRole('region', { name: 'Marks to look at' })).toContainText('carried over');
    await reader.expectPainted(wait);
    await library.show();
    await page.getByRole('button', { name: /^To look at/ }).click();
    await expect(library.rows).toHaveCount(1);
    await page.getByRole('button', { name: /^All/ }).click();
  });

  await test.step('gone', async () => {
    rmSync(join(corpus, 'harbour.txt'));
    rmSync(join(corpus, 'second-copy.txt'));
    await expect(library.row(/harbour\.txt/)).toContainText('not in the folder any more');
    await library.row(/harbour\.txt/).click();
    const kept = page.getByRole('region', { name: 'Marks that are kept' });
    await expect(kept.getByRole('listitem')).toHaveCount(2);
    await expect(kept).toContainText(wait);
    await library.show();
    addFiles(corpus, {
      'moved/elsewhere.txt': article('New file', ['A new article comes in while the list is open.']),
    });
    await expect(library.row('New file')).toBeVisible();
  });
});
