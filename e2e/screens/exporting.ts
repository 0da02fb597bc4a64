import { expect, type Page } from '@playwright/test';
import type { TestApp } from '../fixtures/app.ts';

/** The export dialog. */
export class Exporting {
  constructor(
    readonly page: Page,
    readonly app: TestApp,
  ) {}

  /** Writes a file: through the path box on the web host, through the system's dialog (answered here) in Electron. */
  async write(choice: {
    per: 'Article' | 'Statement';
    offsets?: 'Code points' | 'UTF-16 units' | 'UTF-8 bytes';
    file: string;
  }) {
    if (this.app.host === 'desktop') {
      await this.app.electron.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, choice.file);
    }
    await this.page.keyboard.press('Control+e');
    const dialog = this.page.getByRole('dialog', { name: 'Export JSONL' });
    const choose = (name: string) =>
      dialog
        .locator('label')
        .filter({ hasText: new RegExp(`^${name}`) })
        .first()
        .click();
    await choose(choice.per);
    if (choice.offsets) await choose(choice.offsets);
    if (this.app.host === 'web') {
      const box = dialog.getByRole('textbox', { name: 'File' });
      await expect(box).not.toHaveValue('');
      await box.fill(choice.file);
    }
    await dialog.getByRole('button', { name: /^Export/ }).click();
  }
}
