import { openingBefore, type Phrase, phraseAfter, phraseBefore } from './noun-phrase.ts';
import { type Item, itemBefore } from './passage.ts';
import { reportingVerb } from './verbs.ts';
import {
  isNominal,
  isPerson,
  isPossessive,
  isPreposition,
  isTime,
  pronominal,
  timeLeads,
  timeNouns,
} from './word-class.ts';
import {
  auxiliaries,
  conjunctions,
  determiners,
  isAdverb,
  months,
  objects,
  possessives,
  prepositions,
  roleNouns,
  subjects,
  subordinators,
} from './words.ts';

/** Verbs that another verb follows: “went on to say”, “wants to know”, “kept asking”. */
const catenatives = new Set(
  'went go goes going want wants wanted used use began begin begins started starts seemed seems appeared appears tried tries continued continues refused refuses declined declines needs need hopes hoped plans planned likes liked loves loved kept keeps happened happens came come comes got gets getting took take takes made make quick eager likely sure able prompted forced led moved'.split(
    ' ',
  ),
);

/** Whether a word that reports is a verb where it stands: its bare form is one after “to”, an auxiliary or a pronoun only. */
function isVerbHere(items: readonly Item[], i: number): boolean {
  const verb = reportingVerb(items[i]!.lower);
  if (verb?.form !== 'base') return verb !== undefined;
  const before = itemBefore(items, i)?.lower ?? '';
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
    // “the pilot himself said”, “he’s said”
    if (objects.has(lower) || (isPossessive(item) && subjects.has(itemBefore(items, i)?.lower ?? ''))) {
      i--;
      continue;
    }
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
    if (item.kind === 'number' && months.has(itemBefore(items, i)?.lower ?? '')) {
      i -= items[i - 2]?.lower === 'on' ? 3 : 2;
      continue;
    }
    if (item.kind === 'number') return phraseBefore(items, i, from) ?? remoteSubject(items, from, verb);
    if (
      lower === 'who' ||
      (lower === 'which' && isNominal(items[itemBefore(items, i)?.text === ',' ? i - 2 : i - 1])) ||
      (lower === 'that' && isNominal(itemBefore(items, i)))
    )
      return { from: i, to: i + 1 };
    if (subjects.has(lower)) return { from: i, to: i + 1 };
    // “used the debate to demand”: an infinitive after an object is the whole clause’s.
    if (lower === 'to' && !leadsToInfinitive(itemBefore(items, i))) return remoteSubject(items, from, i);
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
        (isVerbHere(items, i) && !isPerson(lower) && !determiners.has(itemBefore(items, i)?.lower ?? '')))
    ) {
      i--;
      continue;
    }
    if (timeNouns.has(lower) && i - 1 >= from && timeLeads.has(items[i - 1]!.lower)) {
      i -= 2;
      continue;
    }
    if (lower === 'on' && catenatives.has(itemBefore(items, i)?.lower ?? '')) {
      i--;
      continue;
    }
    if (subordinators.has(lower)) return undefined;
    const phrase = phraseBefore(items, i, from);
    if (phrase === undefined) return remoteSubject(items, from, verb);
    // “said in a statement on Monday that …”: what a preposition governs is no subject.
    const lead = itemBefore(items, phrase.from);
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

/** Prepositions that can begin a clause: “as Berg said”. */
const clauseWords = new Set('as before after since until till like'.split(' '));

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
          : clauseAfter(items, i + 1, to);
      i = comma + 1;
      continue;
    }
    const phrase = phraseAfter(items, i, to);
    if (phrase !== undefined) return phrase;
    i++;
  }
  return undefined;
}

/** A phrase with a word after it, which can be its verb: “as Berg said”, not “after a moment”. */
function clauseAfter(items: readonly Item[], at: number, to: number): Phrase | undefined {
  const phrase = phraseAfter(items, at, to);
  return phrase !== undefined && phrase.to < to && items[phrase.to]!.kind === 'word' ? phrase : undefined;
}

const approximate = new Set('about around over nearly almost roughly some'.split(' '));

export function commaAfter(items: readonly Item[], from: number, to: number): number | undefined {
  for (let i = from; i < to; i++)
    if (items[i]!.text === ',' && !(items[i + 1]?.kind === 'number' && itemBefore(items, i)?.kind === 'number'))
      return i;
  return undefined;
}
