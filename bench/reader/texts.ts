import type { Block } from '#shared/model/article.ts';

export interface Material {
  text: string;
  blocks: Block[];
  spans: { id: string; start: number; end: number; paint: string }[];
}

const words =
  'the foreign minister said that pressure on the North must not ease while talks between the two sides go on in a positive mood and the ally warned against quick promises without steps that can be verified'.split(
    ' ',
  );

/** Paragraphs of about 400 characters and spans of 20 to 60 in them, always the same for the same numbers. */
export function materialOf(characters: number, spans: number): Material {
  let seed = 20181127;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const parts: string[] = [];
  const blocks: Block[] = [];
  let length = 0;
  while (length < characters) {
    let paragraph = '';
    while (paragraph.length < 398) paragraph += (paragraph ? ' ' : '') + words[random(words.length)];
    if (length > 0) {
      parts.push('\n\n');
      length += 2;
    }
    blocks.push({ start: length, end: length + paragraph.length, kind: 'paragraph' });
    parts.push(paragraph);
    length += paragraph.length;
  }
  const text = parts.join('');
  const paints = [-2, -1, 0, 1, 2].map((score) => `stance-${score}`);
  const placed = Array.from({ length: spans }, (_, i) => {
    const block = blocks[random(blocks.length)]!;
    const start = block.start + random(block.end - block.start - 60);
    return { start, end: start + 20 + random(40), paint: paints[i % paints.length]! };
  });
  placed.sort((a, b) => a.start - b.start);
  return { text, blocks, spans: placed.map((span, i) => ({ id: `s${i}`, ...span })) };
}
