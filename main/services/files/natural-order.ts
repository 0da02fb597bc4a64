const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Where the collator puts each ASCII character; 0 for what it passes over. The collator itself takes a hundred times as long. */
const ranks = new Uint8Array(128);
const isDigit = (code: number) => code >= 48 && code <= 57;
const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).sort(collator.compare);
for (const [i, character] of printable.entries()) {
  const before = printable[i - 1];
  const isSame = before !== undefined && collator.compare(before, character) === 0;
  ranks[character.charCodeAt(0)] = isSame ? ranks[before.charCodeAt(0)]! : i + 1;
}

/** Orders names as a person would (`2` before `10`), and the same on every machine. */
export function naturalOrder(a: string, b: string): number {
  return ranked(a, b) ?? (collator.compare(a, b) || plain(a, b));
}

const plain = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** As the collator says, for names of printable ASCII; null for others. */
function ranked(a: string, b: string): number | null {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(j);
    const first = ranks[x] ?? 0;
    const second = ranks[y] ?? 0;
    if (first === 0 || second === 0) return null;
    if (isDigit(x) && isDigit(y)) {
      const [one, afterOne] = numberAt(a, i);
      const [two, afterTwo] = numberAt(b, j);
      if (one.length !== two.length) return isAscii(a, i) && isAscii(b, j) ? one.length - two.length : null;
      if (one !== two) return isAscii(a, i) && isAscii(b, j) ? plain(one, two) : null;
      i = afterOne;
      j = afterTwo;
      continue;
    }
    if (first !== second) return isAscii(a, i) && isAscii(b, j) ? first - second : null;
    i++;
    j++;
  }
  if (!isAscii(a, i) || !isAscii(b, j)) return null;
  return (i < a.length ? 1 : 0) - (j < b.length ? 1 : 0) || plain(a, b);
}

/** A number without the noughts before it, and where it ends. */
function numberAt(name: string, from: number): [string, number] {
  let start = from;
  while (name.charCodeAt(start) === 48) start++;
  let end = start;
  while (isDigit(name.charCodeAt(end))) end++;
  return [name.slice(start, end), end];
}

/** A character further on may still change what stands before it: a combining mark. */
function isAscii(name: string, from: number): boolean {
  for (let at = from; at < name.length; at++) if ((ranks[name.charCodeAt(at)] ?? 0) === 0) return false;
  return true;
}
