import type { articleHas, Codes } from '#shared/search/fields.ts';
import { compilePattern, neededBy } from '#shared/search/pattern.ts';
import { createFinder, matchesOf } from '#shared/search/places.ts';
import type { Field, Pattern, Query } from '#shared/search/tree.ts';
import { written as asMatch, type Phrase, phraseOf } from '#shared/search/words.ts';
import { quotationsIn } from '#shared/text/quotations.ts';
import { byColumn, byMeta, byTitle, hasWords, inDates, inNumbers } from './article-fields.ts';
import type { Numbers, SearchDatabase } from './database.ts';
import { and, type Mask, maskOf, not, or } from './sets.ts';
import { isOfSpan, isSpanCondition, type SpanCondition, sidesOf, spanCondition } from './span-fields.ts';

/** Articles that a condition of spans may hold for, so that they are gathered rather than looked at one by one. */
const mostSelected = 1000;
/** NEARs that one with beginnings of words is written out as. */
const mostNears = 32;

/** An article that the masks leave open; its text is read when a test asks for it. */
export interface Looked {
  n: number;
  text(): string;
}

/** A query as it is carried out: what the indexes say of all articles, and how one that they leave open is tested. */
export interface Plan {
  readonly mask: Mask;
  /** Asked only where the mask has 1. */
  holds(article: Looked): boolean;
}

/** Which articles are asked for. */
export interface Part extends Numbers {
  /** Only some: what is quicker looked up for each is left to tests. */
  few: boolean;
  /** So few that words are looked for in the texts themselves. */
  inTexts: boolean;
}

/** The plans of one query. */
export interface Planner {
  /** Whether words are asked for with a beginning that the index takes as long to find in a few articles as in all. */
  readonly isWide: boolean;
  /**
   * What of the query the indexes answer for the articles with these numbers; of others the masks say nothing.
   * @throws what the database throws
   */
  planFor(part: Part): Plan;
}

/** @throws what the database throws */
export function plannerOf(query: Query, db: SearchDatabase, size: number, codes: Codes): Planner {
  const beginnings = new Map<string, string[] | null>();
  const kept: Kept = {
    conditions: new Map(),
    selected: new Map(),
    beginningWith(beginning) {
      let words = beginnings.get(beginning);
      if (words === undefined) {
        words = db.beginningWith(beginning);
        beginnings.set(beginning, words);
      }
      return words;
    },
  };
  return {
    isWide: beginningsIn(query).some((beginning) => kept.beginningWith(beginning) === null),
    planFor: (part) => planOf(query, db, size, codes, part, kept),
  };
}

/** What is looked up once for all parts. */
interface Kept {
  conditions: Map<Query, SpanCondition>;
  /** Articles whose spans fulfil a condition, by its SQL; null: many. */
  selected: Map<string, Mask | null>;
  beginningWith(beginning: string): string[] | null;
}

function planOf(query: Query, db: SearchDatabase, size: number, codes: Codes, part: Part, kept: Kept): Plan {
  const { few, inTexts } = part;
  const range = few ? part : null;
  const matchOf = (query: Query) => matchIn(query, kept.beginningWith);
  const set = (mask: Mask): Plan => ({ mask, holds: ({ n }) => mask[n] === 2 });
  const check = (plan: Plan, article: Looked) => {
    const known = plan.mask[article.n];
    return known === 1 ? plan.holds(article) : known === 2;
  };
  const all = (plans: readonly Plan[]): Plan =>
    plans.length === 1
      ? plans[0]!
      : {
          mask: and(
            plans.map(({ mask }) => mask),
            size,
          ),
          holds: (article) => plans.every((plan) => check(plan, article)),
        };

  const words = (match: string): Plan => set(maskOf(db.matching(`body : (${match})`, part), size));

  /** Words that are looked for in each text. */
  const read = (words: Query): Plan => {
    const finder = createFinder(words);
    return { mask: new Uint8Array(size).fill(1), holds: ({ text }) => finder.in(text(), 1).length > 0 };
  };

  const plan = (part: Query): Plan => {
    if (inTexts && (part.kind === 'words' || part.kind === 'near')) return read(part);
    const match = inTexts ? null : matchOf(part);
    if (match !== null) return words(match);
    switch (part.kind) {
      case 'and':
        return conjunction(part.items);
      case 'or': {
        const plans = part.items.map(plan);
        return {
          mask: or(
            plans.map(({ mask }) => mask),
            size,
          ),
          holds: (article) => plans.some((one) => check(one, article)),
        };
      }
      case 'not': {
        const item = plan(part.item);
        return { mask: not(item.mask), holds: (article) => !check(item, article) };
      }
      case 'pattern':
        return pattern(part);
      case 'field':
        return conjunction([part]);
      default:
        throw new Error(`${part.kind} is always looked up by words.`);
    }
  };

  /** Words go to the index together; conditions of spans that stand beside each other speak of one span. */
  const conjunction = (items: readonly Query[]): Plan => {
    const matched: string[] = [];
    const ofSpan: Query[] = [];
    const rest: Query[] = [];
    for (const item of items) {
      const match = inTexts ? null : matchOf(item);
      if (match !== null) matched.push(match);
      else if (isSpanCondition(item)) ofSpan.push(item);
      else rest.push(item);
    }
    const by = ofSpan.filter((item): item is Field => item.kind === 'field' && item.name === 'by');
    const statuses = rest.filter((item): item is Field => item.kind === 'field' && item.name === 'status');
    // With nothing else about spans, `by` says whose reading it is.
    const onlyReadings = statuses.length > 0 && by.length === ofSpan.length;
    const plans: Plan[] = [];
    if (matched.length > 0) plans.push(words(matched.map((match) => `(${match})`).join(' AND ')));
    if (ofSpan.length > 0 && !onlyReadings) plans.push(spans(ofSpan));
    for (const item of rest)
      plans.push(item.kind !== 'field' ? plan(item) : item.name === 'status' ? status(item, by) : articleField(item));
    return all(plans);
  };

  const pattern = (wanted: Pattern): Plan => {
    const { begins, letters } = neededBy(wanted);
    const compiled = compilePattern(wanted);
    const match = begins.map((word) => `(${written({ words: [word], prefix: true }, kept.beginningWith)})`);
    const mask =
      match.length === 0 || inTexts
        ? new Uint8Array(size).fill(1)
        : maskOf(db.matching(`body : (${match.join(' AND ')})`, part), size, 1);
    return {
      mask,
      holds(article) {
        const text = article.text();
        // One letter, the long s, is an s to a regular expression and not to lower case.
        if (letters !== '' && !text.includes('ſ') && !(wanted.exact ? text : text.toLowerCase()).includes(letters))
          return false;
        return matchesOf(compiled, text, 1).length > 0;
      },
    };
  };

  const spans = (parts: readonly Query[]): Plan => {
    if (!db.hasRecords) return set(new Uint8Array(size));
    const key = parts[0] ?? query;
    const condition = kept.conditions.get(key) ?? spanCondition(db, parts, codes);
    kept.conditions.set(key, condition);
    const { sql, stances } = condition;
    const chosen = condition.selective ? selected(condition) : null;
    if (chosen !== null) return set(chosen);
    // Where many spans hold, articles that have any are looked at one by one, so that the first are there at once.
    const annotated = few
      ? new Uint8Array(size).fill(1)
      : maskOf(
          db.value<string | null>(
            'SELECT group_concat(n) FROM (SELECT DISTINCT article FROM rec.span) x JOIN article a ON a.id = x.article',
          ),
          size,
          1,
        );
    // The indexes are named: those of speakers and targets, which lead to many spans, look as good to SQLite.
    const test = `SELECT EXISTS (SELECT 1 FROM article a CROSS JOIN rec.span s INDEXED BY span_article ON s.article = a.id
      ${stances ? 'LEFT JOIN rec.stance t INDEXED BY stance_span ON t.span = s.id' : ''} WHERE a.n = ? AND ${sql})`;
    return { mask: annotated, holds: ({ n }) => db.value<number>(test, n) === 1 };
  };

  /** The articles with such spans; null: they are many, and only a few articles are asked for. */
  const selected = ({ sql, stances }: SpanCondition): Mask | null => {
    const known = kept.selected.get(sql);
    if (known !== undefined && (known !== null || few)) return known;
    const [count, numbers] = db.rows<[number, string | null]>(
      `SELECT count(*), group_concat((SELECT n FROM article WHERE id = x.article))
       FROM (SELECT DISTINCT s.article FROM rec.span s ${stances ? 'LEFT JOIN rec.stance t ON t.span = s.id' : ''}
         WHERE ${sql} LIMIT ${few ? mostSelected + 1 : -1}) x`,
    )[0]!;
    const mask = few && count > mostSelected ? null : maskOf(numbers, size);
    kept.selected.set(sql, mask);
    return mask;
  };

  const status = (field: Field, by: readonly Field[]): Plan => {
    const wanted = field.value.kind === 'code' ? field.value.id : '';
    if (!db.hasRecords) return set(new Uint8Array(size).fill(wanted === 'unread' ? 2 : 0));
    const sides = by.length === 0 ? null : JSON.stringify(by.flatMap(({ value }) => sidesOf(db, value)));
    const found = maskOf(
      db.value<string | null>(
        `SELECT group_concat(a.n) FROM rec.record r JOIN article a ON a.id = r.article
         WHERE r.kind = 'reading' AND json_extract(r.json, '$.status') ${wanted === 'unread' ? '<>' : '='} ?1
         AND (?2 IS NULL OR r.annotator IN (SELECT value FROM json_each(?2)))`,
        wanted,
        sides,
      ),
      size,
    );
    return set(wanted === 'unread' ? not(found) : found);
  };

  const articleField = (field: Field): Plan => {
    const { name, value } = field;
    if (isOfSpan(field)) return spans([field]);
    if (value.kind === 'range') {
      if (name === 'date') return set(byMeta(db, size, range, 'published', inDates(value)));
      const within = inNumbers(value);
      return set(byColumn(db, size, range, 'length', (length) => within(Number(length))));
    }
    if (value.kind === 'code') return has(value.id as (typeof articleHas)[number]);
    if (name === 'title') return set(byTitle(db, size, part, value));
    if (name === 'path') return set(byColumn(db, size, range, 'path', hasWords(value)));
    return set(byMeta(db, size, range, name as Parameters<typeof byMeta>[3], hasWords(value)));
  };

  const has = (what: (typeof articleHas)[number]): Plan => {
    switch (what) {
      case 'spans':
        return spans([]);
      case 'comment':
      case 'correction':
        return set(
          db.hasRecords
            ? maskOf(
                db.value<string | null>(
                  `SELECT group_concat(a.n) FROM rec.record r JOIN article a ON a.id = coalesce(r.article, r.id) WHERE r.kind = ?`,
                  what === 'comment' ? 'comment' : 'metadata',
                ),
                size,
              )
            : new Uint8Array(size),
        );
      case 'duplicates':
        return set(
          maskOf(
            db.value<string | null>(
              'SELECT group_concat(n) FROM article WHERE path IN (SELECT duplicate_of FROM article WHERE duplicate_of IS NOT NULL)',
            ),
            size,
          ),
        );
      case 'quotes':
        return {
          mask: new Uint8Array(size).fill(1),
          holds: (article) => quotationsIn(article.text()).length > 0,
        };
      default:
        return set(byMeta(db, size, range, what === 'date' ? 'published' : what, (value) => value !== null));
    }
  };

  return plan(query);
}

/** The beginnings of words that a query asks the index for. */
function beginningsIn(query: Query): string[] {
  switch (query.kind) {
    case 'and':
    case 'or':
    case 'near':
      return query.items.flatMap(beginningsIn);
    case 'not':
      return beginningsIn(query.item);
    case 'words': {
      const { words, prefix } = phraseOf(query.text, query.prefix)!;
      return prefix ? words.slice(-1) : [];
    }
    case 'pattern':
      return neededBy(query).begins;
    default:
      return [];
  }
}

/** A part of a query that is only about words, in FTS5's own language; null for any other. */
function matchIn(part: Query, beginningWith: Kept['beginningWith']): string | null {
  switch (part.kind) {
    case 'words':
      return written(phraseOf(part.text, part.prefix)!, beginningWith);
    case 'near': {
      const phrases = part.items.map(({ text, prefix }) => phraseOf(text, prefix)!);
      const choices = phrases.map((phrase) => choicesOf(phrase, beginningWith));
      const all = choices.reduce((product, { length }) => product * length, 1) > mostNears ? phrases.map(one) : choices;
      const nears = all.reduce<string[]>(
        (made, items) => made.flatMap((before) => items.map((item) => `${before} ${item}`)),
        [''],
      );
      return nears.map((near) => `NEAR(${near}, ${part.distance})`).join(' OR ');
    }
    case 'and':
    case 'or': {
      const items = part.items.map((item) => matchIn(item, beginningWith));
      return items.includes(null)
        ? null
        : items.map((item) => `(${item})`).join(part.kind === 'and' ? ' AND ' : ' OR ');
    }
    default:
      return null;
  }
}

/** A phrase with a beginning as one of the phrases that begin so: of whole words the index need not read every place. */
function choicesOf(phrase: Phrase, beginningWith: Kept['beginningWith']): string[] {
  const words = phrase.prefix ? beginningWith(phrase.words.at(-1)!) : null;
  if (words === null || words.length === 0) return one(phrase);
  return words.map((word) => asMatch({ words: [...phrase.words.slice(0, -1), word], prefix: false }));
}

const one = (phrase: Phrase): string[] => [asMatch(phrase)];

const written = (phrase: Phrase, beginningWith: Kept['beginningWith']): string =>
  choicesOf(phrase, beginningWith).join(' OR ');
