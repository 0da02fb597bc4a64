import type { Bound, Query, Value } from './tree.ts';

/** A query in its one normal form: `parse` gives the same tree again. */
export function print(query: Query): string {
  switch (query.kind) {
    case 'words':
      return words(query.text, query.prefix);
    case 'near':
      return `NEAR(${query.items.map(print).join(' ')}, ${query.distance})`;
    case 'pattern':
      return `/${slashes(query.source)}/${query.exact ? 'c' : ''}`;
    case 'field':
      return `${query.name}:${value(query.value)}`;
    case 'not':
      return `-${isOne(query.item) ? print(query.item) : `(${print(query.item)})`}`;
    case 'and':
      return query.items
        .map((item) => (isOne(item) || item.kind === 'not' ? print(item) : `(${print(item)})`))
        .join(' ');
    case 'or':
      return query.items.map((item) => (item.kind === 'or' ? `(${print(item)})` : print(item))).join(' OR ');
  }
}

/** Whether it needs no parentheses anywhere. */
const isOne = ({ kind }: Query) => kind !== 'and' && kind !== 'or' && kind !== 'not';

const bare = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}'’.-]*[\p{L}\p{N}\p{M}])?$/u;
const operator = /^(?:AND|OR|NOT|NEAR)$/;

const words = (text: string, prefix: boolean) =>
  `${bare.test(text) && !operator.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`}${prefix ? '*' : ''}`;

/** Slashes of the source are escaped, those that already are stay one. */
const slashes = (source: string) => source.replace(/\\.|\//gs, (part) => (part === '/' ? '\\/' : part));

function value(what: Value): string {
  if (what.kind === 'words') return words(what.text, what.prefix);
  if (what.kind === 'code') return what.id;
  const { from, to } = what;
  if (from !== null && to !== null) return from.text === to.text ? from.text : `${from.text}..${to.text}`;
  return from !== null ? oneSided(from, '>', true) : oneSided(to!, '<', false);
}

const oneSided = ({ text, inclusive }: Bound, sign: string, first: boolean) =>
  inclusive ? (first ? `${text}..` : `..${text}`) : `${sign}${text}`;
