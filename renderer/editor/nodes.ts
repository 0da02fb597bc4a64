import { ElementNode, setDOMUnmanaged, TextNode } from 'lexical';
import type { BlockKind } from '#shared/model/article.ts';

/** How a block is drawn; none of it changes its text. */
export interface BlockLook {
  kind: BlockKind;
  /** Line breaks are drawn as such; otherwise the text flows as one paragraph. */
  keepsLines: boolean;
  /** A guess at its height in lines, for texts of which only a part is laid out. */
  lines: number;
}

/** One block of the text with exactly one text node, which holds exactly the block's text. */
export class BlockNode extends ElementNode {
  __look: BlockLook = { kind: 'paragraph', keepsLines: false, lines: 1 };

  override $config() {
    return this.config('rapporteur-block', { extends: ElementNode });
  }

  override afterCloneFrom(previous: this): void {
    super.afterCloneFrom(previous);
    this.__look = previous.__look;
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('p');
    element.className = `rp-block rp-${this.__look.kind}`;
    if (this.__look.keepsLines) element.dataset.lines = 'kept';
    return element;
  }

  override updateDOM(): boolean {
    return false;
  }
}

/** Some screens of a long text, laid out only when they come near the screen; until then their height is a guess. */
export class GroupNode extends ElementNode {
  __lines = 0;
  __blocks = 0;

  override $config() {
    return this.config('rapporteur-group', { extends: ElementNode });
  }

  override afterCloneFrom(previous: this): void {
    super.afterCloneFrom(previous);
    this.__lines = previous.__lines;
    this.__blocks = previous.__blocks;
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'rp-group';
    element.style.setProperty('--lines', String(this.__lines));
    element.style.setProperty('--blocks', String(this.__blocks));
    return element;
  }

  override updateDOM(): boolean {
    return false;
  }
}

/** A run of blocks that is closed until asked for, behind a button. */
export class FoldNode extends ElementNode {
  __label = '';

  override $config() {
    return this.config('rapporteur-fold', { extends: ElementNode });
  }

  override afterCloneFrom(previous: this): void {
    super.afterCloneFrom(previous);
    this.__label = previous.__label;
  }

  override createDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'rp-fold';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'rp-fold-button';
    button.contentEditable = 'false';
    button.textContent = this.__label;
    button.setAttribute('aria-expanded', 'false');
    // The button is furniture: what changes inside it is no edit that Lexical should take back.
    setDOMUnmanaged(button);
    const body = document.createElement('div');
    body.className = 'rp-fold-body';
    body.setAttribute('hidden', 'until-found');
    element.append(button, body);
    return element;
  }

  override updateDOM(): boolean {
    return false;
  }

  override getDOMSlot(element: HTMLElement) {
    return super.getDOMSlot(element).withElement(element.lastElementChild as HTMLElement);
  }
}

/** Text that Lexical itself treats as one piece: whatever gets into its DOM node is put back. */
export function $createBlockNode(look: BlockLook, text: string): BlockNode {
  const block = new BlockNode();
  block.__look = look;
  const node = new TextNode(text);
  node.__mode = 1;
  return block.append(node);
}

export function $createGroupNode(lines: number, blocks: number): GroupNode {
  const group = new GroupNode();
  group.__lines = lines;
  group.__blocks = blocks;
  return group;
}

export function $createFoldNode(label: string): FoldNode {
  const fold = new FoldNode();
  fold.__label = label;
  return fold;
}
