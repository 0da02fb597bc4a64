import type { Actor, Reference } from './actors.ts';
import { group, type Question, unknown } from './answers.ts';
import { antecedent } from './antecedent.ts';
import { entityOf } from './entity.ts';
import { countBefore, paragraphStart, referencesIn, sentenceAt, tokensIn } from './lookup.ts';
import type { Resolved } from './people.ts';
import type { People } from './read-people.ts';

/** “She”, “it”: as it was read on the way where it was, else whom it can mean there. */
export function pronoun({ people, mention, quoted, upTo }: Question, word: string): Resolved {
  const read = referencesIn(people, mention).find(({ how, start }) => how === 'pronoun' && start === mention.start);
  const sentence = sentenceAt(people, mention.start);
  const paragraph = paragraphStart(people, mention.start);
  const found =
    read?.from != null
      ? { reference: read.from, others: read.others, sure: read.sure }
      : antecedent(people.references, countBefore(people, mention.start), word, mention.start, sentence, paragraph);
  if (found === null) return unknown(`nobody whom ${quoted} could mean is named before`);
  const { reference, others, sure } = found;
  const entity = entityOf(reference.actor, upTo);
  const counted = sentence - reference.sentence;
  const distance = counted === 0 && isSentenceBetween(people, reference.end, mention.start) ? 1 : counted;
  const where =
    distance === 0
      ? 'named in the same sentence'
      : distance === 1
        ? `${reference.subject ? 'the subject of' : 'named in'} the sentence before`
        : 'of whom the text spoke last';
  const rivals = others.slice(0, 2).map((other) => entityOf(other, upTo).name);
  return {
    entity,
    sure,
    reason: `${quoted} is ${entity.name}, ${where}${rivals.length > 0 ? `; it may be ${rivals.join(' or ')}` : ''}`,
  };
}

/** Whether a sentence ends between two offsets: quotations in a row count as one with what stands between them. */
const isSentenceBetween = (people: People, start: number, end: number): boolean =>
  start < end && tokensIn(people, { start, end }).some(({ kind, text }) => kind === 'mark' && /^[.!?]$/.test(text));

export const relatives = new Set(['who', 'whom', 'whose', 'which', 'that']);

/** “Who”, “which”: what is named right before it in its sentence. */
export function relative({ people, mention, quoted, upTo }: Question): Resolved {
  const count = countBefore(people, mention.start);
  const sentence = sentenceAt(people, mention.start);
  let best: Reference | undefined;
  for (let i = count - 1; i >= 0 && i >= count - 12; i--) {
    const reference = people.references[i]!;
    if (reference.sentence !== sentence || reference.how === 'pronoun') break;
    if (quoted !== '“which”' && quoted !== '“that”' && reference.actor.kind !== 'person') continue;
    if (!reference.inside && (best === undefined || reference.end > best.end)) best = reference;
  }
  if (best === undefined) return unknown(`nobody whom ${quoted} could mean is named before it`);
  const entity = entityOf(best.actor, upTo);
  return { entity, sure: true, reason: `${quoted} is ${entity.name}, named just before` };
}

/** “They”, “the two leaders”: the persons named last; of `count` is 0, those of the last sentence that names several. */
export function several(question: Question, count: number): Resolved {
  const { people, mention, quoted, upTo } = question;
  const before = countBefore(people, mention.start);
  const sentence = sentenceAt(people, mention.start);
  const actors: Actor[] = [];
  let thing: Reference | undefined;
  let last = -1;
  let oldest = 0;
  for (let i = before - 1; i >= 0 && i >= before - 60; i--) {
    const reference = people.references[i]!;
    if (reference.quoted || reference.inside) continue;
    if (
      count === 0 &&
      (sentence - reference.sentence > 3 || (last >= 0 && actors.length > 1 && reference.sentence !== last))
    )
      break;
    if (reference.actor.kind !== 'person') {
      if (reference.subject && thing === undefined) thing = reference;
      continue;
    }
    if (count === 0 && last !== reference.sentence) {
      if (actors.length > 1) break;
      actors.length = 0;
      last = reference.sentence;
    }
    if (!actors.includes(reference.actor)) {
      actors.push(reference.actor);
      oldest = reference.sentence;
    }
    if (count > 0 && actors.length === count) break;
  }
  if (actors.length > 1 && (count === 0 || actors.length === count))
    return group(question, actors.reverse(), count > 0 && sentence - oldest < 3, 'the ones named last');
  if (count === 0 && thing !== undefined && sentence - thing.sentence < 2) {
    const entity = entityOf(thing.actor, upTo);
    return { entity, sure: false, reason: `${quoted} may be ${entity.name}, the subject of the sentence before` };
  }
  return unknown(`the text before does not say who ${quoted} are`);
}

/** “The company”, “the candidate”, of whom the text said nothing of the kind before: who was spoken of last, perhaps. */
export function recent({ people, mention, quoted, upTo }: Question, word: string): Resolved {
  const sentence = sentenceAt(people, mention.start);
  const count = countBefore(people, mention.start);
  const paragraph = paragraphStart(people, mention.start);
  const found =
    word === 'they'
      ? better(
          antecedent(people.references, count, 'he', mention.start, sentence, paragraph),
          antecedent(people.references, count, 'she', mention.start, sentence, paragraph),
        )
      : antecedent(people.references, count, word, mention.start, sentence, paragraph);
  if (found === null || !found.reference.actor.sure) return unknown(`nobody whom ${quoted} could mean is named before`);
  const entity = entityOf(found.reference.actor, upTo);
  return { entity, sure: false, reason: `${quoted} may be ${entity.name}, of whom the text spoke last` };
}

type Found = ReturnType<typeof antecedent>;

const better = (a: Found, b: Found): Found =>
  a === null ? b : b === null || a.reference.start >= b.reference.start ? a : b;
