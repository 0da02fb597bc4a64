import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { Span } from '#shared/model/span.ts';
import { LineCounts } from './corpus/repeated-lines.ts';
import { extract } from './extract/extract-one.ts';
import type { Extracted } from './extract/extracted.ts';
import { fileKind } from './extract/file-kind.ts';
import { sha256 } from './files/hash.ts';
import { walk } from './files/walk.ts';
import type { Records } from './journal/fold.ts';
import { openJournal } from './journal/journal.ts';

const samples = fileURLToPath(new URL('../../samples', import.meta.url));
const longRead = '2024/11/harbour-review_eleven-nights-in-busan.txt';

interface Sample extends Extracted {
  bytes: Buffer;
}
const articles = new Map<string, Sample>();

beforeAll(async () => {
  for (const found of [...walk(samples, (name) => fileKind(name) !== null)].flat()) {
    if (found.kind === 'failure') throw new Error(`${found.path}: ${found.message}`);
    if (found.kind === 'skipped') continue;
    const bytes = await readFile(join(samples, found.path));
    articles.set(found.path, { bytes, ...extract(bytes, found.path) });
  }
});

describe('the sample articles', () => {
  it('are read, each with a title, its language and paragraphs', () => {
    expect(articles.size).toBeGreaterThanOrEqual(14);
    for (const [path, { text, meta, blocks }] of articles) {
      expect(text.length, path).toBeGreaterThan(500);
      expect(meta.title, path).not.toBeNull();
      expect(meta.language, path).toMatch(/^(?:en|de|fr|ko|ar)$/);
      expect(blocks.filter(({ kind }) => kind === 'paragraph' || kind === 'list').length, path).toBeGreaterThan(2);
    }
  });

  const shapes: [string, (sample: Sample) => boolean][] = [
    ['print-page noise', ({ text }) => text.startsWith('print PRINT\n') && /\n {2}• [A-Z]\w+ \w+\n/.test(text)],
    ['wire copy', ({ text }) => /\n {3}BUSAN \(MNS\) -- /.test(text) && /\nMORE\n/.test(text) && /\nEND\n/.test(text)],
    ['CRLF line ends', ({ bytes }) => /\S\r\n/.test(bytes.toString('latin1')) && bytes[0] !== 0xff],
    [
      'a translated editorial with insertions',
      ({ text, meta }) => /Editorial/.test(meta.title ?? '') && text.split(/\[[^\]]+\]/).length > 4,
    ],
    [
      'an interview with Q, A and named turns',
      ({ text }) => /\nQ: /.test(text) && /\nA: /.test(text) && /\n[A-Z]{4,}: /.test(text),
    ],
    ['a quotation opened anew in each paragraph', ({ text }) => /\n\n“[^”]+\n\n“[^”]+\n\n“[^”]+”/.test(text)],
    ['a single quotation in a double one', ({ text }) => /“[^”]*‘[^’”]{10,}’[^”]*”/.test(text)],
    ['single in double, straight', ({ text }) => /"[^"\n]* '[^"\n]+\.' [^"\n]*"/.test(text)],
    ['« » with no-break spaces', ({ text }) => /«\u00a0[^»]+\u00a0»/.test(text)],
    ['„“ with ‚‘ inside', ({ text }) => /„[^“]*‚[^‘]+‘[^“]*“/.test(text)],
    ['a family of emoji', ({ text }) => /\p{Extended_Pictographic}(?:\u200d\p{Extended_Pictographic}){2,}/u.test(text)],
    ['flags', ({ text }) => /\p{Regional_Indicator}{2}/u.test(text)],
    ['a double space between sentences', ({ text }) => /[.”] {2}\p{Lu}/u.test(text)],
    ['hangul in parentheses', ({ text }) => /\([\uac00-\ud7a3]+\)/.test(text)],
    ['kanji in parentheses', ({ text }) => /\(\p{Script=Han}+\)/u.test(text)],
    ['Arabic in parentheses', ({ text }) => /\(\p{Script=Arabic}+ \p{Script=Arabic}+\)/u.test(text)],
    [
      'wholly Korean, in UTF-16',
      ({ bytes, meta }) => meta.language === 'ko' && bytes.subarray(0, 2).toString('hex') === 'fffe',
    ],
    ['Arabic, right to left', ({ text, meta }) => meta.language === 'ar' && /^\p{Script=Arabic}/u.test(text)],
    [
      'windows-1252',
      ({ bytes, text }) =>
        text.includes('€') && text.includes('œ') && bytes.includes(0x80) && bytes.includes(0x9c) && !isUtf8(bytes),
    ],
    [
      'Markdown with front matter',
      ({ bytes, text, meta }) =>
        bytes.toString().startsWith('---\ntitle:') &&
        meta.url !== null &&
        text.startsWith('The corridor is back.') &&
        text.includes('inspected once, in') &&
        !/^[-#>]|\*|\]\(/m.test(text),
    ],
    [
      'a saved page with scripts, consent and comments',
      ({ bytes, text }) =>
        /<script>[\s\S]*SCRIPT RAN/.test(bytes.toString()) &&
        /application\/ld\+json/.test(bytes.toString()) &&
        !text.includes('SCRIPT RAN') &&
        text.includes('Accept all') &&
        text.includes('Comments (3)'),
    ],
  ];
  it.each(shapes)('have %s', (_, holds) => {
    expect([...articles.values()].filter(holds).length).toBeGreaterThan(0);
  });

  it('have lines that only their repetition tells from the text', () => {
    const counts = new LineCounts();
    for (const { lines } of articles.values()) counts.add(lines.join(' '));
    const folded = [...articles].filter(([, { text, blocks }]) =>
      counts
        .mark(text, blocks)
        .some(({ kind }, index) => kind === 'boilerplate' && blocks[index]?.kind !== 'boilerplate'),
    );
    expect(folded.map(([path]) => path).every((path) => path.includes('/tonan-'))).toBe(true);
    expect(folded.length).toBeGreaterThanOrEqual(3);
  });

  it('have a long read in which no paragraph stands twice', () => {
    const { text, blocks } = articles.get(longRead)!;
    expect(text.length).toBeGreaterThan(95_000);
    expect(text.length).toBeLessThan(105_000);
    const paragraphs = blocks.map(({ start, end }) => text.slice(start, end));
    expect(paragraphs.length).toBeGreaterThan(300);
    expect(new Set(paragraphs).size).toBe(paragraphs.length);
  });
});

describe('the sample annotations', () => {
  let records: Records;
  let spans: Span[];

  beforeAll(async () => {
    const journal = await openJournal({
      folder: join(samples, '.rapporteur/journal'),
      writer: null,
      annotator: { id: 'reader', name: 'Reader', initials: 'R' },
      now: Date.now,
    });
    expect(journal.files.map(({ writer, damage, torn }) => ({ writer, damage, torn }))).toEqual([
      { writer: 'jw-sample2', damage: null, torn: false },
      { writer: 'mk-sample1', damage: null, torn: false },
    ]);
    const found = await journal.records();
    await journal.close();
    expect(found.invalid).toEqual([]);
    records = found.records;
    spans = [...records.span.values()];
  });

  it('are what annotations.json says, in the same bytes', async () => {
    const script = join(samples, 'make-journals.mjs');
    await expect(promisify(execFile)(process.execPath, [script, '--check'])).resolves.toMatchObject({ stderr: '' });
  });

  it('are bound to the articles as they are read', () => {
    for (const { id, path, sourceSha256, textSha256, title } of records.article.values()) {
      const { bytes, text, meta } = articles.get(path)!;
      expect({ id, sourceSha256, textSha256, title }).toEqual({
        id: `a_${sha256(bytes).slice(0, 20)}`,
        sourceSha256: sha256(bytes),
        textSha256: sha256(text),
        title: meta.title,
      });
    }
  });

  it('hold the words that stand at their offsets', () => {
    for (const { article, start, end, quote, mention, cue, textSha256 } of spans) {
      const { path } = records.article.get(article)!;
      const { text } = articles.get(path)!;
      expect(textSha256).toBe(sha256(text));
      expect(text.slice(start, end)).toBe(quote.exact);
      expect(text.slice(start - quote.prefix.length, end + quote.suffix.length)).toBe(
        quote.prefix + quote.exact + quote.suffix,
      );
      for (const words of [mention, cue]) if (words) expect(text.slice(words.start, words.end)).toBe(words.text);
    }
  });

  it('are by two people, who share articles, agree and differ', () => {
    const by = (annotator: string) => spans.filter((span) => span.annotator === annotator);
    expect([...records.annotator.values()].map(({ name }) => name).sort()).toEqual(['Jonas Weber', 'Min-seo Kim']);
    expect(by('mk').length).toBeGreaterThan(60);
    expect(by('jw').length).toBeGreaterThan(50);
    const read = (annotator: string) => new Set(by(annotator).map(({ article }) => article));
    expect([...read('mk')].filter((article) => read('jw').has(article))).toHaveLength(6);

    const place = ({ article, start, end, layer }: Span) => `${article} ${start} ${end} ${layer}`;
    const theirs = new Map(by('jw').map((span) => [place(span), span]));
    const pairs = by('mk').flatMap((span) => {
      const other = theirs.get(place(span));
      return other ? [{ span, other }] : [];
    });
    const same = pairs.filter(
      ({ span, other }) =>
        span.speaker === other.speaker && JSON.stringify(span.stances) === JSON.stringify(other.stances),
    );
    expect(same.length).toBeGreaterThan(pairs.length * 0.6);
    expect(pairs.length - same.length).toBeGreaterThan(10);
    expect(by('jw').length - pairs.length).toBeGreaterThan(5);
  });

  it('show every layer, status, overlap and gap that a newcomer should meet', () => {
    expect(new Set(spans.map(({ layer }) => layer))).toEqual(new Set(policyNews.layers.map(({ id }) => id)));
    expect(new Set(spans.flatMap(({ stances }) => stances.map(({ value }) => value)))).toEqual(
      new Set(policyNews.stances.map(({ id }) => id)),
    );
    expect(new Set([...records.reading.values()].map(({ status }) => status))).toEqual(
      new Set(['done', 'in-progress']),
    );
    expect(spans.filter(({ layer, speaker }) => layer !== 'frame' && speaker === null).length).toBeGreaterThan(3);
    expect(spans.filter(({ note }) => note !== null).length).toBeGreaterThan(5);
    expect(spans.filter(({ stances }) => stances.length > 1).length).toBeGreaterThan(3);
    expect(spans.some(({ stances }) => stances.some(({ target }) => target === null))).toBe(true);
    const nested = spans.filter((inner) =>
      spans.some(
        (outer) =>
          outer !== inner &&
          outer.annotator === inner.annotator &&
          outer.article === inner.article &&
          outer.start <= inner.start &&
          inner.end <= outer.end,
      ),
    );
    expect(nested.length).toBeGreaterThan(4);
    expect(records.speaker.size).toBeGreaterThanOrEqual(25);
    expect(records.target.size).toBe(8);
  });
});

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
