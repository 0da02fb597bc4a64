import { foldText } from '#shared/text/fold.ts';
/** Something the palette can find and do. */
export interface Find {
  id: string;
  group: 'Command' | 'Article' | 'Speaker';
  name: string;
  /** Words that find it too. */
  also?: string;
  detail?: string;
  keys?: string;
  run: () => void;
}

/**
 * The things in which every typed word begins a word (or stands somewhere), best first: words of the name before other
 * words, beginnings before middles; what fits alike, and everything when nothing is typed, in the order given.
 */
export function find(things: readonly Find[], typed: string): Find[] {
  const words = foldText(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...things];
  return things
    .map((thing, index) => ({ thing, index, score: scoreOf(thing, words) }))
    .filter((scored) => scored.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((scored) => scored.thing);
}

function scoreOf(thing: Find, words: string[]): number {
  const name = foldText(thing.name);
  const rest = foldText(`${thing.also ?? ''} ${thing.detail ?? ''}`);
  let score = name.startsWith(words.join(' ')) ? 4 : 0;
  for (const word of words) {
    const inName = placeOf(name, word);
    const at = inName > 0 ? inName + 2 : placeOf(rest, word);
    if (at === 0) return 0;
    score += at;
  }
  return score;
}

/** 2: begins a word; 1: stands inside one; 0: not there. */
function placeOf(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return 2;
  }
  return text.includes(word) ? 1 : 0;
}
