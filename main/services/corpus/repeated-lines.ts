import type { Block } from '#shared/model/article.ts';
import { sha256 } from '../files/hash.ts';

/*
 * Lines that stand in many articles are no part of any: menus, prompts, tags. The numbers, in one place:
 * three documents, since two can be one story printed twice; a fifth of the corpus, since a third of an outlet's
 * pages share a prompt while a phrase of its writers hardly comes up in every fifth; 120 characters, since what is
 * longer is as likely a paragraph that several versions of one story share.
 */
const fewestDocuments = 3;
const smallestShare = 0.2;
const longest = 120;
/** Hashes kept for one article, half from its beginning and half from its end, where boilerplate stands. */
const most = 200;

/** What a person wrote about this article in particular, and what holds somebody's words, is never folded by counting. */
function isCandidate(line: string, block: Block): boolean {
  return (
    block.end - block.start <= longest &&
    (block.kind === 'paragraph' || block.kind === 'list' || block.kind === 'subheading' || block.kind === 'caption') &&
    !/["“”„«»「」『』]/.test(line)
  );
}

/** Figures differ between two copies of one line ("12 comments"), so they do not count. */
function hash(line: string): string {
  const plain = line.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').replace(/\d+/g, '0');
  return sha256(plain).slice(0, 12);
}

/** Hashes of the lines of one article that may turn out to be boilerplate. */
export function candidateLines(text: string, blocks: readonly Block[]): string[] {
  const hashes = new Set<string>();
  for (const block of blocks) {
    const line = text.slice(block.start, block.end);
    if (isCandidate(line, block)) hashes.add(hash(line));
  }
  const all = [...hashes];
  return all.length <= most ? all : [...all.slice(0, most / 2), ...all.slice(-most / 2)];
}

/** The hash of one block's line, as `candidateLines` gives it; null when no counting can make it boilerplate. */
export function candidateLine(text: string, block: Block): string | null {
  const line = text.slice(block.start, block.end);
  return isCandidate(line, block) ? hash(line) : null;
}

/** In how many articles each line stands; articles come and go as files do. */
export class LineCounts {
  private readonly counts = new Map<string, number>();
  private documents = 0;

  add(lines: readonly string[]): void {
    this.documents++;
    for (const line of lines) this.counts.set(line, (this.counts.get(line) ?? 0) + 1);
  }

  remove(lines: readonly string[]): void {
    this.documents--;
    for (const line of lines) {
      const left = (this.counts.get(line) ?? 0) - 1;
      if (left > 0) this.counts.set(line, left);
      else this.counts.delete(line);
    }
  }

  /** Whether so many articles share the line with this hash that it is boilerplate; no candidate (null) ever is. */
  isRepeated(line: string | null): boolean {
    return line !== null && (this.counts.get(line) ?? 0) >= Math.max(fewestDocuments, this.documents * smallestShare);
  }

  /** The same blocks, those that many articles share as boilerplate; depends on nothing but the articles counted. */
  mark(text: string, blocks: readonly Block[]): Block[] {
    return blocks.map((block) =>
      this.isRepeated(candidateLine(text, block)) ? { ...block, kind: 'boilerplate' } : block,
    );
  }
}
