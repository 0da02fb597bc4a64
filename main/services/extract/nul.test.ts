import { expect, test } from 'vitest';
import { extractAll } from './extract.ts';

async function read(text: string) {
  for await (const article of extractAll(Buffer.from(text), 'x.txt')) return article;
  throw new Error('There is no article.');
}

test('U+0000, at which others end a text, is shown as U+FFFD and told; every other character keeps its place', async () => {
  const filler = 'Nothing else is wrong with this line. '.repeat(80);
  const given = `A head\0line\n\nThe 😀 min\0ister spoke. ${filler}\n`;
  const { text, meta, notices } = await read(given);
  expect(text).toContain('The 😀 min\ufffdister spoke.');
  expect(text.indexOf('ister')).toBe(given.indexOf('ister'));
  expect(text).toHaveLength((await read(given.replaceAll('\0', '-'))).text.length);
  expect(meta.title).toBe('A head\ufffdline');
  expect(notices).toContainEqual(expect.stringMatching(/U\+0000/));
  expect((await read(`A headline\n\n${filler}\n`)).notices).toEqual([]);
});
