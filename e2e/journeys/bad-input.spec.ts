import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Files, threeArticles } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { damageMiddle, journalFiles, mountSmallDisk, tear, vanish, whyNoMounts } from '../fixtures/faults.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

const quote = 'We cannot wait another ten years,';
const other = 'The plan takes our quays,';

test.describe('files that cannot be read stand in the list with their reason, and the others are there', () => {
  const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
  const files: Files = {
    ...threeArticles,
    'binary.txt': new Uint8Array(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)),
    'empty.txt': '',
    'latin.txt': new Uint8Array(
      Buffer.from(
        'Le maire a déclaré que le port était prêt à être agrandi. « Les pêcheurs n’ont rien à craindre », a-t-il ajouté à la fin de la séance.\n',
        'latin1',
      ),
    ),
    'utf16.txt': utf16('The quay stays\n\n“Nothing is decided,” said Ida Holm after the meeting of the council.\n'),
  };
  test.use({ source: files });

  test('each with its own words @desktop', async ({ app }) => {
    writeFileSync(join(app.corpus, 'huge.txt'), '');
    truncateSync(join(app.corpus, 'huge.txt'), 50 * 1024 * 1024);
    symlinkSync('/etc/hostname', join(app.corpus, 'outside.txt'));
    const page = await app.start();
    const library = new Library(page);
    await expect(library.rows).toHaveCount(9);
    await expect(library.row('binary.txt')).toContainText(/not text|binary/i);
    await expect(library.row('empty.txt')).toContainText(/empty/i);
    await expect(library.row('huge.txt')).toContainText(/50 MB|52/);
    await expect(library.row('outside.txt')).toContainText(/link/i);
    await library.open('The quay stays');
    await expect(new Reader(page).text).toContainText('“Nothing is decided,” said Ida Holm');
  });
});

test.describe('when the disk fails', () => {
  test.use({ source: threeArticles });

  test('on a full disk the app says what is not safe yet, keeps it, and saves it when there is room', async ({
    app,
  }) => {
    const why = whyNoMounts();
    test.skip(why !== undefined, why);
    const disk = mountSmallDisk(app.corpus);
    try {
      const page = await app.start();
      const reader = new Reader(page);
      await new Library(page).open('Harbour plan');
      await reader.select(quote);
      await reader.mark();
      await reader.press('Escape');
      await reader.expectPainted(quote);
      await reader.expectSaved();
      disk.fill();
      await reader.select(other);
      await reader.mark();
      // The journal's last block may have room for a few lines more.
      for (let i = 0; i < 16; i++) await reader.press('d');
      await expect(page.getByText(/not safe yet/)).toBeVisible();
      await expect(page.getByText(/disk is full|no room|space/i).first()).toBeVisible();
      await reader.expectPainted(quote, other);
      disk.free();
      await expect(page.getByText(/not safe yet/)).toBeHidden({ timeout: 15_000 });
      await reader.expectSaved();
      const again = new Reader(await app.restart());
      await new Library(again.page).open('Harbour plan');
      await again.expectPainted(quote, other);
    } finally {
      await app.stop();
      disk.unmount();
    }
  });

  test('a folder that cannot be written can be annotated: the app says where the journal is', async ({ app }) => {
    const why = whyNoMounts();
    test.skip(why !== undefined, why);
    const disk = mountSmallDisk(app.corpus);
    try {
      disk.setReadOnly(true);
      const page = await app.start();
      await expect(page.getByText(/cannot be written/i)).toBeVisible();
      const reader = new Reader(page);
      await new Library(page).open('Harbour plan');
      await reader.select(quote);
      await reader.mark();
      await reader.press('Escape');
      await reader.expectPainted(quote);
      await reader.expectSaved();
      const again = new Reader(await app.restart());
      await new Library(again.page).open('Harbour plan');
      await again.expectPainted(quote);
    } finally {
      await app.stop();
      disk.unmount();
    }
  });

  test('a folder that vanishes while it is open: said at once, and marks are kept until it is back @desktop', async ({
    app,
  }) => {
    const page = await app.start();
    const reader = new Reader(page);
    await new Library(page).open('Harbour plan');
    await reader.select(quote);
    await reader.mark();
    await reader.expectPainted(quote);
    await reader.expectSaved();
    const gone = vanish(app.corpus);
    await expect(
      page.getByText(/folder.*(not there|gone|cannot be found|not to be found|missing)/i).first(),
    ).toBeVisible();
    await reader.select(other);
    await reader.mark();
    await reader.expectPainted(quote, other);
    gone.comeBack();
    await reader.expectSaved();
    const again = new Reader(await app.restart());
    await new Library(again.page).open('Harbour plan');
    await again.expectPainted(quote, other);
  });

  test('a torn journal is cut, a damaged one is reported, and annotating goes on', async ({ app }) => {
    let page = await app.start();
    let reader = new Reader(page);
    await new Library(page).open('Harbour plan');
    for (const words of [quote, other]) {
      await reader.select(words);
      await reader.mark();
    }
    await reader.select('Harbour plan divides');
    await reader.press('f', 'Escape');
    await reader.expectPainted('Harbour plan divides', quote, other);
    await reader.expectSaved();
    await app.stop();
    const [journal] = journalFiles(app.corpus);
    tear(journal ?? '');
    app.wipeIndexedDB();

    page = await app.start();
    reader = new Reader(page);
    await expect(page.getByText(/last line|torn|cut/i).first()).toBeVisible();
    await new Library(page).open('Harbour plan');
    await reader.expectPainted(quote, other);
    await reader.select('fishers’ union');
    await reader.press('f', 'Escape');
    await reader.expectPainted(quote, 'fishers’ union', other);
    await reader.expectSaved();
    await app.stop();

    damageMiddle(journal ?? '');
    page = await app.start();
    reader = new Reader(page);
    await expect(page.getByText(/does not match its own checksum/)).toBeVisible();
    await new Library(page).open('Harbour plan');
    await reader.select('told reporters');
    await reader.press('f', 'Escape');
    await reader.expectSaved();
  });
});

test.describe('two windows on one folder', () => {
  test.use({ source: threeArticles });

  test('what is marked in one appears in the other', async ({ app }) => {
    const first = await app.start();
    const second = await app.context.newPage();
    await second.goto(app.url);
    const here = new Reader(first);
    const there = new Reader(second);
    await new Library(first).open('Harbour plan');
    await new Library(second).open('Harbour plan');
    await here.select(quote);
    await here.press('q');
    await here.typeAndTake('Speaker', 'Ida Holm', 'Create');
    await there.expectPainted(quote);
    await there.select(other);
    await there.press('q');
    await there.typeAndTake('Speaker', 'ida', 'Ida Holm');
    await here.expectPainted(quote, other);
    await here.expectSaved();
    await there.expectSaved();
  });
});
