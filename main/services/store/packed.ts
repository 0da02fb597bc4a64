import type { Block, BlockKind, PageMark } from '#shared/model/article.ts';

/** Blocks as the table `body` keeps them: JSON of `[[start, end, kind], …]`. */
export const blocksOf = (packed: string): Block[] =>
  (JSON.parse(packed) as [number, number, BlockKind][]).map(([start, end, kind]) => ({ start, end, kind }));

/** The other way round; twice as quick as `JSON.stringify` of arrays. */
export function packedBlocks(blocks: readonly Block[]): string {
  let packed = '[';
  for (const { start, end, kind } of blocks) packed += `${packed.length > 1 ? ',[' : '['}${start},${end},"${kind}"]`;
  return `${packed}]`;
}

/** Pages as the table `body` keeps them: JSON of `[[start, label], …]`, or null. */
export const pagesOf = (packed: string | null): PageMark[] | undefined =>
  packed === null ? undefined : (JSON.parse(packed) as [number, string][]).map(([start, label]) => ({ start, label }));

/** A sketch as the table `article` keeps it. */
export const bytesOfSketch = (sketch: Uint32Array | null): Uint8Array | null =>
  sketch && new Uint8Array(sketch.buffer, sketch.byteOffset, sketch.byteLength);

/** A sketch that the table `article` keeps. */
export const sketchOfBytes = (bytes: Uint8Array): Uint32Array => new Uint32Array(Uint8Array.from(bytes).buffer);
