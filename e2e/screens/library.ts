import { expect, type Locator, type Page } from '@playwright/test';

/** The list of articles, as a table or beside the open article. */
export class Library {
  readonly rows: Locator;
  constructor(readonly page: Page) {
    this.rows = page.getByRole('listbox', { name: 'Articles' }).getByRole('option');
  }

  row(words: string | RegExp): Locator {
    return this.rows.filter({ hasText: words });
  }

  /** Opens an article and waits for its text. */
  async open(words: string | RegExp): Promise<void> {
    await this.row(words).first().click();
    // The article that was open before is shown until this one is read; one without a title is called so.
    const untitled = this.page.getByRole('textbox', { name: 'Article', exact: true });
    await expect(this.page.getByRole('textbox', { name: words }).or(untitled)).toBeVisible();
    await this.page.evaluate(() => document.fonts.ready);
  }

  async show(): Promise<void> {
    await this.page.getByRole('button', { name: 'Library', exact: true }).click();
  }
}
