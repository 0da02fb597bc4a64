import { expect, type Locator, type Page } from '@playwright/test';

/** The search of all texts, and the bar over an article while its places are gone through. */
export class Search {
  readonly box: Locator;
  readonly rows: Locator;
  readonly status: Locator;
  readonly saved: Locator;
  readonly walk: Locator;

  constructor(readonly page: Page) {
    this.box = page.getByRole('searchbox', { name: 'Search all texts' });
    this.rows = page.getByRole('listbox', { name: 'Places found' }).getByRole('option');
    this.status = page.getByRole('main').getByRole('status');
    this.saved = page.getByRole('navigation', { name: 'Saved searches' });
    this.walk = page.getByRole('region', { name: 'Places found' });
  }

  get active(): Locator {
    return this.page.getByRole('option', { selected: true });
  }

  /** Goes to the search by keyboard. */
  async show(): Promise<void> {
    await this.page.keyboard.press('Control+Shift+F');
    await expect(this.box).toBeVisible();
  }

  async ask(query: string): Promise<void> {
    await this.box.fill(query);
    await this.box.press('Enter');
  }

  /** What the rows say, in their order, blanks and line ends as one blank. */
  async words(): Promise<string[]> {
    return (await this.rows.allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
  }
}
