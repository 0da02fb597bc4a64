import { Failure } from '#shared/contract/failure.ts';

/*
 * A document's XML is gone over once before it is parsed: mammoth builds two trees of it, fifty bytes and more for each
 * of its bytes, and walks them by recursion. What is found here bounds both; the cost is the XML's length.
 */

/** Word nests some thirty deep with tables in text boxes; more is an accident or an attack. */
const deepest = 200;
/** A chunk is closed at the next paragraph or table beyond this many characters or elements. */
const longChunk = 1_000_000;
const manyElements = 30_000;
/** One paragraph or table longer than this cannot be cut and is not read. */
const longestChunk = 16_000_000;
const mostElements = 4_000_000;

/** What mammoth makes nothing of: looks of runs, pictures, the newer of two versions of a drawing. */
const dropped = new Set(['mc:Choice', 'a:graphic', 'v:imagedata', 'w:sectPr', 'w:tblGrid', 'w:tcBorders', 'w:object']);
/** Their content is read as if they were not there: where a link leads is not asked. */
const unwrapped = new Set(['w:hyperlink']);

interface Tag {
  readonly name: string;
  readonly kind: 'open' | 'close' | 'empty';
  readonly start: number;
  readonly end: number;
}

/**
 * The children of `container` in pieces of some megabytes, each a whole document of the kind that Word writes. Notes
 * (children named `note`) become their paragraphs behind a bookmark with their id.
 * @throws Failure `damaged`, `unsupported` (nested too deeply, entities), `too-large`
 */
export function* chunksOf(xml: string, container: string, note: string | null = null): Generator<string> {
  if (/<!(?:DOCTYPE|ENTITY)/.test(xml))
    throw new Failure(
      'unsupported',
      'The document declares entities of its own, as Word never does and as files made to do harm do. It was not read.',
    );
  const stack: string[] = [];
  let head: string | null = null;
  let inside = false;
  let parts: string[] = [];
  let length = 0;
  let elements = 0;
  let inChunk = 0;
  let kept = 0;
  /** The depth at which something left out began; -1: nothing is left out. */
  let outsideOf = -1;
  const take = (until: number) => {
    if (inside && outsideOf < 0 && until > kept) {
      parts.push(xml.slice(kept, until));
      length += until - kept;
    }
  };
  const whole = () => `${head}<w:body>${parts.join('')}</w:body></w:document>`;
  for (const { name, kind, start, end } of tagsOf(xml)) {
    if (kind !== 'close') {
      elements++;
      inChunk++;
      if (elements > mostElements)
        throw new Failure('too-large', 'The document has more than four million elements, as no article has.');
    }
    if (kind === 'open' && stack.length >= deepest)
      throw new Failure(
        'unsupported',
        `The document’s parts are nested more than ${deepest} deep, as no program writes them. Save its text as .txt.`,
      );
    if (head === null && kind === 'open') head = xml.slice(start, end).replace(/^<[^\s>]+/, '<w:document');
    else if (inside) {
      const own = note !== null && name === note;
      const drops =
        outsideOf < 0 && kind !== 'close' && (dropped.has(name) || (name === 'w:rPr' && stack.at(-1) === 'w:r'));
      if (drops) {
        take(start);
        if (kind === 'open') outsideOf = stack.length;
        kept = end;
      } else if (own || unwrapped.has(name)) {
        take(start);
        if (outsideOf < 0 && own && kind === 'open') {
          const id = /\bw:id="(-?\d+)"/.exec(xml.slice(start, end))?.[1];
          if (id !== undefined) parts.push(`<w:bookmarkStart w:name="note ${id}"/>`);
        }
        if (outsideOf < 0) kept = end;
      }
    }
    if (kind === 'open') {
      stack.push(name);
      if (!inside && name === container) {
        inside = true;
        kept = end;
      }
    } else if (kind === 'close') {
      if (stack.pop() !== name) throw notWellFormed();
      if (outsideOf >= 0 && stack.length === outsideOf) {
        outsideOf = -1;
        kept = end;
      } else if (inside && name === container && !stack.includes(container)) {
        take(start);
        inside = false;
        if (length > 0) yield whole();
        parts = [];
        length = 0;
      }
    }
    if (inside && outsideOf < 0 && kind !== 'open' && stack.at(-1) === container) {
      if (length + (end - kept) > longChunk || inChunk > manyElements) {
        take(end);
        kept = end;
        yield whole();
        parts = [];
        length = 0;
        inChunk = 0;
      }
    }
    if (length + (end - kept) > longestChunk && inside && outsideOf < 0)
      throw new Failure(
        'too-large',
        'One paragraph or table of the document is longer than a book. Save the article as a document of its own.',
      );
  }
  if (stack.length > 0) throw notWellFormed();
}

const notWellFormed = () =>
  new Failure(
    'damaged',
    'The document is damaged: the file that holds its text breaks off or is mixed up. Copy it again.',
  );

function* tagsOf(xml: string): Generator<Tag> {
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const skipTo = xml.startsWith('<!--', at)
      ? '-->'
      : xml.startsWith('<![CDATA[', at)
        ? ']]>'
        : xml.startsWith('<?', at)
          ? '?>'
          : null;
    if (skipTo !== null) {
      const end = xml.indexOf(skipTo, at);
      if (end < 0) throw notWellFormed();
      at = end + skipTo.length;
      continue;
    }
    const end = endOfTag(xml, at);
    const closing = xml.charCodeAt(at + 1) === 47;
    const first = at + (closing ? 2 : 1);
    let last = first;
    while (last < end && !nameEnds.has(xml.charCodeAt(last))) last++;
    const kind = closing ? 'close' : xml.charCodeAt(end - 1) === 47 ? 'empty' : 'open';
    yield { name: xml.slice(first, last), kind, start: at, end: end + 1 };
    at = end + 1;
  }
}

/** White space, `/` and `>`. */
const nameEnds = new Set([9, 10, 13, 32, 47, 62]);

/** The place of the `>` that ends a tag; in quotation marks it ends none. */
function endOfTag(xml: string, start: number): number {
  let quote = 0;
  for (let at = start + 1; at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (code === 62) return at;
    else if (code === 60) break;
  }
  throw notWellFormed();
}
