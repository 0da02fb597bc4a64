import type { Range } from '../model/range.ts';
import type { FieldName } from './fields.ts';

/* What a query says. Every part knows its place in the query: UTF-16 code units. */

/** A word or a phrase of the text. */
export interface Words extends Range {
  kind: 'words';
  text: string;
  /** Whether the last word is only a beginning. */
  prefix: boolean;
}

/** Words with at most `distance` other words between the first and the last of them, in any order. */
export interface Near extends Range {
  kind: 'near';
  items: Words[];
  distance: number;
}

export interface Pattern extends Range {
  kind: 'pattern';
  source: string;
  /** Whether capitals make a difference. */
  exact: boolean;
}

/** Where a range of dates or numbers begins or ends. */
export interface Bound {
  /** As written: `2018`, `2018-03`, `2018-03-09`, or a whole number. */
  text: string;
  inclusive: boolean;
}

export type Value =
  | { kind: 'words'; text: string; prefix: boolean }
  /** One of a fixed list, by its id. */
  | { kind: 'code'; id: string }
  /** At least one of the two is not null. A date that is both bounds is all of that day, month or year. */
  | { kind: 'range'; from: Bound | null; to: Bound | null };

/** What is known of the article, or of one of its spans. */
export interface Field extends Range {
  kind: 'field';
  name: FieldName;
  value: Value;
}

export interface And extends Range {
  kind: 'and';
  items: Query[];
}

export interface Or extends Range {
  kind: 'or';
  items: Query[];
}

export interface Not extends Range {
  kind: 'not';
  item: Query;
}

export type Query = Words | Near | Pattern | Field | And | Or | Not;

/** What is wrong with a query, where in it, and what to do; never outside of the query. */
export interface Problem extends Range {
  message: string;
}

export type Parsed = { ok: true; query: Query } | { ok: false; problem: Problem };
