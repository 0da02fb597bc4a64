import type { BlockKind } from '#shared/model/article.ts';
import { type Part, rowParts } from '../parts.ts';

/** What a paragraph's properties say of it. */
export interface Look {
  readonly known: BlockKind | null;
  readonly bullet: boolean;
  /** Whether it stands in a table. */
  readonly inTable: boolean;
}

/** Where words go: the text, a header, a note, a title. */
export class Sink {
  private readonly done: Part[] = [];
  private words = '';
  private bullet = false;
  private cell: Part[] = [];
  private cells: Part[][] = [];

  write(words: string): void {
    this.words += words;
  }

  /** The paragraph is an item of a list, whatever its properties say. */
  item(): void {
    this.bullet = true;
  }

  endParagraph({ known, bullet, inTable }: Look): void {
    const part = { words: this.words, known, bullet: known === null && (bullet || this.bullet) };
    this.words = '';
    this.bullet = false;
    if (part.words.trim() === '') return;
    if (inTable) this.cell.push(part);
    else {
      this.endRow();
      this.done.push(part);
    }
  }

  endCell(look: Look): void {
    this.endParagraph({ ...look, inTable: true });
    this.cells.push(this.cell);
    this.cell = [];
  }

  endRow(): void {
    if (this.cell.length > 0) this.cells.push(this.cell);
    for (const part of rowParts(this.cells)) this.done.push(part);
    this.cell = [];
    this.cells = [];
  }

  /** All paragraphs; what is not ended ends. */
  parts(look: Look): Part[] {
    this.endParagraph(look);
    this.endRow();
    return this.done;
  }
}
