import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noMeta } from '#shared/model/article.ts';
import type { ReadArticle } from './job.ts';
import { type Packed, Packing, unpacked } from './packed.ts';

/** Texts with emoji, combining marks, right-to-left, CJK, NBSP, CRLF and halves of pairs. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('é', '👩‍👩‍👧', 'ש', '한', '\u00a0', '\r\n', '\ud83d', '\0'),
    ),
  )
  .map((parts) => parts.join(''));
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });

const anyArticle: fc.Arbitrary<ReadArticle> = fc
  .record({
    part: maybe(anyText),
    text: anyText,
    title: maybe(anyText),
    encoding: maybe(fc.string()),
    notices: fc.array(anyText, { maxLength: 2 }),
    blocks: fc.string(),
    pages: maybe(fc.string()),
    lines: fc.string(),
    sketch: maybe(fc.uint8Array({ minLength: 1, maxLength: 256 })),
    words: maybe(fc.record({ title: anyText, text: anyText })),
  })
  .map(({ text, title, ...rest }) => ({
    ...rest,
    text,
    utf8: Buffer.from(text),
    bytes: text.length,
    sourceSha256: 'a'.repeat(64),
    textSha256: 'b'.repeat(64),
    meta: { ...noMeta, title },
  }));

const plain = ({ text, utf8, sketch, ...rest }: ReadArticle) => ({
  ...rest,
  length: text.length,
  utf8: [...utf8],
  sketch: sketch && [...sketch],
});

test('articles are after packing what they were, whatever stands in them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.array(anyArticle, { maxLength: 3 }), { maxLength: 4 }), { maxLength: 3 }),
      (packs) => {
        const packing = new Packing();
        for (const files of packs) {
          expect(files.map((articles) => packing.add(articles))).toEqual(files.map((_, at) => at));
          const letters = (articles: readonly ReadArticle[]) =>
            articles.reduce((sum, { text }) => sum + text.length, 0);
          expect(packing.characters).toBe(letters(files.flat()));
          const packed = packing.end();
          expect(packing.characters).toBe(0);
          expect(packed.map(({ characters }) => characters)).toEqual(files.map(letters));
          const read = packed.map((one) =>
            unpacked(one).map(({ utf8, sketch, ...rest }) => ({
              ...rest,
              utf8: [...utf8],
              sketch: sketch && [...sketch],
            })),
          );
          expect(read).toEqual(files.map((articles) => articles.map(plain)));
        }
      },
    ),
  );
});

test('memory of a pack that was released is used again, and no other', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ article: anyArticle, release: fc.array(fc.nat(9), { maxLength: 3 }) }), { maxLength: 30 }),
      (steps) => {
        const packing = new Packing();
        let out: { packed: Packed; article: ReadArticle }[] = [];
        const memories = new Set<SharedArrayBuffer>();
        let most = 0;
        for (const { article, release } of steps) {
          packing.add([article]);
          const [packed] = packing.end();
          out.push({ packed: packed!, article });
          memories.add(packed!.bytes.buffer);
          most = Math.max(most, out.length);
          const released = new Set(release.flatMap((at) => out[at]?.packed.pack ?? []));
          for (const pack of released) packing.release(pack);
          out = out.filter(({ packed: { pack } }) => !released.has(pack));
          for (const { packed, article } of out) expect([...unpacked(packed)[0]!.utf8]).toEqual([...article.utf8]);
        }
        expect(memories.size).toBe(most);
      },
    ),
  );
});

test('a pack grows with what is put into it, and what was unpacked stays when others are', () => {
  const article = (letter: string): ReadArticle => ({
    ...{ part: null, bytes: 0, sourceSha256: '', textSha256: '', meta: noMeta, encoding: null, notices: [] },
    ...{ blocks: '[]', pages: null, lines: '', sketch: null, words: null },
    text: letter.repeat(3_000_000),
    utf8: Buffer.from(letter.repeat(3_000_000)),
  });
  const packing = new Packing();
  for (const letter of ['a', 'b', 'c']) packing.add([article(letter)]);
  const [first, ...others] = packing.end();
  const [kept] = unpacked(first!);
  packing.add([article('d')]);
  const [next] = packing.end();
  for (const other of [...others, next!]) unpacked(other);
  expect(Buffer.from(kept!.utf8).equals(Buffer.from('a'.repeat(3_000_000)))).toBe(true);
  expect(kept!.utf8.buffer).toBeInstanceOf(ArrayBuffer);
});
