import type { Target } from '../../model/target.ts';
import { foldText } from '../../text/fold.ts';
import { formsOf } from './forms.ts';
import type { PhraseWord } from './words.ts';

/** A target that some words name. */
export interface TargetSeen {
  target: Target;
  /** Places in the list of words that was looked through: first and last, both inclusive. */
  first: number;
  last: number;
  /** Named by its name or an alias (1), or by words that only it has among the targets (0.85). */
  sure: number;
}

/** Looks for all targets at once. */
export interface TargetFinder {
  /** The targets that words name, in text order; the longest name at a place. Linear in the number of words. */
  find(words: readonly PhraseWord[]): TargetSeen[];
}

interface Name {
  target: Target;
  words: readonly string[];
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
    [target.name, ...target.aliases].map((name) => ({ target, words: wordsOf(name), heads: headsOf(name) })),
  );
  /** The targets that have a word in any of their names; null: several. */
  const owners = new Map<string, Target | null>();
  for (const { target, words } of names) {
    for (const word of words) {
      const owner = owners.get(word);
      owners.set(word, owner === undefined || owner === target ? target : null);
    }
  }
  const byFirst = new Map<string, Name[]>();
  const add = (name: Name) => {
    const [first] = name.words;
    if (first === undefined) return;
    for (const form of pluralsOf(first)) byFirst.set(form, [...(byFirst.get(form) ?? []), name]);
  };
  for (const { target, words, heads } of names) {
    add({ target, words, sure: 1 });
    for (const head of heads) if (owners.get(head) === target) add({ target, words: [head], sure: 0.85 });
  }
  return {
    find(words) {
      const seen: TargetSeen[] = [];
      for (let at = 0; at < words.length; at++) {
        let best: TargetSeen | undefined;
        for (const name of byFirst.get(foldText(words[at]!.word)) ?? []) {
          const last = at + name.words.length - 1;
          if (best !== undefined && last - at < best.last - best.first) continue;
          if (best !== undefined && last === best.last && best.sure >= name.sure) continue;
          if (!name.words.every((word, i) => isForm(word, words[at + i]?.word))) continue;
          best = { target: name.target, first: at, last, sure: name.sure };
        }
        if (best === undefined) continue;
        seen.push(best);
        at = best.last;
      }
      return seen;
    },
  };
}

const wordsOf = (name: string): string[] => foldText(name).match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'.&-]*/gu) ?? [];

/**
 * The words that a name is shortened to: the last one before a preposition, a comma or a bracket (“pact” for “Strait
 * Security Pact”, “pressure” for “Pressure on North Korea”), and capital abbreviations.
 */
function headsOf(name: string): string[] {
  const [before = ''] = name.split(
    /[,(/:]|\s(?:of|on|in|for|to|with|by|at|from|against|over|between|toward|towards)\s/i,
  );
  const head = wordsOf(before).at(-1);
  const short = name.match(/\b\p{Lu}[\p{Lu}\p{N}]{1,6}\b/gu) ?? [];
  return [...new Set([...(head !== undefined && head.length > 3 ? [head] : []), ...short.map(foldText)])];
}

/** A word of a name and its plural, or its singular. */
function pluralsOf(word: string): Set<string> {
  const plural = new Set([word]);
  for (const form of formsOf(word)) if (form.endsWith('s')) plural.add(form);
  if (/[^s]s$/.test(word) && word.length > 3) plural.add(word.slice(0, -1));
  return plural;
}

const formsKept = new Map<string, Set<string>>();
function isForm(word: string, other: string | undefined): boolean {
  if (other === undefined || other === '') return false;
  const folded = foldText(other);
  if (folded === word) return true;
  let forms = formsKept.get(word);
  if (forms === undefined) {
    forms = pluralsOf(word);
    if (formsKept.size > 5000) formsKept.clear();
    formsKept.set(word, forms);
  }
  return forms.has(folded);
}
