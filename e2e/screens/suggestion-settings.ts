import { expect, type Locator, type Page } from '@playwright/test';

/** The dialog about what is suggested and what was learned. */
export class SuggestionSettings {
  readonly dialog: Locator;
  readonly threshold: Locator;
  readonly single: Locator;
  readonly on: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Suggestions' });
    this.threshold = this.dialog.getByRole('slider', { name: 'Suggest a learned stance from this certainty on' });
    this.on = this.dialog.getByRole('switch', { name: 'Suggest statements, their speakers and stances' });
    this.single = this.dialog.getByRole('switch', { name: 'Single quotation marks count' });
  }

  /** Opens it by keyboard, through a command of the palette. */
  async open(command: 'what was learned' | 'forget what was learned' = 'what was learned'): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.type(command);
    await expect(this.page.getByRole('menuitem').first()).toContainText(`Suggestions: ${command}`);
    await this.page.keyboard.press('Enter');
    await expect(this.dialog).toBeVisible();
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.dialog).toBeHidden();
  }

  /** The labels of each value that has any, as the table shows them. */
  async labels(): Promise<Record<string, string>> {
    const rows = await this.dialog.locator('tbody tr').all();
    const cells = await Promise.all(
      rows.map(async (row) => [await row.locator('th').innerText(), await row.locator('td').first().innerText()]),
    );
    return Object.fromEntries(cells.map(([name = '', number = '']) => [name.trim(), number.trim()]));
  }
}
