import { getDocument, type PDFDocumentProxy } from 'unpdf/pdfjs';
import { Failure } from '#shared/contract/failure.ts';
import type { BlockKind, Meta, PageMark } from '#shared/model/article.ts';
import { classify, type MarkedPiece, webAddress } from '../classify.ts';
import { isOutletName, readByline, readDateline } from '../datelines.ts';
import { isoDate } from '../dates.ts';
import { wellFormed } from '../decode.ts';
import type { Piece, SourceFile } from '../format.ts';
import { languageTag } from '../language.ts';
import { otherKind } from '../other-kind.ts';
import { CharacterMaps } from './character-maps.ts';
import { joinLine, type KnownWords, knownWords } from './line-ends.ts';
import { type PageRuns, readRuns } from './page-runs.ts';
import { goesOn, type Paragraph, paragraphsOf } from './paragraphs.ts';
import { readingOrder } from './reading-order.ts';
import { withoutFurniture } from './running-heads.ts';
import { type Segment, segmentsOf } from './segments.ts';

/** More pages are a book or an archive, and take minutes. */
const mostPages = 2000;
/** A page has some ten objects. */
const mostObjects = 400_000;
/** UTF-16 code units of text. */
const mostText = 10_000_000;
/** More than this share of characters without a meaning, and the text is none. */
const lostLimit = 0.2;

/**
 * The article of a PDF with text, by pdf.js: its pages' words put into lines, columns and paragraphs. Fonts and pictures are
 * not drawn, programs and forms in it not run, nothing is fetched. Throws a `Failure` for what has no text to read.
 */
export async function* readPdf({ bytes }: SourceFile): AsyncGenerator<Piece> {
  refuseHopeless(bytes);
  const maps = new CharacterMaps();
  const document = await open(bytes, maps);
  try {
    yield await readDocument(document, bytes, maps);
  } finally {
    await document.loadingTask.destroy();
  }
}

/** What need not be opened to be told. */
function refuseHopeless(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new Failure('unsupported', 'The file is empty.');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Some programs put other lines before it.
  const begins = buffer.subarray(0, 1024).indexOf('%PDF-');
  if (begins < 0) throw otherKind(bytes, 'PDF document');
  let objects = 0;
  for (let at = buffer.indexOf(' obj'); at >= 0; at = buffer.indexOf(' obj', at + 4))
    if (++objects > mostObjects)
      throw new Failure(
        'too-large',
        `The PDF is made of more than ${mostObjects.toLocaleString('en')} objects, as no article is. It was not read. Print the pages that you need into a PDF of their own.`,
      );
}

async function open(bytes: Uint8Array, maps: CharacterMaps): Promise<PDFDocumentProxy> {
  try {
    return await getDocument({
      // A copy: pdf.js keeps what it is given for itself.
      data: new Uint8Array(bytes),
      isEvalSupported: false,
      enableXfa: false,
      disableFontFace: true,
      useSystemFonts: false,
      useWorkerFetch: false,
      useWasm: false,
      isOffscreenCanvasSupported: false,
      isImageDecoderSupported: false,
      disableAutoFetch: true,
      disableStream: true,
      disableRange: true,
      // Asks for maps by name alone: nothing is at that address.
      cMapUrl: 'maps/',
      cMapPacked: false,
      BinaryDataFactory: maps.factory,
      verbosity: 0,
    }).promise;
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    if (name === 'PasswordException')
      throw new Failure(
        'unsupported',
        'The PDF is locked with a password. Open it with the password, print it into a new PDF, and put that into the folder.',
        { cause },
      );
    throw damaged(cause);
  }
}

const damaged = (cause: unknown) =>
  new Failure(
    'damaged',
    'The PDF is damaged or not complete, as after a download that was broken off. Copy it again.',
    {
      cause,
    },
  );

interface ReadPage extends PageRuns {
  readonly segments: readonly Segment[];
}

async function readDocument(document: PDFDocumentProxy, bytes: Uint8Array, maps: CharacterMaps): Promise<Piece> {
  const count = document.numPages;
  if (count > mostPages)
    throw new Failure(
      'too-large',
      `The PDF has ${count.toLocaleString('en')} pages; Rapporteur reads up to ${mostPages.toLocaleString('en')}. Print the pages that you need into a PDF of their own.`,
    );
  const pages: ReadPage[] = [];
  const unread: number[] = [];
  let [lost, letters] = [0, 0];
  for (let number = 1; number <= count; number++) {
    try {
      const page = await document.getPage(number);
      const read = await readRuns(page);
      pages.push({ ...read, segments: segmentsOf(read.runs) });
      lost += read.lost;
      letters += read.letters;
      page.cleanup();
    } catch {
      unread.push(number);
      pages.push({ runs: [], segments: [], width: 0, height: 0, turned: [] });
    }
    if (letters > mostText)
      throw new Failure(
        'too-large',
        'The PDF has more text than a shelf of books. Print the pages that you need into a PDF of their own.',
      );
  }
  const empty = pages.flatMap(({ runs, turned }, index) => (runs.length + turned.length === 0 ? [index + 1] : []));
  if (empty.length === count) {
    if (maps.missing.size > 0) throw unexplained();
    if (unread.length > 0) throw damaged(null);
    throw withoutText(bytes);
  }
  if (lost > letters * lostLimit) throw unexplained();
  const scanned = empty.filter((number) => !unread.includes(number));
  const notices = [
    ...(unread.length > 0 ? [`${pagesInWords(unread)} could not be read: the PDF is damaged there.`] : []),
    ...(scanned.length > 0 && hasPictures(bytes)
      ? [
          `${pagesInWords(scanned)} ${scanned.length === 1 ? 'has' : 'have'} no text; pictures of text, as scanners make them, are not read.`,
        ]
      : []),
    ...(maps.missing.size > 0
      ? ['Some of the PDF’s text is left out: it does not say which letters its signs are.']
      : []),
    ...(lost > 0
      ? [`${lost === 1 ? 'One character' : `${lost} characters`} that only the PDF’s own font can draw were left out.`]
      : []),
  ];
  const composed = compose(pages, await labelsOf(document, count));
  if (composed.text === '') throw withoutText(bytes);
  const { info, metadata } = await document.getMetadata().catch(() => ({ info: {}, metadata: null }));
  const told = new Told(info as Record<string, unknown>, metadata);
  const classified = classify(composed.pieces, composed.title ?? told.title);
  const meta: Meta = {
    ...classified.meta,
    title: classified.meta.title ?? told.title,
    outlet: classified.meta.outlet ?? composed.outlet,
    byline: classified.meta.byline ?? told.author,
    published: classified.meta.published ?? told.date,
    page: classified.meta.page ?? composed.page,
    language: classified.meta.language ?? told.language,
    url: classified.meta.url ?? composed.url,
  };
  if (classified.meta.published === null && told.date !== null)
    notices.push('The date is that of the PDF file: none was found in the text.');
  return {
    part: null,
    source: null,
    text: composed.text,
    blocks: classified.blocks,
    meta,
    notices,
    pages: composed.marks,
  };
}

const unexplained = () =>
  new Failure(
    'unsupported',
    'The PDF’s letters can be drawn, but it does not say which letters they are. Print it as a picture, run text recognition (OCR) on it, and put the result into the folder.',
  );

function withoutText(bytes: Uint8Array): Failure {
  return new Failure(
    'unsupported',
    hasPictures(bytes)
      ? 'The PDF has pictures of text but no text, as scanners make them. Run text recognition (OCR) on it, and put the result into the folder.'
      : 'The PDF has no text.',
  );
}

function hasPictures(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.includes('/Image') || buffer.includes('BI ');
}

function pagesInWords(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 12).join(', ') + (numbers.length > 12 ? ' …' : '');
  return numbers.length === 1 ? `Page ${shown} of the PDF` : `Pages ${shown} of the PDF`;
}

/** The names that the PDF gives its pages, when they are other than their numbers. */
async function labelsOf(document: PDFDocumentProxy, count: number): Promise<readonly string[] | null> {
  const labels = await document.getPageLabels().catch(() => null);
  if (labels === null || labels.length !== count) return null;
  return labels.every((label, index) => label === '' || label === String(index + 1)) ? null : labels;
}

interface Composed {
  readonly text: string;
  readonly pieces: readonly MarkedPiece[];
  readonly marks: readonly PageMark[];
  readonly title: string | null;
  readonly outlet: string | null;
  readonly page: string | null;
  readonly url: string | null;
}

type Part = { readonly paragraph: Paragraph } | { readonly noise: string; readonly page: number };

/** Lines of all pages as one text, with what is said of them by where and how they stand. */
function compose(pages: readonly ReadPage[], labels: readonly string[] | null): Composed {
  const cleared = withoutFurniture(pages);
  const bodies = cleared.map(({ body }, page) => {
    const rightToLeft = lettersOf(body.filter((one) => one.rightToLeft)) * 2 > lettersOf(body);
    return readingOrder(body, rightToLeft).flatMap((area) => paragraphsOf(area, page));
  });
  const printed = printedNumbers(cleared.map(({ number }) => number));
  const labelOf = (page: number) => labels?.[page] || printed?.[page] || String(page + 1);

  const parts: Part[] = [];
  let noise: Part[] = [];
  for (const [page, paragraphs] of bodies.entries()) {
    for (const { text } of cleared[page]!.furniture) noise.push({ noise: text, page });
    for (const paragraph of paragraphs) {
      const before = parts.at(-1);
      // What a page ends and the next begins with stands after the paragraph that runs over it.
      if (before && 'paragraph' in before && goesOn(before.paragraph, paragraph))
        before.paragraph.lines.push(...paragraph.lines);
      else {
        parts.push(...noise, { paragraph });
        noise = [];
      }
    }
    for (const text of pages[page]!.turned) noise.push({ noise: text, page });
  }
  parts.push(...noise);

  const body = usualSize(bodies.flat());
  const headline = findHeadline(bodies[0] ?? [], body);
  const known = knownWords(bodies.flat().flatMap(({ lines }) => lines.map(({ text }) => text)));
  const writer = new Writer(known, labelOf);
  let above = headline.headline !== null;
  for (const part of parts) {
    if ('noise' in part) writer.noise(part.noise, part.page);
    else {
      if (part.paragraph === headline.headline) above = false;
      writer.paragraph(part.paragraph, (words) =>
        part.paragraph === headline.headline ? 'headline' : kindOf(part.paragraph, words, body, above),
      );
    }
  }
  const first = labels || printed ? labelOf(0) : null;
  const last = labelOf(pages.length - 1);
  return {
    ...writer.finish(),
    title: headline.headline && writer.wordsOf(headline.headline),
    outlet: headline.outlet,
    page: first !== null && last !== first ? `${first}–${last}` : first,
    url: printedAddress(cleared.flatMap(({ furniture }) => furniture)),
  };
}

const lettersOf = (segments: readonly Segment[]) => segments.reduce((sum, { text }) => sum + text.length, 0);

/** The numbers that pages bear, when they count on from page to page; those that bear none get what they would. */
function printedNumbers(numbers: readonly (string | null)[]): string[] | null {
  const first = new Map<number, number>();
  for (const [index, number] of numbers.entries())
    if (number !== null && /^\d+$/.test(number)) {
      const start = Number(number) - index;
      first.set(start, (first.get(start) ?? 0) + 1);
    }
  const [start, times] = [...first].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  if (start < 1 || times < Math.max(2, numbers.length * 0.5)) return null;
  return numbers.map((_, index) => String(start + index));
}

/** The type that most letters are set in. */
function usualSize(paragraphs: readonly Paragraph[]): number {
  const letters = new Map<number, number>();
  for (const { lines } of paragraphs)
    for (const { size, text } of lines) {
      const key = Math.round(size * 2) / 2;
      letters.set(key, (letters.get(key) ?? 0) + text.length);
    }
  return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 10;
}

/** The largest type at the beginning that says more than the paper's name. */
function findHeadline(
  paragraphs: readonly Paragraph[],
  body: number,
): { headline: Paragraph | null; outlet: string | null } {
  let outlet: string | null = null;
  const large = paragraphs.filter(({ lines, size }) => {
    const text = lines.map(({ text }) => text).join(' ');
    if (size < body * 1.25 || text.length < 6 || text.length > 300) return false;
    if (isOutletName(text)) {
      outlet ??= text;
      return false;
    }
    return /\p{L}.*\p{L}/u.test(text) && readDateline(text) === null;
  });
  // Of type that is nearly as large the first: a second article's headline may be the larger one by a little.
  const largest = Math.max(0, ...large.map(({ size }) => size));
  return { headline: large.find(({ size }) => size >= largest * 0.9) ?? null, outlet };
}

/** What a paragraph's type tells; null when its words have to. */
function kindOf({ lines, size }: Paragraph, words: string, body: number, above: boolean): BlockKind | null {
  if (words.length <= 300 && size < body * 0.93 && pictureCredit.test(words)) return 'caption';
  if (above || words.length > 150 || lines.length > 3 || size < body * 1.12) return null;
  if (readByline(words) !== null || readDateline(words) !== null || isOutletName(words)) return null;
  return /[.。]["”]?$/.test(words) ? null : 'subheading';
}

const pictureCredit =
  /\b(?:photo|photograph|foto|picture|image|illustration|archive|getty|afp|reuters|ap|epa|dpa|yonhap|kyodo|xinhua|imago|picture alliance)\b|사진|写真|撮影|图片|摄/i;

/** The address that a browser prints under each page. */
function printedAddress(furniture: readonly Segment[]): string | null {
  for (const { text } of furniture) {
    const found = /^https?:\/\/\S+/i.exec(text);
    if (found && !found[0].endsWith('…') && !found[0].endsWith('...')) return webAddress(found[0]);
  }
  return null;
}

const bulletStart = /^(?:[•‣⁃▪▫◦●○■□◆◇▶►·※]|[-–*](?=\s)|\(?\d{1,2}[.)](?=\s))\s*\S/;

class Writer {
  private readonly parts: string[] = [];
  private length = 0;
  private readonly pieces: MarkedPiece[] = [];
  private readonly marks: PageMark[] = [];
  private page = -1;
  private readonly written = new Map<Paragraph, string>();

  constructor(
    private readonly known: KnownWords,
    private readonly labelOf: (page: number) => string,
  ) {}

  noise(text: string, page: number): void {
    const start = this.begin();
    this.mark(page, start);
    this.end(start, clean(text), 'boilerplate');
  }

  paragraph(paragraph: Paragraph, kindOf: (words: string) => BlockKind | null): void {
    const start = this.begin();
    let words = '';
    for (const line of paragraph.lines) {
      const text = clean(line.text);
      if (text === '') continue;
      words = joinLine(words, text, this.known);
      this.mark(line.page, start + words.length - text.length);
    }
    this.written.set(paragraph, words);
    this.end(start, words, kindOf(words));
  }

  wordsOf(paragraph: Paragraph): string | null {
    return this.written.get(paragraph) ?? null;
  }

  finish(): { text: string; pieces: MarkedPiece[]; marks: PageMark[] } {
    return { text: this.parts.join(''), pieces: this.pieces, marks: this.marks };
  }

  private begin(): number {
    return this.length === 0 ? 0 : this.length + 2;
  }

  /** A page begins with the first that is written of it. */
  private mark(page: number, start: number): void {
    if (page <= this.page) return;
    this.page = page;
    this.marks.push({ start, label: this.labelOf(page) });
  }

  private end(start: number, words: string, known: BlockKind | null): void {
    if (words === '') return;
    if (start > 0) this.parts.push('\n\n');
    this.parts.push(words);
    this.length = start + words.length;
    this.pieces.push({ start, end: this.length, words, known, bullet: bulletStart.test(words.slice(0, 40)) });
  }
}

/** Lone surrogates cannot be written as UTF-8. */
const clean = (text: string) => wellFormed(text.trim());

/** What the PDF says of itself; programs put much into it that is none of the article's. */
class Told {
  readonly title: string | null;
  readonly author: string | null;
  readonly date: string | null;
  readonly language: string | null;

  constructor(info: Record<string, unknown>, metadata: { get(name: string): unknown } | null) {
    const field = (name: string, xmp: string) => {
      const told = info[name] ?? metadata?.get(xmp);
      const words = typeof told === 'string' ? clean(told.replace(/\s+/g, ' ')) : '';
      return words === '' || words.length > 300 ? null : words;
    };
    const title = field('Title', 'dc:title');
    this.title = title === null || fileLike.test(title) ? null : title;
    const author = field('Author', 'dc:creator');
    // One small word is who was logged in.
    this.author =
      author !== null && (/\s|[\u3040-\u9fff\uac00-\ud7a3]/.test(author) || /^\p{Lu}\p{L}+$/u.test(author))
        ? author
        : null;
    const stamp = /^D:(\d{4})(\d{2})(\d{2})/.exec(typeof info.CreationDate === 'string' ? info.CreationDate : '');
    this.date = stamp ? isoDate(`${stamp[1]}-${stamp[2]}-${stamp[3]}`) : null;
    this.language = typeof info.Language === 'string' ? languageTag(info.Language) : null;
  }
}

const fileLike =
  /^(?:untitled|document\d*|microsoft (?:word|powerpoint)|pdf|layout|page|seite|print|scan|title)\b[\s\d-]*|\.(?:docx?|indd|qxd|pdf|rtf|odt|txt|html?)$|^[\w-]*\d{4,}[\w-]*$/i;
