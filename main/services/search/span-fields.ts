import { adjudicated } from '#shared/review/side.ts';
import type { Codes } from '#shared/search/fields.ts';
import { fields, spanHas } from '#shared/search/fields.ts';
import { phraseIn } from '#shared/search/places.ts';
import type { Field, Query, Value } from '#shared/search/tree.ts';
import { phraseOf } from '#shared/search/words.ts';
import { foldText } from '#shared/text/fold.ts';
import { inNumbers } from './article-fields.ts';
import type { SearchDatabase } from './database.ts';

/** Whether a field is of a span, so that it speaks of the same span as others beside it. */
export const isOfSpan = ({ name, value }: Field): boolean =>
  fields[name].of === 'span' ||
  (name === 'status' && value.kind === 'code' && value.id === 'draft') ||
  (name === 'has' && value.kind === 'code' && (spanHas as readonly string[]).includes(value.id));

/** Whether a part of a query is about one span: fields of spans, and lists of such to choose from. */
export const isSpanCondition = (query: Query): boolean =>
  query.kind === 'field' ? isOfSpan(query) : query.kind === 'or' && query.items.every(isSpanPart);
const isSpanPart = (query: Query): boolean =>
  query.kind === 'field'
    ? isOfSpan(query)
    : (query.kind === 'or' || query.kind === 'and') && query.items.every(isSpanPart);

/** A condition of a span `s`, and of one of its stances `t` or none. */
export interface SpanCondition {
  sql: string;
  /** Whether it speaks of stances. */
  stances: boolean;
  /** Whether few spans hold for it, as they are looked up by an index. */
  selective: boolean;
}

/** All parts hold of one span. */
export function spanCondition(db: SearchDatabase, parts: readonly Query[], codes: Codes): SpanCondition {
  let stances = false;
  let origin = false;
  const sqlOf = (part: Query): string => {
    switch (part.kind) {
      case 'and':
      case 'or':
        return `(${part.items.map(sqlOf).join(part.kind === 'and' ? ' AND ' : ' OR ')})`;
      case 'field':
        stances ||= ofStance(part);
        origin ||= part.name === 'origin';
        return ofField(db, part, codes);
      default:
        throw new Error(`${part.kind} is no condition of a span.`);
    }
  };
  const all = parts.map(sqlOf);
  // What nobody has accepted yet is nobody's mark.
  if (!origin) all.push("s.origin <> 'suggested'");
  const selective = parts.some((part) => part.kind === 'field' && (part.name === 'speaker' || part.name === 'target'));
  return { sql: all.join(' AND '), stances, selective };
}

const ofStance = ({ name, value }: Field) =>
  name === 'stance' || name === 'target' || (value.kind === 'code' && (value.id === 'stance' || value.id === 'target'));

function ofField(db: SearchDatabase, { name, value }: Field, codes: Codes): string {
  const code = value.kind === 'code' ? quoted(value.id) : '';
  switch (name) {
    case 'speaker':
      return `s.speaker IN ${named(db, 'speaker', value)}`;
    case 'target':
      return `t.target IN ${named(db, 'target', value)}`;
    case 'by':
      return `s.side IN ${list(sidesOf(db, value))}`;
    case 'layer':
    case 'mode':
    case 'origin':
    case 'status':
      return `s.${name} = ${code}`;
    case 'stance': {
      if (value.kind !== 'range') return `t.value = ${code}`;
      const within = inNumbers(value);
      return `t.value IN ${list(codes.stances.filter(({ score }) => within(score)).map(({ id }) => id))}`;
    }
    case 'has':
      return (
        { speaker: 's.speaker IS NOT NULL', note: 's.noted = 1', target: 't.target IS NOT NULL' }[
          (value as Value & { kind: 'code' }).id
        ] ?? 't.value IS NOT NULL'
      );
    default:
      throw new Error(`${name} is no field of a span.`);
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const list = (ids: readonly string[]) => `(${ids.map(quoted).join(', ')})`;

/** The entries of the registry whose name or one of whose other names has the words. */
function named(db: SearchDatabase, kind: 'speaker' | 'target', value: Value): string {
  if (value.kind !== 'words') return '()';
  const phrase = phraseOf(value.text, value.prefix)!;
  const entries = db.rows<[string, string]>('SELECT id, json FROM rec.record WHERE kind = ?', kind);
  return list(
    entries.flatMap(([id, json]) => {
      const { name, aliases } = JSON.parse(json) as { name: string; aliases: string[] };
      return [name, ...aliases].some((text) => phraseIn(text, phrase)) ? [id] : [];
    }),
  );
}

/** The annotators who are meant by an id, initials or words of a name. */
export function sidesOf(db: SearchDatabase, value: Value): string[] {
  if (value.kind !== 'words') return [];
  const meant = foldText(value.text).trim();
  const phrase = phraseOf(value.text, value.prefix)!;
  const known = db.rows<[string, string]>("SELECT id, json FROM rec.record WHERE kind = 'annotator'");
  const found = known.flatMap(([id, json]) => {
    const { name, initials } = JSON.parse(json) as { name: string; initials: string };
    return id === value.text || foldText(initials) === meant || phraseIn(name, phrase) ? [id] : [];
  });
  return [...new Set([...found, value.text, ...(meant === adjudicated ? [adjudicated] : [])])];
}
