import type { Change, Edit } from '#shared/changes/change.ts';
import { maxLineBytes } from '#shared/changes/journal-line.ts';
import { originalId, partOf } from '#shared/changes/part.ts';
import type { ImportChoice } from '#shared/contract/contract.ts';
import type { Article } from '#shared/model/article.ts';
import type { Decision, Judged } from '#shared/model/decision.ts';
import type { Span } from '#shared/model/span.ts';
import type { Stance } from '#shared/model/stance.ts';
import { isDroppedHere } from '#shared/review/matters.ts';
import { adjudicated } from '#shared/review/side.ts';
import { sha256 } from '../../files/hash.ts';
import type { Match } from './match-articles.ts';

export interface Adapting {
  matches: ReadonlyMap<string, Match>;
  /** Whether any of the articles has another id here. */
  renamed: boolean;
  /** Of the files in this folder. */
  paths: ReadonlySet<string>;
  mapping: ImportChoice['mapping'];
  /** Whose spans are taken in, by side; null: everybody's. */
  annotators: ReadonlySet<string> | null;
  /** Whose side a span is of, as far as the files or this folder say. */
  ownerOf(span: string): string | undefined;
  /** Spans that somebody here dropped because they have no place. */
  dropped: ReadonlySet<string>;
  /** The annotator who takes them in. */
  own: string;
}

/**
 * What of a change is taken in here: articles have the ids that they have in this folder, layers and stances are mapped,
 * and what is not wanted is gone. Bindings of articles that this folder knows are left out, since a colleague's path says
 * nothing about the files here; so is what a colleague has settled, sent and received there, and that a span has no place
 * in their text. What is altered is a change of
 * its own with an id made of the original's; null when nothing is left.
 */
export function adaptChange(change: Change, adapting: Adapting): Change | null {
  return partOf(change, (edit) => adaptEdit(edit, change, adapting), sha256);
}

function adaptEdit(edit: Edit, change: Change, adapting: Adapting): Edit | null {
  const { matches, paths, annotators, dropped, own, ownerOf } = adapting;
  const { by } = change;
  const chosen = (whose: string) => annotators === null || annotators.has(whose);
  switch (edit.kind) {
    case 'transfer':
    case 'settlement':
      return by === own ? edit : null;
    case 'article':
      return matches.get(edit.id)?.here || paths.has((edit.after as Partial<Article> | undefined)?.path ?? '')
        ? null
        : edit;
    case 'span':
      if (by !== own && isDroppedHere(edit, change, ownerOf(edit.id))) return null;
      if (dropped.has(edit.id) || !chosen(ownerOf(edit.id) ?? by)) return null;
      break;
    case 'reading':
    case 'rejection':
    case 'assistance':
    case 'comment':
      if (!chosen(signerOf(edit) ?? by)) return null;
      break;
    case 'decision':
      if (!chosen(adjudicated) && (standsFor(edit) || !chosen(signerOf(edit) ?? by))) return null;
  }
  return mapped(edit, adapting);
}

/** Who an edit's record belongs to, when the edit says. */
function signerOf({ id, kind, before, after }: Edit): string | undefined {
  if (kind === 'assistance') return id;
  if (kind === 'reading') return id.slice(id.lastIndexOf(':') + 1);
  const { annotator, author, adjudicator } = { ...before, ...after } as Record<string, unknown>;
  return [annotator, author, adjudicator].find((who) => typeof who === 'string') as string | undefined;
}

/** Whether a decision has spans that stand: it is not taken in without them. */
const standsFor = ({ before, after }: Edit): boolean =>
  ((({ ...before, ...after }) as Partial<Decision>).spans ?? []).length > 0;

type Fields = Record<string, unknown>;

function mapped(edit: Edit, adapting: Adapting): Edit {
  const { matches, mapping, renamed } = adapting;
  if (!renamed && mapping.length === 0) return edit;
  const { kind, before, after } = edit;
  let { id } = edit;
  let fieldsOf = (fields: Fields): Fields => withArticle(fields, matches);
  if (kind === 'span' || kind === 'rejection')
    fieldsOf = (fields) => withLabels(withArticle(fields, matches), adapting);
  else if (kind === 'decision')
    fieldsOf = (fields) => {
      const own = withArticle(fields, matches);
      if (!Array.isArray(own.judged)) return own;
      return { ...own, judged: (own.judged as Judged[]).map((one) => withLabels(one as unknown as Fields, adapting)) };
    };
  else if (kind === 'reading') {
    const colon = id.lastIndexOf(':');
    const article = matches.get(id.slice(0, colon));
    if (article === undefined || article.id === article.theirs.id) return edit;
    id = `${article.id}${id.slice(colon)}`;
    fieldsOf = (fields) => ({ ...withArticle(fields, matches), ...('id' in fields ? { id } : {}) });
  } else if (kind === 'metadata') {
    const article = matches.get(id);
    if (article === undefined || article.id === article.theirs.id) return edit;
    id = article.id;
    fieldsOf = (fields) => ({ ...fields, ...('id' in fields ? { id } : {}) });
  } else if (kind !== 'comment' && kind !== 'blockRole') return edit;
  return {
    ...edit,
    id,
    ...(before === undefined ? {} : { before: fieldsOf(before as Fields) }),
    ...(after === undefined ? {} : { after: fieldsOf(after as Fields) }),
  } as Edit;
}

function withArticle(fields: Fields, matches: Adapting['matches']): Fields {
  const match = typeof fields.article === 'string' ? matches.get(fields.article) : undefined;
  return match === undefined || match.id === fields.article ? fields : { ...fields, article: match.id };
}

function withLabels(fields: Fields, { mapping }: Adapting): Fields {
  if (mapping.length === 0) return fields;
  const to = (what: 'layer' | 'stance', id: unknown) =>
    mapping.find((one) => one.what === what && one.id === id)?.to ?? id;
  const { layer, stances } = fields as Partial<Span>;
  return {
    ...fields,
    ...(layer === undefined ? {} : { layer: to('layer', layer) }),
    ...(Array.isArray(stances)
      ? { stances: stances.map((stance: Stance) => ({ ...stance, value: to('stance', stance.value) })) }
      : {}),
  };
}

/** Room for what a line holds besides the change. */
const mostBytes = maxLineBytes - 64 * 1024;
/** A character of JSON has up to six bytes. */
const widest = 6;

/** About as many characters as a value has in JSON; quicker than writing it. */
export function roughLength(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  let length = 2;
  for (const key in value) length += key.length + 4 + roughLength((value as Record<string, unknown>)[key]);
  return length;
}

/** A change as parts that each fit a line of a journal; null when one record alone is too large. */
export function inLines(change: Change): Change[] | null {
  if (roughLength(change) * widest < mostBytes || Buffer.byteLength(JSON.stringify(change)) <= mostBytes)
    return [change];
  const records = [...new Set(change.edits.map(keyOf))];
  if (records.length === 1) return null;
  const first = new Set(records.slice(0, records.length >> 1));
  const parts = [true, false].map((isFirst) =>
    partOf(change, (edit) => (first.has(keyOf(edit)) === isFirst ? edit : null), sha256),
  );
  const lines = parts.map((part) => (part === null ? [] : inLines(part)));
  return lines.includes(null) ? null : lines.flatMap((some) => some ?? []);
}

/**
 * What of a change the journals have not got: null when they have it, or the whole that it is a part of; and a record
 * that another part of the same whole was about is left as that part has it, whatever was mapped or left out then.
 */
export function unknownPart(
  change: Change,
  { ids, parts }: { ids: ReadonlySet<string>; parts: ReadonlyMap<string, ReadonlySet<string>> },
): Change | null {
  const original = originalId(change.id);
  if (ids.has(change.id) || ids.has(original)) return null;
  const there = parts.get(original);
  return there === undefined ? change : partOf(change, (edit) => (there.has(keyOf(edit)) ? null : edit), sha256);
}

export const keyOf = ({ kind, id }: { kind: string; id: string }): string => `${kind} ${id}`;
