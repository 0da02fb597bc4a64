import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { makeZip, withRawNames } from './make-zip.ts';
import { openEntries, zipLimits } from './zip-entries.ts';

const reads = async (bytes: Uint8Array, limits = zipLimits) => {
  const zip = await openEntries(bytes, 'archive', limits);
  return Promise.all(
    zip.entries.map(async (entry) => [
      entry.name,
      await zip.read(entry).then(
        (bytes) => String(Buffer.from(bytes)),
        (error) => error.message,
      ),
    ]),
  );
};

test('gives back what was packed, whatever the names and contents', async () => {
  const step = fc.string({ unit: fc.constantFrom('a', 'é', '日', '😀', ' '), minLength: 1, maxLength: 8 });
  const name = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => `${steps.join('/')}.txt`);
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, fc.uint8Array({ maxLength: 300 })), async (files) => {
      const expected = Object.entries(files).map(([path, bytes]) => [path, String(Buffer.from(bytes))]);
      if (expected.length === 0) return;
      expect(await reads(await makeZip(files))).toEqual(expected);
    }),
    { numRuns: 8 },
  );
});

test.each([
  ['shift_jis', ['記事/首相の会見.txt', '記事/外相の発言.txt']],
  ['cp437', ['café/élan.txt']],
  ['cp866', ['Статьи/Министр заявил.txt', 'Статьи/Переговоры.txt']],
  ['gb18030', ['新闻/外交部发言人的讲话.txt']],
  ['cp949', ['기사/외교부 당국자.txt']],
])('names in %s are read without a flag that says so', async (encoding, names) => {
  const zip = await makeZip(Object.fromEntries(names.map((_, index) => [`n${index}`, `text ${index}`])));
  const named = withRawNames(
    zip,
    names.map((name) => iconv.encode(name, encoding)),
  );
  expect((await reads(named)).map(([name]) => name)).toEqual(names);
});

test('names that lead out, links and locked entries are listed with the reason and not read', async () => {
  const zip = withRawNames(
    await makeZip({ a: 'x', b: 'y', c: 'z' }),
    ['../../out.txt', 'C:\\temp\\x.txt', 'folder\\inside.txt'].map((name) => Buffer.from(name)),
  );
  expect(await reads(zip)).toEqual([
    ['../../out.txt', 'leads to a place outside'],
    ['C:/temp/x.txt', 'leads to a place outside'],
    ['folder/inside.txt', 'z'],
  ]);
  const link = await makeZip({ 'a.txt': 'target' }, { mode: 0o120777 });
  expect(await reads(link)).toEqual([['a.txt', 'is a link to another file']]);
  const locked = await makeZip({ 'a.txt': 'secret' });
  locked[locked.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 8]! |= 1;
  expect(await reads(locked)).toEqual([['a.txt', 'is locked with a password']]);
});

test('what unpacks to too much, or to other than it says, is not read', async () => {
  const bomb = await makeZip({ 'a.txt': 'x'.repeat(3_000_000), 'b.txt': 'fine' });
  expect(await reads(bomb)).toEqual([
    ['a.txt', 'would unpack to 3 MB, more than 200 times its size, as no article does'],
    ['b.txt', 'fine'],
  ]);
  const small = { ...zipLimits, entry: 2, total: 3 };
  expect(await reads(await makeZip({ a: '12', b: '12', c: '123' }), small)).toEqual([
    ['a', '12'],
    ['b', 'comes after 1 MB, as much as one archive may unpack to'],
    ['c', 'would unpack to 1 MB; at most 1 MB are read'],
  ]);
  const lying = await makeZip({ 'a.txt': 'x'.repeat(5000) });
  lying.writeUInt32LE(50, lying.lastIndexOf('PK\x01\x02', undefined, 'latin1') + 24);
  expect(await reads(lying)).toEqual([['a.txt', 'cannot be unpacked: it is damaged']]);
});

test('a zip that is cut, empty, none, or says that it has too many entries is refused in words', async () => {
  const zip = await makeZip({ 'a.txt': 'some words of a text' });
  await expect(openEntries(zip.subarray(0, -30), 'archive')).rejects.toThrow(/not complete/);
  await expect(openEntries(new Uint8Array(), 'book')).rejects.toThrow(/empty/);
  await expect(openEntries(Buffer.from('%PDF-1.7'), 'book')).rejects.toThrow(/PDF document/);
  await expect(openEntries(zip, 'archive', { ...zipLimits, entries: 0 })).rejects.toThrow(/1 entries/);
});
