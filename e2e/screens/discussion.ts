import { expect, type Locator, type Page } from '@playwright/test';

/** What a review has decided and what colleagues say, beside the own marks in the reader. */
export class Discussion {
  /** The card of what was decided otherwise that is selected. */
  readonly correction: Locator;
  /** How the article was answered, above its text. */
  readonly answered: Locator;
  /** The button that says how far one is with the article, and submits it. */
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.correction = page.getByRole('region', { name: 'Selected correction' });
    this.answered = page.getByRole('button', { name: /submit again/ }).locator('..');
    this.status = page.getByRole('button', { name: /^(Unread|In progress|Submitted|Changes requested|Accepted)$/ });
  }

  /** Types into the box that a key has opened beside a mark, and sends it. */
  async write(box: 'Comment' | 'Why it stays', words: string): Promise<void> {
    await expect(this.page.getByRole('textbox', { name: box })).toBeFocused();
    await this.page.keyboard.type(words);
    await this.page.keyboard.press('Control+Enter');
    await expect(this.page.getByRole('textbox', { name: box })).toBeHidden();
  }

  /** Submits the article, or submits it again. */
  async submit(): Promise<void> {
    await this.page.keyboard.press('Shift+D');
    await expect(this.status).toHaveText('Submitted');
  }
}
