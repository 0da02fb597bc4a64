import { expect, type Locator, type Page } from '@playwright/test';

/** The open article: its text, what is painted over it, and the cards beside it. */
export class Reader {
  readonly text: Locator;
  readonly cards: Locator;
  /** What is suggested, as cards in the same margin. */
  readonly suggestionCards: Locator;
  /** The card of the selected suggestion. */
  readonly suggestion: Locator;
  /** How many wait, and the switch. */
  readonly suggestionSwitch: Locator;
  /** The card that is open for editing. */
  readonly card: Locator;

  constructor(readonly page: Page) {
    this.text = page.locator('[role="textbox"][aria-readonly="true"]');
    const all = page.getByRole('list', { name: 'Spans' }).getByRole('listitem').and(page.locator('.rp-card'));
    const suggested = page.locator('[data-suggestion]');
    this.cards = all.filter({ hasNot: suggested });
    this.suggestionCards = all.filter({ has: suggested });
    this.suggestion = page.getByRole('region', { name: 'Selected suggestion' });
    this.suggestionSwitch = page.getByRole('button', { name: /^Suggestions:/ });
    this.card = page.getByRole('region', { name: 'Selected span' });
  }

  /** What is painted over the text as spans, in the order of the text, without what only makes a span stronger. */
  painted(): Promise<string[]> {
    return this.paintedAs('spans');
  }

  /** What is painted as suggestions, in the order of the text. */
  suggested(): Promise<string[]> {
    return this.paintedAs('suggestions');
  }

  private paintedAs(what: 'spans' | 'suggestions'): Promise<string[]> {
    return this.page.evaluate((what) => {
      const found: { text: string; range: Range }[] = [];
      for (const [name, highlight] of CSS.highlights) {
        if (/selected|mention|cue|clause|preview/.test(name)) continue;
        if (/dashed/.test(name) !== (what === 'suggestions')) continue;
        for (const range of highlight) {
          const live = document.createRange();
          live.setStart(range.startContainer, range.startOffset);
          live.setEnd(range.endContainer, range.endOffset);
          found.push({ text: live.toString(), range: live });
        }
      }
      found.sort(
        (a, b) =>
          a.range.compareBoundaryPoints(Range.START_TO_START, b.range) ||
          b.range.compareBoundaryPoints(Range.END_TO_END, a.range),
      );
      return found.map((one) => one.text);
    }, what);
  }

  async expectPainted(...texts: string[]): Promise<void> {
    await expect.poll(() => this.painted()).toEqual(texts);
  }

  async expectSuggested(...texts: string[]): Promise<void> {
    await expect.poll(() => this.suggested()).toEqual(texts);
  }

  /** Where words stand on the screen; scrolls to them. `edge` is the point before the first or after the last letter. */
  private async place(words: string, edge: 'start' | 'end' | 'middle'): Promise<{ x: number; y: number }> {
    const found = await this.text.evaluate(
      (root, { words, edge }) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
          const at = node.data.indexOf(words);
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(node, edge === 'end' ? at + words.length - 1 : at);
          range.setEnd(node, edge === 'start' ? at + 1 : at + words.length);
          const screen = root.closest('.rp-view') ?? document.documentElement;
          const view = screen.getBoundingClientRect();
          let box = range.getBoundingClientRect();
          if (box.top < view.top + 60 || box.bottom > view.bottom - 120) {
            screen.scrollTop += box.top - (view.top + view.height / 2);
            box = range.getBoundingClientRect();
          }
          const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
          const rect = edge === 'end' ? rects.at(-1) : rects[0];
          if (!rect) return null;
          const y = rect.top + rect.height / 2;
          const x = edge === 'start' ? rect.left + 1 : edge === 'end' ? rect.right - 1 : rect.left + rect.width / 2;
          return { x, y };
        }
        return null;
      },
      { words, edge },
    );
    if (!found) throw new Error(`“${words}” is not to be seen in the article.`);
    return found;
  }

  /** Drags the mouse over words. */
  async select(words: string): Promise<void> {
    const from = await this.place(words, 'start');
    const to = await this.place(words, 'end');
    await this.page.mouse.move(from.x, from.y);
    await this.page.mouse.down();
    await this.page.mouse.move((from.x + to.x) / 2, to.y, { steps: 3 });
    await this.page.mouse.move(to.x, to.y, { steps: 3 });
    await this.page.mouse.up();
    await expect.poll(() => this.selected()).toBe(words);
  }

  /** Clicks into the middle of words. */
  async click(words: string): Promise<void> {
    const { x, y } = await this.place(words, 'middle');
    await this.page.mouse.click(x, y);
  }

  selected(): Promise<string> {
    return this.page.evaluate(() => getSelection()?.toString() ?? '');
  }

  press(...keys: string[]): Promise<void> {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  /** Marks what is selected as a statement and leaves its card again. */
  async mark(): Promise<void> {
    await this.press('q');
    await expect(this.card.getByLabel('Speaker')).toBeFocused();
    await this.press('Escape');
    await expect(this.text).toBeFocused();
  }

  /** Types into the box that the card has opened, and takes the first name offered. */
  async typeAndTake(box: 'Speaker' | 'Target', words: string, offered: string | RegExp): Promise<void> {
    const field = this.card
      .getByRole('searchbox', { name: box })
      .or(this.card.getByRole('textbox', { name: box }))
      .last();
    await expect(field).toBeFocused();
    await this.page.keyboard.type(words);
    await expect(this.page.getByRole('menuitem').first()).toContainText(offered);
    await this.page.keyboard.press('Enter');
    await expect(this.text).toBeFocused();
  }

  /** Marks quoted words, names the speaker and a stance, by keyboard only. */
  async markQuote(words: string, statement: { speaker: string; stance: number; target: string }): Promise<void> {
    await this.select(words);
    await this.press('q');
    await this.typeAndTake('Speaker', statement.speaker, statement.speaker);
    await this.press(String(statement.stance));
    await this.typeAndTake('Target', statement.target, statement.target);
  }

  async expectSaved(): Promise<void> {
    await expect(this.page.getByText('Saved', { exact: true })).toBeVisible();
  }
}
