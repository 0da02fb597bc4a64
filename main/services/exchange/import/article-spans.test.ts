import fc from 'fast-check';
import { expect, it } from 'vitest';
import { policyNews } from '#shared/codebook/policy-news.ts';
import { articleLine, toJsonLine } from '#shared/formats/jsonl/write.ts';
import { noMeta } from '#shared/model/article.ts';
import { spanWith } from '#shared/model/testing.ts';
import { offsetUnits } from '#shared/text/offsets.ts';
import { mentionOf, quoteOf } from '#shared/text/quote.ts';
import { sha256 } from '../../files/hash.ts';
import { readArticleLine } from './article-spans.ts';

it('gives a span back as it was exported, what it is based on among it', () => {
  const text = '😀 “We wait 🇫🇷 here,” said Ms Be\u0301rg. 漢字 שלום\n';
  const at = (words: string) => {
    const start = text.indexOf(words);
    return { start, end: start + words.length };
  };
  const range = at('We wait 🇫🇷 here,');
  const plain = spanWith({
    ...{ textSha256: sha256(text), ...range, quote: quoteOf(text, range), mode: 'direct', speaker: 'p_1' },
    ...{ mention: mentionOf(text, at('Ms Be\u0301rg')), cue: mentionOf(text, at('said')), note: 'שלום', labels: ['x'] },
  });
  const anyBase = fc.option(fc.array(fc.string({ unit: 'grapheme', minLength: 1 })), { nil: undefined });
  fc.assert(
    fc.property(fc.constantFrom(...offsetUnits), anyBase, (unit, basedOn) => {
      const span = basedOn === undefined ? plain : { ...plain, origin: 'adjudicated' as const, basedOn };
      const line = articleLine({
        ...{ id: 'a_1', path: 'one.txt', sourceSha256: sha256(''), textSha256: sha256(text), meta: noMeta, text },
        ...{ blocks: [], spans: [span], speakers: new Map(), targets: new Map(), status: 'done', unit },
        codebook: { name: policyNews.name, version: policyNews.version, sha256: sha256('') },
        codebookScale: policyNews,
      });
      const faults: string[] = [];
      const read = readArticleLine(toJsonLine(line).trimEnd(), null, (field) => faults.push(field));
      expect(faults).toEqual([]);
      expect(read?.spans.map((one) => one.span)).toEqual([span]);
    }),
  );
});
