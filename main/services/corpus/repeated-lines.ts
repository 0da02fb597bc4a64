import type { Block } from '#shared/model/article.ts';
import { hash52 } from '../files/hash.ts';

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
  const folded = plainLine.test(line) ? line : line.normalize('NFKC').replace(/\s+/g, ' ');
  return hash52(folded.toLowerCase().replace(/\d+/g, '0')).toString(16).padStart(13, '0');
}

/** What normalization and folding of white space leave as it is. */
const plainLine = /^(?:[!-~]| (?! ))*$/;

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

/** The same blocks, those that many articles share as boilerplate. */
export function markRepeated(text: string, blocks: readonly Block[], repeated: ReadonlySet<string>): Block[] {
  return blocks.map((block) => {
    const line = repeated.size === 0 ? null : candidateLine(text, block);
    return line !== null && repeated.has(line) ? { ...block, kind: 'boilerplate' } : block;
  });
}

/** In how many articles each line stands; articles come and go as files do. Twelve bytes a line and as much room again. */
export class LineCounts {
  private lines = new Float64Array(1024);
  private counts = new Uint32Array(1024);
  private used = 0;
  private documents = 0;

  /** `lines` as an article's row has them: hashes with a blank between two. */
  add(lines: string): void {
    this.documents++;
    for (const line of numbersOf(lines)) {
      const place = this.placeOf(line);
      this.counts[place]!++;
      if (this.lines[place] === line) continue;
      this.lines[place] = line;
      if (++this.used > this.lines.length / 2) this.grow();
    }
  }

  remove(lines: string): void {
    this.documents--;
    for (const line of numbersOf(lines)) {
      const place = this.placeOf(line);
      if (this.counts[place]! > 0) this.counts[place]!--;
    }
  }

  /** The lines that so many articles share that they are boilerplate; depends on nothing but the articles counted. */
  repeated(): Set<string> {
    const fewest = Math.max(fewestDocuments, this.documents * smallestShare);
    const repeated = new Set<string>();
    for (let place = 0; place < this.lines.length; place++)
      if (this.counts[place]! >= fewest) repeated.add(this.lines[place]!.toString(16).padStart(13, '0'));
    return repeated;
  }

  mark(text: string, blocks: readonly Block[]): Block[] {
    return markRepeated(text, blocks, this.repeated());
  }

  /** Where a line is counted, or will be. */
  private placeOf(line: number): number {
    const last = this.lines.length - 1;
    let place = ((line % 0x100000000) >>> 0) & last;
    while (this.lines[place] !== 0 && this.lines[place] !== line) place = (place + 1) & last;
    return place;
  }

  /** Twice the room, without the lines that stand in no article any more. */
  private grow(): void {
    const { lines, counts } = this;
    this.lines = new Float64Array(lines.length * 2);
    this.counts = new Uint32Array(lines.length * 2);
    this.used = 0;
    lines.forEach((line, i) => {
      if (counts[i] === 0) return;
      const place = this.placeOf(line);
      this.lines[place] = line;
      this.counts[place] = counts[i]!;
      this.used++;
    });
  }
}

const numbersOf = (lines: string): number[] =>
  lines === '' ? [] : lines.split(' ').map((line) => Number.parseInt(line, 16));
