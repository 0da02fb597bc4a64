import { blockKinds } from '../../model/article.ts';
import { modes } from '../../model/mode.ts';
import { readingStatuses } from '../../model/reading.ts';
import { spanOrigins } from '../../model/span.ts';
import { offsetUnits } from '../../text/offsets.ts';
import type { ArticleLine } from './article-line.ts';
import type { StatementLine } from './statement-line.ts';

/**
 * Whether a line's object has the form that its schema asks for, told in a fraction of the time that the schema takes.
 * What is true here the schema accepts too; what is false may still be right, and only the schema says what is wrong
 * with it.
 * @param line what `JSON.parse` gave
 */
export function hasUsualForm(line: object): line is ArticleLine | StatementLine {
  const { schema } = line as Fields;
  if (schema === 'rapporteur.article/1') return isArticle(line);
  return schema === 'rapporteur.statement/1' && isStatement(line);
}

/** Of an object, or of a list, which has none of the names that are asked for. */
type Fields = Record<string, unknown>;

function isArticle(line: object): boolean {
  const { id, source, text, text_sha256, offset_unit, meta, blocks, codebook, spans, relations, labels, status } =
    line as Fields;
  return (
    isName(id) &&
    isFields(source) &&
    isText(source.path) &&
    isSha256(source.sha256) &&
    isText(text) &&
    isSha256(text_sha256) &&
    units.has(offset_unit) &&
    isFields(meta) &&
    isMeta(meta) &&
    isList(blocks, isBlock) &&
    isCodebook(codebook) &&
    isList(spans, isSpan) &&
    isList(relations, isRelation) &&
    isList(labels, isText) &&
    statuses.has(status)
  );
}

function isStatement(line: object): boolean {
  const { article, offset_unit, sentence, codebook } = line as Fields;
  return (
    isFields(article) &&
    isName(article.id) &&
    isText(article.path) &&
    isSha256(article.text_sha256) &&
    isMeta(article) &&
    units.has(offset_unit) &&
    isSpan(line) &&
    isWords(sentence) &&
    isCodebook(codebook)
  );
}

function isSpan(span: unknown): boolean {
  if (!isRange(span)) return false;
  const { id, layer, text, prefix, suffix, speaker, cue, mode, stances, attributes, labels, note, confidence } = span;
  return (
    isName(id) &&
    isName(layer) &&
    isName(text) &&
    isText(prefix) &&
    isText(suffix) &&
    (speaker === null || isSpeaker(speaker)) &&
    (cue === null || isWords(cue)) &&
    knownModes.has(mode) &&
    isList(stances, isStance) &&
    isFields(attributes) &&
    !Array.isArray(attributes) &&
    // What stands in them only the schema looks through.
    Object.keys(attributes).length === 0 &&
    isList(labels, isText) &&
    isTextOrNull(note) &&
    (confidence === null || isPart(confidence)) &&
    isName(span.annotator) &&
    origins.has(span.origin) &&
    (span.suggested === null || isSuggested(span.suggested)) &&
    (span.based_on === null || isList(span.based_on, isName)) &&
    (span.status === 'done' || span.status === 'draft') &&
    isInstant(span.created_at) &&
    (span.updated_at === span.created_at || isInstant(span.updated_at))
  );
}

const isSpeaker = (speaker: unknown): boolean =>
  isFields(speaker) &&
  (speaker.id === null || isName(speaker.id)) &&
  isTextOrNull(speaker.name) &&
  (speaker.mention === null || isWords(speaker.mention)) &&
  isTextOrNull(speaker.role) &&
  isTextOrNull(speaker.affiliation) &&
  isTextOrNull(speaker.country);

const isStance = (stance: unknown): boolean =>
  isFields(stance) &&
  isTarget(stance.target) &&
  isName(stance.value) &&
  (stance.score === null || Number.isSafeInteger(stance.score));

const isTarget = (target: unknown): boolean => target === null || isEntry(target);
const isEntry = (entry: unknown): entry is Fields => isFields(entry) && isName(entry.id) && isTextOrNull(entry.name);

const isSuggested = (suggested: unknown): boolean =>
  isRange(suggested) &&
  isTextOrNull(suggested.mode) &&
  (suggested.cue === null || isWords(suggested.cue)) &&
  (suggested.mention === null || isWords(suggested.mention)) &&
  (suggested.speaker === null || isEntry(suggested.speaker)) &&
  isList(suggested.choices, (choice) => isEntry(choice) && isText(choice.name)) &&
  isTextOrNull(suggested.new_speaker) &&
  isList(suggested.stances, isSuggestedStance) &&
  isPart(suggested.confidence) &&
  isList(suggested.reasons, isText) &&
  isText(suggested.engine);

const isSuggestedStance = (stance: unknown): boolean =>
  isFields(stance) &&
  isTarget(stance.target) &&
  isText(stance.value) &&
  (stance.confidence === null || isPart(stance.confidence)) &&
  isTextOrNull(stance.reason);

const isMeta = ({ title, outlet, published, page, section, byline, translator, language, url }: Fields): boolean =>
  isTextOrNull(title) &&
  isTextOrNull(outlet) &&
  isTextOrNull(published) &&
  isTextOrNull(page) &&
  isTextOrNull(section) &&
  isTextOrNull(byline) &&
  isTextOrNull(translator) &&
  isTextOrNull(language) &&
  isTextOrNull(url);

const isCodebook = (codebook: unknown): boolean =>
  isFields(codebook) &&
  isText(codebook.name) &&
  Number.isSafeInteger(codebook.version) &&
  (codebook.version as number) >= 1 &&
  isSha256(codebook.sha256);

const isRelation = (relation: unknown): boolean =>
  isFields(relation) && isName(relation.id) && isName(relation.type) && isName(relation.from) && isName(relation.to);

const isBlock = (block: unknown): boolean => isRange(block) && knownBlocks.has(block.kind);
const isWords = (words: unknown): boolean => isRange(words) && isText(words.text);

const isRange = (range: unknown): range is Fields => isFields(range) && isOffset(range.start) && isOffset(range.end);
const isOffset = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isPart = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isList = (list: unknown, holds: (item: unknown) => boolean): boolean => Array.isArray(list) && list.every(holds);

const sha256Form = /^[0-9a-f]{64}$/;
const isSha256 = (value: unknown): boolean => typeof value === 'string' && sha256Form.test(value);

/** As `toISOString` writes it; of a 29 February the schema says whether it is one. */
export const instantPattern = [
  String.raw`\d{4}-(?:(?:0[13-9]|1[0-2])-(?:0[1-9]|[12]\d|30)|(?:0[13578]|1[02])-31|02-(?:0[1-9]|1\d|2[0-8]))`,
  String.raw`T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z`,
].join('');
const instantForm = new RegExp(`^${instantPattern}$`);
const isInstant = (value: unknown): boolean => typeof value === 'string' && instantForm.test(value);

const units: ReadonlySet<unknown> = new Set(offsetUnits);
const knownModes: ReadonlySet<unknown> = new Set([null, ...modes]);
const knownBlocks: ReadonlySet<unknown> = new Set(blockKinds);
const origins: ReadonlySet<unknown> = new Set(spanOrigins);
const statuses: ReadonlySet<unknown> = new Set(readingStatuses);
