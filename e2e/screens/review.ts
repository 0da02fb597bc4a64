import { expect, type Locator, type Page } from '@playwright/test';

/** A decision by its key. */
export type DecisionKey = 'a' | 'b' | '2' | 'e' | 'x' | 'l';

/** The screen on which what colleagues marked is compared, measured and decided. */
export class Review {
  /** The list of cases that is shown. */
  readonly cases: Locator;
  /** The case that is looked at. */
  readonly case: Locator;
  readonly progress: Locator;
  /** The few figures above the text. */
  readonly strip: Locator;
  readonly agreements: Locator;

  constructor(readonly page: Page) {
    this.cases = page.getByRole('listbox', { name: 'Cases' }).getByRole('option');
    this.case = page.getByRole('region', { name: 'Case', exact: true });
    this.progress = page.getByRole('progressbar', { name: 'Progress' });
    this.strip = page.getByRole('region', { name: 'Agreement', exact: true });
    this.agreements = page.getByRole('dialog', { name: 'Take all agreements' });
  }

  async show(): Promise<void> {
    await this.page.getByRole('button', { name: 'Review', exact: true }).click();
    await expect(this.progress).toBeVisible();
  }

  async list(name: 'Open' | 'Decided' | 'Agreed'): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
    await expect(this.page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  }

  /** How the cases of the list differ, from the top. */
  titles(): Promise<string[]> {
    return this.cases.locator('b').allInnerTexts();
  }

  /** Waits until the case that is looked at is about these words, and its article is there. */
  async expectCase(words: string, heading: string | RegExp): Promise<void> {
    await expect(this.case.getByRole('heading', { level: 3 })).toHaveText(heading);
    await expect(this.case).toContainText(words);
    await expect(this.page.locator('.rp-text')).toContainText(words);
  }

  /** What a side says in the case. */
  side(name: string): Locator {
    return this.case.getByRole('region', { name, exact: true });
  }

  /** Types into the box that a key has opened, and sends it. */
  async write(box: string | RegExp, words: string): Promise<void> {
    await expect(this.case.getByRole('textbox', { name: box })).toBeFocused();
    await this.page.keyboard.type(words);
    await this.page.keyboard.press('Control+Enter');
    await expect(this.case.getByRole('textbox', { name: box })).toBeHidden();
  }

  /** Every figure of all articles together: what it is called, its value, its interval and what it was computed on. */
  async figures(): Promise<string[][]> {
    await this.page.keyboard.press('g');
    const rows = this.page.getByRole('region', { name: 'All articles together' }).locator('tbody tr');
    await expect(rows.first()).toBeVisible();
    const cells = await rows.evaluateAll((all) =>
      all.map((row) => [...row.children].slice(0, 4).map((cell) => (cell as HTMLElement).innerText.trim())),
    );
    await this.page.keyboard.press('g');
    await expect(rows.first()).toBeHidden();
    return cells;
  }

  /** The figures above the text: “Span F1, strict”: “.81”. */
  async stripFigures(): Promise<Record<string, string>> {
    await expect(this.strip.locator('b').first()).toBeVisible();
    const names = await this.strip.getByRole('button').locator('span:first-child').allInnerTexts();
    const values = await this.strip.getByRole('button').locator('b').allInnerTexts();
    return Object.fromEntries(values.map((value, i) => [names[i] ?? '', value]));
  }
}
