import { policyNews } from '../codebook/policy-news.ts';
import type { Range } from '../model/range.ts';
import { isDate } from './dates.ts';
import { type Codes, codeOf, codesOf, type FieldName, fieldNames, fieldOf, fields, nearestField } from './fields.ts';
import { distanceOf, type Lexeme, lexemesOf, usualDistance, Wrong } from './lex.ts';
import { patternFault } from './pattern.ts';
import type { Bound, Parsed, Query, Value, Words } from './tree.ts';
import { phraseOf } from './words.ts';

/** Groups within groups; nobody writes more. */
const deepest = 40;

/**
 * Reads a query; docs/search.md is the grammar in words. Never throws: what is wrong comes back in words and with its
 * place. An empty query is a problem like any other.
 */
export function parse(query: string, codes: Codes = policyNews): Parsed {
  try {
    return { ok: true, query: new Parser(query, lexemesOf(query), codes).all() };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, problem: error.problem };
    throw error;
  }
}

class Parser {
  private at = 0;
  private depth = 0;
  /** The field that the words of a group are values of. */
  private field: FieldName | null = null;

  constructor(
    private readonly query: string,
    private readonly lexemes: readonly Lexeme[],
    private readonly codes: Codes,
  ) {}

  all(): Query {
    if (this.lexemes.length === 0) throw new Wrong('Type what to look for.', { start: 0, end: this.query.length });
    const query = this.either();
    const left = this.next;
    if (left?.kind === 'close')
      throw new Wrong('No group begins before this parenthesis. Take it away, or put ( where the group begins.', left);
    if (left !== undefined) throw new Wrong('This cannot stand here.', left);
    return query;
  }

  private get next(): Lexeme | undefined {
    return this.lexemes[this.at];
  }

  private get last(): Range {
    return this.lexemes[this.at - 1] ?? { start: 0, end: 0 };
  }

  private either(): Query {
    const items = [this.both()];
    while (this.next?.kind === 'or') {
      this.at++;
      items.push(this.both());
    }
    return items.length === 1 ? items[0]! : { kind: 'or', items, ...around(items) };
  }

  private both(): Query {
    const items = [this.negated()];
    for (;;) {
      const { next } = this;
      if (next?.kind === 'and') this.at++;
      else if (next === undefined || next.kind === 'or' || next.kind === 'close' || next.kind === 'comma') break;
      items.push(this.negated());
    }
    return items.length === 1 ? items[0]! : { kind: 'and', items, ...around(items) };
  }

  private negated(): Query {
    const { next } = this;
    if (next?.kind !== 'not') return this.near();
    this.at++;
    const item = this.deeper(next, () => this.negated());
    return { kind: 'not', item, start: next.start, end: item.end };
  }

  private near(): Query {
    const first = this.primary();
    if (this.next?.kind !== 'near') return first;
    if (this.field !== null) throw new Wrong(`NEAR finds words of the text, not of ${this.field}.`, this.next);
    const items = [this.wordsFor(first)];
    let distance: number | null = null;
    while (this.next?.kind === 'near') {
      const { next } = this;
      const own: number = next.distance ?? usualDistance;
      if (distance !== null && distance !== own)
        throw new Wrong(
          'All NEARs in a row need the same number of words. Put one of them in a query of its own.',
          next,
        );
      distance = own;
      this.at++;
      items.push(this.wordsFor(this.primary()));
    }
    return { kind: 'near', items, distance: distance ?? usualDistance, ...around(items) };
  }

  private wordsFor(query: Query): Words {
    if (query.kind === 'words') return query;
    throw new Wrong('NEAR stands between words and phrases only.', query);
  }

  private primary(): Query {
    const { next } = this;
    if (next === undefined) throw new Wrong(this.missing(), this.last);
    switch (next.kind) {
      case 'open':
        return this.deeper(next, () => this.group());
      case 'text':
        this.at++;
        return this.field === null ? wordsOf(next) : this.valueOf(this.field, next, next.start);
      case 'pattern':
        this.at++;
        if (this.field !== null) throw new Wrong('Regular expressions find words of the text, not values.', next);
        return patternOf(next);
      case 'field':
        return this.fieldOf(next);
      case 'near-of':
        return this.nearOf();
      case 'close':
        if (this.last.end > 0 && this.lexemes[this.at - 1]?.kind === 'open')
          throw new Wrong('There is nothing in this group. Put words in it, or take it away.', {
            start: this.last.start,
            end: next.end,
          });
        if (this.at === 0)
          throw new Wrong(
            'No group begins before this parenthesis. Take it away, or put ( where the group begins.',
            next,
          );
        throw new Wrong(this.missing(), this.last);
      case 'and':
      case 'or':
      case 'near': {
        const word = this.query.slice(next.start, next.end);
        throw new Wrong(
          `${word} stands between two things to look for; there is nothing before this one. To find the word itself, put it in quotation marks.`,
          next,
        );
      }
      default:
        throw new Wrong('This cannot stand here.', next);
    }
  }

  /** What is said when a part of a query is not there. */
  private missing(): string {
    const before = this.lexemes[this.at - 1];
    const word = before === undefined ? '' : this.query.slice(before.start, before.end);
    return before?.kind === 'not'
      ? `${word} stands before what must not be there; nothing follows it.`
      : `${word} stands between two things to look for; nothing follows it.`;
  }

  private group(): Query {
    const open = this.next!;
    this.at++;
    if (this.next === undefined) throw new Wrong(notClosed, open);
    const query = this.either();
    if (this.next?.kind !== 'close') throw new Wrong(notClosed, this.next?.kind === 'comma' ? this.next : open);
    this.at++;
    return query;
  }

  private deeper<T>(place: Range, read: () => T): T {
    if (++this.depth > deepest) throw new Wrong('There are too many groups within groups here.', place);
    const result = read();
    this.depth--;
    return result;
  }

  private nearOf(): Query {
    const near = this.next!;
    if (this.field !== null) throw new Wrong(`NEAR finds words of the text, not of ${this.field}.`, near);
    const open = this.lexemes[this.at + 1]!;
    this.at += 2;
    const items: Words[] = [];
    while (this.next !== undefined && this.next.kind !== 'close' && this.next.kind !== 'comma') {
      const part = this.primary();
      items.push(this.wordsFor(part));
    }
    let distance = usualDistance;
    if (this.next?.kind === 'comma') {
      this.at++;
      const number = this.next as Lexeme | undefined;
      if (number?.kind !== 'text')
        throw new Wrong('A number of words follows the comma, as in NEAR(treaty vote, 5).', number ?? this.last);
      distance = distanceOf(number.text, number.start, number.end);
      this.at++;
    }
    if (this.next?.kind !== 'close') throw new Wrong(notClosed, open);
    const { end } = this.next;
    if (items.length < 2)
      throw new Wrong('NEAR needs two words or phrases at least, as in NEAR(treaty vote, 5).', {
        start: near.start,
        end,
      });
    this.at++;
    return { kind: 'near', items, distance, start: near.start, end };
  }

  private fieldOf(lexeme: Lexeme & { kind: 'field' }): Query {
    if (this.field !== null)
      throw new Wrong(
        `In the group of ${this.field}: only its values can stand. Put what is in it in quotation marks, or end the group first.`,
        lexeme,
      );
    const name = fieldOf(lexeme.name);
    const place = { start: lexeme.start, end: lexeme.end };
    if (name === undefined) {
      const close = nearestField(lexeme.name);
      throw new Wrong(
        `There is no field ${lexeme.name}. ${close ? `Did you mean ${close}:?` : `There are ${fieldNames.join(', ')}.`} To find the words themselves, put them in quotation marks.`,
        place,
      );
    }
    this.at++;
    const { next } = this;
    if (next === undefined || next.start !== lexeme.end || (next.kind !== 'text' && next.kind !== 'open'))
      throw new Wrong(`After ${lexeme.name}: comes a value without a blank, as in ${fields[name].example}.`, place);
    if (next.kind === 'text') {
      this.at++;
      return this.valueOf(name, next, lexeme.start);
    }
    this.field = name;
    const query = this.deeper(next, () => this.group());
    this.field = null;
    return query;
  }

  private valueOf(name: FieldName, lexeme: Lexeme & { kind: 'text' }, start: number): Query {
    return { kind: 'field', name, value: this.valueFrom(name, lexeme), start, end: lexeme.end };
  }

  private valueFrom(name: FieldName, lexeme: Lexeme & { kind: 'text' }): Value {
    const { text, prefix } = lexeme;
    const { takes, example } = fields[name];
    if (takes === 'words') {
      if (phraseOf(text, prefix) === null)
        throw new Wrong(`There are no letters or digits to look for in ${name}, as there are in ${example}.`, lexeme);
      return { kind: 'words', text, prefix };
    }
    if (prefix) throw new Wrong(`${name} cannot be looked for by a beginning, only as in ${example}.`, lexeme);
    if (takes === 'date') return rangeOf(lexeme, (part) => dateOf(part), dateHelp);
    if (takes === 'number')
      return rangeOf(lexeme, (part) => (/^\d{1,9}$/.test(part) ? String(Number(part)) : null), numberHelp);
    const id = codeOf(name, text, this.codes);
    if (id !== undefined) return { kind: 'code', id };
    if (name === 'stance' && /^[<>]|^\.*[+−-]?\d/.test(text)) return rangeOf(lexeme, scoreOf, scoreHelp);
    const all = codesOf(name, this.codes).map((code) => code.id);
    throw new Wrong(`${name} is never “${text}”. It can be ${all.slice(0, -1).join(', ')} or ${all.at(-1)}.`, lexeme);
  }
}

const notClosed = 'This parenthesis is not closed. Put ) where the group ends.';
const dateHelp =
  'is no date. Write a year, month or day, as in date:2018, date:2018-03, date:2018-01..2018-03 or date:>2018-03-09.';
const numberHelp = 'is no number. Write one as in length:>500 or length:500..2000.';
const scoreHelp = 'is no place on the scale. Write one as in stance:<0 or stance:-2..-1.';

const around = (items: readonly Range[]): Range => ({ start: items[0]!.start, end: items.at(-1)!.end });

function wordsOf({ text, prefix, quoted, start, end }: Lexeme & { kind: 'text' }): Words {
  if (phraseOf(text, prefix) !== null) return { kind: 'words', text, prefix, start, end };
  throw new Wrong(
    text.trim() === ''
      ? 'There is nothing between these quotation marks.'
      : `There are no letters or digits in ${quoted ? 'this phrase' : `“${text}”`}, and only they can be found. A regular expression finds other characters, as in /[%§]/.`,
    { start, end },
  );
}

function patternOf({ source, flags, start, end }: Lexeme & { kind: 'pattern' }): Query {
  if (source === '') throw new Wrong('There is nothing between these slashes.', { start, end });
  if (!['', 'i', 'c'].includes(flags))
    throw new Wrong('After a regular expression only c can follow, for capitals that make a difference.', {
      start: end - flags.length,
      end,
    });
  const fault = patternFault(source);
  if (fault !== null) {
    // A slash in it takes two characters of the query.
    const placeOf = (at: number) => start + 1 + at + (source.slice(0, at).match(/\//g)?.length ?? 0);
    throw new Wrong(fault.message, { start: placeOf(fault.start), end: placeOf(fault.end) });
  }
  return { kind: 'pattern', source, exact: flags === 'c', start, end };
}

/** A bound as it is kept; null: it is none. */
type ReadBound = (text: string) => string | null;

function rangeOf({ text, start, end }: Lexeme & { kind: 'text' }, read: ReadBound, help: string): Value {
  const bound = (part: string, inclusive = true): Bound => {
    const kept = read(part);
    if (kept === null) throw new Wrong(`“${part === '' ? text : part}” ${help}`, { start, end });
    return { text: kept, inclusive };
  };
  const compared = /^([<>])(=?)(.*)$/su.exec(text);
  if (compared !== null) {
    const own = bound(compared[3]!, compared[2] === '=');
    return compared[1] === '>' ? { kind: 'range', from: own, to: null } : { kind: 'range', from: null, to: own };
  }
  const dots = /^(.*?)(?:\.\.\.?|…|–)(.*)$/su.exec(text);
  if (dots === null) return { kind: 'range', from: bound(text), to: bound(text) };
  const [, low = '', high = ''] = dots;
  const from = low === '' && high !== '' ? null : bound(low);
  const to = high === '' && low !== '' ? null : bound(high);
  if (from !== null && to !== null && isAfter(from.text, to.text))
    throw new Wrong('This range ends before it begins. Put the lower value first.', { start, end });
  return { kind: 'range', from, to };
}

const isAfter = (a: string, b: string): boolean =>
  /^-?\d+$/.test(a) && /^-?\d+$/.test(b) ? Number(a) > Number(b) : a > b && !a.startsWith(b);

function dateOf(text: string): string | null {
  const date = text
    .split(/[-/.]/)
    .map((part, i) => (i > 0 && part.length === 1 ? `0${part}` : part))
    .join('-');
  return isDate(date) ? date : null;
}

const scoreOf = (text: string): string | null => {
  const number = /^([+−-]?)(\d{1,3})$/.exec(text);
  return number === null ? null : String((/[−-]/.test(number[1]!) ? -1 : 1) * Number(number[2]) || 0);
};
