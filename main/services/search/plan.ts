import type { articleHas, Codes } from '#shared/search/fields.ts';
import { compilePattern, neededBy } from '#shared/search/pattern.ts';
import { matchesOf } from '#shared/search/places.ts';
import type { Field, Pattern, Query } from '#shared/search/tree.ts';
import { phraseOf, written } from '#shared/search/words.ts';
import { quotationsIn } from '#shared/text/quotations.ts';
import { byColumn, byMeta, byTitle, hasWords, inDates, inNumbers } from './article-fields.ts';
import type { Numbers, SearchDatabase } from './database.ts';
import { and, type Mask, maskOf, not, or } from './sets.ts';
import { isOfSpan, isSpanCondition, sidesOf, spanCondition } from './span-fields.ts';

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

/**
 * What of a query the indexes answer, for the articles with these numbers; of others the masks say nothing.
 * @param few whether only some articles are asked for: what is quicker looked up for each is then left to tests
 * @throws what the database throws
 */
export function planOf(
  query: Query,
  db: SearchDatabase,
  size: number,
  codes: Codes,
  { from, to, few }: Numbers & { few: boolean },
): Plan {
  const range = few ? { from, to } : null;
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

  const words = (match: string): Plan =>
    set(
      maskOf(
        db.value<string | null>(
          'SELECT group_concat(rowid) FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ?',
          `body : (${match})`,
          from,
          to,
        ),
        size,
      ),
    );

  const plan = (part: Query): Plan => {
    const match = matchOf(part);
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
      const match = matchOf(item);
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

  const pattern = (part: Pattern): Plan => {
    const { begins, letters } = neededBy(part);
    const compiled = compilePattern(part);
    const mask =
      begins.length === 0
        ? new Uint8Array(size).fill(1)
        : maskOf(
            db.value<string | null>(
              'SELECT group_concat(rowid) FROM word WHERE word MATCH ? AND rowid BETWEEN ? AND ?',
              `body : (${begins.map((word) => `"${word}" *`).join(' AND ')})`,
              from,
              to,
            ),
            size,
            1,
          );
    return {
      mask,
      holds(article) {
        const text = article.text();
        // One letter, the long s, is an s to a regular expression and not to lower case.
        if (letters !== '' && !text.includes('ſ') && !(part.exact ? text : text.toLowerCase()).includes(letters))
          return false;
        return matchesOf(compiled, text, 1).length > 0;
      },
    };
  };

  const spans = (parts: readonly Query[]): Plan => {
    if (!db.hasRecords) return set(new Uint8Array(size));
    const { sql, stances, selective } = spanCondition(db, parts, codes);
    const join = stances ? 'LEFT JOIN rec.stance t ON t.span = s.id' : '';
    if (selective && !few)
      return set(
        maskOf(
          db.value<string | null>(
            `SELECT group_concat(n) FROM (SELECT DISTINCT s.article FROM rec.span s ${join} WHERE ${sql}) x JOIN article a ON a.id = x.article`,
          ),
          size,
        ),
      );
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
    const test = `SELECT EXISTS (SELECT 1 FROM article a JOIN rec.span s ON s.article = a.id ${join} WHERE a.n = ? AND ${sql})`;
    return { mask: annotated, holds: ({ n }) => db.value<number>(test, n) === 1 };
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
    if (name === 'title') return set(byTitle(db, size, value));
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

/** A part of a query that is only about words, in FTS5's own language; null for any other. */
function matchOf(part: Query): string | null {
  switch (part.kind) {
    case 'words':
      return written(phraseOf(part.text, part.prefix)!);
    case 'near':
      return `NEAR(${part.items.map(({ text, prefix }) => written(phraseOf(text, prefix)!)).join(' ')}, ${part.distance})`;
    case 'and':
    case 'or': {
      const items = part.items.map(matchOf);
      return items.includes(null)
        ? null
        : items.map((item) => `(${item})`).join(part.kind === 'and' ? ' AND ' : ' OR ');
    }
    default:
      return null;
  }
}
