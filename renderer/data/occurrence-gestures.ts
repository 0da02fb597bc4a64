import type { Edit } from '#shared/changes/change.ts';
import { added } from '#shared/changes/edits.ts';
import type { Article } from '#shared/model/article.ts';
import type { Mode } from '#shared/model/mode.ts';
import type { Mention } from '#shared/model/range.ts';
import type { Reading } from '#shared/model/reading.ts';
import { readingId } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import { occurrencesEngine } from '#shared/text/occurrences.ts';
import { beginArticle, newSpan, type QuotedRange } from './gestures.ts';

/** Being the same words says nothing of how sure the same codes are. */
const confidence = 0.5;

/** A passage of an article that need not be open, as main found it. */
export interface Passage extends QuotedRange {
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
    const reading = readings.get(readingId(article.id, annotator));
    edits.push(...beginArticle(article, { binding, reading, annotator, at }));
  }
  return { spans, edits };
}

function spanOf({ article, passage, mention }: OccurrenceToMark, options: AcceptOccurrences): Span {
  const { like, by, attributed, reason, annotator, at } = options;
  const { start, end } = passage;
  const mode = attributed ? passage.mode : null;
  const stances = by === 'words' ? like.stances : [];
  return {
    ...newSpan(article, passage, { layer: like.layer, mode, annotator, at }),
    speaker: like.speaker,
    mention,
    stances,
    attributes: by === 'words' ? like.attributes : {},
    labels: like.labels,
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
  };
}
