/** Anything that can be read at a position, as a `FileHandle` can. */
export interface Readable {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
}

/**
 * Calls `each` for every line of a file (what lies between line feeds), a piece of the file at a time; `bytes` are
 * without the line feed, null when they are more than `maxBytes`, and valid during the call only. `ended` is false for
 * a last line that has no line feed. What `each` throws ends the reading. Returns the size of the file.
 */
export async function scanLines(
  file: Readable,
  maxBytes: number,
  each: (bytes: Buffer | null, offset: number, length: number, ended: boolean) => void,
): Promise<number> {
  const chunk = Buffer.allocUnsafe(256 * 1024);
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
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) break;
    const part = chunk.subarray(0, bytesRead);
    let from = 0;
    for (let feed = part.indexOf(10); feed !== -1; feed = part.indexOf(10, from)) {
      emit(part.subarray(from, feed), true);
      from = feed + 1;
      start = position + from;
    }
    if (from < bytesRead) {
      if (heldBytes <= maxBytes) held.push(Buffer.from(part.subarray(from)));
      heldBytes += bytesRead - from;
    }
    position += bytesRead;
  }
  if (heldBytes > 0) emit(Buffer.alloc(0), false);
  return position;
}
