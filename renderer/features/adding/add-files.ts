import type { CallResult } from '#shared/contract/contract.ts';
import type { Link } from '../../data/connect.ts';
import type { DroppedFile } from './dropped.ts';

export type Added = CallResult<'corpus.add'>;

/** A larger file does not go through the window; in bytes. */
export const largestDropped = 40_000_000;
/** So much is sent at once: the window stays quick, and no call is larger than hosts take. */
const portion = { bytes: 24_000_000, files: 200 };
/** Milliseconds for one portion; drives may be slow. */
const deadline = 120_000;

/** Sends files to be written into the folder, a portion at a time; `told` after each how many have been. */
export async function addDropped(
  link: Link,
  files: readonly DroppedFile[],
  folder: string,
  told: (done: number) => void,
): Promise<Added> {
  const result: Added = { added: [], left: [] };
  let waiting: { name: string; base64: string }[] = [];
  let size = 0;
  const send = async () => {
    if (waiting.length === 0) return;
    const { added, left } = await link.call('corpus.add', { files: waiting }, deadline);
    result.added.push(...added);
    result.left.push(...left.map(({ what, reason }) => ({ what: what.replace(`${folder}/`, ''), reason })));
    waiting = [];
    size = 0;
  };
  for (const [i, { path, file }] of files.entries()) {
    const name = `${folder}/${path}`;
    const leave = (reason: string) => result.left.push({ what: path, reason });
    if (file.size > largestDropped)
      leave(
        `It is ${Math.round(file.size / 1e6)} MB, more than can be dropped. Copy it into the folder by hand; F5 reads it.`,
      );
    else if (name.length > 255) leave('Its name with its folders is too long. Copy it into the folder by hand.');
    else {
      try {
        waiting.push({ name, base64: await base64Of(file) });
        size += file.size;
      } catch (error) {
        leave(`It cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (size >= portion.bytes || waiting.length >= portion.files) await send();
    told(i + 1);
  }
  await send();
  return result;
}

/** A file's bytes as the contract takes them. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('it was not read'));
    reader.readAsDataURL(file);
  });
}
