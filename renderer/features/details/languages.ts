import { foldText } from '#shared/text/fold.ts';

/** A language that articles are written in. */
export interface Language {
  /** ISO 639-1. */
  code: string;
  /** In English. */
  name: string;
  /** As its speakers call it. */
  own: string;
}

let all: readonly Language[] | undefined;

/** Every language with a code of ISO 639-1, by name. */
function languages(): readonly Language[] {
  if (all !== undefined) return all;
  const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  const found = letters
    .flatMap((a) => letters.map((b) => a + b))
    .flatMap((code): Language[] => {
      const name = english.of(code);
      // Codes that were replaced (iw, in, ji) come out as the new ones.
      if (name === undefined || Intl.getCanonicalLocales(code)[0] !== code) return [];
      const own = new Intl.DisplayNames(code, { type: 'language', fallback: 'none' }).of(code) ?? name;
      return [{ code, name, own }];
    });
  all = found.sort((a, b) => (a.name < b.name ? -1 : 1));
  return all;
}

/** “German”, or the code where it has no name. */
export const languageName = (code: string): string =>
  languages().find((one) => one.code === code.toLowerCase())?.name ?? code;

/** Languages whose name, own name or code begins with what was typed, then those that hold it; those in `first` come before. */
export function findLanguages(typed: string, first: readonly string[] = []): Language[] {
  const words = foldText(typed.trim());
  const rank = (one: Language) => {
    const names = [one.name, one.own].map(foldText);
    if (one.code === words) return 0;
    if (names.some((name) => name.startsWith(words))) return first.includes(one.code) ? 1 : 2;
    return words.length > 1 && names.some((name) => name.includes(words)) ? 3 : 9;
  };
  return languages()
    .map((one) => ({ one, rank: rank(one) }))
    .filter(({ rank }) => rank < 9)
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

/** The code of a language that was typed as a code or a name; null: there is none of that name. */
export function languageCode(typed: string): string | null {
  const words = foldText(typed.trim());
  const exact = languages().find(
    (one) => one.code === words || foldText(one.name) === words || foldText(one.own) === words,
  );
  if (exact) return exact.code;
  const found = findLanguages(typed);
  return found.length === 1 && words.length > 2 ? (found[0]?.code ?? null) : null;
}
