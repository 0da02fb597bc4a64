import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure, type FailureCode } from '#shared/contract/failure.ts';
import { sha256 } from '../../files/hash.ts';
import { readBundle } from './read-bundle.ts';
import { entriesOf, type RawEntry, rawZip } from './testing.ts';
import { openZip } from './zip.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rapporteur-bundle-'));
  path = join(folder, 'min.rapporteur');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const change = (id: string, kind = 'speaker') =>
  JSON.stringify({
    ...{ id, at: '2026-11-22T08:00:00.000Z+0000', by: 'jw', origin: 'user', gesture: 'g_1' },
    edits: [{ kind, id: 'p_1', after: { id: 'p_1', name: '山田 😀' } }],
  });
const text = 'Talks resume 🇫🇷\r\n';
const row = (fields: object = {}) =>
  JSON.stringify({
    ...{ id: 'a_1', path: '2024/talks.txt', title: null, textSha256: 't', sourceSha256: sha256(text) },
    ...{ file: 'articles/a_1', ...fields },
  });
const good = () =>
  entriesOf({
    changes: `${change('c_1')}\n${change('c_2', 'of-a-later-version')}\n`,
    articles: `${row()}\n`,
    files: { 'articles/a_1': text },
  });
const altered = (name: string, fields: Partial<RawEntry>) =>
  good().map((entry) => (entry.name === name ? { ...entry, ...fields } : entry));
const without = (name: string) => good().filter((entry) => entry.name !== name);

/** So much of nothing, compressed as far as it can be. */
function zeros(megabytes: number): Buffer {
  const part = deflateRawSync(Buffer.alloc(2 ** 20), { level: 1, finishFlush: constants.Z_SYNC_FLUSH });
  return Buffer.concat([...Array.from({ length: megabytes }, () => part), Buffer.from([3, 0])]);
}

describe('a bundle', () => {
  it('gives everything back, also kinds of records that this version does not know', async () => {
    await writeFile(path, rawZip(good()));
    const incoming = await readBundle(path);
    expect(incoming).toMatchObject({
      ...{ kind: 'bundle', name: 'min.rapporteur', id: 'b_1', at: '2026-11-22T09:00:00.000Z' },
      ...{ by: { id: 'jw' }, corpus: { name: 'News' }, codebook: { name: 'policy-news' }, notices: [] },
      articles: [{ id: 'a_1', path: '2024/talks.txt', title: null, textSha256: 't', sourceSha256: sha256(text) }],
      changes: [{ id: 'c_1', edits: [{ after: { name: '山田 😀' } }] }, { edits: [{ kind: 'of-a-later-version' }] }],
    });
    const file = incoming.files.get('a_1');
    expect(file).toMatchObject({ path: '2024/talks.txt', bytes: Buffer.byteLength(text), sha256: sha256(text) });
    expect((await file?.read())?.toString()).toBe(text);
    await incoming.close();
  });

  it('says what it holds besides, and passes it over', async () => {
    await writeFile(
      path,
      rawZip([...good(), { name: '__MACOSX/', method: 0, packed: Buffer.alloc(0) }, { name: 'notes.txt', data: 'x' }]),
    );
    const incoming = await readBundle(path);
    expect(incoming.notices).toEqual([
      '“min.rapporteur” also holds what belongs to no bundle and was passed over: “notes.txt”.',
    ]);
    await incoming.close();
  });

  it('does not give a file that was changed after the bundle was read', async () => {
    await writeFile(path, rawZip(good()));
    const incoming = await readBundle(path);
    await writeFile(path, rawZip(altered('articles/a_1', { data: text.replace('Talks', 'Walks') })));
    await expect(incoming.files.get('a_1')?.read()).rejects.toMatchObject({ code: 'damaged' });
    await incoming.close();
  });

  it('is let go when it is stopped', async () => {
    await writeFile(path, rawZip(good()));
    await expect(readBundle(path, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });
});

const GB = 1024 ** 3;
/** What is wrong, the file, and what the person is told. */
const bad: [string, () => Buffer, FailureCode, RegExp][] = [
  ['nothing in it', () => Buffer.alloc(0), 'damaged', /is empty\. Copy it again/],
  ['no zip', () => Buffer.from('%PDF-1.4 an article'), 'unsupported', /is not a Rapporteur bundle: it is no zip file/],
  ['cut in half', () => half(rawZip(good())), 'damaged', /is not complete: its end is missing or damaged/],
  [
    'a table of contents that lies elsewhere',
    () => {
      const zip = rawZip(good());
      zip.writeUInt32LE(3, zip.length - 6);
      return zip;
    },
    'damaged',
    /its table of contents cannot be read/,
  ],
  [
    'another zip',
    () => rawZip([{ name: 'a.txt', data: 'a' }]),
    'unsupported',
    /no Rapporteur bundle: it has no manifest/,
  ],
  ['a manifest that is no JSON', () => rawZip(altered('manifest.json', { data: '{' })), 'damaged', /it is not JSON/],
  [
    'a manifest without positions',
    () => rawZip(entriesOf({}, { positions: undefined })),
    'damaged',
    /The manifest of “min\.rapporteur” cannot be read: its “positions” is missing or holds something else/,
  ],
  [
    'a newer format',
    () => rawZip(entriesOf({}, { format: 'rapporteur.bundle/2', positions: 'elsewhere' })),
    'newer-format',
    /made by a newer version of Rapporteur.*Update Rapporteur/,
  ],
  [
    'a codebook that is none',
    () => rawZip(swap('codebook.json', '{}')),
    'damaged',
    /The codebook in .* its “name” is missing/,
  ],
  ['an entry that leads out', () => rawZip([...good(), { name: '../x', data: 'x' }]), 'damaged', /named “\.\.\/x”/],
  [
    'one that leads out later',
    () => rawZip([...good(), { name: 'articles/../../x' }]),
    'damaged',
    /leads to a place outside/,
  ],
  ['an absolute one', () => rawZip([...good(), { name: '/etc/passwd' }]), 'damaged', /named “\/etc\/passwd”/],
  ['one on a drive', () => rawZip([...good(), { name: 'C:evil.exe' }]), 'damaged', /named “C:evil\.exe”/],
  ['one with backslashes', () => rawZip([...good(), { name: '..\\x' }]), 'damaged', /named “\.\.\\x”/],
  ['one that ends early for some', () => rawZip([...good(), { name: 'a\0.txt' }]), 'damaged', /named “a�\.txt”/],
  [
    'a name twice',
    () => rawZip([...good(), { name: 'changes.jsonl' }]),
    'damaged',
    /two entries named “changes\.jsonl”/,
  ],
  ['a link', () => rawZip([...good(), { name: 'l', data: '/etc/passwd', mode: 0o120777 }]), 'damaged', /“l” is a link/],
  ['a password', () => rawZip(altered('changes.jsonl', { flags: 1 })), 'unsupported', /is locked with a password/],
  [
    'a strong password',
    () => rawZip(altered('changes.jsonl', { flags: 0x41 })),
    'unsupported',
    /is locked with a password/,
  ],
  ['another compression', () => rawZip(altered('changes.jsonl', { method: 12 })), 'unsupported', /compressed in a way/],
  ['too many entries', () => rawZip(good(), 100_001), 'too-large', /has 100,001 entries; a bundle has at most 100,000/],
  [
    '100 GB in one entry',
    () => rawZip(altered('changes.jsonl', { size: 100 * GB })),
    'too-large',
    /“changes\.jsonl” would unpack to 100 GB, and may have 4 GB at most/,
  ],
  [
    '100 GB in many, each of them small',
    () => {
      const packed = zeros(15);
      const many = Array.from({ length: 1100 }, (_, i) => ({ name: `articles/${i}`, packed, size: 15 * 2 ** 20 }));
      return rawZip([...good(), ...many]);
    },
    'too-large',
    /would unpack to more than 16 GB/,
  ],
  [
    'a gigabyte of nothing',
    () => rawZip(altered('changes.jsonl', { packed: zeros(1024), size: GB })),
    'too-large',
    /would unpack to 1 GB, more than 200 times its size/,
  ],
  [
    'a gigabyte of nothing that is said to be a megabyte',
    () => rawZip(altered('changes.jsonl', { packed: zeros(1024), size: 2 ** 20 })),
    'damaged',
    /“changes\.jsonl” does not have the 1 MB that the file states/,
  ],
  [
    'less than is stated',
    () => rawZip(altered('articles/a_1', { size: 5000 })),
    'damaged',
    /“articles\/a_1” does not have the 4\.9 kB that the file states/,
  ],
  [
    'entries that share their bytes',
    () => rawZip(altered('changes.jsonl', { packedSize: 10 ** 6 })),
    'damaged',
    /its entries lie one upon the other/,
  ],
  [
    'bytes that cannot be unpacked',
    () => rawZip(altered('articles/a_1', { packed: Buffer.from('\xff\xff\xff\xff\xff', 'latin1') })),
    'damaged',
    /“articles\/a_1” cannot be unpacked: it is damaged/,
  ],
  [
    'an article that was altered',
    () => rawZip(altered('articles/a_1', { data: text.replace('Talks', 'Walks') })),
    'damaged',
    /“articles\/a_1” does not match its checksum/,
  ],
  [
    'changes that were altered so that they cannot be read either',
    () =>
      rawZip(
        altered('changes.jsonl', { data: `${change('c_1').slice(1)}\n${change('c_2', 'of-a-later-version')}\n!` }),
      ),
    'damaged',
    /“changes\.jsonl” does not match its checksum/,
  ],
  ['no changes', () => rawZip(without('changes.jsonl')), 'damaged', /its entry “changes\.jsonl” is missing/],
  ['no article', () => rawZip(without('articles/a_1')), 'damaged', /its entry “articles\/a_1” is missing/],
  [
    'an entry not in the manifest',
    () => rawZip(entriesOf({}, { entries: [] })),
    'damaged',
    /does not tell of the entry “codebook/,
  ],
  [
    'a line that is no change',
    () => lines(change('c_1'), '{"id":"c_2"}'),
    'damaged',
    /line 2 of changes\.jsonl holds no change/,
  ],
  ['a line that is no JSON', () => lines('“'), 'damaged', /line 1 of changes\.jsonl holds no change/],
  [
    'an instant that does not sort',
    () => lines(change('c_1').replace('Z+0000', 'Z')),
    'damaged',
    /line 1 of changes\.jsonl holds no change/,
  ],
  [
    'a change twice',
    () => lines(change('c_1'), change('c_1')),
    'damaged',
    /line 2 of changes\.jsonl has the id “c_1” of an earlier/,
  ],
  [
    'an article that leads out',
    () => rows(row({ path: 'a/../../x', file: null })),
    'damaged',
    /line 1 of articles\.jsonl .*leads out/,
  ],
  [
    'an article twice',
    () => rows(row({ file: null }), row({ file: null })),
    'damaged',
    /line 2 of articles\.jsonl .*earlier line/,
  ],
  [
    'an article without its path',
    () => rows(row({ path: 3 })),
    'damaged',
    /line 1 of articles\.jsonl cannot be used \(its “path” is missing/,
  ],
  [
    'an article with another’s file',
    () => rows(row({ file: 'changes.jsonl' })),
    'damaged',
    /“changes\.jsonl” does not match/,
  ],
];
const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);
const lines = (...changes: string[]) => rawZip(entriesOf({ changes: changes.map((one) => `${one}\n`).join('') }));
const rows = (...articles: string[]) => rawZip(entriesOf({ articles: articles.map((one) => `${one}\n`).join('') }));
const swap = (name: string, data: string) => {
  const entries = entriesOf().filter((entry) => entry.name !== 'manifest.json');
  const stated = entries.map((entry) => {
    const bytes = entry.name === name ? data : String(entry.data);
    return { name: entry.name, bytes: Buffer.byteLength(bytes), sha256: sha256(bytes) };
  });
  return entriesOf({}, { entries: stated }).map((entry) => (entry.name === name ? { ...entry, data } : entry));
};

describe('a file is refused, and nothing is written, for', () => {
  it.each(bad)('%s', async (_, make, code, message) => {
    const bytes = make();
    await writeFile(path, bytes);
    const failure = await readBundle(path).then(
      () => null,
      (error) => error,
    );
    expect(failure).toMatchObject({ name: 'Failure', code, message: expect.stringMatching(message) });
    expect(failure.message).toContain('min.rapporteur');
    expect(await readdir(folder)).toEqual(['min.rapporteur']);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('not being there, or being a folder', async () => {
    await expect(readBundle(path)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/no longer there/),
    });
    await expect(readBundle(folder)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/is a folder/),
    });
  });
});

it('a file that was damaged anywhere is refused in words, or gives what was in it', { timeout: 20_000 }, async () => {
  const whole = rawZip(good());
  const anyDamage = fc.oneof(
    fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
    fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ by;
      return bytes;
    }),
  );
  await writeFile(path, whole);
  const { changes, articles, close } = await readBundle(path);
  await close();
  await fc.assert(
    fc.asyncProperty(anyDamage, async (bytes) => {
      await writeFile(path, bytes);
      const incoming = await readBundle(path).catch((error) => {
        expect(error).toBeInstanceOf(Failure);
        expect(error.code).not.toBe('internal');
        return null;
      });
      if (incoming === null) return;
      expect(incoming.changes).toEqual(changes);
      expect(incoming.articles).toEqual(articles);
      await incoming.close();
    }),
    { numRuns: 300 },
  );
});

it('unpacks no more than is stated, however much there is', async () => {
  await writeFile(path, rawZip([{ name: 'x', packed: zeros(1024), size: 2 ** 20 }]));
  const zip = await openZip(path);
  let bytes = 0;
  const reading = (async () => {
    for await (const piece of zip.read('x')) bytes += piece.length;
  })();
  await expect(reading).rejects.toMatchObject({ code: 'damaged' });
  expect(bytes).toBeLessThanOrEqual(2 ** 20);
  await zip.close();
});
