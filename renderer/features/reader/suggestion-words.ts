import type { ProposedSpeaker, Suggestion } from '#shared/suggest/suggestion.ts';
import { isDoubtful } from '../../suggest/walk.ts';
import { plural } from '../../ui/format.ts';

/** What was accepted at once, and what is left and why: “Accepted 7 suggestions. 3 are left: 2 unsure, 1 …”. */
export function acceptedWords(accepted: number, left: readonly Suggestion[]): string {
  const unsure = left.filter(isDoubtful).length;
  const choice = left.length - unsure;
  const reasons = [
    unsure > 0 && `${unsure} unsure`,
    choice > 0 && `${choice} with more than one speaker to choose from`,
  ].filter((reason) => reason !== false);
  const did = accepted > 0 ? `Accepted ${plural(accepted, 'suggestion')}.` : 'Nothing was accepted.';
  if (left.length === 0) return did;
  return `${did} ${left.length === 1 ? '1 is' : `${left.length} are`} left: ${reasons.join(', ')}.`;
}

/** Role, affiliation and country of somebody who is to come into the registry, as far as the article says. */
export const proposalDetails = ({ role, affiliation, country }: ProposedSpeaker): string =>
  [[role, affiliation].filter(Boolean).join(', '), country].filter(Boolean).join(' · ');

/** A few names as a choice: “Kim Jong Un or Kim Yong Chol?”. */
export function choiceWords(names: readonly string[]): string {
  const last = names.at(-1);
  return names.length < 2 ? `${last ?? 'Nobody'}?` : `${names.slice(0, -1).join(', ')} or ${last}?`;
}
