import { Failure } from '#shared/contract/failure.ts';
import type { ZipEntries } from '../archive/zip-entries.ts';

/** What a book's package document (EPUB 3.3, and 2.0.1 before it) says. */
export interface Package {
  readonly title: string | null;
  readonly creator: string | null;
  readonly publisher: string | null;
  readonly date: string | null;
  readonly language: string | null;
  /** The documents in the order in which they are read. */
  readonly spine: readonly Chapter[];
}

export interface Chapter {
  /** In the archive. */
  readonly path: string;
  /** As the table of contents has it. */
  readonly label: string | null;
  /** Whether the book itself says that it is a cover, a table of contents and the like. */
  readonly furniture: boolean;
}

const latest = new TextDecoder('utf-8');
/** More documents are no book. */
const mostChapters = 20_000;

/** @throws Failure for what is no book, or a locked one */
export async function readPackage(zip: ZipEntries): Promise<Package> {
  const container = await text(zip, 'META-INF/container.xml');
  const place = container === null ? null : attributes(container, 'rootfile')[0]?.get('full-path');
  const opf = place ? await text(zip, place) : null;
  if (!place || opf === null)
    throw new Failure(
      'unsupported',
      'The file is a zip archive and no book (EPUB), whatever its name says: it has no list of its contents.',
    );
  const folder = place.slice(0, place.lastIndexOf('/') + 1);
  const items = new Map(attributes(opf, 'item').map((item) => [item.get('id') ?? '', item]));
  const spine = attributes(opf, 'itemref').slice(0, mostChapters);
  await refuseLocked(zip);

  const guide = new Set(
    attributes(opf, 'reference')
      .filter((reference) =>
        /^(?:cover|toc|title-?page|copyright|colophon|index|loi|lot)/i.test(reference.get('type') ?? ''),
      )
      .map((reference) => resolve(folder, reference.get('href') ?? '')),
  );
  const labels = await labelsOf(zip, folder, [...items.values()]);
  return {
    title: element(opf, 'title'),
    creator: element(opf, 'creator'),
    publisher: element(opf, 'publisher'),
    date: element(opf, 'date'),
    language: element(opf, 'language'),
    spine: spine.flatMap((reference) => {
      const item = items.get(reference.get('idref') ?? '');
      if (!item || !/xhtml|html|xml/.test(item.get('media-type') ?? '')) return [];
      const path = resolve(folder, item.get('href') ?? '');
      const furniture =
        /(?:^|\s)nav(?:\s|$)/.test(item.get('properties') ?? '') ||
        guide.has(path) ||
        /^(?:cover|cover-?page|title-?page|toc|nav|contents|copyright)$/i.test(item.get('id') ?? '');
      return [{ path, label: labels.get(path) ?? null, furniture }];
    }),
  };
}

/** Fonts may be scrambled in any book; texts only in one that is locked. */
async function refuseLocked(zip: ZipEntries): Promise<void> {
  const encryption = await text(zip, 'META-INF/encryption.xml');
  if (encryption === null && !zip.named.has('META-INF/rights.xml')) return;
  const locked =
    encryption === null ||
    attributes(encryption, 'CipherReference').some((one) => /\.x?html?$/i.test(one.get('URI') ?? ''));
  if (locked)
    throw new Failure(
      'unsupported',
      'The book is locked by its seller (DRM). Only the seller’s own program can open it.',
    );
}

/** Of each document its first name in the table of contents, from EPUB 3's or EPUB 2's. */
async function labelsOf(
  zip: ZipEntries,
  folder: string,
  items: readonly ReadonlyMap<string, string>[],
): Promise<Map<string, string>> {
  const labels = new Map<string, string>();
  const nav = items.find((item) => /(?:^|\s)nav(?:\s|$)/.test(item.get('properties') ?? ''));
  const ncx = items.find((item) => item.get('media-type') === 'application/x-dtbncx+xml');
  for (const [item, form] of [
    [nav, /<a\b[^>]*?\bhref\s*=\s*["']([^"']+)["'][^>]*>([\s\S]{0,1000}?)<\/a>/gi],
    [ncx, /<text[^>]*>([\s\S]{0,1000}?)<\/text>\s*<\/navLabel>\s*<content\b[^>]*?\bsrc\s*=\s*["']([^"']+)["']/gi],
  ] as const) {
    if (!item) continue;
    const path = resolve(folder, item.get('href') ?? '');
    const base = path.slice(0, path.lastIndexOf('/') + 1);
    for (const [, first = '', second = ''] of ((await text(zip, path)) ?? '').matchAll(form)) {
      const [href, label] = item === nav ? [first, second] : [second, first];
      const words = unescaped(label.replace(/<[^>]*>/g, ' '));
      const place = resolve(base, href);
      if (words !== null && !labels.has(place)) labels.set(place, words);
    }
  }
  return labels;
}

/** An entry of the book as text; null when there is none. @throws Failure for one that cannot be read */
async function text(zip: ZipEntries, path: string): Promise<string | null> {
  const entry = zip.named.get(path);
  if (entry === undefined) return null;
  try {
    return latest.decode(await zip.read(entry));
  } catch (error) {
    if (error instanceof Failure) throw new Failure(error.code, `The book cannot be read: “${path}” ${error.message}.`);
    throw error;
  }
}

/**
 * The attributes of all elements of this name, whatever their prefix. The files are small and plain, and read without a
 * parser: no entity is put in, so that none can grow.
 */
function attributes(xml: string, name: string): Map<string, string>[] {
  const found: Map<string, string>[] = [];
  for (const [, inside = ''] of xml.matchAll(new RegExp(`<(?:[\\w-]+:)?${name}(?=[\\s/>])([^<>]*)>`, 'g')))
    found.push(
      new Map(
        [...inside.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key, double, single]) => [
          key!,
          unescaped(double ?? single ?? '') ?? '',
        ]),
      ),
    );
  return found;
}

function element(xml: string, name: string): string | null {
  const found = new RegExp(`<dc:${name}(?:\\s[^<>]*)?>([^<]{1,2000})</dc:${name}>`, 'i').exec(xml);
  return found ? unescaped(found[1]!) : null;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(words: string): string | null {
  const plain = words
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,6}));/gi, (whole, decimal, hex, name) => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : Number.NaN;
      return Number.isNaN(code)
        ? (entities[name] ?? whole)
        : code > 0 && code < 0x110000
          ? String.fromCodePoint(code)
          : '';
    })
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
  return plain === '' ? null : plain;
}

/** A reference as a path in the archive. */
function resolve(folder: string, reference: string): string {
  let path = reference.replace(/[#?].*$/, '');
  try {
    path = decodeURIComponent(path);
  } catch {
    // A lone % stands for itself.
  }
  const steps: string[] = [];
  for (const step of (path.startsWith('/') ? path : folder + path).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}
