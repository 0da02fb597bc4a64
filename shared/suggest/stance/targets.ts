import { addTo } from '../../model/groups.ts';
import type { Target } from '../../model/target.ts';
import { foldText } from '../../text/fold.ts';
import { formsOf } from './forms.ts';
import { type PhraseWord, phraseWordsOf } from './words.ts';

/** A target that some words name. */
export interface TargetSeen {
  target: Target;
  /** Places in the list of words that was looked through: first and last, both inclusive. */
  first: number;
  last: number;
  /** Named by its name or an alias: 1; by a word for it that no other target has: 0.85. */
  sure: number;
}

/** Looks for all targets at once. */
export interface TargetFinder {
  /** The targets that words name, in text order; the longest name at a place. Linear in the number of words. */
  find(words: readonly PhraseWord[]): TargetSeen[];
}

interface Name {
  target: Target;
  /** For each word of the name, itself and its plural. */
  words: readonly ReadonlySet<string>[];
  sure: number;
}

const made = new WeakMap<readonly Target[], TargetFinder>();

/** Prepares the targets to be looked for; the same list is prepared once. */
export function targetFinder(targets: readonly Target[]): TargetFinder {
  const known = made.get(targets);
  if (known !== undefined) return known;
  const finder = createFinder(targets);
  made.set(targets, finder);
  return finder;
}

function createFinder(targets: readonly Target[]): TargetFinder {
  const names = targets.flatMap((target) =>
    [target.name, ...target.aliases].map((name) => ({ target, words: wordsOf(name), head: headOf(name) })),
  );
  /** The target that alone has a word in its names; null: several have it. */
  const owners = new Map<string, Target | null>();
  for (const { target, words } of names) {
    for (const word of words) {
      const owner = owners.get(word);
      owners.set(word, owner === undefined || owner === target ? target : null);
    }
  }
  const byFirst = new Map<string, Name[]>();
  const add = (target: Target, words: readonly string[], sure: number) => {
    const name = { target, words: words.map(numbersOf), sure };
    for (const form of name.words[0] ?? []) addTo(byFirst, form, name);
  };
  for (const { target, words, head } of names) {
    add(target, words, 1);
    if (head !== undefined && words.length > 1 && owners.get(head) === target) add(target, [head], 0.85);
  }
  return {
    find(words) {
      if (byFirst.size === 0) return [];
      const folded = words.map(({ word }) => foldWord(word));
      const seen: TargetSeen[] = [];
      for (let at = 0; at < words.length; at++) {
        let best: Name | undefined;
        for (const name of byFirst.get(folded[at]!) ?? []) {
          if (best !== undefined && !isBetter(name, best)) continue;
          if (name.sure < 1 && unnamed.test(at === 0 ? '' : folded[at - 1]!)) continue;
          if (name.words.every((forms, i) => forms.has(folded[at + i] ?? ''))) best = name;
        }
        if (best === undefined) continue;
        const last = at + best.words.length - 1;
        seen.push({ target: best.target, first: at, last, sure: best.sure });
        at = last;
      }
      return seen;
    },
  };
}

/** Before a shortened name they say that another one is meant: “any arrangement”. */
const unnamed = /^(?:any|another|other|every|each|some|no|such)$/;

/** Words come in lower case: most are folded already. */
const foldWord = (word: string) => (/^[a-z\d'-]*$/.test(word) ? word : foldText(word));

const isBetter = (one: Name, other: Name) =>
  one.words.length > other.words.length || (one.words.length === other.words.length && one.sure > other.sure);

const wordsOf = (name: string): string[] =>
  phraseWordsOf(name, { start: 0, end: name.length }).flatMap(({ word, ends }) =>
    ends === null ? [foldWord(word)] : [],
  );

/**
 * The word that a name is shortened to: the last one before a preposition, a comma or a bracket (“pact” for “Strait
 * Security Pact”, “pressure” for “Pressure on North Korea”).
 */
function headOf(name: string): string | undefined {
  const [before = ''] = name.split(/[,(/:]|\s(?:of|on|in|for|to|with|by|at|from|against|over|between|towards?)\s/i);
  const head = wordsOf(before).at(-1);
  return head !== undefined && head.length > 3 ? head : undefined;
}

/** A word of a name with its plural, or its singular. */
function numbersOf(word: string): Set<string> {
  const forms = new Set([word]);
  for (const form of formsOf(word)) if (form.endsWith('s')) forms.add(form);
  if (/[^s]s$/.test(word) && word.length > 3) forms.add(word.slice(0, -1));
  return forms;
}
