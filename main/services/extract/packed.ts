import { deserialize, serialize } from 'node:v8';
import { threadId } from 'node:worker_threads';
import type { ReadArticle } from './job.ts';

/** An article as it goes to the store. */
export interface PackedArticle extends Omit<ReadArticle, 'text'> {
  /** UTF-16 code units of its text. */
  readonly length: number;
}

/** Articles as they go from thread to thread: who passes them on need not read them. */
export interface Packed {
  /** Articles of several files in one piece of shared memory, as `pack` writes them; what names it in this process. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  readonly name: string;
  /** Which of the files' articles these are. */
  readonly at: number;
  /** UTF-16 code units of text. */
  readonly characters: number;
}

let packs = 0;

/** One piece of memory for the articles of several files: handing many on costs more than copying them. */
export function pack(files: readonly (readonly ReadArticle[])[]): Packed[] {
  const written = serialize(files.map((articles) => articles.map(packed)));
  const bytes = new Uint8Array(new SharedArrayBuffer(written.length));
  bytes.set(written);
  const name = `${threadId} ${packs++}`;
  return files.map((articles, at) => ({ bytes, name, at, characters: charactersOf(articles) }));
}

const packed = ({ text, ...rest }: ReadArticle): PackedArticle => ({ length: text.length, ...rest });

export const charactersOf = (articles: readonly ReadArticle[]): number =>
  articles.reduce((sum, { text }) => sum + text.length, 0);

/** Reads what `pack` wrote. Two readers' files come in turns, so the latest pieces are kept as they were read. */
export class Unpacking {
  private readonly latest = new Map<string, (readonly PackedArticle[])[]>();

  articles({ bytes, name, at }: Packed): readonly PackedArticle[] {
    let files = this.latest.get(name);
    if (files === undefined) {
      // What is read refers to its memory, which other programs' code may not take from shared memory.
      files = deserialize(Buffer.from(bytes)) as (readonly PackedArticle[])[];
      this.latest.set(name, files);
      for (const oldest of this.latest.keys()) {
        if (this.latest.size <= mostPieces) break;
        this.latest.delete(oldest);
      }
    }
    return files[at] ?? [];
  }
}

const mostPieces = 4;
