import type { Block } from '#shared/model/article.ts';
import type { BlockLook } from './nodes.ts';

/** Characters on a line at the reader's usual width: what heights of blocks off the screen are guessed from. */
const usualLine = 78;
/** A shorter column than this is verse, a table or an address; a longer one was not broken by a typist. */
const columnWidths = { least: 40, most: 140 };
const startsLine = /^\s*(?:[-–—•*·]\s|\(?\d{1,3}[.)]\s|[QA]\s*[:.]|[\p{Lu}\p{Lo}][\p{L}\p{M}.’' -]{0,30}:\s)/u;
const wide = /[\u1100-\u115f\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff01-\uff60]/g;

/**
 * Whether a block was broken into lines only because lines end somewhere (plain-text wire copy), so that it should flow:
 * nearly every break stands where the next word would not have fitted. Lists, verse and transcripts have other breaks.
 */
export function isHardWrapped(text: string): boolean {
  const lines = text.split('\n').map((line) => line.trim());
  if (lines.length < 2) return false;
  const column = Math.max(...lines.map((line) => line.length));
  if (column < columnWidths.least || column > columnWidths.most) return false;
  let forced = 0;
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    if (startsLine.test(line)) return false;
    const word = /^\S+/.exec(line)?.[0].length ?? 0;
    if (lines[i - 1]!.length + 1 + word > column - 2) forced++;
  }
  return forced >= (lines.length - 1) * 0.8;
}

/** How a block of the text is drawn. */
export function lookOf(text: string, block: Block): BlockLook {
  const content = text.slice(block.start, block.end);
  const keepsLines = content.includes('\n') && (block.kind === 'list' || !isHardWrapped(content));
  const linesOf = (part: string) => Math.max(1, Math.ceil((part.length + (part.match(wide)?.length ?? 0)) / usualLine));
  const lines = keepsLines ? content.split('\n').reduce((sum, line) => sum + linesOf(line), 0) : linesOf(content);
  return { kind: block.kind, keepsLines, lines };
}
