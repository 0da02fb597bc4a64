/**
 * For each article, by its number in the store: 0, it does not hold; 2, it holds; 1, only a look at the article tells.
 * And, or and not as Kleene's logic of three values has them.
 */
export type Mask = Uint8Array;

export const and = (masks: readonly Mask[], size: number): Mask => {
  const out = new Uint8Array(size).fill(2);
  for (const mask of masks) for (let n = 0; n < size; n++) if (mask[n]! < out[n]!) out[n] = mask[n]!;
  return out;
};

export const or = (masks: readonly Mask[], size: number): Mask => {
  const out = new Uint8Array(size);
  for (const mask of masks) for (let n = 0; n < size; n++) if (mask[n]! > out[n]!) out[n] = mask[n]!;
  return out;
};

export const not = (mask: Mask): Mask => mask.map((value) => 2 - value);

/** `value` for the articles that `group_concat` gave: numbers with commas between them, or null. */
export function maskOf(numbers: string | null, size: number, value: 1 | 2 = 2): Mask {
  const mask = new Uint8Array(size);
  for (const n of numbersOf(numbers)) if (n < size) mask[n] = value;
  return mask;
}

/** What `group_concat` gave. One long text is taken over from the database far quicker than a row for each number. */
export function numbersOf(text: string | null): Int32Array {
  if (text === null || text === '') return new Int32Array(0);
  let count = 1;
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) count++;
  const numbers = new Int32Array(count);
  let n = 0;
  let to = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2c) {
      numbers[to++] = n;
      n = 0;
    } else n = n * 10 + code - 0x30;
  }
  numbers[to] = n;
  return numbers;
}
