import type { Cast } from './cast.ts';
import { placeAt } from './countries.ts';
import { isJoinedName } from './names.ts';
import { isPossessiveAt, type Paragraph } from './paragraph.ts';
import { isAcronym, isFamilyFirst, type Part, type Phrase, part, partOf } from './parts.ts';
import { is, isUnderSecretary } from './words.ts';

/** Longer phrases are lists or headlines in capitals. */
const longest = 24;
const links = new Set(['of', 'for', 'at', 'and', '&', 'on', 'to']);

/** Whether a phrase of names and titles may begin with a word. */
export function mayBegin({ tokens, kinds }: Paragraph, at: number): boolean {
  const kind = kinds[at]!;
  if (tokens[at]!.capital)
    return (
      (kind & is.grammar) === 0 ||
      (kind & (is.date | is.nameToo)) !== 0 ||
      placeAt(tokens, at) !== null ||
      isUnderSecretary(tokens, at) ||
      isFamilyFirst(tokens, kinds, at)
    );
  if (kind === 0) return isJoinedName(tokens[at]!);
  if ((kind & (is.role | is.modifier | is.organisation)) !== 0) return true;
  if (isUnderSecretary(tokens, at)) return true;
  // “The trade minister”.
  return (
    (kind & is.field) !== 0 &&
    tokens[at + 1]?.capital === false &&
    (kinds[at + 1]! & (is.role | is.field | is.organisation)) !== 0
  );
}

/**
 * Reads the longest phrase of names and titles that begins at a token; answers where it ends, at the token itself when none
 * does: “South Korean Deputy Minister of Trade Hana Mori”, “the Ministry of Trade (MOT)”.
 * @param phrase is overwritten
 */
export function readPhrase(paragraph: Paragraph, cast: Cast, from: number, phrase: Phrase): number {
  const { tokens } = paragraph;
  const { parts } = phrase;
  phrase.from = from;
  parts.length = 0;
  let at = from;
  let inTitle = false;
  while (at < tokens.length && at - from < longest) {
    const token = tokens[at]!;
    if (token.kind === 'mark') {
      if (at === from) return from;
      if (isPossessiveAt(tokens, at) && goesOn(paragraph, at + 1)) {
        parts.push(part.possessive);
        at++;
        continue;
      }
      // “(NSC)” after the name of an organisation.
      if (token.text === '(' && tokens[at + 2]?.text === ')' && isAcronym(tokens[at + 1]!) && inTitle) {
        parts.push(part.bracket, part.bracket, part.bracket);
        at += 3;
        continue;
      }
      if (token.text !== '&') break;
    }
    const found = placeAt(tokens, at);
    const next = partOf(paragraph, cast, phrase, at, found);
    if (next === part.place) {
      for (let i = 0; i < found!.length; i++) parts.push(part.place);
      at += found!.length;
      continue;
    }
    if (next !== part.none) {
      inTitle ||= next === part.role || next === part.organisation || next === part.honorific;
      parts.push(next);
      at++;
      continue;
    }
    const linked = inTitle && !isNamed(parts) ? linkedAt(paragraph, parts, at) : at;
    if (linked === at) break;
    for (; at < linked; at++) parts.push(part.link);
  }
  while (parts.length > 0 && isTrailing(parts.at(-1)!, tokens[from + parts.length - 1]!.capital)) parts.pop();
  return from + parts.length;
}

/** Whether somebody’s title and name have been read: “of” after “Minister Jo Bell” is in neither. */
function isNamed(parts: readonly Part[]): boolean {
  let at = parts.length;
  while (at > 0 && parts[at - 1] === part.name) at--;
  return at < parts.length && at > 0 && (parts[at - 1] === part.role || parts[at - 1] === part.honorific);
}

/** Where the words end that go on in a title or the name of an organisation: “of”, “for the”, “and”; `at` when none do. */
function linkedAt({ tokens, kinds }: Paragraph, parts: readonly Part[], at: number): number {
  const { lower } = tokens[at]!;
  if (!links.has(lower)) return at;
  let next = at + 1;
  while (next < tokens.length && tokens[next]!.lower === 'the') next++;
  const after = tokens[next];
  if (after === undefined || after.kind !== 'word') return at;
  const isField = (kinds[next]! & is.field) !== 0;
  const isNoName = (kinds[next]! & is.noName) !== 0;
  const before = parts.at(-1);
  const isRole = before === part.role;
  // “Asian and Pacific”, but not “President Moon and Prime Minister Abe”.
  if (lower === 'and' || lower === '&') {
    const isList = before === part.field || before === part.place || before === part.organisation;
    return isList && isField && parts.includes(part.link) ? next : at;
  }
  if (lower === 'on' || lower === 'to' || lower === 'at') return isRole && after.capital && !isNoName ? next : at;
  if (!after.capital) return isField && isRole ? next : at;
  return isNoName && !isField ? at : next;
}

/** Whether a phrase goes on after a possessive. */
function goesOn({ tokens, kinds }: Paragraph, at: number): boolean {
  const token = tokens[at];
  if (token === undefined || token.kind !== 'word') return false;
  const kind = kinds[at]!;
  if (token.capital) return (kind & is.grammar) === 0;
  return (kind & (is.role | is.modifier | is.organisation | is.roles)) !== 0;
}

const isTrailing = (last: Part, capital: boolean) =>
  last === part.link || last === part.possessive || (!capital && (last === part.modifier || last === part.field));
