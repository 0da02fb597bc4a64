import type { Edit } from '#shared/changes/change.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { Article } from '#shared/model/article.ts';
import type { Mode } from '#shared/model/mode.ts';
import type { Mention, Range } from '#shared/model/range.ts';
import type { Reading } from '#shared/model/reading.ts';
import { readingId } from '#shared/model/reading.ts';
import type { QuoteSelector, Span } from '#shared/model/span.ts';
import { occurrencesEngine } from '#shared/text/occurrences.ts';
import { setReadingStatus } from './gestures.ts';
import { newId } from './ids.ts';

/** Being the same words says nothing of how sure the same codes are. */
const confidence = 0.5;

/** A passage of an article that need not be open, as main found it. */
export interface Passage extends Range {
  quote: QuoteSelector;
  mode: Mode;
}

/** A passage to be marked as another span is. */
export interface OccurrenceToMark {
  article: Article;
  passage: Passage;
  /** The words that name the speaker, where a name was searched for. */
  mention: Mention | null;
}

export interface AcceptOccurrences {
  occurrences: readonly OccurrenceToMark[];
  /** The span whose words, or whose speaker's names, were searched for. */
  like: Span;
  /** What was searched for: it decides what is copied from `like`. */
  by: 'words' | 'names';
  /** Whether spans of the layer have a speaker and a mode. */
  attributed: boolean;
  /** Why they were found, in words for a person. */
  reason: string;
  /** The annotator's id. */
  annotator: string;
  at: string;
  /** The articles' bindings and the annotator's readings as they are now, by their ids. */
  bindings: ReadonlyMap<string, Article>;
  readings: ReadonlyMap<string, Reading>;
}

/**
 * Marks passages on the layer of another span with its labels and speaker; where they are the same words, with its
 * stances and attributes, too. Binding and reading as for `markSpan`, once an article.
 */
export function acceptOccurrences(options: AcceptOccurrences): { spans: Span[]; edits: Edit[] } {
  const { occurrences, annotator, at, bindings, readings } = options;
  const spans: Span[] = [];
  const edits: Edit[] = [];
  const bound = new Set<string>();
  for (const occurrence of occurrences) {
    const { article } = occurrence;
    const span = spanOf(occurrence, options);
    spans.push(span);
    edits.push(added('span', span));
    if (bound.has(article.id)) continue;
    bound.add(article.id);
    const binding = bindings.get(article.id);
    const edit = binding ? changed('article', binding, article) : added('article', article);
    if (edit) edits.push(edit);
    const reading = readings.get(readingId(article.id, annotator));
    if ((reading?.status ?? 'unread') === 'unread')
      edits.push(...setReadingStatus(reading, { article: article.id, annotator, status: 'in-progress', at }));
  }
  return { spans, edits };
}

function spanOf({ article, passage, mention }: OccurrenceToMark, options: AcceptOccurrences): Span {
  const { like, by, attributed, reason, annotator, at } = options;
  const { start, end, quote } = passage;
  const mode = attributed ? passage.mode : null;
  const stances = by === 'words' ? like.stances : [];
  return {
    id: newId('s'),
    article: article.id,
    textSha256: article.textSha256,
    layer: like.layer,
    start,
    end,
    quote,
    speaker: like.speaker,
    mention,
    cue: null,
    mode,
    stances,
    attributes: by === 'words' ? like.attributes : {},
    labels: like.labels,
    note: null,
    confidence: null,
    annotator,
    origin: 'accepted',
    suggested: {
      start,
      end,
      mode,
      cue: null,
      mention,
      speaker: like.speaker,
      newSpeaker: null,
      stances,
      confidence,
      reasons: [reason],
      engine: occurrencesEngine,
    },
    status: 'draft',
    createdAt: at,
    updatedAt: at,
  };
}

/** Keeps a passage from being offered to the annotator for this layer again, whatever is searched for. */
export function rejectOccurrence(options: {
  article: Article;
  passage: Pick<Passage, 'start' | 'end' | 'quote'>;
  layer: string;
  annotator: string;
  at: string;
}): Edit[] {
  const { article, passage, layer, annotator, at } = options;
  const { start, end, quote } = passage;
  return [
    added('rejection', {
      id: newId('r'),
      article: article.id,
      textSha256: article.textSha256,
      annotator,
      layer,
      start,
      end,
      quote,
      of: 'occurrence',
      at,
    }),
  ];
}
