/** A part of a message that holds parts, or a message of one part (RFC 2045 and 2046). */
export interface MimePart {
  /** By their names in small letters; of several, the first. Unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  /** Such as `text/html`, in small letters. */
  readonly type: string;
  /** Of the type, by their names in small letters. */
  readonly parameters: ReadonlyMap<string, string>;
  /** As it stands in the message, before it is decoded. */
  readonly body: Buffer;
  readonly parts: readonly MimePart[];
  /** Whether the last part's end is marked, as in a file that is whole. */
  readonly complete: boolean;
}

/** Parts in parts, and parts altogether. */
const deepest = 6;
const mostParts = 20_000;

/** The parts of a message, from its first header on. Never throws: what is no message has no headers. */
export function mimeParts(message: Buffer): MimePart {
  return partOf(message, 0, { left: mostParts });
}

function partOf(bytes: Buffer, depth: number, budget: { left: number }): MimePart {
  const { headers, body } = split(bytes);
  const { value, parameters } = parametersOf(headers.get('content-type') ?? 'text/plain');
  const boundary = parameters.get('boundary');
  const parts: MimePart[] = [];
  let complete = true;
  if (value.startsWith('multipart/') && boundary && depth < deepest) {
    const found = cut(body, boundary);
    complete = found.complete;
    for (const one of found.parts) if (budget.left-- > 0) parts.push(partOf(one, depth + 1, budget));
  }
  return { headers, type: value, parameters, body, parts, complete };
}

function split(bytes: Buffer): { headers: Map<string, string>; body: Buffer } {
  const headers = new Map<string, string>();
  let at = 0;
  let name = '';
  while (at < bytes.length) {
    const found = bytes.indexOf(10, at);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(at, end).toString('latin1').replace(/\r$/, '');
    at = end + 1;
    if (line === '') break;
    const header = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/.exec(line);
    if (/^[ \t]/.test(line) && name !== '') headers.set(name, `${headers.get(name)} ${line.trim()}`);
    else if (header) {
      name = headers.has(header[1]!.toLowerCase()) ? '' : header[1]!.toLowerCase();
      if (name !== '') headers.set(name, header[2]!.trim());
    } else if (headers.size === 0) return { headers, body: bytes };
  }
  return { headers, body: bytes.subarray(Math.min(at, bytes.length)) };
}

function cut(body: Buffer, boundary: string): { parts: Buffer[]; complete: boolean } {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Buffer[] = [];
  let start = -1;
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) {
    if (at > 0 && body[at - 1] !== 10) continue;
    const after = at + mark.length;
    const next = body.subarray(after, after + 2).toString('latin1');
    if (!/^(?:--|[ \t\r\n]|$)/.test(next)) continue;
    // The line end before the boundary belongs to it.
    if (start >= 0) parts.push(body.subarray(start, at - (body[at - 2] === 13 ? 2 : 1)));
    if (next === '--') return { parts, complete: true };
    const line = body.indexOf(10, after);
    start = line < 0 ? body.length : line + 1;
  }
  if (start >= 0) parts.push(body.subarray(start));
  return { parts, complete: false };
}

function parametersOf(header: string): { value: string; parameters: Map<string, string> } {
  const parameters = new Map<string, string>();
  for (const [, name, quoted, bare] of header.matchAll(/;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g))
    parameters.set(name!.toLowerCase(), (quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '').trim());
  return { value: (header.split(';')[0] ?? '').trim().toLowerCase(), parameters };
}

/** A part's own bytes: base64 and quoted-printable undone, as `Content-Transfer-Encoding` says. */
export function contentOf({ headers, body }: MimePart): Buffer {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? '';
  if (encoding.startsWith('base64')) return Buffer.from(body.toString('latin1'), 'base64');
  return encoding.startsWith('quoted-printable') ? unquoted(body) : body;
}

function unquoted(body: Buffer): Buffer {
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]!;
    if (byte !== 0x3d) {
      out[length++] = byte;
      continue;
    }
    const [high, low] = [hexValue(body[at + 1]), hexValue(body[at + 2])];
    if (high >= 0 && low >= 0) {
      out[length++] = high * 16 + low;
      at += 2;
      continue;
    }
    // A soft line end, with blanks before it that some program added.
    let end = at + 1;
    while (body[end] === 0x20 || body[end] === 9 || body[end] === 13) end++;
    if (body[end] === 10 || end >= body.length) at = end;
    else out[length++] = byte;
  }
  return out.subarray(0, length);
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
