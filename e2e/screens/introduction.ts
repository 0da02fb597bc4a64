import type { Locator, Page } from '@playwright/test';

/** The dialog that asks for the name and initials that annotations carry: at the first use, and whenever asked for. */
export class Introduction {
  readonly dialog: Locator;
  readonly name: Locator;
  readonly initials: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: /^Who/ });
    this.name = this.dialog.getByRole('textbox', { name: 'Name' });
    this.initials = this.dialog.getByRole('textbox', { name: 'Initials' });
  }
}
