import { addFiles, threeArticles } from '../corpora/corpus.ts';
import { hostilePages, shown } from '../corpora/hostile-pages.ts';
import { expect, test } from '../fixtures/app.ts';
import { setTrap, type Trap } from '../fixtures/trap.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

test.use({ source: threeArticles });

let trap: Trap;
test.beforeEach(async () => {
  trap = await setTrap();
});
test.afterEach(async () => {
  await trap.close();
});

interface Watched {
  ran?: unknown;
  violated: string[];
  added: string[];
}

test('saved pages that would run, load or lead elsewhere are text', async ({ app }) => {
  const { files, families } = hostilePages(trap.url);
  addFiles(app.corpus, files);
  const page = await app.start();
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const place = page.url().replace(/[#?].*$/, '');
  await page.evaluate(() => {
    const watched = window as unknown as Watched;
    watched.violated = [];
    watched.added = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      watched.violated.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
    const foreign =
      'script, style, iframe, frame, object, embed, base, meta, template, video, audio, image, link, form';
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) {
          if (!(node instanceof Element) || node.closest('[role="textbox"], [role="option"]') === null) continue;
          for (const element of [node, ...node.querySelectorAll('*')])
            if (
              element.matches(`${foreign}, img[src^="http"], a[href^="javascript" i]`) ||
              [...element.attributes].some(({ name }) => /^on/.test(name))
            )
              watched.added.push(element.outerHTML.slice(0, 200));
        }
    }).observe(document.body, { childList: true, subtree: true });
  });
  const library = new Library(page);
  const reader = new Reader(page);
  await expect(library.rows).toHaveCount(Object.keys(files).length + 3, { timeout: 20_000 });
  for (const family of families) {
    await test.step(family, async () => {
      await library
        .row(`${family === 'title' ? '<img src=x' : `Harbour ${family}`}`)
        .first()
        .click();
      await expect(reader.text).toContainText(shown(family));
    });
  }
  const watched = await page.evaluate(() => {
    const { ran, violated, added } = window as unknown as Watched;
    return { ran, violated, added };
  });
  expect(watched).toEqual({ ran: undefined, violated: [], added: [] });
  expect(dialogs).toEqual([]);
  expect(page.url().replace(/[#?].*$/, '')).toBe(place);
  expect(page.frames()).toHaveLength(1);
  expect(trap.hits, 'somebody was reached outside of the app').toEqual([]);
});
