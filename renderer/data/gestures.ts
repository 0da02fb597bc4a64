import type { Edit } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Article } from '#shared/model/article.ts';
import { type Assistance, defaultAssistance } from '#shared/model/assistance.ts';
import { sameJson } from '#shared/model/json.ts';
import type { Mode } from '#shared/model/mode.ts';
import type { Mention, Range } from '#shared/model/range.ts';
import { type Reading, type ReadingStatus, readingId } from '#shared/model/reading.ts';
import type { Rejection } from '#shared/model/rejection.ts';
import type { QuoteSelector, Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Stance } from '#shared/model/stance.ts';
import type { Suggested } from '#shared/model/suggested.ts';
import type { Target } from '#shared/model/target.ts';
import { engine, type ProposedSpeaker, type Suggestion } from '#shared/suggest/suggestion.ts';
import { occurrencesEngine } from '#shared/text/occurrences.ts';
import { mentionOf, quoteOf } from '#shared/text/quote.ts';
import { newId } from './ids.ts';

/*
 * What a person does, as edits of records: pure functions from records to edits. `at` is the time in ISO 8601. An empty
 * list means that nothing would change.
 */

/**
 * So many decisions are taken at once at most: they are one change, which is written and undone in one transaction each,
 * within seconds on a machine that is busy, too, and may not be larger than the journal takes.
 */
export const mostAtOnce = 500;

export interface MarkOptions {
  article: ArticleText;
  /** The article's path in the corpus. */
  path: string;
  /** UTF-16 code units into the article's text. */
  range: Range;
  layer: string;
  mode: Mode | null;
  /** The annotator's id. */
  annotator: string;
  at: string;
  /** The binding of the article to its file, and the annotator's reading of it, as they are now. */
  binding: Article | null | undefined;
  reading: Reading | null | undefined;
}

/**
 * Marks a passage: the span, without a speaker; the article's binding to its file when this is the first mark in it; and
 * the article is in progress if it was unread. RangeError when the range is empty or not within the text.
 */
export function markSpan(options: MarkOptions): { span: Span; edits: Edit[] } {
  const { article, range } = options;
  if (range.end <= range.start) throw new RangeError('A mark needs at least one character');
  const { id, sourceSha256, textSha256, meta, text } = article;
  const bound = { id, path: options.path, sourceSha256, textSha256, length: text.length, title: meta.title };
  const span = newSpan(bound, { ...range, quote: quoteOf(article.text, range) }, options);
  return { span, edits: [added('span', span), ...beginArticle(bound, options)] };
}

/** A range of an article's text with its words, wherever the text itself is. */
export interface QuotedRange extends Range {
  quote: QuoteSelector;
}

/** A span on a passage, of which nothing is known yet but its layer and its mode. */
export function newSpan(
  article: Pick<Article, 'id' | 'textSha256'>,
  { start, end, quote }: QuotedRange,
  { layer, mode, annotator, at }: Pick<MarkOptions, 'layer' | 'mode' | 'annotator' | 'at'>,
): Span {
  return {
    id: newId('s'),
    article: article.id,
    textSha256: article.textSha256,
    layer,
    start,
    end,
    quote,
    speaker: null,
    mention: null,
    cue: null,
    mode,
    stances: [],
    attributes: {},
    labels: [],
    note: null,
    confidence: null,
    annotator,
    origin: 'manual',
    status: 'draft',
    createdAt: at,
    updatedAt: at,
  };
}

/**
 * What comes with a mark in an article: its binding to its file, or the binding's correction when file or text have
 * changed; and the article is in progress if it was unread.
 */
export function beginArticle(
  article: Article,
  { binding, reading, annotator, at }: Pick<MarkOptions, 'binding' | 'reading' | 'annotator' | 'at'>,
): Edit[] {
  return [
    ...list(binding ? changed('article', binding, article) : added('article', article)),
    ...((reading?.status ?? 'unread') === 'unread'
      ? setReadingStatus(reading, { article: article.id, annotator, status: 'in-progress', at })
      : []),
  ];
}

export interface AcceptOptions extends Omit<MarkOptions, 'range' | 'layer' | 'mode'> {
  suggestion: Suggestion;
  /** What the person takes instead of the passage that was suggested, in UTF-16 code units into the article's text. */
  range?: Range;
  /** Whom the person names instead of whom was suggested; null: nobody yet. */
  speaker?: string | null;
  /** The registry’s entry of a name that was suggested as new and has got one since. */
  entryOf?: (name: string) => string | undefined;
}

/**
 * Makes a suggestion the annotator's own: the span with what was suggested kept beside it; the registry's entry, when
 * its speaker was to be a new one; binding and reading as for `markSpan`. A choice between speakers that nobody has made
 * leaves the speaker open. RangeError when the range is not within the text.
 */
export function acceptSuggestion(options: AcceptOptions): { span: Span; speaker: Speaker | null; edits: Edit[] } {
  const { suggestion, range = suggestion } = options;
  const { speaker, edits } = speakerOf(options);
  const marked = markSpan({ ...options, range, layer: suggestion.layer, mode: suggestion.mode });
  const span: Span = {
    ...marked.span,
    speaker,
    mention: suggestion.mention && mentionOf(options.article.text, suggestion.mention),
    cue: suggestion.cue && mentionOf(options.article.text, suggestion.cue),
    stances: distinct(suggestion.stances.map(({ target, value }) => ({ target, value }))),
    origin: 'accepted',
    suggested: suggestedOf(suggestion),
  };
  const [created] = edits;
  return {
    span,
    speaker: created ? (created.after as Speaker) : null,
    edits: [...edits, ...marked.edits.map((edit) => (edit.kind === 'span' ? added('span', span) : edit))],
  };
}

/** As `acceptSuggestion` for many at once; a new speaker of several is created once. */
export function acceptSuggestions(
  options: Omit<AcceptOptions, 'suggestion' | 'range' | 'speaker'> & { suggestions: readonly Suggestion[] },
): { spans: Span[]; speakers: Speaker[]; edits: Edit[] } {
  const spans: Span[] = [];
  const created = new Map<string, Speaker>();
  const edits: Edit[] = [];
  for (const suggestion of options.suggestions) {
    const accepted = acceptSuggestion({
      ...options,
      suggestion,
      entryOf: (name) => created.get(name)?.id ?? options.entryOf?.(name),
    });
    if (accepted.speaker) created.set(accepted.speaker.name, accepted.speaker);
    // Binding and reading are made once, with the first.
    edits.push(
      ...(spans.length === 0
        ? accepted.edits
        : accepted.edits.filter(({ kind }) => kind === 'span' || kind === 'speaker')),
    );
    spans.push(accepted.span);
  }
  return { spans, speakers: [...created.values()], edits };
}

function speakerOf({ suggestion, speaker, entryOf }: AcceptOptions): { speaker: string | null; edits: Edit[] } {
  if (speaker !== undefined) return { speaker, edits: [] };
  if (suggestion.speaker.how === 'known') return { speaker: suggestion.speaker.id, edits: [] };
  if (suggestion.speaker.how !== 'new') return { speaker: null, edits: [] };
  const { proposal } = suggestion.speaker;
  const there = entryOf?.(proposal.name.trim());
  if (there !== undefined) return { speaker: there, edits: [] };
  const created = createSpeaker(fieldsOf(proposal));
  return { speaker: created.speaker.id, edits: created.edits };
}

const fieldsOf = ({ name, kind, aliases, role, affiliation, country }: ProposedSpeaker): SpeakerFields => ({
  name,
  kind,
  aliases,
  role,
  affiliation,
  country,
});

const suggestedOf = ({
  start,
  end,
  mode,
  cue,
  mention,
  speaker,
  stances,
  confidence,
  reasons,
}: Suggestion): Suggested => ({
  start,
  end,
  mode,
  cue,
  mention,
  speaker: speaker.how === 'known' ? speaker.id : null,
  newSpeaker: speaker.how === 'new' ? speaker.proposal.name : null,
  stances: stances.map(({ target, value }) => ({ target, value })),
  confidence,
  reasons,
  engine,
});

/** Keeps passages from being suggested to the annotator again. RangeError when one is not within the text. */
export function rejectSuggestions(options: {
  article: ArticleText;
  /** UTF-16 code units into the article's text. */
  passages: readonly Range[];
  layer: string;
  /** The annotator's id. */
  annotator: string;
  at: string;
}): Edit[] {
  const { article, passages, layer, annotator, at } = options;
  return passages.map(({ start, end }) =>
    rejectPassage(article, { start, end, quote: quoteOf(article.text, { start, end }) }, { layer, annotator, at }),
  );
}

/** Keeps a passage from being offered to the annotator for a layer again, as a suggestion or as a place of words. */
export function rejectPassage(
  article: Pick<Article, 'id' | 'textSha256'>,
  { start, end, quote }: QuotedRange,
  by: Pick<Rejection, 'layer' | 'annotator' | 'at'> & { of?: Rejection['of'] },
): Edit {
  const { layer, annotator, of = 'suggestion', at } = by;
  return added('rejection', {
    id: newId('r'),
    article: article.id,
    textSha256: article.textSha256,
    annotator,
    layer,
    start,
    end,
    quote,
    of,
    at,
  });
}

/**
 * Deletes a span; one that came from a suggestion is rejected as well, or it would be suggested again on the spot.
 * @param article the text as it is now
 */
export function deleteOwnSpan(span: Span, article: ArticleText, at: string): Edit[] {
  const { suggested, annotator, textSha256 } = span;
  // Occurrences of words are looked for when somebody asks, and are not suggested.
  if (!suggested || suggested.engine === occurrencesEngine) return deleteSpan(span);
  const layer = 'statement';
  if (textSha256 === article.textSha256 && suggested.end <= article.text.length)
    return [...deleteSpan(span), ...rejectSuggestions({ article, passages: [suggested], layer, annotator, at })];
  // What was suggested stands in a text that is not there any more: the span's own words find the place.
  return [...deleteSpan(span), rejectPassage({ id: span.article, textSha256 }, span, { layer, annotator, at })];
}

/** Changes what an annotator lets the app suggest in this folder. */
export function setAssistance(
  now: Assistance | null | undefined,
  annotator: string,
  fields: Partial<Omit<Assistance, 'id' | 'updatedAt'>>,
  at: string,
): Edit[] {
  if (!now) return [added('assistance', { ...defaultAssistance, ...fields, id: annotator, updatedAt: at })];
  return changed('assistance', now, fields) === undefined
    ? []
    : list(changed('assistance', now, { ...fields, updatedAt: at }));
}

/** Marks again at other boundaries; the quote and the context follow. RangeError as for `markSpan`. */
export function moveSpan(span: Span, article: ArticleText, range: Range, at: string): Edit[] {
  if (range.end <= range.start) throw new RangeError('A mark needs at least one character');
  const { start, end } = range;
  return change(span, { start, end, quote: quoteOf(article.text, range), textSha256: article.textSha256 }, at);
}

export const deleteSpan = (span: Span): Edit[] => [removed('span', span)];

/** Names the speaker, or takes the name away (null); `mention` are the words that name them, left as they are if not given. */
export const setSpeaker = (span: Span, speaker: string | null, at: string, mention?: Mention | null): Edit[] =>
  change(span, { speaker, ...(mention === undefined ? {} : { mention }) }, at);

/** Marks the words in the text that name the speaker; null: none. */
export const setMention = (span: Span, article: ArticleText, range: Range | null, at: string): Edit[] =>
  change(span, { mention: range && mentionOf(article.text, range) }, at);

/** Marks the words that introduce the statement (“said”, “according to”); null: none. */
export const setCue = (span: Span, article: ArticleText, range: Range | null, at: string): Edit[] =>
  change(span, { cue: range && mentionOf(article.text, range) }, at);

export const setMode = (span: Span, mode: Mode | null, at: string): Edit[] => change(span, { mode }, at);
export const setLayer = (span: Span, layer: string, at: string): Edit[] => change(span, { layer }, at);
export const setConfidence = (span: Span, confidence: number | null, at: string): Edit[] =>
  change(span, { confidence }, at);
/** A note of white space only is none. */
export const setNote = (span: Span, note: string | null, at: string): Edit[] =>
  change(span, { note: note?.trim() ? note : null }, at);
/** Labels are kept once each, without white space around them. */
export const setLabels = (span: Span, labels: readonly string[], at: string): Edit[] =>
  change(span, { labels: unique(labels) }, at);

/** Adds a stance; one that the span has already is not added twice. */
export const addStance = (span: Span, stance: Stance, at: string): Edit[] =>
  span.stances.some((old) => sameJson(old, stance)) ? [] : change(span, { stances: [...span.stances, stance] }, at);

/** Changes the stance at a place in the list; becoming equal to another one removes it. RangeError for no such place. */
export function changeStance(span: Span, index: number, fields: Partial<Stance>, at: string): Edit[] {
  const old = span.stances[index];
  if (old === undefined) throw new RangeError(`There is no stance ${index}`);
  const stances = span.stances.map((stance, i) => (i === index ? { ...stance, ...fields } : stance));
  return change(span, { stances: distinct(stances) }, at);
}

/** Removes the stance at a place in the list. RangeError for no such place. */
export function removeStance(span: Span, index: number, at: string): Edit[] {
  if (span.stances[index] === undefined) throw new RangeError(`There is no stance ${index}`);
  return change(span, { stances: span.stances.filter((_, i) => i !== index) }, at);
}

export type SpeakerFields = Partial<Omit<Speaker, 'id'>> & { name: string };

/** A new entry of the registry; names and aliases are trimmed. */
export function createSpeaker(fields: SpeakerFields): { speaker: Speaker; edits: Edit[] } {
  const speaker: Speaker = {
    id: newId('p'),
    kind: 'person',
    role: null,
    affiliation: null,
    country: null,
    note: null,
    ...fields,
    ...registryNames(fields.name, fields.aliases ?? []),
  };
  return { speaker, edits: [added('speaker', speaker)] };
}

export const changeSpeaker = (speaker: Speaker, fields: Partial<Omit<Speaker, 'id'>>): Edit[] =>
  list(changed('speaker', speaker, { ...fields, ...changedNames(speaker, fields) }));

/**
 * Makes two entries one: every span of `drop` goes to `keep`, `drop`'s name and aliases become aliases of `keep`, what
 * `keep` does not say is taken from `drop`, and `drop` is removed.
 * @param spans every span whose speaker is `drop`
 */
export function mergeSpeakers(
  keep: Speaker,
  drop: Speaker,
  spans: readonly Span[],
  at: string = new Date().toISOString(),
): Edit[] {
  if (keep.id === drop.id) return [];
  return [
    ...spans.flatMap((span) => (span.speaker === drop.id ? change(span, { speaker: keep.id }, at) : [])),
    ...changeSpeaker(keep, {
      aliases: [...keep.aliases, drop.name, ...drop.aliases],
      role: keep.role ?? drop.role,
      affiliation: keep.affiliation ?? drop.affiliation,
      country: keep.country ?? drop.country,
      note: joinNotes(keep.note, drop.note),
    }),
    removed('speaker', drop),
  ];
}

/** Removes an entry that no span uses; nothing when `spans` are some that do. Committing it is refused when one does. */
export const deleteSpeaker = (speaker: Speaker, spans: readonly Span[] = []): Edit[] =>
  spans.length > 0 ? [] : [removed('speaker', speaker)];

export type TargetFields = Partial<Omit<Target, 'id'>> & { name: string };

export function createTarget(fields: TargetFields): { target: Target; edits: Edit[] } {
  const target: Target = {
    id: newId('t'),
    note: null,
    ...fields,
    ...registryNames(fields.name, fields.aliases ?? []),
  };
  return { target, edits: [added('target', target)] };
}

export const changeTarget = (target: Target, fields: Partial<Omit<Target, 'id'>>): Edit[] =>
  list(changed('target', target, { ...fields, ...changedNames(target, fields) }));

/** As `mergeSpeakers`; a span that took the same stance toward both keeps it once. */
export function mergeTargets(
  keep: Target,
  drop: Target,
  spans: readonly Span[],
  at: string = new Date().toISOString(),
): Edit[] {
  if (keep.id === drop.id) return [];
  const follow = (stance: Stance): Stance => (stance.target === drop.id ? { ...stance, target: keep.id } : stance);
  return [
    ...spans.flatMap((span) => change(span, { stances: distinct(span.stances.map(follow)) }, at)),
    ...changeTarget(keep, {
      aliases: [...keep.aliases, drop.name, ...drop.aliases],
      note: joinNotes(keep.note, drop.note),
    }),
    removed('target', drop),
  ];
}

/** As `deleteSpeaker`. */
export const deleteTarget = (target: Target, spans: readonly Span[] = []): Edit[] =>
  spans.length > 0 ? [] : [removed('target', target)];

/** How far an annotator has come with an article, as they say themselves; a reviewer's is `setReviewStatus`. */
export function setReadingStatus(
  reading: Reading | null | undefined,
  to: { article: string; annotator: string; status: ReadingStatus; at: string },
): Edit[] {
  const { article, annotator, status, at } = to;
  if (!reading) {
    return [added('reading', { id: readingId(article, annotator), article, annotator, status, updatedAt: at })];
  }
  if (reading.status === status) return [];
  return list(changed('reading', reading, { status, updatedAt: at, ...(reading.by ? { by: null } : {}) }));
}

function change(span: Span, fields: Partial<Span>, at: string): Edit[] {
  const edit = changed('span', span, fields);
  return edit === undefined ? [] : list(changed('span', span, { ...fields, updatedAt: at }));
}

const list = (edit: Edit | undefined): Edit[] => (edit === undefined ? [] : [edit]);
const unique = (words: readonly string[]): string[] => [...new Set(words.map((word) => word.trim()).filter(Boolean))];
const distinct = (stances: readonly Stance[]): Stance[] =>
  stances.filter((stance, i) => stances.findIndex((other) => sameJson(other, stance)) === i);

/** A name without white space around it, and aliases that differ from it and from each other. */
function registryNames(name: string, aliases: readonly string[]): { name: string; aliases: string[] } {
  const trimmed = name.trim();
  return { name: trimmed, aliases: unique(aliases).filter((alias) => alias !== trimmed) };
}

function changedNames(
  entry: { name: string; aliases: string[] },
  fields: { name?: string; aliases?: string[] },
): { name?: string; aliases?: string[] } {
  if (fields.name === undefined && fields.aliases === undefined) return {};
  return registryNames(fields.name ?? entry.name, fields.aliases ?? entry.aliases);
}

const joinNotes = (a: string | null, b: string | null): string | null =>
  a !== null && b !== null && a !== b ? `${a}\n${b}` : (a ?? b);
