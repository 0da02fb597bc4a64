import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test, vi } from 'vitest';
import { workerForTests } from '../extract/built-worker.ts';
import { storeFile } from '../store/schema.ts';
import { openListed } from './testing.ts';

test('what many scans wrote into the index of words is merged after them, and every word is found', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tidy-'));
  const { corpus, rows } = openListed({ root, workerFile: await workerForTests() });
  const scans = 14;
  for (let i = 0; i < scans; i++) {
    await writeFile(
      join(root, `${i}.txt`),
      `Tide ${i}\n\nThe harbour of station${i} is closed until the spring tide.\n`,
    );
    await corpus.scan();
  }
  expect(rows.size).toBe(scans);
  const db = new Database(join(root, '.rapporteur', 'cache', storeFile), { readonly: true });
  const first = <T>(sql: string) => (db.prepare(sql).raw().all() as [[T]])[0][0];
  try {
    await vi.waitFor(() => expect(first('SELECT count(DISTINCT segid) FROM word_idx')).toBeLessThan(scans / 2), {
      timeout: 15_000,
      interval: 20,
    });
    for (let i = 0; i < scans; i++) expect(first(`SELECT count(*) FROM word WHERE word MATCH 'station${i}'`)).toBe(1);
    expect(first("SELECT count(*) FROM word WHERE word MATCH 'harbour'")).toBe(scans);
    await corpus.scan();
  } finally {
    db.close();
    await corpus.close();
    await rm(root, { recursive: true, force: true });
  }
});
