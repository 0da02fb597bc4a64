import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyNews } from '../../codebook/policy-news.ts';
import { noMeta } from '../../model/article.ts';
import { modes } from '../../model/mode.ts';
import type { Range } from '../../model/range.ts';
import { speakerWith } from '../../model/testing.ts';
import { suggestStatements } from '../../suggest/suggest.ts';
import { engine, type SuggestedSpeaker, type Suggestion } from '../../suggest/suggestion.ts';
import { anyRangeOf, anyWellFormedText, blocksOf } from '../../text/arbitrary-text.ts';
import { createOffsetMap, offsetUnits, splitsPair } from '../../text/offsets.ts';
import { mentionOf } from '../../text/quote.ts';
import { suggestedLine } from './suggested-line.ts';
import { validateLine } from './validate.ts';
import { type LineInput, toJsonLine } from './write.ts';

declare const process: {
  getBuiltinModule(name: 'node:crypto'): {
    createHash(name: 'sha256'): { update(text: string, encoding: 'utf8'): { digest(as: 'hex'): string } };
  };
};
const sha256 = (text: string) =>
  process.getBuiltinModule('node:crypto').createHash('sha256').update(text, 'utf8').digest('hex');

const berg = speakerWith('Anna Berg', {
  ...{ id: 'p_1', role: 'Harbour Minister', affiliation: 'Ministry of Harbours', country: 'NO' },
});

function inputOf(text: string, unit: LineInput['unit'] = 'codepoint'): Omit<LineInput, 'spans' | 'status'> {
  return {
    ...{
      id: 'a_1',
      path: 'one.jsonl:1',
      sourceSha256: sha256(text),
      textSha256: sha256(text),
      meta: noMeta,
      text,
      unit,
    },
    blocks: blocksOf(text),
    speakers: new Map([[berg.id, berg]]),
    targets: new Map([['t_1', { id: 't_1', name: 'the dam', aliases: [], note: null }]]),
    codebook: { name: policyNews.name, version: policyNews.version, sha256: sha256('codebook') },
    codebookScale: policyNews,
  };
}

const anyWordsOf = (text: string): fc.Arbitrary<Range> =>
  anyRangeOf(text).filter(({ start, end }) => start < end && !splitsPair(text, start) && !splitsPair(text, end));

const anySpeaker = fc.constantFrom<SuggestedSpeaker[]>(
  { how: 'known', id: 'p_1', name: 'Anna Berg' },
  { how: 'choice', among: [{ id: 'p_1', name: 'Anna Berg' }] },
  {
    how: 'new',
    proposal: { name: 'Ole Vik', kind: 'person', aliases: [], role: 'mayor', affiliation: null, country: null },
  },
  { how: 'open' },
);

const anySuggestionsOf = (text: string) =>
  fc
    .uniqueArray(
      fc.record({
        range: anyWordsOf(text),
        mode: fc.constantFrom(null, ...modes),
        cue: fc.option(anyWordsOf(text)),
        mention: fc.option(anyWordsOf(text)),
        speaker: anySpeaker,
        target: fc.constantFrom(null, 't_1', 't_gone'),
        confidence: fc.double({ min: 0, max: 1, noNaN: true }),
        goesOn: fc.boolean(),
      }),
      { maxLength: 6, selector: ({ range }) => `${range.start}-${range.end}` },
    )
    .map((drafts) =>
      drafts.map(({ range, cue, mention, target, goesOn, ...rest }, i): Suggestion => {
        const before = drafts[i - 1]?.range;
        return {
          ...rest,
          ...range,
          id: `statement:${range.start}-${range.end}`,
          layer: 'statement',
          cue: cue && mentionOf(text, cue),
          mention: mention && mentionOf(text, mention),
          stances: [{ target, value: 'support', cue: null, confidence: 0.7, reason: '“welcomed” stands for support' }],
          reasons: ['words in quotation marks'],
          continues: goesOn && before ? `statement:${before.start}-${before.end}` : null,
        };
      }),
    );

const anyCase = anyWellFormedText
  .filter((text) => /\S/.test(text))
  .chain((text) => fc.tuple(fc.constant(text), anySuggestionsOf(text), fc.constantFrom(...offsetUnits)));

test('whatever is suggested in whatever text, the line passes and says where', () => {
  fc.assert(
    fc.property(anyCase, ([text, suggestions, unit]) => {
      const line = suggestedLine(inputOf(text, unit), suggestions);
      expect(validateLine(toJsonLine(line).slice(0, -1), 1, { sha256 })).toEqual({
        kind: 'article',
        id: 'a_1',
        spans: suggestions.length,
      });
      expect(suggestedLine(inputOf(text, unit), [...suggestions].reverse()).spans).toEqual(line.spans);
      const map = createOffsetMap(text, unit);
      const places = new Map(line.spans.map((span) => [span.id, span]));
      for (const suggestion of suggestions) {
        const span = places.get(`s_a_1:${suggestion.start}-${suggestion.end}`)!;
        expect([map.toUtf16(span.start), map.toUtf16(span.end)]).toEqual([suggestion.start, suggestion.end]);
        expect(span).toMatchObject({ origin: 'suggested', annotator: 'rapporteur', status: 'draft' });
        expect(span.speaker?.mention?.text ?? null).toBe(suggestion.mention?.text ?? null);
      }
      expect(line.relations.length).toBe(suggestions.filter(({ continues }) => continues !== null).length);
      for (const { from, to, type } of line.relations) {
        const later = suggestions.find(({ start, end }) => from === `s_a_1:${start}-${end}`);
        expect([type, to]).toEqual(['continues', later!.continues!.replace('statement', 's_a_1')]);
      }
    }),
    { numRuns: 100 },
  );
});

test('what the rules find in whatever text passes', () => {
  fc.assert(
    fc.property(anyWellFormedText, fc.constantFrom(...offsetUnits), (text, unit) => {
      const line = suggestedLine(inputOf(text, unit), suggestStatements(text));
      expect(validateLine(toJsonLine(line).slice(0, -1), 1, { sha256 })).toMatchObject({ kind: 'article' });
    }),
    { numRuns: 100 },
  );
});

describe('the speaker of a suggestion', () => {
  const text = 'Asked about the dam, she said: “Never.”';
  const at = (words: string): Range => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
  const never: Suggestion = {
    ...{ id: 'statement:32-38', layer: 'statement', ...at('Never.'), mode: 'direct', cue: mentionOf(text, at('said')) },
    ...{ mention: mentionOf(text, at('she')), speaker: { how: 'open' }, stances: [], confidence: 0.75 },
    ...{ reasons: ['reporting verb before the quotation'], continues: null },
  };
  const spanOf = (fields: Partial<Suggestion>) => suggestedLine(inputOf(text), [{ ...never, ...fields }]).spans[0]!;
  const mention = { ...at('she'), text: 'she' };

  test('who is in the registry is given as the registry has it', () => {
    const span = spanOf({ speaker: { how: 'known', id: 'p_1', name: 'Anna Berg' } });
    expect(span.speaker).toEqual({
      ...{ id: 'p_1', name: 'Anna Berg', mention, role: 'Harbour Minister' },
      ...{ affiliation: 'Ministry of Harbours', country: 'NO' },
    });
    expect(span.suggested).toMatchObject({ speaker: { id: 'p_1', name: 'Anna Berg' }, choices: [], new_speaker: null });
  });

  test('who is not is given as the article has them', () => {
    const proposal = { name: 'Ole Vik', kind: 'person' as const, aliases: [], role: 'mayor', affiliation: 'Bodø' };
    const span = spanOf({ speaker: { how: 'new', proposal: { ...proposal, country: 'NO' } } });
    expect(span.speaker).toEqual({
      ...{ id: null, name: 'Ole Vik', mention, role: 'mayor', affiliation: 'Bodø', country: 'NO' },
    });
    expect(span.suggested).toMatchObject({ speaker: null, choices: [], new_speaker: 'Ole Vik' });
  });

  test('several who fit are all given, and none is taken', () => {
    const among = [
      { id: 'p_2', name: 'Anna Berg' },
      { id: 'p_1', name: 'Eva Berg' },
    ];
    const span = spanOf({ speaker: { how: 'choice', among } });
    expect(span.speaker).toEqual({
      ...{ id: null, name: null, mention, role: null, affiliation: null, country: null },
    });
    expect(span.suggested).toMatchObject({ speaker: null, choices: among, new_speaker: null });
  });

  test('words that name nobody are kept; without any there is no speaker', () => {
    expect(spanOf({}).speaker).toMatchObject({ id: null, name: null, mention });
    expect(spanOf({ mention: null }).speaker).toBeNull();
  });

  test('is told with its stances and why', () => {
    const cue = mentionOf(text, at('Never'));
    const reason = '“never” stands for strongly oppose';
    const stances = [{ target: 't_1', value: 'strongly-oppose', cue, confidence: 0.6, reason }];
    const span = spanOf({ stances });
    const target = { id: 't_1', name: 'the dam' };
    expect(span).toMatchObject({ confidence: 0.75, stances: [{ target, value: 'strongly-oppose', score: -2 }] });
    expect(span.suggested).toEqual({
      ...{ start: 32, end: 38, mode: 'direct', cue: { ...at('said'), text: 'said' }, mention },
      ...{ speaker: null, choices: [], new_speaker: null },
      stances: [{ target, value: 'strongly-oppose', confidence: 0.6, reason }],
      ...{ confidence: 0.75, reasons: ['reporting verb before the quotation'], engine },
    });
  });

  test('a statement that goes on one that is left out has no relation', () => {
    expect(suggestedLine(inputOf(text), [{ ...never, continues: 'statement:0-5' }]).relations).toEqual([]);
  });
});
