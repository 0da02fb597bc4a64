import { posix } from 'node:path';
import { plural } from '#shared/text/wording.ts';
import { bringArticle, pathFault } from '../exchange/import/bring-article.ts';
import { formatOf, formats } from '../extract/formats.ts';
import { sha256 } from '../files/hash.ts';

/** A file that a person dropped or pasted; `name` may have folders of its own before it. */
export interface GivenFile {
  readonly name: string;
  readonly base64: string;
}

/** What came of it: paths in the folder, and what was not written, each with its reason. */
export interface Added {
  added: string[];
  left: { what: string; reason: string }[];
}

/**
 * Writes new files into a corpus folder, each whole or not at all. Names lose what some system cannot have in one, and
 * never lead out of the folder; nothing that is there is overwritten: a file of the same name gets a number, one with the
 * same bytes under the same name is taken for it. What is no kind of article, is empty or too large for its kind, and what
 * the disk refuses, is left with a reason while the others go on.
 * @param root the real path of the folder
 */
export async function addFiles(root: string, files: readonly GivenFile[]): Promise<Added> {
  const added: string[] = [];
  const left: Added['left'] = [];
  for (const { name, base64 } of files) {
    const path = safePath(name);
    const bytes = Buffer.from(base64, 'base64');
    const fault = faultOf(path, bytes);
    const brought =
      fault === null
        ? await bringArticle(root, { path, bytes: bytes.length, sha256: sha256(bytes), read: async () => bytes })
        : { reason: fault };
    if ('path' in brought) added.push(brought.path);
    else left.push({ what: name, reason: brought.reason });
  }
  return { added, left };
}

function faultOf(path: string, bytes: Uint8Array): string | null {
  const format = formatOf(path);
  if (format === null) {
    const endings = formats.flatMap((one) => one.endings.slice(0, 1)).map((ending) => `.${ending}`);
    return `Files of this kind hold no articles that can be read. What can be: ${endings.join(', ')}.`;
  }
  if (bytes.length === 0) return 'It is empty.';
  if (bytes.length > format.largest)
    return `It is ${Math.ceil(bytes.length / 1e6)} MB; of this kind ${plural(Math.floor(format.largest / 1e6), 'megabyte')} can be read.`;
  const fault = pathFault(path);
  return fault === null ? null : `Its name ${fault}.`;
}

/** As long as a part of a path may get, in bytes, with room for a number. */
const longestPart = 180;
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** A path that every system can have, for whatever a file or a folder was called; the ending stays. */
export function safePath(name: string): string {
  const parts = name
    .normalize('NFC')
    .split(/[/\\]+/)
    .map(safePart)
    .filter((part) => part !== '');
  return parts.length === 0 ? 'Article' : parts.join('/');
}

function safePart(part: string): string {
  const cleaned = part
    .replace(/[<>:"|?*\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const named = cleaned === 'node_modules' ? `${cleaned} (folder)` : cleaned.replace(reserved, (word) => `${word}_`);
  const ending = posix.extname(named);
  return `${cut(named.slice(0, named.length - ending.length), longestPart - Buffer.byteLength(ending))}${ending}`;
}

/** As many whole characters as fit into so many bytes of UTF-8. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  let size = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    size += Buffer.byteLength(segment);
    if (size > bytes) break;
    kept += segment;
  }
  return kept.trimEnd();
}
