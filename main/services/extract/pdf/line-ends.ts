/** Prefixes that keep their hyphen whatever follows. */
const hyphened = /(?:^|[^\p{L}])(?:self|ex|vice|well|half|quasi|cross|co|pro|semi|non|all|so)$/iu;
/** Words before which a hyphen stands for the rest of a word that comes later: “Nord- und Südkorea”. */
const suspended = /^(?:und|oder|bis|sowie|and|or|to|et|ou|en|of|y|e|o|och|og)(?![\p{L}-])/u;
const noBlanks = /[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]/;

/** The words that stand in the text with a hyphen, and those without, away from line ends. */
export interface KnownWords {
  readonly hyphened: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

export function knownWords(lines: Iterable<string>): KnownWords {
  const known = { hyphened: new Set<string>(), plain: new Set<string>() };
  for (const line of lines) {
    // The last word of a line may be half of one, and so may the first.
    for (const [word] of line.slice(0, line.search(/\S+$/)).matchAll(/(?<=\s)[\p{L}\p{M}]+(?:[-‐][\p{L}\p{M}]+)*/gu))
      (/[-‐]/.test(word) ? known.hyphened : known.plain).add(word.toLowerCase());
  }
  return known;
}

/**
 * A line put to the text before it, as the two would stand in one line. A soft hyphen goes. A hyphen between two small
 * letters goes, too, unless it belongs to the word: the text has the word with its hyphen elsewhere (and not without),
 * the word has another one, or its first half is a prefix that keeps it (self-, ex-). Before a capital or a figure it
 * stays (“North-South”), and before “and” it stays with a blank. Chinese and Japanese lines are put together without one.
 */
export function joinLine(text: string, line: string, known: KnownWords): string {
  if (text === '') return line;
  if (text.endsWith('\u00ad')) return text.slice(0, -1) + line;
  // A paragraph may be long: only its end is looked at.
  const end = text.slice(-70);
  if (/[\p{L}\p{M}][-‐]$/u.test(end)) {
    if (suspended.test(line)) return `${text} ${line}`;
    return (dropsHyphen(end, line, known) ? text.slice(0, -1) : text) + line;
  }
  if (/\d[-‐–]$/.test(end) && /^\d/.test(line)) return text + line;
  if (/\S—$/.test(end) || /^—\S/.test(line) || /\S\/$/.test(end)) return text + line;
  return noBlanks.test(end.at(-1)!) && noBlanks.test(line[0]!) ? text + line : `${text} ${line}`;
}

function dropsHyphen(text: string, line: string, known: KnownWords): boolean {
  if (!/^\p{Ll}/u.test(line)) return false;
  const head = /[\p{L}\p{M}'’-]+(?=[-‐]$)/u.exec(text)?.[0] ?? '';
  const rest = /^[\p{L}\p{M}]+(?:[-‐][\p{L}\p{M}]+)*/u.exec(line)?.[0] ?? '';
  const whole = (head + rest).toLowerCase();
  const parted = `${head}-${rest}`.toLowerCase();
  if (known.plain.has(whole)) return true;
  if (known.hyphened.has(parted)) return false;
  return !/[-‐]/.test(head + rest) && !hyphened.test(head);
}
