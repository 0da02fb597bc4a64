import { Failure } from '#shared/contract/failure.ts';
import { openEntries, type ZipEntries } from '../archive/zip-entries.ts';
import { isoDate } from '../dates.ts';
import type { Properties } from '../parts.ts';

/** The parts of a Word document that articles are read from, unpacked and counted; null: there is none. */
export interface WordFiles {
  readonly document: string;
  readonly styles: string | null;
  readonly numbering: string | null;
  readonly footnotes: string | null;
  readonly endnotes: string | null;
  readonly properties: Properties;
  readonly macros: boolean;
}

const limits = {
  entries: 20_000,
  entry: 64 * 1024 * 1024,
  total: 160 * 1024 * 1024,
  ratio: 200,
  unsuspicious: 1024 * 1024,
};

/** Looks into the container (ECMA-376 part 2) before anything reads it. @throws Failure saying what the file is instead */
export async function openWord(bytes: Uint8Array): Promise<WordFiles> {
  refuseOthers(bytes);
  const zip = await openEntries(bytes, 'Word document', limits);
  const types = await textOf(zip, '[Content_Types].xml');
  const rels = await textOf(zip, '_rels/.rels');
  const main = mainPart(rels) ?? 'word/document.xml';
  const document = await textOf(zip, main);
  if (document === null) throw notWord(zip);
  const folder = main.includes('/') ? main.slice(0, main.lastIndexOf('/') + 1) : '';
  return {
    document,
    styles: await textOf(zip, `${folder}styles.xml`),
    numbering: await textOf(zip, `${folder}numbering.xml`),
    footnotes: await textOf(zip, `${folder}footnotes.xml`),
    endnotes: await textOf(zip, `${folder}endnotes.xml`),
    properties: propertiesOf(await textOf(zip, 'docProps/core.xml')),
    macros: /macroEnabled/i.test(types ?? '') || zip.named.has(`${folder}vbaProject.bin`),
  };
}

function refuseOthers(bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.subarray(0, 8).toString('latin1');
  if (head.startsWith('\xd0\xcf\x11\xe0')) {
    // Word keeps a document with a password in a container of the older kind.
    throw new Failure(
      'unsupported',
      buffer.includes(Buffer.from('EncryptedPackage', 'utf16le'))
        ? 'The document is locked with a password. Open it in Word, take the password off, and save it again.'
        : 'The file is a Word document of the old kind (.doc), whatever its name says. Save it as .docx.',
    );
  }
  if (head.startsWith('{\\rtf'))
    throw new Failure('unsupported', 'The file is an RTF document, whatever its name says. Rename it to end in .rtf.');
  if (head.startsWith('%PDF'))
    throw new Failure('unsupported', 'The file is a PDF document, whatever its name says. Rename it to end in .pdf.');
}

async function textOf(zip: ZipEntries, name: string): Promise<string | null> {
  const entry = zip.named.get(name);
  if (entry === undefined) return null;
  try {
    const data = await zip.read(entry);
    const wide =
      data[0] === 0xff && data[1] === 0xfe ? 'utf-16le' : data[0] === 0xfe && data[1] === 0xff ? 'utf-16be' : 'utf-8';
    return new TextDecoder(wide).decode(data);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.code, `In the document “${name}” ${error.message}. It was not read.`, { cause: error });
  }
}

function mainPart(rels: string | null): string | null {
  for (const [tag] of (rels ?? '').matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)) {
    if (!/Type="[^"]*\/officeDocument"/.test(tag)) continue;
    const target = /Target="([^"]*)"/.exec(tag)?.[1];
    if (target !== undefined) return target.replace(/^\//, '');
  }
  return null;
}

function notWord({ named }: ZipEntries): Failure {
  const what = named.has('xl/workbook.xml')
    ? 'an Excel workbook; save the sheet as .csv'
    : named.has('ppt/presentation.xml')
      ? 'a PowerPoint presentation; save its text as .txt'
      : named.has('content.xml')
        ? 'an OpenDocument text; save it as .docx'
        : named.has('META-INF/container.xml')
          ? 'a book; rename it to end in .epub'
          : 'a zip archive without a Word document in it';
  return new Failure('unsupported', `The file is ${what}, whatever its name says.`);
}

/** What programs put where nobody gave a title. */
const noTitle = /^(?:untitled|title|document\d*|microsoft word\b.*|word document|unbenannt|.*\.docx?)$/i;
const noAuthor =
  /^(?:user|admin(?:istrator)?|author|unknown|python-docx|apache poi|openxml|microsoft.*|windows.*|.*@.*)$/i;

function propertiesOf(core: string | null): Properties {
  const value = (name: string) => {
    const found = new RegExp(`<${name}\\b[^>]*>([^<]{1,2000})</${name}>`).exec(core ?? '')?.[1];
    return found === undefined ? null : unescaped(found).replace(/\s+/g, ' ').trim() || null;
  };
  const title = value('dc:title');
  const author = value('dc:creator');
  const created = value('dcterms:created');
  return {
    title: title === null || noTitle.test(title) ? null : title,
    author: author === null || noAuthor.test(author) ? null : author,
    created: created === null ? null : (isoDate(created)?.slice(0, 10) ?? null),
  };
}

const unescaped = (value: string) =>
  value.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '');
const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
