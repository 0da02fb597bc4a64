import type { Speaker } from '#shared/model/speaker.ts';
import { searchSpeakers } from '#shared/registry/search.ts';
import type { Pick } from './PickBox.tsx';

export const createId = '\u0000create';

/** What a speaker box offers: entries of the registry, best first, and to create what was typed. */
export function speakerPicks(typed: string, speakers: readonly Speaker[], recent: ReadonlySet<string>): Pick[] {
  return [...searchSpeakers(speakers, typed, recent).slice(0, 8).map(pickOf), ...creating(typed, speakers)];
}

export const pickOf = ({ id, name, role, affiliation, country, aliases }: Speaker): Pick => ({
  id,
  name,
  detail: [role, affiliation, country, aliases.length > 0 && `also ${aliases.join(', ')}`].filter(Boolean).join(' · '),
});

/** The offer to create what was typed, unless something has exactly that name. */
export function creating(typed: string, known: readonly { name: string }[]): Pick[] {
  const name = typed.trim();
  if (name === '' || known.some((one) => one.name.toLocaleLowerCase() === name.toLocaleLowerCase())) return [];
  return [{ id: createId, name: `Create “${name}”`, create: true }];
}
