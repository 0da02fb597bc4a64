import { stanceOf } from '../../codebook/codebook.ts';
import type { Mention } from '../../model/range.ts';
import type { Span } from '../../model/span.ts';
import { expand } from '../../text/expand.ts';
import { createOffsetMap, type OffsetMap } from '../../text/offsets.ts';
import { compareSpans } from '../../text/order.ts';
import { contextOf, quoteOf } from '../../text/quote.ts';
import { type Bytes, type ByteText, byteTexts, jsonTexts } from './byte-text.ts';
import type { LineText, UsualSpan, UsualWords } from './usual-spans.ts';
import { type LineInput, lineSuggested, sortKeys, targetIn, whyUnwritable } from './write.ts';

/** What all lines of a file have in common. */
export type LineCommon = Pick<LineInput, 'speakers' | 'targets' | 'codebook' | 'codebookScale' | 'unit'> & {
  bytes: Bytes;
};
/** What each line has of its own. Usual spans are those that stand in the text (`standsIn`). */
export interface LineArticle extends Omit<LineInput, keyof LineCommon | 'text' | 'textSha256' | 'spans'> {
  line: LineText;
  spans: readonly (Span | UsualSpan)[];
}

/** Writes the lines of many articles. */
export interface LineTexts {
  /** A text as lines have it; good until the next one is asked for. */
  text(text: string, textSha256: string): LineText;
  /**
   * The bytes of what `toJsonLine` makes of `articleLine`, in pieces: put together, each line would be copied twice on its
   * way to the file.
   * @throws as that does
   */
  article(article: LineArticle): ByteText[];
  /** The bytes of what `toJsonLine` makes of `statementLines`, one line a span. @throws as that does */
  statements(article: LineArticle): ByteText[];
}

/**
 * Writes lines as bytes right away, without the objects between: the same that `articleLine` and `statementLines` give
 * with `toJsonLine`, in a fraction of the time. Words are cut from the text's own JSON; speakers, stances and the codebook
 * are turned into JSON once.
 */
export function createLineTexts(common: LineCommon): LineTexts {
  const { speakers, targets, codebookScale, unit } = common;
  const toBytes = byteTexts(common.bytes);
  const toJsonText = jsonTexts(common.bytes);
  const { name, version, sha256 } = common.codebook;
  const bytes = (value: unknown): ByteText => toBytes(json(value));
  const codebook = bytes({ name, version, sha256 });

  /** A speaker up to where the words stand that name them, and from there on. */
  const speakerParts = remembering((id: string) => {
    const speaker = speakers.get(id);
    const { role = null, affiliation = null, country = null } = speaker ?? {};
    return {
      before: toBytes(`{"id":${json(id)},"name":${json(speaker?.name ?? null)},"mention":`),
      after: toBytes(`,"role":${json(role)},"affiliation":${json(affiliation)},"country":${json(country)}}`),
    };
  });
  const stancesToward = remembering((target: string | null) =>
    remembering((value: string) =>
      bytes({ target: targetIn(targets, target), value, score: stanceOf(codebookScale, value)?.score ?? null }),
    ),
  );

  function speakerText(id: string | null, mention: () => ByteText): ByteText {
    if (id === null) return 'null';
    const { before, after } = speakerParts(id);
    return before + mention() + after;
  }

  const stanceList = remembering((list: ByteText) => stancesText(JSON.parse(`[${list}]`)));
  const stancesText = (stances: Span['stances']): ByteText =>
    stances.map(({ target, value }) => stancesToward(target)(value)).join(',');

  /** `whyUnwritable` has seen that the words are those of the text. */
  const wordsText = (map: OffsetMap, words: Mention | null): ByteText =>
    words === null ? 'null' : `{${rangeText(map, words)},"text":${bytes(words.text)}}`;

  function usualSpanText({ line }: LineArticle, map: OffsetMap, span: UsualSpan): ByteText {
    const { json, places, text } = line;
    const counted = isCountedAlike(line) ? null : map;
    // Lists of several are too many to be remembered.
    const stances = span.stances.includes('},{')
      ? stancesText(JSON.parse(`[${span.stances}]`))
      : stanceList(span.stances);
    const speaker = speakerText(span.speaker, () => usualWordsText(counted, span.mention));
    const { from, to } = contextOf(text, span);
    const prefix = json.slice(places.at(from), places.at(span.start));
    const suffix = json.slice(places.at(span.end), places.at(to));
    return `"layer":${span.layer},${rangeText(counted, span)},"text":"${span.exact}","prefix":"${prefix}","suffix":"${suffix}","speaker":${speaker},"cue":${usualWordsText(counted, span.cue)},"mode":${span.mode},"stances":[${stances}],${span.rest},"suggested":null,"based_on":null,"status":${span.status},"created_at":${span.createdAt},"updated_at":${span.updatedAt}`;
  }

  const idOf = (span: Span | UsualSpan): ByteText => ('exact' in span ? `"${span.id}"` : bytes(span.id));

  /** Whether offsets are those of the records: code points are, where no character is two code units. */
  const isCountedAlike = ({ places }: LineText): boolean => unit === 'utf16' || (unit === 'codepoint' && !places.pairs);
  const mapOf = (line: LineText): OffsetMap => createOffsetMap(line.text, isCountedAlike(line) ? 'utf16' : unit);

  /** The keys of a span after its id. */
  const spanText = (article: LineArticle, map: OffsetMap, span: Span | UsualSpan): ByteText =>
    'exact' in span ? usualSpanText(article, map, span) : anySpanText(article, map, span);

  function anySpanText({ path, line }: LineArticle, map: OffsetMap, span: Span): ByteText {
    const { text } = line;
    const objection = whyUnwritable(line, span);
    if (objection !== null) throw new Error(`${path}: span ${span.id}: ${objection}`);
    const { prefix, suffix } = quoteOf(text, span);
    const speaker = speakerText(span.speaker, () => wordsText(map, span.mention));
    const suggested =
      span.suggested === undefined ? 'null' : json(lineSuggested({ text, speakers, targets }, map, span.suggested));
    const before = `"layer":${json(span.layer)},${rangeText(map, span)},"text":${json(span.quote.exact)},"prefix":${json(prefix)},"suffix":${json(suffix)}`;
    const after = `"attributes":${attributesText(span)},"labels":${listText(span.labels)},"note":${json(span.note)},"confidence":${json(span.confidence)},"annotator":${json(span.annotator)},"origin":${json(span.origin)},"suggested":${suggested},"based_on":${span.basedOn === undefined ? 'null' : listText(span.basedOn)},"status":${json(span.status)},"created_at":${json(span.createdAt)},"updated_at":${json(span.updatedAt)}`;
    return `${toBytes(before)},"speaker":${speaker},"cue":${wordsText(map, span.cue)},"mode":${json(span.mode)},"stances":[${stancesText(span.stances)}],${toBytes(after)}`;
  }

  return {
    text: (text, textSha256) => ({ text, textSha256, ...toJsonText(text) }),
    article(article) {
      const { id, path, sourceSha256, meta, status } = article;
      const { textSha256, json: words } = article.line;
      const map = mapOf(article.line);
      const blocks = article.blocks.map((block) => `{${rangeText(map, block)},"kind":"${block.kind}"}`).join(',');
      const spans = [...article.spans]
        .sort(compareSpans)
        .map((span, i) => `${i === 0 ? '' : ','}{"id":${idOf(span)},${spanText(article, map, span)}}`);
      const source = toBytes(`"id":${json(id)},"source":${json({ path, sha256: sourceSha256 })}`);
      const before = `{"schema":"rapporteur.article/1",${source},"text":"${words}","text_sha256":"${textSha256}","offset_unit":"${unit}","meta":${bytes(metaOf(meta))},"blocks":[${blocks}],"codebook":${codebook},"spans":[`;
      return [before, ...spans, `],"relations":[],"labels":[],"status":"${status}"}\n`].map(escapeLineEnds);
    },
    statements(article) {
      const { id, path, meta, blocks } = article;
      const { text, textSha256 } = article.line;
      const map = mapOf(article.line);
      const about = bytes({ id, path, text_sha256: textSha256, ...metaOf(meta) });
      return [...article.spans].sort(compareSpans).map((span) => {
        const fields = spanText(article, map, span);
        const sentence = expand(text, blocks, span, 'sentence');
        const start = Math.min(sentence.start, span.start);
        const end = Math.max(sentence.end, span.end);
        const line = `{"schema":"rapporteur.statement/1","id":${idOf(span)},"article":${about},"offset_unit":"${unit}",${fields},"sentence":${wordsText(map, { start, end, text: text.slice(start, end) })},"codebook":${codebook}}\n`;
        return escapeLineEnds(line);
      });
    },
  };
}

const json = (value: unknown): string => JSON.stringify(value);

/** @param map null: as they are */
const rangeText = (map: OffsetMap | null, { start, end }: { start: number; end: number }) =>
  map === null ? `"start":${start},"end":${end}` : `"start":${map.fromUtf16(start)},"end":${map.fromUtf16(end)}`;

const usualWordsText = (map: OffsetMap | null, words: UsualWords | null): ByteText =>
  words === null ? 'null' : map === null ? words.whole : `{${rangeText(map, words)},"text":"${words.json}"}`;

/** Of U+0085, U+2028 and U+2029 in bytes; see `toJsonLine`. */
function escapeLineEnds(line: ByteText): ByteText {
  if (!lineEnds.some(([bytes]) => line.includes(bytes))) return line;
  return lineEnds.reduce((escaped, [bytes, written]) => escaped.replaceAll(bytes, written), line);
}

const lineEnds = [
  ['\xc2\x85', '\\u0085'],
  ['\xe2\x80\xa8', '\\u2028'],
  ['\xe2\x80\xa9', '\\u2029'],
] as const;

const listText = (list: readonly string[]): string => (list.length === 0 ? '[]' : json(list));

function attributesText({ attributes }: Span): string {
  for (const _ in attributes) return json(sortKeys(attributes));
  return '{}';
}

const metaOf = ({
  title,
  outlet,
  published,
  page,
  section,
  byline,
  translator,
  language,
  url,
}: LineArticle['meta']) => ({
  ...{ title, outlet, published, page, section, byline, translator, language, url },
});

/** What was made of each key, by a copy of it: one that was cut from a text keeps the whole text. */
function remembering<K extends string | null, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(JSON.parse(JSON.stringify(key)), value);
    }
    return value;
  };
}
