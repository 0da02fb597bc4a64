import { createHash } from 'node:crypto';
import { type Meta, metaSchema, noMeta } from '#shared/model/article.ts';
import { type LineBytes, lineSplitter } from '../files/scan-lines.ts';

/** An article as a line of JSONL has it; `id` and `text` are exactly what the line says. */
export interface JsonlArticle {
  id: string;
  text: string;
  /** Kept from lines of our own; otherwise nothing is known. */
  meta: Meta;
}

/** What a line holds, or why it holds no article, in words for the person. Lines are counted from 1. */
export type JsonlLine = { line: number } & ({ article: JsonlArticle } | { fault: string });

/** More than this cannot be one JavaScript string. */
const longestLine = 500_000_000;

/**
 * Reads `{"id","text"}` a line as the bytes come, a line at a time; empty lines are passed over, and what is wrong with a
 * line does not keep the others from being read. What the source throws is thrown.
 */
export async function* readJsonlArticles(source: AsyncIterable<Uint8Array>): AsyncGenerator<JsonlLine> {
  for await (const { line, bytes } of linesOf(source)) {
    if (bytes === null) {
      yield { line, fault: `The line is longer than an article can be (${longestLine.toLocaleString('en')} bytes).` };
      continue;
    }
    let text: string;
    try {
      text = utf8.decode(bytes);
    } catch {
      yield { line, fault: 'The line is not UTF-8. Save the file as UTF-8.' };
      continue;
    }
    if (line === 1) text = text.replace(/^\ufeff/, '');
    if (text.trim() !== '') yield { line, ...read(text) };
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<{ line: number; bytes: LineBytes }> {
  let line = 0;
  let ready: { line: number; bytes: LineBytes }[] = [];
  const splitter = lineSplitter(longestLine, (bytes) => ready.push({ line: ++line, bytes }));
  for await (const { buffer, byteOffset, length } of source) {
    splitter.push(Buffer.from(buffer, byteOffset, length));
    yield* ready;
    ready = [];
  }
  splitter.end();
  yield* ready;
}

function read(line: string): { article: JsonlArticle } | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { fault: `This is not JSON: ${(error as Error).message}.` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { fault: 'The line must hold one JSON object with “id” and “text”.' };
  const { id, text, schema, meta } = value as Record<string, unknown>;
  for (const [name, each] of [
    ['id', id],
    ['text', text],
  ] as const) {
    if (each === undefined) return { fault: `There is no “${name}”.` };
    if (typeof each !== 'string') return { fault: `“${name}” must be text, in quotation marks.` };
    const half = each.search(/\p{Surrogate}/u);
    if (half !== -1)
      return { fault: `“${name}” has half a character at offset ${half} (UTF-16), which no file can hold.` };
  }
  if (id === '') return { fault: '“id” is empty.' };
  const own = schema === 'rapporteur.article/1' ? metaSchema.safeParse(meta) : undefined;
  return { article: { id: id as string, text: text as string, meta: own?.data ?? noMeta } };
}

/** Remembers ids by sixteen bytes of their hashes, so that millions of them take little memory. */
export class SeenIds {
  private table = new Uint32Array(4 * 1024);
  private count = 0;

  /** False when the id was added before. */
  add(id: string): boolean {
    const digest = createHash('sha256').update(id).digest();
    // Never all zeros, which is what an empty place holds.
    const words = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at) | (at === 0 ? 1 : 0)).map((word) => word >>> 0);
    if (!this.put(words)) return false;
    this.count++;
    if (this.count * 8 > this.table.length) this.grow();
    return true;
  }

  private put(words: readonly number[]): boolean {
    const { table } = this;
    for (let at = (words[1]! * 4) % table.length; ; at = (at + 4) % table.length) {
      if (table[at] === 0) {
        table.set(words, at);
        return true;
      }
      if (words.every((word, i) => table[at + i] === word)) return false;
    }
  }

  private grow(): void {
    const before = this.table;
    this.table = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += 4) {
      if (before[at] !== 0) this.put([...before.subarray(at, at + 4)]);
    }
  }
}
