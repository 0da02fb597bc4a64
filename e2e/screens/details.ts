import { expect, type Locator, type Page } from '@playwright/test';

/** The dialogs in which what was read from files is corrected. */
export class Details {
  readonly dialog: Locator;
  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog');
  }

  field(name: string): Locator {
    return this.dialog.getByLabel(name, { exact: true });
  }

  /** Opens the details of what is selected, by the key. */
  async open(title: string | RegExp): Promise<void> {
    await this.page.keyboard.press('Alt+Enter');
    await expect(this.dialog.getByRole('heading', { name: title })).toBeVisible();
  }

  async fill(name: string, words: string): Promise<void> {
    await this.field(name).fill(words);
  }

  /** Saves by the key, and waits until the dialog is gone. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Enter');
    await expect(this.dialog).toBeHidden();
  }

  /** Says what a column of the table holds. */
  async column(column: string, holds: string): Promise<void> {
    await this.dialog.getByLabel(`Column ${column} holds`).selectOption({ label: holds });
  }

  /** Pastes where nothing can be typed, as Control V does. */
  async paste(text: string, html = ''): Promise<void> {
    await this.page.evaluate(
      ({ text, html }) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        if (html !== '') clipboardData.setData('text/html', html);
        const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        (document.activeElement ?? document.body).dispatchEvent(event);
      },
      { text, html },
    );
    await expect(this.dialog).toBeVisible();
  }

  /** Drops a file on the window. */
  async drop(name: string, content: string): Promise<void> {
    await this.page.evaluate(
      ({ name, content }) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content], name));
        for (const type of ['dragover', 'drop'])
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      },
      { name, content },
    );
  }
}
