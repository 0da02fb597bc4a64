/** Anything that can be read at a position, as a `FileHandle` can. */
export interface Readable {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
}

/** A line of bytes without its line feed; null when they are more than was allowed. */
export type LineBytes = Buffer | null;

/**
 * Cuts bytes that come in pieces into lines. `ended` is false for a last line that has no line feed.
 * @param each is given bytes that are those of the piece where they lie in one
 */
export function lineSplitter(
  maxBytes: number,
  each: (bytes: LineBytes, offset: number, length: number, ended: boolean) => void,
) {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let start = 0;
  let position = 0;
  const emit = (rest: Buffer, ended: boolean) => {
    const length = heldBytes + rest.length;
    const bytes = length > maxBytes ? null : held.length === 0 ? rest : Buffer.concat([...held, rest]);
    each(bytes, start, length, ended);
    held = [];
    heldBytes = 0;
  };
  return {
    /** The piece may be written over afterwards. */
    push(piece: Buffer) {
      let from = 0;
      for (let feed = piece.indexOf(10); feed !== -1; feed = piece.indexOf(10, from)) {
        emit(piece.subarray(from, feed), true);
        from = feed + 1;
        start = position + from;
      }
      if (from < piece.length) {
        if (heldBytes <= maxBytes) held.push(Buffer.from(piece.subarray(from)));
        heldBytes += piece.length - from;
      }
      position += piece.length;
    },
    /** Gives a last line without a line feed; answers how many bytes came in all. */
    end(): number {
      if (heldBytes > 0) emit(Buffer.alloc(0), false);
      return position;
    },
  };
}

/**
 * Calls `each` for every line of a file (what lies between line feeds), a piece of the file at a time; `bytes` are
 * without the line feed, null when they are more than `maxBytes`, and valid during the call only. `ended` is false for
 * a last line that has no line feed. What `each` throws ends the reading. Returns the size of the file.
 */
export async function scanLines(
  file: Readable,
  maxBytes: number,
  each: (bytes: LineBytes, offset: number, length: number, ended: boolean) => void,
): Promise<number> {
  const chunk = Buffer.allocUnsafe(256 * 1024);
  const lines = lineSplitter(maxBytes, each);
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) return lines.end();
    lines.push(chunk.subarray(0, bytesRead));
    position += bytesRead;
  }
}
