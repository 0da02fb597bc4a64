import type { SpeakerKind } from './actors.ts';

export type { SpeakerKind } from './actors.ts';
export { indexRegistry, link, type RegistryIndex } from './link.ts';
export { type People, readPeople } from './read-people.ts';
export { resolve } from './resolve.ts';

/** Somebody as an article names and describes them up to some place. */
export interface Entity {
  kind: SpeakerKind;
  /** The fullest name so far; for a country its common English name. */
  name: string;
  /** The other forms of the name so far. */
  aliases: string[];
  role: string | null;
  affiliation: string | null;
  /** ISO 3166-1 alpha-2, where the text says it. */
  country: string | null;
}

/** Whom a mention means. */
export interface Resolved {
  /** Null when the words name nobody or it cannot be known. */
  entity: Entity | null;
  /** Whether nobody else fits nearly as well. */
  sure: boolean;
  /** In words: “‘she’ is Kang Kyung-hwa, the subject of the sentence before”. */
  reason: string;
}
