import type { BlockKind } from '#shared/model/article.ts';
import { kindOfStyle, type Part, rowParts } from '../parts.ts';

/** What Rapporteur reads of mammoth's tree of a document. */
export interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
  readonly styleId?: string | null;
  readonly styleName?: string | null;
  readonly numbering?: object | null;
  /** A text's words. */
  readonly value?: string;
  /** A bookmark's name. */
  readonly name?: string;
  readonly noteType?: string;
  readonly noteId?: string;
}

/** The paragraphs of a document in reading order. */
export function partsOf(document: Node, notes: Notes): Part[] {
  const parts: Part[] = [];
  for (const node of document.children ?? []) addBlock(node, notes, parts);
  return parts;
}

function addBlock(node: Node, notes: Notes, parts: Part[]): void {
  if (node.type === 'paragraph') parts.push({ words: wordsOf(node, notes), ...kindOf(node) });
  else if (node.type === 'table') for (const row of node.children ?? []) addRow(row, notes, parts);
  else for (const child of node.children ?? []) addBlock(child, notes, parts);
}

function addRow(row: Node, notes: Notes, parts: Part[]): void {
  const cells = (row.children ?? []).map((cell) => {
    const inside: Part[] = [];
    for (const node of cell.children ?? []) addBlock(node, notes, inside);
    return inside;
  });
  parts.push(...rowParts(cells));
}

function kindOf({ styleId, styleName, numbering }: Node): { known: BlockKind | null; bullet: boolean } {
  const style = styleName ?? styleId ?? '';
  const known = kindOfStyle(style);
  return { known, bullet: known === null && ((numbering ?? null) !== null || /^list (?:bullet|number)/i.test(style)) };
}

function wordsOf(node: Node, notes: Notes): string {
  switch (node.type) {
    case 'text':
      return node.value ?? '';
    case 'tab':
      return '\t';
    case 'break':
      return '\n';
    case 'noteReference':
      return `[${notes.numberOf(node)}]`;
    default:
      return (node.children ?? []).map((child) => wordsOf(child, notes)).join('');
  }
}

/** Foot- and endnotes: numbered in the order in which the text refers to them. */
export class Notes {
  private readonly texts = new Map<string, Part[]>();
  private readonly numbers = new Map<string, number>();

  /** Keeps the notes of a document made of notes, each behind a bookmark with its id. */
  take(type: string, document: Node): void {
    let parts: Part[] | null = null;
    for (const node of document.children ?? []) {
      const id = node.type === 'bookmarkStart' ? /^note (-?\d+)$/.exec(node.name ?? '')?.[1] : undefined;
      if (id !== undefined) {
        parts = [];
        this.texts.set(`${type} ${id}`, parts);
      } else if (parts !== null) addBlock(node, this, parts);
    }
  }

  numberOf({ noteType = '', noteId = '' }: Node): number {
    const key = `${noteType} ${noteId}`;
    const number = this.numbers.get(key) ?? this.numbers.size + 1;
    this.numbers.set(key, number);
    return number;
  }

  /** The notes that the text referred to. */
  referred(): Part[] {
    return [...this.numbers].flatMap(([key, number]) => {
      const [first, ...rest] = (this.texts.get(key) ?? []).filter(({ words }) => words.trim() !== '');
      if (first === undefined) return [];
      const opening = { ...first, words: `[${number}] ${first.words.trim()}` };
      return [opening, ...rest].map((part) => ({ ...part, known: 'paragraph' as const, bullet: false }));
    });
  }
}
