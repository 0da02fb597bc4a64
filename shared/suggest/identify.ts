import type { Mention } from '../model/range.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Quotation } from '../text/quotations.ts';
import type { Passage } from './english/passage.ts';
import { indexRegistry, link, type RegistryIndex, readPeople, resolve } from './people/people.ts';
import type { SuggestedSpeaker } from './suggestion.ts';

/** Whom a mention means. */
export interface Identified {
  speaker: SuggestedSpeaker;
  /** Why, where the words do not say it themselves. */
  reason: string | null;
  /** Whether nobody else may be meant. */
  sure: boolean;
}

export const unnamed: Identified = { speaker: { how: 'open' }, reason: null, sure: true };

/**
 * Whom the words of mentions mean, each asked once: a person of the article, and their entry of the registry.
 * @param last where the last mention ends: what stands in later paragraphs counts for none
 */
export function identifierOf(
  text: string,
  passages: readonly Passage[],
  quotations: readonly Quotation[],
  speakers: readonly Speaker[],
  last: number,
): (mention: Mention) => Identified {
  const read = passages.filter(({ range }) => range.start < last);
  const people = readPeople(
    text,
    read.map(({ range }) => range),
    read.map(({ tokens }) => tokens),
    quotations,
  );
  const registry = indexOf(speakers);
  const known = new Map<number, Identified>();
  return (mention) => {
    const before = known.get(mention.start);
    if (before !== undefined) return before;
    const { entity, sure, reason } = resolve(people, mention);
    // That “Geng Shuang” is Geng Shuang needs no saying.
    const plain = entity === null || mention.text.endsWith(entity.name);
    const identified = { speaker: link(entity, registry), reason: plain && sure ? null : reason, sure };
    known.set(mention.start, identified);
    return identified;
  };
}

const indexes = new WeakMap<readonly Speaker[], RegistryIndex>();

/** Registries are never changed in place, and one serves a whole corpus. */
function indexOf(speakers: readonly Speaker[]): RegistryIndex {
  const known = indexes.get(speakers);
  if (known !== undefined) return known;
  const index = indexRegistry(speakers);
  indexes.set(speakers, index);
  return index;
}
