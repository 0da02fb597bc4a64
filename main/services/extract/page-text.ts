import { elementNode, type PageElement, type PageNode, textNode } from './page-dom.ts';

/** A stretch of a page's visible text between two block boundaries, and what the page's markup says of it. */
export interface Run {
  /** Counts the page's runs from 0. */
  readonly number: number;
  /** UTF-16 offsets in the page's canonical text; begins and ends on something other than white space. */
  readonly start: number;
  readonly end: number;
  /** Upper-case names of the elements around it that have a meaning here. */
  readonly within: ReadonlySet<string>;
  /** Numbers the element whose child the run's block is: paragraphs of one text share it. */
  readonly parent: number;
  /** Numbers of the blocks around it, its own first, as far as they are near; `parent` is the second. */
  readonly around: readonly number[];
  /** Share of its characters that are links, 0 … 1. */
  readonly linked: number;
  /** Classes, ids and roles of its block and of what holds it, lower case, as far as they are near. */
  readonly hints: string;
  /** Those of its own block, of what holds that, and of what its words stand in. */
  readonly close: string;
  readonly nodes: readonly PageNode[];
}

export interface PageText {
  readonly text: string;
  readonly runs: Run[];
  /** Elements and stretches of text. */
  readonly nodes: number;
}

/** Elements whose text nobody sees on a page. */
export const dropped = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE SVG HEAD TITLE META LINK BASE IFRAME OBJECT EMBED AUDIO VIDEO CANVAS SELECT DATALIST TEXTAREA MAP AREA NOFRAMES FRAMESET PARAM TRACK SOURCE RP RT'.split(
    ' ',
  ),
);
/** Elements before and after which a line ends. */
export const blocks = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY BUTTON CAPTION CENTER DD DETAILS DIALOG DIR DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HGROUP HR HTML LABEL LEGEND LI LISTING MAIN MENU NAV OL OPTGROUP OPTION P PLAINTEXT PRE SEARCH SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL XMP'.split(
    ' ',
  ),
);
const meaningful = new Set(
  'A ADDRESS ARTICLE ASIDE BLOCKQUOTE BUTTON CAPTION DD DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER LABEL LI MAIN NAV P PRE TABLE TIME'.split(
    ' ',
  ),
);

interface Frame {
  readonly element: PageElement;
  next: PageNode | null;
  readonly block: boolean;
  readonly pre: boolean;
  readonly link: boolean;
  readonly name: string;
  readonly number: number;
  readonly hint: string;
}

/**
 * The text a person would see on the page, in reading order, menus and all: blocks with an empty line between them,
 * white space collapsed as browsers do (no-break spaces stay), a line end for `<br>`, a new block for two of them, cells
 * of a table's row with a tab between them, `<q>` with the quotation marks that browsers put. What is hidden by markup,
 * form fields and pronunciation glosses (`<rt>`, which would stand inside words) are left out. Walks without recursion.
 */
export function readPage(root: PageElement): PageText {
  const writer = new Writer();
  const stack: Frame[] = [];
  let elements = 0;
  let texts = 0;
  let quotes = 0;
  let dataTables = 0;

  const enter = (element: PageElement): boolean => {
    elements++;
    const name = element.localName.toUpperCase();
    if (dropped.has(name) || isHidden(element, name)) return false;
    const outer = stack.at(-1);
    const table = name === 'TABLE' && isData(element);
    if (table) dataTables++;
    const cell = (name === 'TD' || name === 'TH') && dataTables > 0;
    const block = (blocks.has(name) && !cell) || table;
    if (cell) writer.tab();
    stack.push({
      element,
      next: element.firstChild,
      block,
      pre: (outer?.pre ?? false) || name === 'PRE' || name === 'LISTING' || name === 'XMP' || name === 'PLAINTEXT',
      link: (outer?.link ?? false) || name === 'A',
      name: table ? 'TABLE*' : name,
      number: elements,
      hint: hintOf(element),
    });
    if (block) writer.close();
    if (name === 'Q') writer.put(quotes++ % 2 === 0 ? '“' : '‘');
    return true;
  };
  const leave = () => {
    const frame = stack.at(-1)!;
    if (frame.name === 'Q') writer.put(--quotes % 2 === 0 ? '”' : '’');
    if (frame.name === 'TABLE*') dataTables--;
    stack.pop();
    if (frame.block) writer.close();
  };

  enter(root);
  while (stack.length > 0) {
    const frame = stack.at(-1)!;
    const node = frame.next;
    if (!node) {
      leave();
      continue;
    }
    frame.next = node.nextSibling;
    if (node.nodeType === textNode) {
      texts++;
      writer.text(node, frame, stack);
    } else if (node.nodeType === elementNode) {
      const name = (node as PageElement).localName;
      if (name !== 'br') enter(node as PageElement);
      else {
        elements++;
        writer.lineBreak();
      }
    }
  }
  return { text: writer.finish(), runs: writer.runs, nodes: elements + texts };
}

function isHidden(element: PageElement, name: string): boolean {
  if (element.hasAttribute('hidden')) return true;
  if (name === 'DIALOG' && !element.hasAttribute('open')) return true;
  if (name === 'INPUT' || name === 'IMG') return true;
  const style = element.getAttribute('style');
  return style !== null && /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style.slice(0, 2000));
}

/** Whether a table holds data, a row of which is read as one line, and not the page's layout. */
function isData(table: PageElement): boolean {
  let longest = 0;
  let cell = 0;
  let node: PageNode | null = table.firstChild;
  for (let steps = 0; node && steps < 20_000; steps++) {
    if (node.nodeType === elementNode) {
      const name = (node as PageElement).localName.toUpperCase();
      if (name === 'TD' || name === 'TH') cell = 0;
      else if (blocks.has(name) && !/^(?:TBODY|THEAD|TFOOT|TR|CAPTION)$/.test(name)) return false;
      else if (name === 'BR') cell += 20;
    } else if (node.nodeType === textNode) {
      cell += node.nodeValue?.trim().length ?? 0;
      longest = Math.max(longest, cell);
    }
    if (longest > 200) return false;
    let after: PageNode | null = node.firstChild ?? null;
    for (let at: PageNode | null = node; at && !after && at !== table; at = at.parentNode) after = at.nextSibling;
    node = after;
  }
  return node === null;
}

function hintOf(element: PageElement): string {
  const hint = [
    element.getAttribute('class'),
    element.getAttribute('id'),
    element.getAttribute('role'),
    element.getAttribute('itemprop'),
    element.getAttribute('rel'),
    element.getAttribute('aria-label'),
    element.getAttribute('data-testid'),
  ];
  return hint.filter(Boolean).join(' ').slice(0, 200).toLowerCase();
}

class Writer {
  readonly runs: Run[] = [];
  private readonly parts: string[] = [];
  private length = 0;
  private run = '';
  private linked = 0;
  private space = false;
  /** Whether the run ends on white space; looking at its end would copy it each time. */
  private spaced = false;
  private breaks = 0;
  private tabbed = false;
  private nodes: PageNode[] = [];
  /** The frames around the run's first text. */
  private place: Place | null = null;

  text(node: PageNode, frame: Frame, stack: readonly Frame[]): void {
    const raw = (node.nodeValue ?? '').replace(/\r\n?/g, '\n').replace(/\0/g, '');
    if (raw === '') return;
    this.nodes.push(node);
    if (frame.pre) {
      this.settle(stack);
      this.append(raw, frame.link);
      return;
    }
    const collapsed = raw.replace(/[ \t\n\f]+/g, ' ');
    const words = collapsed.replace(/^ | $/g, '');
    if (collapsed.startsWith(' ')) this.space = true;
    if (words !== '') {
      this.settle(stack);
      this.append(words, frame.link);
    }
    if (collapsed.endsWith(' ')) this.space = true;
  }

  put(sign: string): void {
    this.settle(null);
    this.append(sign, false);
  }

  tab(): void {
    this.tabbed = this.run !== '';
  }

  lineBreak(): void {
    this.space = false;
    if (++this.breaks > 1) this.close();
  }

  /** Ends the run: what follows is another block. */
  close(): void {
    const start = this.run.length - this.run.trimStart().length;
    const body = this.run.trim();
    if (body !== '') {
      // Only white space that browsers would drop as well; a no-break space that indents stays.
      const lead = this.run.slice(0, start).replace(/[ \t\n\f]+/g, '');
      if (this.length > 0) this.push('\n\n');
      this.push(lead);
      const from = this.length;
      this.push(body);
      this.runs.push({
        number: this.runs.length,
        start: from,
        end: this.length,
        within: this.place?.within ?? new Set(),
        parent: this.place?.around[1] ?? 0,
        around: this.place?.around ?? [],
        hints: this.place?.hints ?? '',
        close: this.place?.close ?? '',
        linked: Math.min(1, this.linked / body.length),
        nodes: this.nodes,
      });
    }
    this.run = '';
    this.linked = 0;
    this.space = false;
    this.breaks = 0;
    this.tabbed = false;
    this.nodes = [];
    this.place = null;
  }

  finish(): string {
    this.close();
    return this.parts.join('');
  }

  /** Writes the white space that is due before further words. */
  private settle(stack: readonly Frame[] | null): void {
    if (this.tabbed) this.run += '\t';
    else if (this.breaks > 0 && this.run !== '') this.run += '\n';
    else if (this.space && this.run !== '' && !this.spaced) this.run += ' ';
    this.tabbed = false;
    this.breaks = 0;
    this.space = false;
    if (stack) this.place ??= placeOf(stack);
  }

  private append(words: string, link: boolean): void {
    this.run += words;
    this.spaced = /[ \n\t]$/.test(words.slice(-1));
    if (link) this.linked += words.length;
  }

  private push(part: string): void {
    if (part === '') return;
    this.parts.push(part);
    this.length += part.length;
  }
}

/** Looks no further up than this, so that a page of a million nested elements costs no more than its length. */
const near = 40;

type Place = { within: Set<string> } & Pick<Run, 'around' | 'hints' | 'close'>;

function placeOf(stack: readonly Frame[]): Place {
  const within = new Set<string>();
  const hints: string[] = [];
  const close: string[] = [];
  const around: number[] = [];
  for (let at = stack.length - 1; at >= 0 && at > stack.length - 1 - near; at--) {
    const frame = stack[at]!;
    if (meaningful.has(frame.name)) within.add(frame.name);
    if (frame.name === 'TABLE*') within.add('TABLE');
    if (frame.hint) {
      if (hints.length < 6) hints.push(frame.hint);
      if (around.length < 2) close.push(frame.hint);
    }
    if (frame.block) around.push(frame.number);
  }
  return { within, around, hints: hints.join(' '), close: close.join(' ') };
}
