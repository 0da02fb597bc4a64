import { expect, type Locator, type Page } from '@playwright/test';

/** The list of all places where a span's words stand, or its speaker is named. */
export class Occurrences {
  readonly rows: Locator;
  /** What the place under the keyboard would be marked as. */
  readonly place: Locator;

  constructor(readonly page: Page) {
    this.rows = page.getByRole('listbox', { name: 'Places' }).getByRole('option');
    this.place = page.getByRole('region', { name: 'This place' });
  }

  get active(): Locator {
    return this.page.getByRole('option', { selected: true });
  }

  /** Waits until all articles are searched and so many places stand in the list. */
  async expectFound(places: number): Promise<void> {
    await expect(this.page.getByText(/articles? searched\.$/)).toBeVisible();
    await expect(this.rows).toHaveCount(places);
  }

  async expectStates(states: { marked: number; rejected: number }): Promise<void> {
    await expect(this.rows.filter({ hasText: /Marked$/ })).toHaveCount(states.marked);
    await expect(this.rows.filter({ hasText: /Rejected$/ })).toHaveCount(states.rejected);
  }
}
