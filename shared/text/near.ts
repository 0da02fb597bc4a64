import type { Block } from '../model/article.ts';
import type { Range } from '../model/range.ts';
import { codeUnits } from './code-units.ts';
import { finalised } from './hash.ts';

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

/**
 * The sketch of a text's own blocks: `bins` numbers of 32 bits; null for a text too short to be compared.
 * @param units the text's code units, for who has them at hand
 */
export function sketchOf(
  text: string,
  blocks: readonly Block[],
  units: Uint16Array = codeUnits(text),
): Uint32Array | null {
  let count = 0;
  for (const block of blocks) if (isOwn(block)) count = hashWords(text, units, block, count);
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
    const hash = finalised(rolling);
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

/** Sketches of many texts in one piece of memory: a hundred thousand small arrays take four times as much. */
export class Sketches {
  private readonly all: Uint32Array;
  private readonly there: Uint8Array;

  /** @param count of texts, none of which has a sketch yet */
  constructor(readonly count: number) {
    this.all = new Uint32Array(count * bins);
    this.there = new Uint8Array(count);
  }

  /** The sketch of a text by its index. */
  set(i: number, sketch: Uint32Array): void {
    this.all.set(sketch, i * bins);
    this.there[i] = 1;
  }

  has(i: number): boolean {
    return this.there[i] === 1;
  }

  /** What a text has in a band: a hash of its bins there. */
  keyOf(i: number, band: number): number {
    let key = 0;
    for (let row = band * rows; row < (band + 1) * rows; row++)
      key = Math.imul(key ^ this.all[i * bins + row]!, 0x85ebca6b) ^ row;
    return key;
  }

  isNear(a: number, b: number): boolean {
    return resemblance(this.at(a), this.at(b)) >= leastResemblance;
  }

  private at(i: number): Uint32Array {
    return this.all.subarray(i * bins, (i + 1) * bins);
  }
}

/**
 * Puts texts together of which each resembles another: for every text the index of the first of its group, its own where
 * it is alone or has no sketch. Linear in the number of texts.
 */
export function groupNear(sketches: Sketches): Int32Array {
  const steps = groupNearBySteps(sketches);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same in so many steps that none takes long, for who has other things to do in between. */
export function* groupNearBySteps(sketches: Sketches): Generator<void, Int32Array> {
  const parent = Int32Array.from({ length: sketches.count }, (_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  const buckets = new Buckets(sketches.count);
  for (let band = 0; band < bands; band++) {
    buckets.clear();
    for (let i = 0; i < sketches.count; i++) {
      if (!sketches.has(i)) continue;
      const like = buckets.find(
        i,
        sketches.keyOf(i, band),
        (other) => root(other) === root(i) || sketches.isNear(other, i),
      );
      if (like === null) continue;
      const [a, b] = [root(like), root(i)];
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
    }
    yield;
  }
  return parent.map((_, i) => root(i));
}

/** Texts by what they have in a band. */
class Buckets {
  /** Its first text by where a key stands, and by text its key and the next one of its bucket; texts count from 1. */
  private readonly firsts: Int32Array;
  private readonly keys: Int32Array;
  private readonly nexts: Int32Array;

  constructor(count: number) {
    // At least half of the places stay empty.
    this.firsts = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)));
    this.keys = new Int32Array(count);
    this.nexts = new Int32Array(count);
  }

  clear(): void {
    this.firsts.fill(0);
    this.nexts.fill(0);
  }

  /** The first in a text's bucket that is `like` it; where there is none the text joins the bucket, if that is not full. */
  find(i: number, key: number, like: (other: number) => boolean): number | null {
    const { firsts, keys, nexts } = this;
    const last = firsts.length - 1;
    let place = finalised(key) & last;
    while (firsts[place] !== 0 && keys[firsts[place]! - 1] !== key) place = (place + 1) & last;
    keys[i] = key;
    if (firsts[place] === 0) {
      firsts[place] = i + 1;
      return null;
    }
    let at = firsts[place]! - 1;
    for (let held = 1; ; held++) {
      if (like(at)) return at;
      const next = nexts[at]!;
      if (next === 0) {
        if (held < mostInBucket) nexts[at] = i + 1;
        return null;
      }
      at = next - 1;
    }
  }
}

/** Groups that share a band by chance are few; a bucket that holds more of them is not worth its time. */
const mostInBucket = 16;

/** Hashes of words, for the text that is looked at; grows with the longest. */
let words = new Int32Array(4096);

/**
 * Puts the hashes (FNV-1a) of the words of a part of a text into `words`, from `count` on, and says how many there are
 * then: runs of letters and digits without regard to case; characters of scripts without blanks one by one.
 */
function hashWords(text: string, units: Uint16Array, { start, end }: Range, count: number): number {
  const counted = hashUnits(units, start, end, count, false);
  if (counted >= 0) return counted;
  const small = text.slice(start, end).toLowerCase();
  return hashUnits(codeUnits(small), 0, small.length, count, true);
}

/** The same for code units; −1 where their case is not known from each alone, unless they are `small` letters already. */
function hashUnits(units: Uint16Array, start: number, end: number, before: number, small: boolean): number {
  if (words.length < before + end - start) {
    const more = new Int32Array(2 * (before + end - start));
    more.set(words);
    words = more;
  }
  const hashes = words;
  let count = before;
  let hash = offsetBasis;
  for (let i = start; i < end; i++) {
    let letter = letters[units[i]!]!;
    // Of most code units nothing else is asked.
    while (letter > 0) {
      hash = Math.imul(hash ^ letter, base);
      if (++i === end) break;
      letter = letters[units[i]!]!;
    }
    if (i === end) break;
    const unit = units[i]!;
    if (letter === unknown) {
      letters[unit] = letterOf(unit);
      i--;
      continue;
    }
    if (letter === inContext) {
      if (!small) return -1;
      hash = Math.imul(hash ^ unit, base);
      continue;
    }
    if (hash !== offsetBasis) hashes[count++] = hash;
    hash = offsetBasis;
    if (letter === alone) hashes[count++] = Math.imul(offsetBasis ^ unit, base);
  }
  if (hash !== offsetBasis) hashes[count++] = hash;
  return count;
}

const offsetBasis = 0x811c9dc5 | 0;
const unknown = 0;
const blank = -1;
const alone = -2;
const inContext = -3;
/** By code unit: the small letter that it stands for, or one of the four above. */
const letters = new Int32Array(0x10000);
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function letterOf(unit: number): number {
  const character = String.fromCharCode(unit);
  const small = character.toLowerCase();
  const isHalf = unit >= 0xd800 && unit <= 0xdfff;
  if (unspaced.test(character)) return alone;
  // A final sigma is another letter than one within a word.
  if (isHalf || small.length > 1 || character === 'Σ') return inContext;
  return /[\p{L}\p{N}\p{M}]/u.test(character) ? small.charCodeAt(0) : blank;
}

/** An empty bin takes the value of a full one that a hash of its own number and of the attempts picks. */
function densify(sketch: Uint32Array, filled: Uint8Array): void {
  for (let bin = 0; bin < bins; bin++) {
    if (filled[bin] === 1) continue;
    let attempt = 1;
    let from: number;
    do from = finalised(Math.imul(bin + 1, 0x9e3779b1) ^ Math.imul(attempt++, 0x85ebca6b)) >>> 26;
    while (filled[from] === 0);
    sketch[bin] = sketch[from]!;
  }
}
