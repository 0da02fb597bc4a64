/** Many texts as one, so that those that hold a word are found without a look at each of them. */
export interface Haystack {
  /** The indices, in order, of the texts in which every word stands somewhere; of all texts when there is no word. */
  find(words: readonly string[]): number[];
  /** All texts one after the other. */
  readonly all: string;
  /** Where the text of an index begins and ends in `all`. */
  rangeOf(index: number): readonly [start: number, end: number];
}

/** Stands between texts, and in none of them as far as it is asked for. */
const between = '\0';

export function createHaystack(texts: readonly string[]): Haystack {
  const starts = new Uint32Array(texts.length + 1);
  texts.forEach((text, i) => {
    starts[i + 1] = (starts[i] as number) + text.length + 1;
  });
  const all = texts.join(between) + between;

  function holding(word: string): number[] {
    const found: number[] = [];
    let text = 0;
    for (let at = all.indexOf(word); at >= 0; at = all.indexOf(word, starts[text])) {
      while ((starts[text + 1] as number) <= at) text++;
      found.push(text);
      text++;
    }
    return found;
  }

  return {
    all,
    rangeOf: (i) => [starts[i] as number, (starts[i + 1] as number) - 1],
    find(words) {
      if (words.some((word) => word.includes(between))) return [];
      // The longest stands in the fewest texts, mostly.
      const [longest, ...others] = [...words].sort((a, b) => b.length - a.length);
      if (longest === undefined) return texts.map((_, i) => i);
      const found = holding(longest);
      return others.length === 0 ? found : found.filter((i) => others.every((word) => texts[i]?.includes(word)));
    },
  };
}

const made = new WeakMap<readonly unknown[], Haystack>();

/** The haystack of a list's words, made once for the same list. */
export function haystackOf<T>(items: readonly T[], wordsOf: (item: T) => string): Haystack {
  const known = made.get(items);
  if (known !== undefined) return known;
  const haystack = createHaystack(items.map(wordsOf));
  made.set(items, haystack);
  return haystack;
}
