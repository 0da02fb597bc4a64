import type { Actor } from './actors.ts';
import { countryOfCode } from './countries.ts';
import type { Entity } from './people.ts';
import { is, kindOfWord } from './words.ts';

/** Somebody of whom nothing but the given is known. */
export const entityNamed = (
  kind: Entity['kind'],
  name: string,
  known: Partial<Pick<Entity, 'role' | 'affiliation' | 'country'>> = {},
): Entity => ({ kind, name, aliases: [], role: null, affiliation: null, country: null, ...known });

/** What an article says of somebody up to an offset. */
export function entityOf(actor: Actor, upTo: number): Entity {
  let name = actor.forms[0]!;
  for (const form of actor.forms) if (form.at <= upTo && form.length > name.length) name = form;
  const country = actor.kind === 'government' ? countryOfCode(actor.words[0]!) : null;
  const title = country === null ? name.text : country.name;
  const aliases: string[] = [];
  for (const { text, at } of actor.forms) {
    if (at <= upTo && text !== title && !aliases.includes(text)) aliases.push(text);
  }
  const entity: Entity = { ...entityNamed(actor.kind, title, { country: country?.code ?? null }), aliases };
  for (const fact of actor.facts) {
    if (fact.at > upTo) continue;
    // “Secretary” becomes “Secretary of State” when the text says so.
    if (fact.role !== null && (entity.role === null || saysMore(fact.role, entity.role))) entity.role = fact.role;
    entity.affiliation ??= fact.affiliation;
    entity.country ??= fact.country;
  }
  return entity;
}

/** Whether a role says more than another: “Secretary of State” than “Secretary”, an office than “rival”. */
function saysMore(role: string, than: string): boolean {
  if (role.length > than.length && role.includes(than)) return true;
  return isRelation(than) && !isRelation(role);
}

const isRelation = (role: string) =>
  (kindOfWord(role.slice(role.lastIndexOf(' ') + 1).toLowerCase()) & is.relation) !== 0;
