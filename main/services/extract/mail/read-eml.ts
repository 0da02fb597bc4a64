import PostalMime, { type Address, type Attachment, addressParser, decodeWords, type Email } from 'postal-mime';
import { Failure } from '#shared/contract/failure.ts';
import type { Block, Meta, Provenance } from '#shared/model/article.ts';
import { readMembers } from '../archive/read-members.ts';
import { classify, type MarkedPiece } from '../classify.ts';
import { isOutletName } from '../datelines.ts';
import { isoDate } from '../dates.ts';
import { decode } from '../decode.ts';
import type { Piece, SourceFile } from '../format.ts';
import { formatOf } from '../formats.ts';
import { readHtml } from '../html.ts';
import { piecesOf } from '../lines.ts';
import { otherKind } from '../other-kind.ts';
import { plainWords } from '../parts.ts';
import { type ForwardedHead, stretchesOf } from './quotations.ts';

/**
 * A mail (RFC 5322) as an article: its subject is the title, its sender the byline, of its texts the one that says more.
 * What it answers to and signatures are boilerplate; what it forwards is its text. Files attached to it are parts of their
 * own if Rapporteur reads their kind, but for mails and archives; nothing that the mail refers to is fetched.
 */
export async function* readEml({ bytes, how }: SourceFile): AsyncGenerator<Piece> {
  if (bytes.length === 0) throw new Failure('unsupported', 'The file is empty.');
  const { message, encoding } = withCharset(bytes, how.encoding);
  const mail = await parse(message);
  if (
    !['from', 'date', 'subject', 'received', 'to', 'message-id'].some((name) =>
      mail.headers.some(({ key }) => key === name),
    )
  )
    throw otherKind(bytes, 'mail');
  const { attached, others } = attachmentsOf(mail);
  const body = bodyOf(mail);
  if (body === null && attached.length === 0)
    throw new Failure('unsupported', 'The mail has no text and nothing attached that could be read.');
  if (body !== null) {
    const notices = [...body.notices];
    if (others.length > 0)
      notices.push(`Attached, and not read: ${others.slice(0, 10).join(', ')}${others.length > 10 ? ' …' : ''}.`);
    yield {
      part: null,
      source: null,
      text: body.text,
      blocks: body.blocks,
      meta: metaOf(mail, body),
      notices,
      encoding,
    };
  }
  const taken = new Map<string, number>();
  const members = attached.map(({ name, content }) => {
    const times = (taken.get(name.toLowerCase()) ?? 0) + 1;
    taken.set(name.toLowerCase(), times);
    return {
      path: times === 1 ? name : name.replace(/(?=\.[^.]+$)/, ` (${times})`),
      read: async () => {
        const { largest } = formatOf(name)!;
        if (content.length > largest) throw new Failure('too-large', `is larger than ${largest / 1024 / 1024} MB`);
        return content;
      },
    };
  });
  yield* readMembers(members, how, 'mail');
}

async function parse(message: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(message, {
      attachmentEncoding: 'arraybuffer',
      maxNestingDepth: 64,
      maxRfc822NestingDepth: 2,
    });
  } catch (cause) {
    throw new Failure(
      'unsupported',
      'The mail is put together in a way that no mail program does: too many parts lie in each other. It was not read.',
      { cause },
    );
  }
}

const charset = /(;\s*charset\s*=\s*)("[^"\r\n]*"|[^;\s"]+)/i;
/** A text part's type, with the lines that go on with it. */
const textType = /^content-type:[ \t]*text\/(?:plain|html)\b(?:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/gim;

/**
 * The mail with the encoding put in that a person has chosen for its texts, or that is guessed where it has bytes beyond
 * ASCII and does not say which they are.
 */
function withCharset(
  bytes: Uint8Array,
  chosen: string | null,
): { message: Uint8Array; encoding: Provenance['encoding'] } {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (chosen !== null)
    return { message: put(raw, chosen, true), encoding: { name: chosen.toLowerCase(), sure: true, chosen: true } };
  const told = charset.exec(raw.slice(0, 100_000))?.[2]?.replaceAll('"', '').toLowerCase() ?? null;
  if (told !== null || /^[\0-\x7f]*$/.test(raw))
    return { message: bytes, encoding: { name: told ?? 'utf-8', sure: true, chosen: false } };
  try {
    const { encoding } = decode(bytes, () => null);
    if (encoding.name === 'utf-8') return { message: bytes, encoding };
    return { message: put(raw, encoding.name, false), encoding };
  } catch {
    // Attached files may be in it as they are; the texts then are what the mail's parser takes them for.
    return { message: bytes, encoding: null };
  }
}

function put(raw: string, name: string, over: boolean): Uint8Array {
  const typed = raw.replace(textType, (header) =>
    charset.test(header) ? (over ? header.replace(charset, `$1"${name}"`) : header) : `${header}; charset="${name}"`,
  );
  const end = typed.search(/\r?\n\r?\n/);
  const untyped = end >= 0 && !/^content-type:/im.test(typed.slice(0, end));
  return Buffer.from(untyped ? `Content-Type: text/plain; charset="${name}"\r\n${typed}` : typed, 'latin1');
}

interface Body {
  readonly text: string;
  readonly blocks: Block[];
  readonly meta: Meta;
  readonly notices: readonly string[];
  readonly forwarded: ForwardedHead | null;
}

/** The better of the mail's texts: what was made for reading, unless the plain one says clearly more. */
function bodyOf(mail: Email): Body | null {
  const subject = subjectOf(mail.subject);
  const html = mail.html ? fromHtml(mail.html) : null;
  // Without a plain text of its own the library makes one of the HTML.
  const plain = mail.text ? fromText(mail.text, subject) : null;
  if (html === null || plain === null) return html ?? plain;
  return saidIn(plain) > saidIn(html) * 1.3 ? plain : html;
}

const saidIn = ({ blocks }: Body) =>
  blocks.reduce((sum, { kind, start, end }) => (kind === 'boilerplate' ? sum : sum + end - start), 0);

function fromText(source: string, subject: string | null): Body | null {
  const text = plainWords(source);
  if (text === '') return null;
  const { stretches, forwarded } = stretchesOf(text);
  const pieces = stretches.flatMap(({ start, end, aside }) =>
    piecesOf(text, start, end).map(
      (piece): MarkedPiece => ({
        ...piece,
        words: text.slice(piece.start, piece.end),
        known: aside ? 'boilerplate' : isGreeting(text.slice(piece.start, piece.end)) ? 'paragraph' : null,
      }),
    ),
  );
  return { text, ...classify(pieces, forwarded?.subject ?? subject), notices: [], forwarded };
}

function fromHtml(source: string): Body | null {
  const { text, blocks, meta, notices } = readHtml(source);
  if (blocks.length === 0) return null;
  const { stretches, forwarded } = stretchesOf(text);
  const asides = stretches.filter(({ aside }) => aside);
  let at = 0;
  const marked = blocks.map((block): Block => {
    while (at < asides.length && asides[at]!.end < block.end) at++;
    const aside = asides[at] !== undefined && asides[at]!.start <= block.start;
    if (aside) return { ...block, kind: 'boilerplate' };
    const greets = block.kind === 'headline' && isGreeting(text.slice(block.start, block.end));
    return greets ? { ...block, kind: 'paragraph' } : block;
  });
  return { text, blocks: marked, meta, notices, forwarded };
}

/** A line such as “Dear all,” looks like a headline, standing short and by itself above the text. */
const isGreeting = (line: string): boolean =>
  line.length <= 80 &&
  (/^[^.?!]*[,，、]$/.test(line.trim()) ||
    /^(?:dear|hi|hello|good (?:morning|afternoon|evening)|sehr geehrte[rs]?|liebe[rs]?|hallo|guten (?:morgen|tag|abend)|bonjour|madame|monsieur|ch[eè]re?s?|estimad[oa]s?|hola|buen(?:os|as) (?:d[ií]as|tardes)|gentil[ei]|buongiorno|уважаем\p{L}+|добрый день|здравствуйте|各位)(?![\p{L}\p{N}]).{0,60}[!:！：]?$/iu.test(
      line.trim(),
    ));

/** A subject without what answering and forwarding put before it. */
function subjectOf(subject: string | null | undefined): string | null {
  const words = (subject ?? '')
    .replace(/\s+/g, ' ')
    .replace(
      /^(?:\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv|enc|vs|r|i|답장|전달|回复|转发|返信|転送)(?:\[\d+\])?\s*[:：])+/i,
      '',
    )
    .trim();
  return words === '' ? null : words;
}

function metaOf(mail: Email, { meta, forwarded }: Body): Meta {
  const sender = forwarded?.from ? senderOf(addressParser(decodeWords(forwarded.from))[0]) : senderOf(mail.from);
  const outlet = sender !== null && isOutletName(sender);
  return {
    ...meta,
    title: subjectOf(forwarded?.subject) ?? subjectOf(mail.subject) ?? meta.title,
    byline: outlet ? meta.byline : (sender ?? meta.byline),
    outlet: meta.outlet ?? (outlet ? sender : null),
    published: (forwarded?.date ? isoDate(forwarded.date) : null) ?? sentAt(mail) ?? meta.published,
  };
}

function senderOf(from: Address | undefined): string | null {
  if (from === undefined) return null;
  const name = from.name.replace(/\s+/g, ' ').trim();
  return name || from.address || null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** When it was sent, by the sender's clock: told in UTC, a morning in Asia would be the day before. */
function sentAt({ headers, date }: Email): string | null {
  const raw = headers.find(({ key }) => key === 'date')?.value ?? '';
  const found =
    /(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|Z|GMT|UTC?)?/.exec(raw);
  if (!found) return date ? isoDate(date) : null;
  const [, day, name, year, hour, minute, second = '00', zone = ''] = found;
  const two = (digits: string | number) => String(digits).padStart(2, '0');
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone === '' ? '' : 'Z';
  const month = months.indexOf(name!.toLowerCase()) + 1;
  return isoDate(`${year}-${two(month)}-${two(day!)}T${two(hour!)}:${minute}:${second}${offset}`);
}

function attachmentsOf(mail: Email): { attached: { name: string; content: Uint8Array }[]; others: string[] } {
  const attached: { name: string; content: Uint8Array }[] = [];
  const others: string[] = [];
  for (const one of mail.attachments) {
    const name = nameOf(one);
    const format = formatOf(name);
    if (format !== null && !/^(?:zip|eml)\//.test(format.id)) attached.push({ name, content: bytesOf(one) });
    // Pictures that stand in the text are no attachments to its reader.
    else if (one.related !== true && !(one.contentId && one.disposition !== 'attachment')) others.push(name);
  }
  return { attached, others };
}

function nameOf({ filename, mimeType }: Attachment): string {
  const name = (filename ?? '')
    .replace(/[\\/\p{C}]+/gu, '_')
    .replace(/^\.+/, '')
    .trim()
    .slice(0, 200);
  return name || mimeType;
}

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string'
    ? Buffer.from(content)
    : content instanceof Uint8Array
      ? content
      : new Uint8Array(content);
