import { type ArticleLine, type LineSpan, type LineWords, lineSpanSchema } from '#shared/formats/jsonl/article-line.ts';
import { type Fault, validateLine } from '#shared/formats/jsonl/validate.ts';
import { type Article, noMeta } from '#shared/model/article.ts';
import type { Mention } from '#shared/model/range.ts';
import type { Span } from '#shared/model/span.ts';
import type { Suggested } from '#shared/model/suggested.ts';
import { createOffsetMap, type OffsetMap } from '#shared/text/offsets.ts';
import { compareSpans } from '#shared/text/order.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { sha256 } from '../../files/hash.ts';

/** What a line of `rapporteur.article/1` holds that can be taken in. */
export interface LineContent {
  article: Article;
  /** In UTF-16 code units of the line's own text, with the line's span that each was made of. */
  spans: { span: Span; line: LineSpan }[];
  /** Suggestions that nobody has accepted. */
  suggested: number;
  /** The text is not the one that `text_sha256` speaks of. */
  altered: boolean;
}

type Tell = (field: string, message: string) => void;

/**
 * Reads one line, without its line feed and byte order mark. What is wrong with a span, or with the line as a whole, is
 * told with its field, and that span, or the line, is left out: null when nothing of it can be used. What taking in does
 * not need (blocks, relations, codebook, …) may be missing or wrong.
 * @param as whose the spans are that do not say
 */
export function readArticleLine(text: string, as: string | null, tell: Tell): LineContent | null {
  const value = objectIn(text);
  if (value?.schema === 'rapporteur.statement/1') {
    tell('schema', 'It is a statement without its article’s text. Export with one article a line, and take that in.');
    return null;
  }
  if (value === null || value.schema !== 'rapporteur.article/1') {
    for (const { field, message } of faultsOf(text)) tell(field, message);
    return null;
  }
  const half = typeof value.text === 'string' ? value.text.search(/\p{Surrogate}/u) : -1;
  if (half !== -1) {
    tell('text', `It has half a character at offset ${half} (UTF-16), which no file can hold.`);
    return null;
  }
  const stated = value.text_sha256;
  const textSha256 = typeof value.text === 'string' ? sha256(value.text) : null;
  const listed = Array.isArray(value.spans) ? value.spans : null;
  let spans = (listed ?? [])
    .map((span, at) => ({ at, span: signed(span, as) }))
    .filter(({ span }) => (span as Partial<LineSpan> | null)?.origin !== 'suggested');
  const suggested = (listed?.length ?? 0) - spans.length;
  const line = {
    offset_unit: 'codepoint',
    ...value,
    text_sha256: textSha256 ?? stated,
    ...(listed === null ? {} : { spans: [] as unknown[] }),
    ...{ meta: noMeta, blocks: [], relations: [], labels: [], status: 'unread' },
    codebook: { name: 'any', version: 1, sha256: ''.padEnd(64, '0') },
  };
  // Spans of the right form are put in order, which is a promise to programs and no matter here.
  const whole = spans.filter(({ span }) => lineSpanSchema.safeParse(span).success);
  whole.sort((a, b) => compareSpans(a.span as LineSpan, b.span as LineSpan));
  const isWhole = new Set(whole);
  spans = [...spans.filter((span) => !isWhole.has(span)), ...whole];
  for (;;) {
    const faults = faultsOf(JSON.stringify(listed === null ? line : { ...line, spans: spans.map(({ span }) => span) }));
    if (faults.length === 0) break;
    const failed = new Set<number>();
    for (const { field, message } of faults) {
      const place = /^spans\[(\d+)\]/.exec(field);
      const span = place === null ? undefined : spans[Number(place[1])];
      if (place === null || span === undefined) {
        tell(field, message);
        return null;
      }
      failed.add(Number(place[1]));
      tell(`spans[${span.at}]${field.slice(place[0].length)}`, explained(field, message));
    }
    spans = spans.filter((_, at) => !failed.has(at));
  }
  const { id, source, text: words, offset_unit } = line as unknown as ArticleLine;
  const map = createOffsetMap(words, offset_unit);
  const meta = value.meta as { title?: unknown } | undefined;
  const title = typeof meta?.title === 'string' ? meta.title : null;
  const article = {
    id,
    path: source.path,
    sourceSha256: source.sha256,
    textSha256: textSha256 as string,
    length: words.length,
    title,
  };
  return {
    article,
    spans: spans.map(({ span }) => ({ line: span as LineSpan, span: spanOf(article, words, map, span as LineSpan) })),
    suggested,
    altered: typeof stated === 'string' && stated !== textSha256,
  };
}

const faultsOf = (text: string): Fault[] => {
  const result = validateLine(text, 1);
  return Array.isArray(result) ? result : [];
};

const explained = (field: string, message: string) =>
  field.endsWith('].annotator') ? `${message} Say whose these spans are, and take the file in again.` : message;

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function signed(span: unknown, as: string | null): unknown {
  if (as === null || typeof span !== 'object' || span === null) return span;
  const { annotator } = span as { annotator?: unknown };
  return annotator === undefined || annotator === null || annotator === '' ? { ...span, annotator: as } : span;
}

function spanOf(article: Article, text: string, map: OffsetMap, line: LineSpan): Span {
  const rangeOf = ({ start, end }: { start: number; end: number }) => ({
    start: map.toUtf16(start),
    end: map.toUtf16(end),
  });
  const wordsOf = (words: LineWords | null | undefined): Mention | null =>
    words ? { ...rangeOf(words), text: words.text } : null;
  const stancesOf = (stances: readonly { target: { id: string } | null; value: string }[]) =>
    stances.map(({ target, value }) => ({ target: target?.id ?? null, value }));
  const range = rangeOf(line);
  const { suggested } = line;
  return {
    id: line.id,
    article: article.id,
    textSha256: article.textSha256,
    layer: line.layer,
    ...range,
    quote: quoteOf(text, range),
    speaker: speakerIn(line),
    mention: wordsOf(line.speaker?.mention),
    cue: wordsOf(line.cue),
    mode: line.mode,
    stances: stancesOf(line.stances),
    attributes: line.attributes,
    labels: line.labels,
    note: line.note,
    confidence: line.confidence,
    annotator: line.annotator,
    origin: line.origin,
    ...(suggested
      ? {
          suggested: {
            ...rangeOf(suggested),
            mode: suggested.mode as Suggested['mode'],
            cue: wordsOf(suggested.cue),
            mention: wordsOf(suggested.mention),
            speaker: suggested.speaker?.id ?? null,
            newSpeaker: suggested.new_speaker,
            stances: stancesOf(suggested.stances),
            confidence: suggested.confidence,
            reasons: suggested.reasons,
            engine: suggested.engine,
          },
        }
      : {}),
    ...(line.based_on ? { basedOn: line.based_on } : {}),
    status: line.status,
    createdAt: instantIn(line.created_at),
    updatedAt: instantIn(line.updated_at),
  };
}

/** The registry's id of a line's speaker; one that has a name only gets an id that is the same wherever the name is. */
function speakerIn({ speaker }: LineSpan): string | null {
  if (speaker === null) return null;
  if (speaker.id !== null) return speaker.id;
  const name = speaker.name?.trim();
  return name ? `p_${sha256(name.normalize('NFC')).slice(0, 24)}` : null;
}

const instantIn = (time: string): string => new Date(time).toISOString();
