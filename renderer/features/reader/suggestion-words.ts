import type { ProposedSpeaker, Suggestion } from '#shared/suggest/suggestion.ts';
import { isDoubtful } from '../../suggest/walk.ts';
import { plural } from '../../ui/format.ts';

/**
 * What was accepted at once, and what is left and why: “Accepted 7 suggestions. 3 are left: 2 unsure, 1 …”.
 * @param more would be accepted too if there were not too many for one change
 */
export function acceptedWords(accepted: number, left: readonly Suggestion[], more = 0): string {
  if (more > 0) return `Accepted ${plural(accepted, 'suggestion')}. ${againWords(more)}`;
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

/** What was rejected at once where there were too many for one change. */
export const rejectedWords = (rejected: number, more: number): string =>
  `Rejected ${plural(rejected, 'suggestion')}. ${againWords(more)}`;

const againWords = (more: number): string =>
  `${more.toLocaleString('en')} more ${more === 1 ? 'waits' : 'wait'}: do it again for the next.`;

/** Role, affiliation and country of somebody who is to come into the registry, as far as the article says. */
export const proposalDetails = ({ role, affiliation, country }: ProposedSpeaker): string =>
  [[role, affiliation].filter(Boolean).join(', '), country].filter(Boolean).join(' · ');

/** A few names as a choice: “Kim Jong Un or Kim Yong Chol?”. */
export function choiceWords(names: readonly string[]): string {
  const last = names.at(-1);
  return names.length < 2 ? `${last ?? 'Nobody'}?` : `${names.slice(0, -1).join(', ')} or ${last}?`;
}
