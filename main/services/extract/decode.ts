import iconv from 'iconv-lite';
import { Failure } from '#shared/contract/failure.ts';
import type { Provenance } from '#shared/model/article.ts';
import { controlLimit, controlShare, decodeAs, encodingLabels, guessEncodings } from './guess-encoding.ts';

export interface Decoded {
  /** Without a byte order mark; line ends as in the file. */
  readonly text: string;
  readonly notices: string[];
  readonly encoding: NonNullable<Provenance['encoding']>;
  /** Whether the bytes are the text in UTF-8, byte for byte. */
  readonly exact?: true;
}

const sure = (name: string) => ({ name: name.toLowerCase(), sure: true, chosen: false });

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** What a file begins with when it is no text, whatever its name says. */
const signatures: readonly [bytes: string, what: string][] = [
  ['%PDF-', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive or an office document (docx, xlsx, odt, epub)'],
  ['PK\x05\x06', 'an empty ZIP archive'],
  ['\x89PNG', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['\x1f\x8b', 'a gzip archive'],
  ['BZh', 'a bzip2 archive'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['\xfd7zXZ', 'an xz archive'],
  ['Rar!', 'a RAR archive'],
  ['\xd0\xcf\x11\xe0', 'an old office document (doc, xls, ppt) or mail'],
  ['\x7fELF', 'a program'],
  ['SQLite format 3\0', 'a database'],
  ['{\\rtf', 'an RTF document'],
  ['ID3', 'a sound file'],
  ['OggS', 'a sound file'],
  ['bplist', 'a web archive of Safari'],
];
/** These two letters also begin words: the signature counts only together with bytes that no text has. */
const needsNul = new Set(['BZh', 'ID3', 'GIF8']);

/** Valid multi-byte sequences for each damaged one that still make a file UTF-8 with damage, not another encoding. */
const validPerDamage = 8;

/**
 * Bytes as text: what a person has chosen decides, then a byte order mark, then strict UTF-8, then what the file declares
 * of itself (`declared`), then a guess, which is told as a notice. Throws a `Failure` with `unsupported` for what is no text.
 */
export function decode(
  bytes: Uint8Array,
  declared: (ascii: string) => string | null,
  chosen: string | null = null,
): Decoded {
  if (chosen !== null && canDecode(chosen)) return decodeChosen(bytes, chosen);
  const marked = decodeMarked(bytes);
  if (marked) return marked;
  refuseSignature(bytes);

  const nuls = count(bytes, 0);
  if (nuls > 0) {
    const wide = decodeWideWithoutMark(bytes);
    if (wide) return wide;
    if (nuls > bytes.length * 0.001) throw binary('it holds bytes that no text has');
  }
  const plain = attempt(() => utf8.decode(bytes));
  if (plain !== null) {
    if (plain.includes('\x1b$') || plain.includes('\x1b(')) {
      const japanese = decodeEscaped(bytes);
      if (japanese) return japanese;
    }
    refuseControls(plain);
    return { text: plain, notices: [], encoding: sure('utf-8'), exact: true };
  }
  const damaged = decodeDamagedUtf8(bytes);
  if (damaged) return damaged;

  const name = declared(latin1(bytes.subarray(0, 4096)));
  if (name !== null && !/^utf-?8$/i.test(name) && canDecode(name)) {
    const text = decodeAs(bytes, webName(name));
    if (!text.includes('\uFFFD')) {
      refuseControls(text);
      return { text, notices: [], encoding: sure(webName(name)) };
    }
  }
  return guess(bytes);
}

function decodeMarked(bytes: Uint8Array): Decoded | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    const body = bytes.subarray(3);
    const text = attempt(() => utf8.decode(body)) ?? null;
    if (text !== null) refuseControls(text);
    return text === null
      ? withDamage(lenientUtf8.decode(body), 'UTF-8')
      : { text, notices: [], encoding: sure('utf-8') };
  }
  const wide =
    a === 0xff && b === 0xfe && c === 0 && d === 0 && bytes.length % 4 === 0
      ? { name: 'utf-32le', skip: 4 }
      : a === 0 && b === 0 && c === 0xfe && d === 0xff
        ? { name: 'utf-32be', skip: 4 }
        : a === 0xff && b === 0xfe
          ? { name: 'utf-16le', skip: 2 }
          : a === 0xfe && b === 0xff
            ? { name: 'utf-16be', skip: 2 }
            : null;
  if (!wide) return null;
  const text = wellFormed(iconv.decode(bytes.subarray(wide.skip), wide.name, { stripBOM: false }));
  refuseControls(text);
  return text.includes('\uFFFD')
    ? withDamage(text, wide.name.toUpperCase())
    : { text, notices: [], encoding: sure(wide.name) };
}

/** UTF-16 without a mark has a NUL in every Latin letter and in every line end and space; binaries have no such order. */
function decodeWideWithoutMark(bytes: Uint8Array): Decoded | null {
  if (bytes.length < 4) return null;
  const even = bytes.length % 2 === 0 ? bytes : bytes.subarray(0, bytes.length - 1);
  let best: { text: string; words: string; name: string; share: number } | null = null;
  for (const [name, words] of [
    ['utf-16le', 'UTF-16 (little endian)'],
    ['utf-16be', 'UTF-16 (big endian)'],
  ] as const) {
    const text = wellFormed(iconv.decode(even, name, { stripBOM: false }));
    const share = plausible(text);
    if (share > (best?.share ?? 0.97)) best = { text, words, name, share };
  }
  return (
    best && {
      text: best.text,
      notices: [`Read as ${best.words}, which the file does not say of itself.`],
      encoding: { name: best.name, sure: false, chosen: false },
    }
  );
}

/** The share of characters that ordinary text is made of, in a sample. */
function plausible(text: string): number {
  const sample = Array.from(text.slice(0, 20_000));
  const counts = { space: 0, good: 0 };
  for (const character of sample) {
    if (/[ \n\r\t]/.test(character)) counts.space++;
    else if (
      /[\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{M}\p{N}\p{P}\p{S}]/u.test(
        character,
      ) &&
      character !== '\uFFFD'
    )
      counts.good++;
  }
  if (sample.length > 40 && counts.space === 0) return 0;
  return (counts.space + counts.good) / Math.max(sample.length, 1);
}

function decodeEscaped(bytes: Uint8Array): Decoded | null {
  const text = attempt(() => new TextDecoder('iso-2022-jp', { fatal: true }).decode(bytes));
  return text === null || text.includes('\x1b')
    ? null
    : { text, notices: ['Read as ISO-2022-JP.'], encoding: sure('iso-2022-jp') };
}

function decodeDamagedUtf8(bytes: Uint8Array): Decoded | null {
  const text = lenientUtf8.decode(bytes);
  const damages = text.match(/\uFFFD+/g)?.length ?? 0;
  const valid = text.match(/[^\0-\x7f\uFFFD]+/g)?.length ?? 0;
  const cutAtEnd = damages === 1 && text.endsWith('\uFFFD') && (bytes.at(-1) ?? 0) >= 0x80 && valid > 0;
  if (!cutAtEnd && valid < damages * validPerDamage) return null;
  refuseControls(text);
  return withDamage(text, 'UTF-8');
}

function withDamage(text: string, name: string): Decoded {
  refuseControls(text);
  const damages = text.match(/\uFFFD+/g)?.length ?? 0;
  return {
    text,
    notices: [
      `The file is ${name} with ${damages === 1 ? 'one damaged place' : `${damages} damaged places`}, shown as “\uFFFD”.`,
    ],
    encoding: sure(name),
  };
}

/** Longer bytes that look like no text in any encoding, by `Guess.score`, are none. */
const unlikely = -1;

function guess(bytes: Uint8Array): Decoded {
  for (const { name, score } of guessEncodings(bytes)) {
    const text = decodeAs(bytes, name);
    if (text.includes('\uFFFD') || controlShare(text) > controlLimit) continue;
    if (score < unlikely && bytes.length > 200) break;
    return {
      text,
      notices: [
        `Read as ${name}, a guess: the file is not UTF-8 and does not say what it is. If letters look wrong, choose another encoding, or save it as UTF-8.`,
      ],
      encoding: { name, sure: false, chosen: false },
    };
  }
  throw binary('its bytes are no text in any encoding that Rapporteur knows');
}

const canDecode = (name: string) => encodingLabels.has(name.toLowerCase()) || iconv.encodingExists(name);

function decodeChosen(bytes: Uint8Array, chosen: string): Decoded {
  const name = webName(chosen);
  refuseSignature(bytes);
  const text = wellFormed(decodeAs(bytes, name)).replace(/^\uFEFF/, '');
  const label = encodingLabels.get(name) ?? name;
  if (controlShare(text) > controlLimit)
    throw new Failure(
      'unsupported',
      `Read as ${label}, as chosen, the file holds too many characters that no text has. Choose another encoding.`,
    );
  const damages = text.match(/\uFFFD+/g)?.length ?? 0;
  return {
    text,
    notices:
      damages === 0
        ? []
        : [
            `Read as ${label}, as chosen; ${damages === 1 ? 'one place is' : `${damages} places are`} none of its characters, shown as “\uFFFD”.`,
          ],
    encoding: { name, sure: true, chosen: true },
  };
}

/** An encoding that a file may be in, with how the file would begin. */
export interface EncodingChoice {
  readonly name: string;
  readonly label: string;
  readonly sample: string;
}

/** Characters of a sample, and bytes that are looked at for one. */
const sampleLength = 160;
const sampledBytes = 100_000;

/**
 * The encodings that a file can be read in, the likeliest first, each with a sample of the lines in which they differ.
 * None for bytes that are no text.
 */
export function encodingsOf(bytes: Uint8Array): EncodingChoice[] {
  const part = bytes.length > sampledBytes ? bytes.subarray(0, sampledBytes) : bytes;
  let first: string | null = null;
  try {
    first = decode(part, () => null).encoding.name;
  } catch {
    // Nothing is likeliest then; a person may still recognise it.
  }
  const guessed = guessEncodings(part).map(({ name }) => name);
  const names = new Set([
    ...(first === null ? [] : [first]),
    ...guessed,
    'utf-8',
    'iso-2022-jp',
    'utf-16le',
    'utf-16be',
  ]);
  return [...names].flatMap((name) => {
    const text = wellFormed(decodeAs(part, name)).replace(/^\uFEFF/, '');
    if (name !== first && (controlShare(text) > controlLimit || text.slice(0, -2).includes('\uFFFD'))) return [];
    return [{ name, label: encodingLabels.get(name) ?? name, sample: telling(text) }];
  });
}

/** From the first line on that has something beyond ASCII. */
function telling(text: string): string {
  const beyond = text.search(/[^\0-\x7f]/);
  const line = beyond < 0 ? 0 : text.lastIndexOf('\n', beyond) + 1;
  const start = beyond - line > sampleLength / 2 ? beyond - sampleLength / 4 : line;
  const words = text
    .slice(start, start + sampleLength * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(words).slice(0, sampleLength).join('');
}

/** What web pages and old files call Latin-1 is in truth Windows' superset of it, with curly quotes and dashes. */
function webName(name: string): string {
  const lower = name.toLowerCase();
  if (/^(?:iso-?8859-1|latin-?1|us-ascii|ascii)$/.test(lower)) return 'windows-1252';
  if (/^(?:iso-?8859-9|latin-?5)$/.test(lower)) return 'windows-1254';
  if (/^(?:cp949|windows-949|uhc|ks_c_5601-1987|ksc5601)$/.test(lower)) return 'euc-kr';
  if (/^(?:windows-31j|x-sjis|sjis|shift-jis|cp932|ms_kanji)$/.test(lower)) return 'shift_jis';
  if (/^big5-hkscs$/.test(lower)) return 'big5';
  if (/^gb(?:2312|k)$/.test(lower)) return 'gb18030';
  return lower;
}

function refuseSignature(bytes: Uint8Array): void {
  const head = latin1(bytes.subarray(0, 16));
  const found = signatures.find(([start]) => head.startsWith(start));
  if (!found || (needsNul.has(found[0]) && count(bytes.subarray(0, 4096), 0) === 0)) return;
  throw new Failure(
    'unsupported',
    `The file is ${found[1]}, not text, whatever its name says. Save its text as .txt or .html and put that into the folder.`,
  );
}

function refuseControls(text: string): void {
  if (controlShare(text) > controlLimit) throw binary('it holds too many characters that no text has');
}

const binary = (why: string) =>
  new Failure('unsupported', `The file is not text, whatever its name says: ${why}. Save its text as UTF-8.`);

function count(bytes: Uint8Array, value: number): number {
  let found = 0;
  for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + 1)) found++;
  return found;
}

/** Lone surrogates cannot be written as UTF-8, so that no hash and no export could hold them. */
export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

function attempt(run: () => string): string | null {
  try {
    return run();
  } catch {
    return null;
  }
}
