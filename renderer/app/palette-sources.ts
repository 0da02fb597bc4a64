import type { SavedSearch } from '#shared/model/saved-search.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import { foldText } from '#shared/text/fold.ts';
import { titleOf, wordsOf } from '../data/entry-words.ts';
import type { LibraryEntry } from '../data/hooks.ts';
import { shortDate } from '../ui/format.ts';
import { foldedWords, type Source } from './find.ts';

/** What the palette finds of a folder besides commands. */
export function paletteSources(of: {
  entries: readonly LibraryEntry[];
  speakers: readonly Speaker[];
  searches: readonly SavedSearch[];
  openArticle: (id: string) => void;
  openSpeaker: (id: string) => void;
  search: (query: string) => void;
}): Source<never>[] {
  const articles: Source<LibraryEntry> = {
    name: 'Articles',
    items: readable(of.entries),
    wordsOf,
    show: (entry) => ({
      id: entry.id,
      name: titleOf(entry),
      detail: [entry.meta.outlet, entry.meta.published && shortDate(entry.meta.published)].filter(Boolean).join(' · '),
      run: () => of.openArticle(entry.id),
    }),
  };
  const folded = new Map<string, string>();
  const speakers: Source<Speaker> = {
    name: 'Speakers',
    items: of.speakers,
    wordsOf: (speaker) => {
      const { name, aliases, role, affiliation, country } = speaker;
      const words = folded.get(speaker.id) ?? foldedWords(name, aliases.join(' '), role, affiliation, country);
      folded.set(speaker.id, words);
      return words;
    },
    show: ({ id, name, aliases, role, affiliation, country }) => ({
      id,
      name,
      detail: [role, affiliation, country, aliases.length > 0 && `also ${aliases.join(', ')}`]
        .filter(Boolean)
        .join(' · '),
      run: () => of.openSpeaker(id),
    }),
  };
  const searches: Source<SavedSearch> = {
    name: 'Saved searches',
    items: of.searches,
    wordsOf: ({ name, query }) => foldText(`${name}\n${query}`),
    show: ({ id, name, query }) => ({
      id,
      name,
      ...(query === name ? {} : { detail: query }),
      run: () => of.search(query),
    }),
  };
  return [articles, speakers, searches] as unknown as Source<never>[];
}

/** The same list for the same one, so that what is found in it need not be made ready each time the palette opens. */
const readableOf = new WeakMap<readonly LibraryEntry[], readonly LibraryEntry[]>();
function readable(entries: readonly LibraryEntry[]): readonly LibraryEntry[] {
  const known = readableOf.get(entries);
  if (known !== undefined) return known;
  const made = entries.filter(({ failure, duplicateOf }) => failure === null && duplicateOf === null);
  readableOf.set(entries, made);
  return made;
}
