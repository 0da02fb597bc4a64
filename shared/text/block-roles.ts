import type { Block } from '../model/article.ts';
import type { BlockRole, roles } from '../model/block-role.ts';
import type { Range } from '../model/range.ts';
import { anchor } from './anchoring.ts';

export type Role = (typeof roles)[number];

/** A block longer than this, in UTF-16 code units, is a paragraph of its article: what is said of it teaches nothing. */
export const longestTaught = 500;

/**
 * What a line comes to when it is compared with lines of other articles: without case, runs of white space and the
 * figures that differ between two copies (“12 comments”). Null for what is too long to be taught.
 */
export function normalisedLine(text: string): string | null {
  if (text.length > longestTaught) return null;
  const line = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Nd}+(?:[.,]\p{Nd}+)*/gu, '0')
    .replace(/\s+/gu, ' ')
    .trim();
  return line === '' || line.length > longestTaught ? null : line;
}

/** What the folder was taught: the latest word on each line, whoever said it in whichever article. */
export type TaughtLines = ReadonlyMap<string, Role>;

/** What people's words on blocks teach the whole folder; in whatever order they are given. */
export function taughtLines(all: Iterable<BlockRole>): TaughtLines {
  const latest = new Map<string, BlockRole>();
  for (const one of all) {
    if (one.line === null) continue;
    const before = latest.get(one.line);
    if (before === undefined || later(before, one) < 0) latest.set(one.line, one);
  }
  return new Map([...latest].map(([line, { role }]) => [line, role]));
}

/**
 * The same blocks, of the kinds that people have said: boilerplate, or the article's own. A word on a block of this
 * article holds wherever the block's words stand now (see `anchor`), and comes before what the folder was taught, which
 * holds for every block of the same line; of two words on one block the latest holds. A block that was read as
 * boilerplate and is the article's own is a paragraph. Offsets never change; a block that nothing changes stays the same
 * object, and without any change so does the list.
 * @param ofArticle what was said about blocks of this article
 * @param taught from `taughtLines` over all articles
 */
export function withRoles(
  text: string,
  blocks: readonly Block[],
  ofArticle: readonly BlockRole[],
  taught: TaughtLines,
): readonly Block[] {
  if (blocks.length === 0 || (ofArticle.length === 0 && taught.size === 0)) return blocks;
  const own = ofArticle.length === 0 ? undefined : ownRoles(text, blocks, ofArticle);
  let same = true;
  const made = blocks.map((block, i) => {
    const next = withRole(block, own?.get(i) ?? taughtRole(text, block, taught));
    same &&= next === block;
    return next;
  });
  return same ? blocks : made;
}

/** Where the block stands that a word was said about, in a text that may have changed since; null: it is gone. */
export function blockOfRole(text: string, blocks: readonly Block[], role: BlockRole): Block | null {
  const place = anchor(text, role);
  if (place.how === 'orphan') return null;
  return blocks.find((block) => isOf(block, place)) ?? null;
}

function ownRoles(text: string, blocks: readonly Block[], ofArticle: readonly BlockRole[]): Map<number, Role> {
  const found = new Map<number, Role>();
  for (const one of [...ofArticle].sort(later)) {
    const place = anchor(text, one);
    if (place.how === 'orphan') continue;
    for (let i = firstEndingAfter(blocks, place.start); i < blocks.length; i++) {
      const block = blocks[i]!;
      if (block.start >= place.end) break;
      if (isOf(block, place)) found.set(i, one.role);
    }
  }
  return found;
}

function taughtRole(text: string, block: Block, taught: TaughtLines): Role | undefined {
  if (taught.size === 0 || block.end - block.start > longestTaught) return undefined;
  const line = normalisedLine(text.slice(block.start, block.end));
  return line === null ? undefined : taught.get(line);
}

function withRole(block: Block, role: Role | undefined): Block {
  if (role === 'boilerplate') return block.kind === 'boilerplate' ? block : { ...block, kind: 'boilerplate' };
  return role === 'body' && block.kind === 'boilerplate' ? { ...block, kind: 'paragraph' } : block;
}

/** Another version of an extractor may cut blocks elsewhere: what makes up most of a block is about it. */
function isOf(block: Block, place: Range): boolean {
  const shared = Math.min(block.end, place.end) - Math.max(block.start, place.start);
  return shared > 0 && shared * 2 > block.end - block.start;
}

function firstEndingAfter(blocks: readonly Block[], offset: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The latest last; ids decide between two of one instant, so that every machine comes to the same. */
const later = (a: BlockRole, b: BlockRole): number =>
  a.updatedAt < b.updatedAt ? -1 : a.updatedAt > b.updatedAt ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
