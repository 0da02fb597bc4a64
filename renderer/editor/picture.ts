import {
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  COMMAND_PRIORITY_LOW,
  createEditor,
  type ElementNode,
  type PointType,
  SELECTION_CHANGE_COMMAND,
} from 'lexical';
import type { Block } from '#shared/model/article.ts';
import type { Range } from '#shared/model/range.ts';
import { lookOf } from './block-look.ts';
import {
  $createBlockNode,
  $createFoldNode,
  $createGroupNode,
  type BlockLook,
  BlockNode,
  FoldNode,
  GroupNode,
} from './nodes.ts';

/** Where a selection starts and where its caret is, in the order they were made. */
export interface Selected {
  anchor: number;
  focus: number;
}

/**
 * One text drawn by Lexical into an element, and the way between its offsets and the DOM.
 * Offsets are UTF-16 code units into the canonical text, `0..text.length`; those between two blocks stand for the
 * nearest block's edge.
 */
export interface Picture {
  readonly root: HTMLElement;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly grouped: boolean;
  readonly units: readonly Unit[];
  unitElement(unit: number): HTMLElement;
  /** The index of the last block that starts at or before the offset; the first block for offsets before it; -1 without blocks. */
  blockAt(offset: number): number;
  /** The index of the block a DOM node is in, or -1. */
  blockOf(node: Node): number;
  element(block: number): HTMLElement;
  textNode(block: number): Text;
  /** The place in the DOM; between blocks the end of the one before (`'end'`) or the start of the one after (`'start'`). Null without blocks. */
  pointAt(offset: number, edge: 'start' | 'end'): { node: Text; offset: number } | null;
  /** The offset of a place in the DOM, or null when it is not in this text. */
  offsetAt(node: Node, offset: number): number | null;
  /** A static range for painting; null when nothing of the range is drawn. */
  staticRange(range: Range): StaticRange | null;
  /** A live range for measuring; as `staticRange`. */
  liveRange(range: Range): globalThis.Range | null;
  /** The range without what it has outside blocks at either end; null when nothing is left. */
  within(range: Range): Range | null;
  /** The folds, closed or open, that hold a part of the range. */
  foldsOver(range: Range): HTMLElement[];
  /** Puts the DOM back when something changed it (an input method, an extension); the native selection is kept. */
  dispose(): void;
}

/** What is laid out as one: a fold, a group of a long text, or one block; its blocks are `first..end - 1`. */
export interface Unit {
  first: number;
  end: number;
}

/** About three screens. */
const groupLines = 80;

export interface PictureOptions {
  text: string;
  /** Whether only what is near the screen is laid out. */
  grouped: boolean;
  blocks: readonly Block[];
  foldLabel(lines: number): string;
  onSelected(selected: Selected | null): void;
  /** The text nodes were drawn anew: painted ranges must be made again. */
  onRedrawn(): void;
}

export function drawPicture(root: HTMLElement, options: PictureOptions): Picture {
  const { text, blocks } = options;
  const editor = createEditor({
    namespace: 'rapporteur-text',
    nodes: [BlockNode, FoldNode, GroupNode],
    // Nothing is ever edited: Lexical draws, follows the native selection and puts back what others change.
    editable: false,
    onError(error) {
      throw error;
    },
  });
  editor.setRootElement(root);

  const units: Unit[] = [];
  const keys: string[] = [];
  const blockOfKey = new Map<string, number>();
  editor.update(
    () => {
      const top = $getRoot().clear();
      const $block = (i: number, look: BlockLook): BlockNode => {
        const block = blocks[i]!;
        const node = $createBlockNode(look, text.slice(block.start, block.end));
        keys.push(node.getKey());
        blockOfKey.set(node.getKey(), i).set(node.getFirstChildOrThrow().getKey(), i);
        return node;
      };
      const $add = (parent: ElementNode, nodes: BlockNode[], first: number, end: number) => {
        units.push({ first, end });
        top.append(parent.splice(0, 0, nodes));
      };
      for (let i = 0; i < blocks.length; ) {
        const first = i;
        const folded = blocks[i]!.kind === 'boilerplate';
        const nodes: BlockNode[] = [];
        let lines = 0;
        // A fold takes its whole run, a group some screens of text, and without groups every block stands for itself.
        while (i < blocks.length && (blocks[i]!.kind === 'boilerplate') === folded) {
          const look = lookOf(text, blocks[i]!);
          nodes.push($block(i, look));
          lines += look.lines;
          i++;
          if (!folded && (!options.grouped || lines >= groupLines)) break;
        }
        if (folded) $add($createFoldNode(options.foldLabel(linesIn(text, blocks, first, i))), nodes, first, i);
        else if (options.grouped) $add($createGroupNode(lines, nodes.length), nodes, first, i);
        else {
          units.push({ first, end: i });
          top.append(...nodes);
        }
      }
    },
    { discrete: true },
  );

  let elements: HTMLElement[] = [];
  let textNodes: Text[] = [];
  let blockOfNode = new Map<Node, number>();
  const index = () => {
    blockOfNode = new Map();
    elements = keys.map((key) => editor.getElementByKey(key)!);
    textNodes = elements.map((element) => element.firstChild!.firstChild as Text);
    for (let i = 0; i < elements.length; i++) blockOfNode.set(elements[i]!, i).set(textNodes[i]!, i);
  };
  index();

  const blockAt = (offset: number): number => {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (blocks[middle]!.start <= offset) low = middle + 1;
      else high = middle;
    }
    return blocks.length === 0 ? -1 : Math.max(0, low - 1);
  };

  const blockOf = (node: Node): number => {
    for (let at: Node | null = node; at && at !== root; at = at.parentNode) {
      const found = blockOfNode.get(at);
      if (found !== undefined) return found;
    }
    return -1;
  };

  const pointAt: Picture['pointAt'] = (offset, edge) => {
    let i = blockAt(offset);
    if (i < 0) return null;
    if (edge === 'start' && offset > blocks[i]!.end && i + 1 < blocks.length) i++;
    const { start, end } = blocks[i]!;
    return { node: textNodes[i]!, offset: Math.min(Math.max(offset, start), end) - start };
  };

  const offsetAt: Picture['offsetAt'] = (node, offset) => {
    if (!root.contains(node) || blocks.length === 0) return null;
    const i = blockOf(node);
    if (i >= 0) {
      const { start, end } = blocks[i]!;
      if (node === textNodes[i]) return start + Math.min(offset, end - start);
      // Beside the text node: before it or after it.
      const place = document.createRange();
      place.setStart(node, offset);
      return place.comparePoint(textNodes[i]!, 0) >= 0 ? start : end;
    }
    const place = document.createRange();
    place.setStart(node, offset);
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (place.comparePoint(textNodes[middle]!, 0) >= 0) high = middle;
      else low = middle + 1;
    }
    return low < blocks.length ? blocks[low]!.start : blocks.at(-1)!.end;
  };

  const within = (range: Range): Range | null => {
    const first = blockAt(range.start);
    const last = blockAt(range.end);
    if (first < 0) return null;
    const start = range.start >= blocks[first]!.end && first + 1 < blocks.length ? first + 1 : first;
    const end = range.end <= blocks[last]!.start && last > 0 ? last - 1 : last;
    const snapped = {
      start: Math.max(range.start, blocks[start]!.start),
      end: Math.min(range.end, blocks[end]!.end),
    };
    return snapped.start < snapped.end ? snapped : null;
  };

  const points = (range: Range) => {
    const inside = within(range);
    const from = inside && pointAt(inside.start, 'start');
    const to = inside && pointAt(inside.end, 'end');
    return from && to ? { from, to } : null;
  };

  const $offsetOf = (point: PointType): number | null => {
    const known = blockOfKey.get(point.key);
    if (known !== undefined) {
      const { start, end } = blocks[known]!;
      return point.type === 'text' ? start + point.offset : point.offset === 0 ? start : end;
    }
    const parent = $getNodeByKey<ElementNode>(point.key);
    if (!$isElementNode(parent) || blocks.length === 0) return null;
    const edgeOf = (node: ReturnType<typeof parent.getChildAtIndex>, edge: 'start' | 'end') => {
      const leaf = $isElementNode(node)
        ? edge === 'start'
          ? node.getFirstDescendant()
          : node.getLastDescendant()
        : node;
      const block = leaf && blockOfKey.get(leaf.getKey());
      return block === null || block === undefined ? null : blocks[block]![edge];
    };
    return point.offset < parent.getChildrenSize()
      ? edgeOf(parent.getChildAtIndex(point.offset), 'start')
      : edgeOf(parent, 'end');
  };

  const stopListening = editor.registerCommand(
    SELECTION_CHANGE_COMMAND,
    () => {
      const selection = $getSelection();
      if (!$isRangeSelection(selection)) {
        options.onSelected(null);
        return false;
      }
      const anchor = $offsetOf(selection.anchor);
      const focus = $offsetOf(selection.focus);
      options.onSelected(anchor === null || focus === null ? null : { anchor, focus });
      return false;
    },
    COMMAND_PRIORITY_LOW,
  );

  // Lexical's own observer runs first and takes foreign nodes out; this one holds the text nodes to the text.
  const guard = new MutationObserver((records) => {
    const restored = restore(records);
    if (restored) options.onRedrawn();
    guard.takeRecords();
  });
  const guarded = { characterData: true, childList: true, subtree: true };
  const restore = (records: MutationRecord[]): boolean => {
    const damaged = new Set<number>();
    for (const record of records) {
      const i = blockOf(record.target);
      if (i >= 0) damaged.add(i);
      else if (record.removedNodes.length > 0) {
        for (const node of record.removedNodes) {
          const gone = blockOfNode.get(node);
          if (gone !== undefined) damaged.add(gone);
        }
      }
    }
    let redrawn = false;
    for (const i of damaged) {
      const { start, end } = blocks[i]!;
      const node = textNodes[i]!;
      if (!root.contains(node)) {
        redrawn = true;
      } else if (node.data.length !== end - start || node.data !== text.slice(start, end)) {
        const selection = getSelection();
        const caret = selection && root.contains(selection.focusNode) ? selection : null;
        const anchor = caret?.anchorNode === node ? Math.min(caret.anchorOffset, end - start) : null;
        const focus = caret?.focusNode === node ? Math.min(caret.focusOffset, end - start) : null;
        node.data = text.slice(start, end);
        if (anchor !== null && focus !== null) caret?.setBaseAndExtent(node, anchor, node, focus);
      }
    }
    if (redrawn) {
      editor.setRootElement(null);
      editor.setRootElement(root);
      index();
    }
    return redrawn;
  };
  guard.observe(root, guarded);

  return {
    root,
    text,
    blocks,
    grouped: options.grouped,
    units,
    unitElement: (unit) => root.children[unit] as HTMLElement,
    blockAt,
    blockOf,
    element: (block) => elements[block]!,
    textNode: (block) => textNodes[block]!,
    pointAt,
    offsetAt,
    within,
    staticRange(range) {
      const at = points(range);
      return (
        at &&
        new StaticRange({
          startContainer: at.from.node,
          startOffset: at.from.offset,
          endContainer: at.to.node,
          endOffset: at.to.offset,
        })
      );
    },
    liveRange(range) {
      const at = points(range);
      if (!at) return null;
      const live = document.createRange();
      live.setStart(at.from.node, at.from.offset);
      live.setEnd(at.to.node, at.to.offset);
      return live;
    },
    foldsOver(range) {
      const folds = new Set<HTMLElement>();
      const last = blockAt(Math.max(range.start, range.end - 1));
      for (let i = Math.max(0, blockAt(range.start)); i <= last; i++) {
        const fold = blocks[i]!.kind === 'boilerplate' && elements[i]!.closest<HTMLElement>('.rp-fold');
        if (fold && blocks[i]!.end >= range.start) folds.add(fold);
      }
      return [...folds];
    },
    dispose() {
      stopListening();
      guard.disconnect();
      editor.setRootElement(null);
    },
  };
}

function linesIn(text: string, blocks: readonly Block[], first: number, end: number): number {
  return text
    .slice(blocks[first]!.start, blocks[end - 1]!.end)
    .split('\n')
    .filter((line) => line.trim() !== '').length;
}
