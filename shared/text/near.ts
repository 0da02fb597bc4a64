import type { Block } from '../model/article.ts';

/*
 * Which texts are nearly the same: wire copy in several papers, later editions. A sketch is a one-permutation MinHash
 * (P. Li, A. Owen, C.-H. Zhang, "One Permutation Hashing", NIPS 2012) of the text's shingles, its empty bins filled by
 * optimal densification (A. Shrivastava, "Optimal Densification for Fast and Accurate Minwise Hashing", ICML 2017): the
 * share of bins that two sketches have in common estimates the Jaccard index of their shingles, to within .06 (one
 * standard deviation). Candidates are pairs that agree in a whole band (A. Broder 1997; Leskovec et al., "Mining of
 * Massive Datasets", 3.4).
 */

export const bins = 64;
/** Words in a shingle. */
const shingle = 4;
/** With fewer shingles a text is a caption or a stub: chance makes such texts alike. */
const fewest = 24;
/** 21 bands of 3: a pair that shares half of its shingles is a candidate 19 times in 20, one that shares a tenth hardly ever. */
const rows = 3;
const bands = Math.floor(bins / rows);
/** Texts that share half of their shingles are told of as nearly the same. */
export const leastResemblance = 0.5;

const base = 0x01000193;
/** The base to the power of a shingle's words, 32 bits of it. */
const baseOfFirst = Array.from({ length: shingle }).reduce<number>((power) => Math.imul(power, base), 1);

/** Blocks of a page that are not the article's own are no reason to take two texts for one. */
const isOwn = ({ kind }: Pick<Block, 'kind'>) => kind !== 'boilerplate';

/** The sketch of a text's own blocks: `bins` numbers of 32 bits; null for a text too short to be compared. */
export function sketchOf(text: string, blocks: readonly Block[]): Uint32Array | null {
  let count = 0;
  for (const block of blocks) if (isOwn(block)) count = hashWords(text, block.start, block.end, count);
  if (count < fewest + shingle - 1) return null;
  const sketch = new Uint32Array(bins);
  const filled = new Uint8Array(bins);
  // The hash of a shingle is that of the one before, less its first word: M. Karp, R. Rabin 1987.
  const hashes = words;
  let rolling = 0;
  for (let i = 0; i < count; i++) {
    rolling = (Math.imul(rolling, base) + hashes[i]!) | 0;
    if (i >= shingle) rolling = (rolling - Math.imul(hashes[i - shingle]!, baseOfFirst)) | 0;
    if (i < shingle - 1) continue;
    const hash = mixed(rolling);
    const bin = hash >>> 26;
    const value = Math.imul(hash, 0x9e3779b1) >>> 0;
    if (filled[bin] === 0 || value < sketch[bin]!) {
      sketch[bin] = value;
      filled[bin] = 1;
    }
  }
  densify(sketch, filled);
  return sketch;
}

/** The share of shingles that two texts have in common, 0 … 1, as far as their sketches tell. */
export function resemblance(a: Uint32Array, b: Uint32Array): number {
  let same = 0;
  for (let i = 0; i < bins; i++) if (a[i] === b[i]) same++;
  return same / bins;
}

/**
 * Puts texts together of which each resembles another: for every text the index of the first of its group, its own where
 * it is alone; null has no sketch. Linear in the number of texts.
 */
export function groupNear(sketches: readonly (Uint32Array | null)[]): Int32Array {
  const steps = groupNearBySteps(sketches);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same in so many steps that none takes long, for who has other things to do in between. */
export function* groupNearBySteps(sketches: readonly (Uint32Array | null)[]): Generator<void, Int32Array> {
  const parent = Int32Array.from(sketches, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (let band = 0; band < bands; band++) {
    const seen = new Map<number, number[]>();
    for (const [i, sketch] of sketches.entries()) {
      if (sketch === null) continue;
      let key = 0;
      for (let row = band * rows; row < (band + 1) * rows; row++) key = Math.imul(key ^ sketch[row]!, 0x85ebca6b) ^ row;
      const bucket = seen.get(key);
      if (bucket === undefined) {
        seen.set(key, [i]);
        continue;
      }
      const like = bucket.find((other) => root(other) === root(i) || isNear(sketches[other]!, sketch));
      if (like === undefined) {
        if (bucket.length < mostInBucket) bucket.push(i);
        continue;
      }
      const [a, b] = [root(like), root(i)];
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
    }
    yield;
  }
  return Int32Array.from(parent, (_, i) => root(i));
}

/** Groups that share a band by chance are few; a bucket that holds more of them is not worth its time. */
const mostInBucket = 16;

const isNear = (a: Uint32Array, b: Uint32Array) => resemblance(a, b) >= leastResemblance;

/** Hashes of words, for the text that is looked at; grows with the longest. */
let words = new Int32Array(4096);

/**
 * Puts the hashes (FNV-1a) of the words of a part of a text into `words`, from `count` on, and says how many there are
 * then: runs of letters and digits without regard to case; characters of scripts without blanks one by one.
 */
function hashWords(text: string, start: number, end: number, count: number): number {
  return (
    hashSmall(text, start, end, count, true) ?? hashSmall(text.slice(start, end).toLowerCase(), 0, -1, count, false)!
  );
}

/** Of other characters than ASCII's; those of signs, Chinese, Japanese and Korean have none. */
const mayHaveCase = (code: number) =>
  code >= 0x80 &&
  !(code >= 0x2010 && code <= 0x206f) &&
  !(code >= 0x2e80 && code <= 0xa4cf) &&
  !(code >= 0xac00 && code <= 0xd7a3) &&
  !(code >= 0xff61 && code <= 0xffdc);

/** The same for small letters, to the end of the text for `end` −1; null as soon as `asIs` is no longer certain. */
function hashSmall(text: string, start: number, to: number, before: number, asIs: boolean): number | null {
  const end = to < 0 ? text.length : to;
  if (words.length < before + end - start) {
    const more = new Int32Array(2 * (before + end - start));
    more.set(words);
    words = more;
  }
  const hashes = words;
  let count = before;
  let hash = offsetBasis;
  let open = false;
  for (let i = start; i < end; i++) {
    let code = text.charCodeAt(i);
    if (asIs && code >= 0x80 && mayHaveCase(code)) return null;
    const kind = kinds[code]! || kindOf(code);
    if (kind === part) {
      if (code >= 0x41 && code <= 0x5a) code |= 0x20;
      hash = Math.imul(hash ^ code, 0x01000193);
      open = true;
      continue;
    }
    if (open) hashes[count++] = hash;
    hash = offsetBasis;
    open = false;
    if (kind === alone) hashes[count++] = Math.imul(offsetBasis ^ code, 0x01000193);
  }
  if (open) hashes[count++] = hash;
  return count;
}

const offsetBasis = 0x811c9dc5 | 0;
const blank = 1;
const part = 2;
const alone = 3;
const kinds = new Uint8Array(0x10000);
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Of a UTF-16 code unit that has not been met before; halves of pairs count as letters. */
function kindOf(code: number): number {
  const character = String.fromCharCode(code);
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  const kind = unspaced.test(character) ? alone : surrogate || /[\p{L}\p{N}\p{M}]/u.test(character) ? part : blank;
  kinds[code] = kind;
  return kind;
}

/** An empty bin takes the value of a full one that a hash of its own number and of the attempts picks. */
function densify(sketch: Uint32Array, filled: Uint8Array): void {
  for (let bin = 0; bin < bins; bin++) {
    if (filled[bin] === 1) continue;
    let attempt = 1;
    let from: number;
    do from = mixed(Math.imul(bin + 1, 0x9e3779b1) ^ Math.imul(attempt++, 0x85ebca6b)) >>> 26;
    while (filled[from] === 0);
    sketch[bin] = sketch[from]!;
  }
}

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
