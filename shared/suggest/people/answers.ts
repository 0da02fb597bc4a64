import type { Range } from '../../model/range.ts';
import type { Token } from '../english/tokens.ts';
import type { Actor } from './actors.ts';
import { entityNamed, entityOf } from './entity.ts';
import type { Resolved } from './people.ts';
import type { People } from './read-people.ts';

/** Words of an article of which it is asked whom they mean. */
export interface Question {
  people: People;
  mention: Range;
  tokens: readonly Token[];
  /** As reasons show them, in quotation marks. */
  quoted: string;
  /** Up to which offset names and facts of the article count. */
  upTo: number;
}

export const unknown = (reason: string): Resolved => ({ entity: null, sure: true, reason });

const kinds = { person: 'persons', government: 'governments', organisation: 'organisations', group: 'groups' };

/**
 * Several who speak together, all of one kind.
 * @param why those are meant; null when the words name them
 */
export function group(
  { quoted, upTo }: Question,
  actors: readonly Actor[],
  sure: boolean,
  why: string | null,
): Resolved {
  const names = actors.map((actor) => entityOf(actor, upTo).name);
  const name = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return {
    entity: entityNamed('group', name),
    sure,
    reason:
      why === null ? `${quoted} names ${names.length} ${kinds[actors[0]!.kind]}` : `${quoted} are ${name}, ${why}`,
  };
}
