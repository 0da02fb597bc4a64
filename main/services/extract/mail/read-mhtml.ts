import { decodeWords } from 'postal-mime';
import { Failure } from '#shared/contract/failure.ts';
import { webAddress } from '../classify.ts';
import type { Piece, SourceFile } from '../format.ts';
import { otherKind } from '../other-kind.ts';
import { readPage } from '../plain.ts';
import { contentOf, type MimePart, mimeParts } from './mime-parts.ts';

/**
 * The article of a page that a browser saved as one file (MHTML, RFC 2557): Chrome, Edge, Opera, old Internet Explorer.
 * Pictures, frames and styles beside the page are not looked at.
 */
export function* readMhtml({ bytes, how }: SourceFile): Generator<Piece> {
  if (bytes.length === 0) throw new Failure('unsupported', 'The file is empty.');
  const message = mimeParts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (message.headers.size === 0 || !message.headers.has('content-type'))
    throw otherKind(bytes, 'page that a browser saved as one file (MHTML)');
  const page = pageIn(message);
  if (page === null)
    throw new Failure(
      message.complete ? 'unsupported' : 'damaged',
      message.complete
        ? 'The file holds no page, only what stood beside it.'
        : 'The file is not complete: it ends before its page. Save the page again.',
    );
  const content = contentOf(page);
  const { text, blocks, meta, notices, encoding } = readPage(
    content,
    how.encoding,
    page.parameters.get('charset') ?? null,
  );
  const address =
    webAddress(message.headers.get('snapshot-content-location')) ?? webAddress(page.headers.get('content-location'));
  const subject = decodeWords(message.headers.get('subject') ?? '').trim();
  yield {
    part: null,
    source: null,
    text,
    blocks,
    meta: { ...meta, title: meta.title ?? (subject || null), url: meta.url ?? address },
    notices: message.complete ? notices : [...notices, 'The file is not complete: its end is missing.'],
    encoding,
  };
}

/** The page itself: what the message says that it begins with, else its first HTML. */
function pageIn(message: MimePart): MimePart | null {
  const all = flat(message);
  const start = message.parameters.get('start');
  const told = start && all.find(({ headers }) => headers.get('content-id') === start);
  if (told && isPage(told)) return told;
  return all.find(isPage) ?? null;
}

const isPage = ({ type }: MimePart) => type === 'text/html' || type === 'application/xhtml+xml';
const flat = (part: MimePart): MimePart[] => (part.parts.length === 0 ? [part] : part.parts.flatMap(flat));
