import type { Actor, Reference } from './actors.ts';

/** A pronoun means one of the last so many mentions. */
const lookBack = 40;

/** Whom a pronoun can mean. */
const isCandidate = (pronoun: string, { kind, gender, genderFrom }: Actor, at: number): boolean => {
  if (pronoun === 'the organisation') return kind === 'organisation';
  if (pronoun === 'it') return kind === 'organisation' || kind === 'government';
  if (kind !== 'person') return false;
  const known = gender !== null && genderFrom <= at ? gender : null;
  return known === null || known === (pronoun === 'she' ? 'f' : 'm');
};

/**
 * Whom a pronoun at an offset means, of the mentions before `count`: who was named last, rather as a subject than as an
 * object, rather outside quoted words, with nothing against the gender; null when nobody fits. Looks at few mentions.
 * @param paragraph where the pronoun’s paragraph begins: the subject of the sentence before in it outweighs anybody further back
 */
export function antecedent(
  references: readonly Reference[],
  count: number,
  pronoun: string,
  at: number,
  sentence: number,
  paragraph: number,
): { reference: Reference; others: Actor[]; sure: boolean } | null {
  const actors: Actor[] = [];
  const scores: number[] = [];
  const best: Reference[] = [];
  let top = 0;
  for (let i = count - 1; i >= 0 && i >= count - lookBack; i--) {
    const reference = references[i]!;
    const { actor } = reference;
    const distance = sentence - reference.sentence;
    if (distance > 12 || (pronoun === 'it' && distance > 3)) break;
    // Nobody so far back can still come near.
    if (distance > 3 && top >= 40) break;
    if (!isCandidate(pronoun, actor, at)) continue;
    let score = distance < 4 ? 32 - 8 * distance : 8 - 2 * (distance - 4);
    if (reference.subject) score += reference.how === 'pronoun' ? 16 : 14;
    else if (distance === 0) score -= 12;
    if (reference.quoted) score -= 26;
    else if (reference.subject && distance < 2 && actor.sure && reference.start >= paragraph) score += 10;
    if (reference.inside) score -= 8;
    if (!actor.sure) score -= 8;
    if (actor.gender !== null && actor.genderFrom <= at) score += 8;
    if (score > top) top = score;
    const known = actors.indexOf(actor);
    if (known < 0) {
      actors.push(actor);
      scores.push(score);
      best.push(reference);
    } else {
      if (score > scores[known]!) best[known] = reference;
      scores[known] = Math.max(scores[known]!, score) + 1;
    }
  }
  if (actors.length === 0) return null;
  let first = 0;
  for (let i = 1; i < actors.length; i++) if (scores[i]! > scores[first]!) first = i;
  const others = actors.filter((_, i) => i !== first && scores[i]! > scores[first]! - 7);
  return { reference: best[first]!, others, sure: others.length === 0 && scores[first]! > 12 };
}
