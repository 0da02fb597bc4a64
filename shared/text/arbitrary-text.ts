import fc from 'fast-check';
import type { Block } from '../model/article.ts';
import type { Range } from '../model/range.ts';

/** Pieces that break naive handling of text; for property tests. */
const pieces = [
  'a',
  'Onodera said',
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '\u2028',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\0',
  '\t',
  '.',
  ', ',
  'U.S. ',
  '“',
  '”',
  '"',
  '‘',
  '’',
  "'",
  '«',
  '»',
  '„',
  '「',
  '」',
  'é',
  'e\u0301',
  'q\u0323\u0307',
  '\u0301',
  '😀',
  '👨‍👩‍👧‍👦',
  '🏳️‍🌈',
  '🇰🇷',
  '🇯',
  '👍🏽',
  '\u200d',
  '\ufe0f',
  '日本',
  '小野寺防衛相',
  '文재인',
  '각',
  'שלום',
  'السلام',
  '\u202e',
  'नमस्ते',
  'สวัสดี',
  '𝒜',
  '\ud83d',
  '\ude00',
  '\uffff',
];

/** Texts as they come, and worse: emoji, families, combining marks, many scripts, every blank, lone surrogates. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string() }), {
    maxLength: 80,
  })
  .map((parts) => parts.join(''));

/** Texts that survive UTF-8, as every canonical text does. */
export const anyWellFormedText: fc.Arbitrary<string> = anyText.map((text) =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'),
);

/** A range of a text; it may split surrogate pairs unless the caller moves it. */
export const anyRangeOf = (text: string): fc.Arbitrary<Range> =>
  fc
    .tuple(fc.nat({ max: text.length }), fc.nat({ max: text.length }))
    .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));

/** Blocks as extraction makes them: what blank lines part, trimmed. */
export function blocksOf(text: string): Block[] {
  return [...text.matchAll(/\S(?:[^\n]*(?:\n(?!\s*\n)[^\n]*)*)/g)]
    .map((hit) => ({ start: hit.index, end: hit.index + hit[0].trimEnd().length, kind: 'paragraph' as const }))
    .filter((block) => block.end > block.start);
}
