import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { type ReadArticle, runJob } from './job.ts';

const root = mkdtempSync(join(tmpdir(), 'job-'));
afterAll(() => rmSync(root, { recursive: true }));

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function read(path: string, bytes: Uint8Array): Promise<ReadArticle[]> {
  writeFileSync(join(root, path), bytes);
  const articles: ReadArticle[] = [];
  const result = await runJob({ root, path, known: null, how: null }, async (some) => void articles.push(...some));
  return result.kind === 'read' ? [...articles, ...result.articles] : articles;
}

test('what the store takes is the canonical text in UTF-8, whatever the file has', async () => {
  let asTheyAre = 0;
  const file = fc.record({
    text: anyWellFormedText.map((text) => `A line of words that makes this a text.\n\n${text}`),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    mark: fc.boolean(),
    encoding: fc.constantFrom('utf8' as const, 'utf8' as const, 'utf16le' as const),
    path: fc.constantFrom('a.txt', 'a.md'),
  });
  await fc.assert(
    fc.asyncProperty(file, async ({ text, lineEnd, mark, encoding, path }) => {
      const written = `${mark || encoding === 'utf16le' ? '\ufeff' : ''}${text.replaceAll('\n', lineEnd)}`;
      const bytes = Buffer.from(written, encoding);
      const [article] = await read(path, bytes);
      // Too many characters that no text has.
      if (article === undefined) return;
      expect(Buffer.from(article.utf8).equals(Buffer.from(article.text))).toBe(true);
      expect(article.textSha256).toBe(sha256(article.utf8));
      expect(article.sourceSha256).toBe(sha256(bytes));
      expect(article.text).not.toMatch(/\r|\0/);
      if (bytes.equals(article.utf8)) asTheyAre++;
    }),
    { numRuns: 150 },
  );
  expect(asTheyAre).toBeGreaterThan(2);
});
