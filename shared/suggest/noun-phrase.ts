import type { Item } from './passage.ts';
import { reportingVerb } from './verbs.ts';
import {
  auxiliaries,
  bodyNouns,
  conjunctions,
  determiners,
  isAdverb,
  months,
  possessives,
  prepositions,
  roleNouns,
  subjects,
  subordinators,
  weekdays,
} from './words.ts';

/** Items `from` (inclusive) to `to` (exclusive) of a paragraph that name somebody. */
export interface Phrase {
  from: number;
  to: number;
  /** It is not beside its verb, but the subject of the clause that the verb is in. */
  remote?: boolean;
}

export const isPossessive = (item: Item): boolean =>
  item.kind === 'mark' && (item.lower === "'s" || item.lower === "'");
const isPerson = (word: string) => roleNouns.has(word) || bodyNouns.has(word);
/** What an announcement stands in: “in a statement”, “on Twitter”. */
const occasions = new Set(
  'statement interview speech tweet email e-mail letter post release conference briefing memo phone call message debate'.split(
    ' ',
  ),
);

/** “Per” with a capital is a given name. */
const isPreposition = ({ lower, capital }: Item) => prepositions.has(lower) && !(capital && lower === 'per');

/** A word that can stand in a phrase that names somebody, whatever stands around it. */
export function isNominal(item: Item | undefined): boolean {
  if (item === undefined || item.kind !== 'word') return false;
  const { lower } = item;
  if (item.capital)
    return !(
      subjects.has(lower) ||
      subordinators.has(lower) ||
      conjunctions.has(lower) ||
      determiners.has(lower) ||
      possessives.has(lower)
    );
  return !(
    subjects.has(lower) ||
    determiners.has(lower) ||
    possessives.has(lower) ||
    prepositions.has(lower) ||
    conjunctions.has(lower) ||
    subordinators.has(lower) ||
    auxiliaries.has(lower) ||
    isAdverb(lower)
  );
}

const isTime = (item: Item | undefined) => item !== undefined && (weekdays.has(item.lower) || months.has(item.lower));
const startsPhrase = (item: Item | undefined) =>
  item !== undefined &&
  (item.kind === 'number' ||
    (item.kind === 'word' && (determiners.has(item.lower) || possessives.has(item.lower) || isNominal(item))));

/** The phrase that begins at an item; undefined when none does. */
export function phraseAfter(items: readonly Item[], at: number, to: number): Phrase | undefined {
  const first = items[at];
  if (first === undefined || at >= to || isTime(first)) return undefined;
  if (subjects.has(first.lower) && first.lower !== 'who') return { from: at, to: at + 1 };
  if (!startsPhrase(first)) return undefined;
  let i = at;
  /** Where the phrase can end: after a noun. */
  let end = at;
  while (i < to) {
    const item = items[i]!;
    const previous = i > at ? items[i - 1] : undefined;
    if (item.kind === 'mark') {
      if (isPossessive(item) || item.text === '&') {
        i++;
        continue;
      }
      break;
    }
    if (item.kind === 'quote') break;
    if (item.kind === 'number') {
      i++;
      continue;
    }
    const { lower } = item;
    if (determiners.has(lower) || possessives.has(lower)) {
      if (
        previous !== undefined &&
        !determiners.has(previous.lower) &&
        !prepositions.has(previous.lower) &&
        previous.lower !== 'and'
      )
        break;
      i++;
      continue;
    }
    if (isPreposition(item)) {
      const next = items[i + 1];
      if (previous === undefined || i + 1 >= to || !startsPhrase(next) || isTime(next)) break;
      if (lower !== 'of' && !(attaches.has(lower) && end === i && isPerson(previous.lower))) break;
      if (lower === 'to' && !next!.capital && !determiners.has(next!.lower)) break;
      if (isOccasion(items, i + 1)) break;
      i++;
      continue;
    }
    if (lower === 'and') {
      if (!(previous?.capital && items[i + 1]?.capital) && !isPerson(items[i + 1]?.lower ?? '')) break;
      i++;
      continue;
    }
    if (!isNominal(item) || isTime(item)) {
      // “the newly elected president”
      if (
        previous !== undefined &&
        (determiners.has(previous.lower) || possessives.has(previous.lower)) &&
        isAdverb(lower)
      ) {
        i++;
        continue;
      }
      break;
    }
    if (!item.capital && previous !== undefined && end === i) {
      if (previous.capital && !leadsToPerson(items, i, to)) break;
      if (!previous.capital && (reportingVerb(lower)?.form === 'finite' || pasts.has(lower)) && !isPerson(lower)) break;
    }
    i++;
    end = i;
  }
  if (end === at || timeNouns.has(items[end - 1]!.lower)) return undefined;
  return { from: at, to: modified(items, end, to) };
}

/** The end of a phrase with a participle that describes its noun: “one Republican involved in the planning”. */
function modified(items: readonly Item[], end: number, to: number): number {
  if (items[end - 1]!.capital && !plainNoun.test(items[end - 1]!.text)) return end;
  if (end >= to || !modifiers.has(items[end]!.lower)) return end;
  let i = end + 1;
  while (
    i < to &&
    i - end < 8 &&
    (items[i]!.kind === 'word' || items[i]!.kind === 'number' || isPossessive(items[i]!))
  ) {
    if (auxiliaries.has(items[i]!.lower) || subordinators.has(items[i]!.lower) || isTime(items[i])) break;
    i++;
  }
  while (i > end && prepositions.has(items[i - 1]!.lower)) i--;
  return i;
}
/** Past forms of common verbs that report nothing: a phrase ends before them. */
const pasts = new Set(
  (
    'held sent led met left lost won kept brought bought built caught drove fell fought flew grew let paid rose sat sold spent struck threw ' +
    'wore used called asked worked moved lived died helped voted joined received served attended happened occurred arrived returned'
  ).split(' '),
);

const plainNoun = /^(?:Republican|Democrat|American|Briton|German)s?$/;
const modifiers = new Set(
  'involved known familiar close based working briefed knowledgeable connected aligned tied loyal opposed named called identified affiliated'.split(
    ' ',
  ),
);

const attaches = new Set(['for', 'at', 'from', 'in', 'with', 'on', 'to']);

function isOccasion(items: readonly Item[], at: number): boolean {
  for (let i = at; i < Math.min(items.length, at + 5); i++) {
    const item = items[i]!;
    if (item.kind !== 'word') return false;
    if (occasions.has(item.lower)) return true;
  }
  return false;
}

/** Whether small words after a name lead to a noun for a person or body: “Clinton campaign”, “Democratic presidential candidate”. */
function leadsToPerson(items: readonly Item[], at: number, to: number): boolean {
  for (let i = at; i < Math.min(to, at + 4); i++) {
    const item = items[i]!;
    if (isPossessive(item) && i > at) return true;
    if (item.kind !== 'word' || !isNominal(item)) return false;
    if (!item.capital && isPerson(item.lower)) return true;
    if (item.capital) return false;
    if (i === at && reportingVerb(item.lower)?.form === 'finite') return false;
  }
  return false;
}

/** The phrase that ends with an item (inclusive), looking back no further than `from`; undefined when none does. */
export function phraseBefore(items: readonly Item[], last: number, from: number): Phrase | undefined {
  let end = last;
  // “Rep. Anna Berg (D-Ohio) said”
  if (items[end]?.text === ')' || items[end]?.text === ']') {
    const open = openingBefore(items, end, from);
    if (open === undefined || open <= from) return undefined;
    end = open - 1;
  }
  const head = items[end];
  if (head === undefined || end < from) return undefined;
  if (head.kind === 'number') {
    if (end === from) return undefined;
  } else if (head.kind !== 'word') return undefined;
  if (subjects.has(head.lower)) return { from: end, to: end + 1 };
  if (
    head.kind === 'word' &&
    determiners.has(head.lower) &&
    !['that', 'the', 'a', 'an', 'no', 'every'].includes(head.lower)
  )
    return { from: end, to: end + 1 };
  if ((head.kind === 'word' && !isNominal(head)) || isTime(head)) return undefined;
  let start = end;
  let named = head.capital;
  let role = false;
  for (let i = end - 1; i >= from; i--) {
    const item = items[i]!;
    if (item.kind === 'quote') break;
    if (item.kind === 'mark') {
      if (isPossessive(item) || item.text === '&') {
        named = false;
        continue;
      }
      break;
    }
    if (item.kind === 'number') {
      if (!named) start = i;
      continue;
    }
    const { lower } = item;
    if (determiners.has(lower) && lower !== 'that') {
      start = i;
      const before = items[i - 1];
      if (before !== undefined && i - 1 >= from && (determiners.has(before.lower) || prepositions.has(before.lower)))
        continue;
      break;
    }
    if (possessives.has(lower)) {
      start = i;
      if (prepositions.has(items[i - 1]?.lower ?? '') && i - 1 > from) continue;
      break;
    }
    if (isPreposition(item) && !(item.capital && i > from)) {
      const before = items[i - 1];
      if (i - 1 < from || before === undefined || !(before.kind === 'word' && isNominal(before))) break;
      if (isTime(before) || reportingVerb(before.lower)?.form === 'finite') break;
      if (lower !== 'of' && !(attaches.has(lower) && isPerson(before.lower))) break;
      named = false;
      continue;
    }
    if (lower === 'and' || lower === 'or') {
      const before = items[i - 1];
      const after = items[i + 1];
      if (i - 1 < from || !isNominal(before) || isTime(before)) break;
      if (
        before!.capital
          ? !after?.capital
          : !(isPerson(before!.lower) && after !== undefined && !determiners.has(after.lower))
      )
        break;
      named = before!.capital;
      continue;
    }
    if (!isNominal(item) || isTime(item)) {
      if (
        isAdverb(lower) &&
        !named &&
        (determiners.has(items[i - 1]?.lower ?? '') || possessives.has(items[i - 1]?.lower ?? ''))
      )
        continue;
      break;
    }
    if (pasts.has(lower)) break;
    if (item.capital) {
      start = i;
      continue;
    }
    // Before a name, only what describes its bearer belongs to it: “campaign spokesman Don Stewart”.
    if (named && !role) {
      if (!isPerson(lower) && !isBounded(items[i - 1])) break;
      role = true;
      start = i;
      continue;
    }
    const verb = reportingVerb(lower);
    if (
      verb?.form === 'finite' &&
      verb.strength >= 2 &&
      !isPerson(lower) &&
      !determiners.has(items[i - 1]?.lower ?? '')
    )
      break;
    start = i;
  }
  while (start < end && (items[start]!.kind === 'mark' || isPreposition(items[start]!))) start++;
  return { from: listStart(items, start, end, from), to: end + 1 };
}

/** Whether a phrase has to begin after an item: a quotation, a mark or a determiner. */
const isBounded = (item: Item | undefined): boolean =>
  item === undefined ||
  item.kind === 'quote' ||
  (item.kind === 'mark' && !isPossessive(item)) ||
  determiners.has(item.lower);

/** Where a list begins that ends in a phrase with “and”: “South Korea, the United States and Japan”. */
function listStart(items: readonly Item[], start: number, end: number, from: number): number {
  let joined = false;
  for (let i = start; i < end && !joined; i++) joined = items[i]!.lower === 'and';
  let first = start;
  while (
    joined &&
    first - 2 >= from &&
    items[first - 1]!.text === ',' &&
    items[first - 2]!.capital &&
    !isTime(items[first - 2])
  ) {
    let i = first - 2;
    while (i > from && (items[i - 1]!.capital || determiners.has(items[i - 1]!.lower) || isPossessive(items[i - 1]!)))
      i--;
    if (i > from && prepositions.has(items[i - 1]!.lower) && items[i - 1]!.lower !== 'between') break;
    first = i;
  }
  return first;
}

/** The opening bracket that belongs to a closing one. */
function openingBefore(items: readonly Item[], close: number, from: number): number | undefined {
  for (let i = close - 1; i >= from && close - i < 40; i--)
    if (items[i]!.text === '(' || items[i]!.text === '[') return i;
  return undefined;
}

/** Verbs that another verb follows: “went on to say”, “wants to know”, “kept asking”. */
const catenatives = new Set(
  'went go goes going want wants wanted used use began begin begins started starts seemed seems appeared appears tried tries continued continues refused refuses declined declines needs need hopes hoped plans planned likes liked loves loved kept keeps happened happens came come comes got gets getting took take takes made make quick eager likely sure able prompted forced led moved'.split(
    ' ',
  ),
);

const timeNouns = new Set(
  'week month year night morning afternoon evening weekend summer spring fall winter day time decade'.split(' '),
);
const timeLeads = new Set('last this next that one earlier same each every'.split(' '));

/** Whether a word that reports is a verb where it stands: its bare form is one after “to”, an auxiliary or a pronoun only. */
function isVerbHere(items: readonly Item[], i: number): boolean {
  const verb = reportingVerb(items[i]!.lower);
  if (verb?.form !== 'base') return verb !== undefined;
  const before = items[i - 1]?.lower ?? '';
  return before === 'to' || auxiliaries.has(before) || subjects.has(before) || before.endsWith('s');
}

const leadsToInfinitive = (before: Item | undefined): boolean =>
  before === undefined ||
  !isNominal(before) ||
  before.capital ||
  catenatives.has(before.lower) ||
  reportingVerb(before.lower)?.form === 'finite' ||
  /(?:ed|ing)$/.test(before.lower);

/** The subject of the verb at an item, in its sentence; undefined when none is found. */
export function subjectOf(items: readonly Item[], verb: number, from: number): Phrase | undefined {
  let i = verb - 1;
  /** Whether what a preposition governs stands between the subject and its verb. */
  let apart = false;
  for (let steps = 0; i >= from && steps < 60; steps++) {
    const item = items[i]!;
    const { lower } = item;
    if (item.kind === 'mark') {
      if (item.text === ',' || item.text === '—' || item.text === '–' || item.text === '-') {
        const before = beforeParenthesis(items, i, from);
        if (before === undefined) return remoteSubject(items, from, verb);
        i = before;
        continue;
      }
      if (item.text === ')' || item.text === ']') {
        const phrase = phraseBefore(items, i, from);
        if (phrase !== undefined) return phrase;
      }
      if (item.text === '*') {
        i--;
        continue;
      }
      return remoteSubject(items, from, verb);
    }
    if (item.kind === 'quote') {
      // “The senator called it “a sham” and added”: the quotation is what was said before.
      return remoteSubject(items, from, i);
    }
    if (item.kind === 'number' && months.has(items[i - 1]?.lower ?? '')) {
      i -= items[i - 2]?.lower === 'on' ? 3 : 2;
      continue;
    }
    if (item.kind === 'number') return phraseBefore(items, i, from) ?? remoteSubject(items, from, verb);
    if (
      lower === 'who' ||
      (lower === 'which' && isNominal(items[items[i - 1]?.text === ',' ? i - 2 : i - 1])) ||
      (lower === 'that' && isNominal(items[i - 1]))
    )
      return { from: i, to: i + 1 };
    if (subjects.has(lower)) return { from: i, to: i + 1 };
    // “used the debate to demand”: an infinitive after an object is the whole clause’s.
    if (lower === 'to' && !leadsToInfinitive(items[i - 1])) return remoteSubject(items, from, i);
    if (auxiliaries.has(lower) || lower === 'to' || (isAdverb(lower) && !item.capital) || isTime(item)) {
      i--;
      continue;
    }
    if (conjunctions.has(lower)) {
      return remoteSubject(items, from, i);
    }
    if (
      !item.capital &&
      (catenatives.has(lower) ||
        (isVerbHere(items, i) && !isPerson(lower) && !determiners.has(items[i - 1]?.lower ?? '')))
    ) {
      i--;
      continue;
    }
    if (timeNouns.has(lower) && i - 1 >= from && timeLeads.has(items[i - 1]!.lower)) {
      i -= 2;
      continue;
    }
    if (lower === 'on' && catenatives.has(items[i - 1]?.lower ?? '')) {
      i--;
      continue;
    }
    if (subordinators.has(lower)) return undefined;
    const phrase = phraseBefore(items, i, from);
    if (phrase === undefined) return remoteSubject(items, from, verb);
    // “said in a statement on Monday that …”: what a preposition governs is no subject.
    const lead = items[phrase.from - 1];
    if (
      lead !== undefined &&
      phrase.from - 1 >= from &&
      prepositions.has(lead.lower) &&
      (apart || !clauseWords.has(lead.lower))
    ) {
      i = phrase.from - 2;
      apart = true;
      continue;
    }
    return phrase;
  }
  return remoteSubject(items, from, verb);
}

/** Prepositions that can begin a clause: “as Trump said”. */
const clauseWords = new Set('as before after since until till like'.split(' '));

/** Determiners that stand for somebody by themselves: “others, in Iowa, said”. */
export const pronominal = new Set(
  'some many several few others another both most all this that these those each one'.split(' '),
);

/** Where the words before a parenthesis between commas or dashes end; undefined when the comma closes none. */
function beforeParenthesis(items: readonly Item[], close: number, from: number): number | undefined {
  const closing = items[close]!.text;
  for (let k = close - 1; k > from && close - k < 45; k--) {
    const item = items[k]!;
    if (item.kind === 'quote') return undefined;
    if (item.kind !== 'mark') continue;
    if (item.text === ')' || item.text === ']') {
      const open = openingBefore(items, k, from);
      if (open !== undefined) k = open;
      continue;
    }
    const same = closing === ',' ? item.text === ',' : item.text !== ',' && /[—–-]/.test(item.text);
    if (!same) continue;
    const first = items[k + 1]!;
    if (conjunctions.has(first.lower) || first.lower === 'then' || reportingVerb(first.lower)?.strength === 3)
      return undefined;
    // “a lawyer, 45, from Ohio, said”: the innermost commas may be the second of three.
    const head = k - 1;
    if (head < from) return undefined;
    if (items[head]!.text === ')' || subjects.has(items[head]!.lower) || pronominal.has(items[head]!.lower))
      return head;
    return isNominal(items[head]) ? outermostHead(items, head, k, from) : undefined;
  }
  return undefined;
}

/**
 * Descriptions nest (“Ann Berg, a pollster with Data House, a firm in Oslo, said”): the name before the outermost one, where
 * each begins as a description does.
 */
function outermostHead(items: readonly Item[], head: number, comma: number, from: number): number {
  let best = head;
  let end = comma;
  for (let k = head; k > from && comma - k < 40; k--) {
    if (items[k]!.kind === 'quote') break;
    if (items[k]!.text !== ',') continue;
    const first = items[k + 1]!;
    const describes =
      determiners.has(first.lower) ||
      possessives.has(first.lower) ||
      first.lower === 'who' ||
      first.kind === 'number' ||
      roleNouns.has(first.lower);
    if (!describes || end - k < 2 || !items[k - 1]!.capital) break;
    best = k - 1;
    end = k;
  }
  return best;
}

function remoteSubject(items: readonly Item[], from: number, to: number): Phrase | undefined {
  const subject = clauseSubject(items, from, to);
  return subject && { ...subject, remote: true };
}

/** The subject of the clause that begins at an item: the first phrase after what leads it in. */
export function clauseSubject(items: readonly Item[], from: number, to: number): Phrase | undefined {
  let i = from;
  for (let steps = 0; i < to && steps < 12; steps++) {
    const item = items[i]!;
    if (item.kind === 'mark') {
      i++;
      continue;
    }
    if (item.kind === 'quote') {
      i++;
      continue;
    }
    const { lower } = item;
    if (
      conjunctions.has(lower) ||
      (isAdverb(lower) && !determiners.has(lower)) ||
      (approximate.has(lower) && items[i + 1]?.kind === 'number')
    ) {
      i++;
      continue;
    }
    const participle =
      lower.length > 4 &&
      /(?:ing|ed)$/.test(lower) &&
      items[i + 1] !== undefined &&
      !roleNouns.has(lower) &&
      !(item.capital && items[i + 1]!.capital && i > from);
    if ((isPreposition(item) || (subordinators.has(lower) && lower !== 'what') || participle) && !isPerson(lower)) {
      const comma = commaAfter(items, i, to);
      if (comma === undefined)
        return (prepositions.has(lower) && !clauseWords.has(lower)) || participle
          ? undefined
          : phraseAfter(items, i + 1, to);
      i = comma + 1;
      continue;
    }
    const phrase = phraseAfter(items, i, to);
    if (phrase !== undefined) return phrase;
    i++;
  }
  return undefined;
}

const approximate = new Set('about around over nearly almost roughly some'.split(' '));

export function commaAfter(items: readonly Item[], from: number, to: number): number | undefined {
  for (let i = from; i < to; i++)
    if (items[i]!.text === ',' && !(items[i + 1]?.kind === 'number' && items[i - 1]?.kind === 'number')) return i;
  return undefined;
}
