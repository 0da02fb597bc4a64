import type { Range } from '../../model/range.ts';
import type { Token } from '../english/tokens.ts';
import type { Reference } from './actors.ts';
import { group, type Question, unknown } from './answers.ts';
import { entityOf } from './entity.ts';
import { namedAfter, referencesIn, tokensIn } from './lookup.ts';
import type { Resolved } from './people.ts';
import type { People } from './read-people.ts';
import { headOf, nominal } from './resolve-description.ts';
import { pronoun, relative, relatives, several } from './resolve-pronoun.ts';
import { is, isPrepositionAt, kindOfWord } from './words.ts';

/**
 * Whom the words of a mention mean, as far as the text up to them tells: a name its bearer, a pronoun or “the minister”
 * somebody named before, “a senior official of the ministry” somebody of their own. The entity is null when the words name
 * nobody or it cannot be known. Nothing that stands after the mention counts, but for a description that belongs to it.
 * Offsets are UTF-16 code units of the text that was read.
 * @param at up to where names and facts of the article count; the mention’s end unless told
 */
export function resolve(people: People, mention: Range, at: number = mention.end): Resolved {
  const words = people.text.slice(mention.start, mention.end).replace(/\s+/g, ' ').trim();
  const tokens = tokensIn(people, mention);
  const upTo = Math.max(at, mention.end);
  const quoted = `“${words}”`;
  const question: Question = { people, mention, tokens, quoted, upTo };
  if (tokens.length === 0) return unknown(`${quoted} names nobody`);
  const lower = tokens[0]!.lower;
  if (tokens.length === 1) {
    if (singular.has(lower)) return pronoun(question, singular.get(lower)!);
    if (plural.has(lower)) return several(question, 0);
    if (relatives.has(lower)) return relative(question);
    if (speakers.has(lower)) return unknown(`${quoted} does not say who`);
  }
  const head = headOf(tokens);
  const word = tokens[head.index]!;
  const apposed = (kindOfWord(word.lower) & is.role) !== 0 ? namedAfter(people, mention) : undefined;
  if (apposed !== undefined) {
    const entity = entityOf(apposed.actor, Math.max(upTo, apposed.end));
    return { entity, sure: apposed.sure, reason: `${quoted} is ${entity.name}, named right after` };
  }
  const inside = referencesIn(people, mention);
  const named = inside.filter(({ inside, how }) => !inside && how !== 'pronoun');
  const names = named.filter(({ how, start }) => how === 'name' || start < head.end);
  const first =
    names.find(({ nameStart, nameEnd }) => nameStart <= word.start && nameEnd >= word.end) ??
    names.find(({ nameStart }) => nameStart >= head.end || word.capital) ??
    // “Bell’s”: the possessive alone; “a Bell poll” is not Bell.
    (word.capital ? inside.find(({ how, nameEnd }) => how === 'name' && nameEnd >= word.end) : undefined);
  if (first !== undefined) {
    const before = tokens.filter(({ end }) => end <= first.start);
    const after = before.some((_, i) => i > 0 && isPrepositionAt(before, i));
    if (!after || before.some(({ text }) => text === ',')) {
      const list = listFrom(tokens, names, names[0] ?? first);
      if (list.length > 1 && list.includes(first))
        return group(
          question,
          list.map(({ actor }) => actor),
          true,
          null,
        );
      return fromReference(first, quoted, upTo);
    }
  }
  const found = nominal(question, head);
  // “Master of ceremonies Jo Bell”: what the word before says is not known, but somebody is named.
  if (found.entity === null && first?.actor.kind === 'person' && kindOfWord(word.lower) === 0 && !word.capital)
    return { ...fromReference(first, quoted, upTo), sure: false };
  return found;
}

const singular = new Map([
  ['he', 'he'],
  ['him', 'he'],
  ['his', 'he'],
  ['himself', 'he'],
  ['she', 'she'],
  ['her', 'she'],
  ['hers', 'she'],
  ['herself', 'she'],
  ['it', 'it'],
  ['its', 'it'],
  ['itself', 'it'],
]);
const plural = new Set(['they', 'them', 'their', 'themselves', 'both']);
const speakers = new Set(['i', 'we', 'you', 'us', 'me', 'one', 'my', 'our', 'your']);

function fromReference(reference: Reference, quoted: string, upTo: number): Resolved {
  const entity = entityOf(reference.actor, upTo);
  const { others, from } = reference;
  if (others.length > 0)
    return {
      entity,
      sure: false,
      reason: `${quoted} may be ${[entity.name, ...others.slice(0, 3).map((other) => entityOf(other, upTo).name)].join(' or ')}: ${entity.name} was named last`,
    };
  if (reference.how === 'nominal' && from !== null)
    return {
      entity,
      sure: reference.sure,
      reason: `${quoted} ${reference.sure ? 'is' : 'may be'} ${entity.name}, who was called so before`,
    };
  if (reference.how === 'description')
    return { entity, sure: reference.sure, reason: `${quoted} is described, but not named` };
  const same = quoted.slice(1, -1) === entity.name;
  return { entity, sure: reference.sure, reason: same ? `${quoted} is named here` : `${quoted} is ${entity.name}` };
}

/** The persons or governments of a list that a mention begins with: “Patrick Roe and Chris Dunn”, “Tokyo, Seoul and Washington”. */
function listFrom(tokens: readonly Token[], named: readonly Reference[], first: Reference): Reference[] {
  const list = [first];
  for (const reference of named) {
    const previous = list.at(-1)!;
    if (
      reference.start < previous.end ||
      reference.actor === previous.actor ||
      reference.actor.kind !== first.actor.kind
    )
      continue;
    const between = tokens.filter(({ start, end }) => start >= previous.end && end <= reference.start);
    if (between.length === 0 || between.length > 3) continue;
    if (between.every(({ lower }) => lower === 'and' || lower === ',' || lower === '&' || lower === 'the'))
      list.push(reference);
  }
  // Two names with a comma between are a name and what describes it.
  const joined = tokens.some(({ lower, start }) => (lower === 'and' || lower === '&') && start >= first.end);
  return joined ? list : [first];
}
