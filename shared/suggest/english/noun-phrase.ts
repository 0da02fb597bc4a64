import { type Item, itemBefore } from './passage.ts';
import { reportingVerb } from './verbs.ts';
import { isNominal, isPerson, isPossessive, isPreposition, isTime, startsPhrase, timeNouns } from './word-class.ts';
import {
  auxiliaries,
  determiners,
  isAdverb,
  particles,
  possessives,
  prepositions,
  subjects,
  subordinators,
} from './words.ts';

/** Items `from` (inclusive) to `to` (exclusive) of a paragraph that name somebody. */
export interface Phrase {
  from: number;
  to: number;
  /** It is not beside its verb, but the subject of the clause that the verb is in. */
  remote?: boolean;
}

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
    if (previous?.capital && particles.has(lower) && (items[i + 1]?.capital || items[i + 2]?.capital) && i + 1 < to) {
      i += items[i + 1]!.capital ? 1 : 2;
      continue;
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

/** Past forms of common verbs that report nothing: a phrase ends before them. */
const pasts = new Set(
  (
    'held sent led met left lost won kept brought bought built caught drove fell fought flew grew let paid rose sat sold spent struck threw ' +
    'wore used called asked worked moved lived died helped voted joined received served attended happened occurred arrived returned'
  ).split(' '),
);

/** Prepositions besides “of” that can follow a noun for a person or body inside a phrase: “senator from Ohio”. */
const attaches = new Set(['for', 'at', 'from', 'in', 'with', 'on', 'to']);

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
/** Nouns for people that are written like names, and described as other nouns are. */
const plainNoun = /^(?:Republican|Democrat|American|Briton|German)s?$/;
const modifiers = new Set(
  'involved known familiar close based working briefed knowledgeable connected aligned tied loyal opposed named called identified affiliated'.split(
    ' ',
  ),
);

/** What an announcement stands in: “in a statement”, “during a call”. */
const occasions = new Set(
  'statement interview speech tweet email e-mail letter post release conference briefing memo phone call message debate'.split(
    ' ',
  ),
);

function isOccasion(items: readonly Item[], at: number): boolean {
  for (let i = at; i < Math.min(items.length, at + 5); i++) {
    const item = items[i]!;
    if (item.kind !== 'word') return false;
    if (occasions.has(item.lower)) return true;
  }
  return false;
}

/** Whether small words after a name lead to a noun for a person or body: “Berg campaign”, “Democratic presidential candidate”. */
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
      const before = itemBefore(items, i);
      if (before !== undefined && i - 1 >= from && (determiners.has(before.lower) || prepositions.has(before.lower)))
        continue;
      break;
    }
    if (possessives.has(lower)) {
      start = i;
      if (prepositions.has(itemBefore(items, i)?.lower ?? '') && i - 1 > from) continue;
      break;
    }
    if (isPreposition(item) && !(item.capital && i > from)) {
      const before = itemBefore(items, i);
      if (i - 1 < from || before === undefined || !(before.kind === 'word' && isNominal(before))) break;
      if (isTime(before) || reportingVerb(before.lower)?.form === 'finite') break;
      if (lower !== 'of' && !(attaches.has(lower) && isPerson(before.lower))) break;
      named = false;
      continue;
    }
    if (lower === 'and' || lower === 'or') {
      const before = itemBefore(items, i);
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
        (determiners.has(itemBefore(items, i)?.lower ?? '') || possessives.has(itemBefore(items, i)?.lower ?? ''))
      )
        continue;
      break;
    }
    if (pasts.has(lower)) break;
    if (i === from && openers.has(lower)) break;
    if (item.capital) {
      start = i;
      continue;
    }
    if (named && particles.has(lower)) {
      const lead = itemBefore(items, i);
      if (
        i > from &&
        lead !== undefined &&
        (lead.capital || (particles.has(lead.lower) && itemBefore(items, i - 1)?.capital))
      )
        continue;
    }
    // Before a name, only what describes its bearer belongs to it: “campaign spokesman Don Stewart”.
    if (named && !role) {
      if (!isPerson(lower) && !isBounded(itemBefore(items, i))) break;
      role = true;
      start = i;
      continue;
    }
    const verb = reportingVerb(lower);
    if (
      verb?.form === 'finite' &&
      verb.strength >= 2 &&
      !isPerson(lower) &&
      !determiners.has(itemBefore(items, i)?.lower ?? '')
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

/** Adverbs that open a sentence before its subject: “Later Berg said”. */
const openers = new Set(
  'later then now still also meanwhile earlier instead however thus therefore yesterday today again once soon afterwards'.split(
    ' ',
  ),
);

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
export function openingBefore(items: readonly Item[], close: number, from: number): number | undefined {
  for (let i = close - 1; i >= from && close - i < 40; i--)
    if (items[i]!.text === '(' || items[i]!.text === '[') return i;
  return undefined;
}
