import { describe, expect, test } from 'vitest';
import { policyNews } from '../codebook/policy-news.ts';
import type { Span } from '../model/span.ts';
import { speakerWith } from '../model/testing.ts';
import type { Case } from './case.ts';
import { casesOf } from './cases.ts';
import { sided } from './testing.ts';
import { alsoDiffers, caseHeading, caseSubject, caseTitle, type Names, ordered, sameWords } from './words.ts';

const names: Names = {
  codebook: policyNews,
  speakers: new Map(['Suga', 'Geng'].map((name) => [`p_${name}`, speakerWith(name)])),
  targets: new Map([['t_1', { id: 't_1', name: 'Dialogue', aliases: [], note: null }]]),
  sides: [
    { id: 'jw', name: 'Jonas Weber', short: 'JW', number: 1 },
    { id: 'mk', name: 'Min-seo Kim', short: 'MK', number: 2 },
  ],
};
const base: Partial<Span> = {
  start: 10,
  end: 40,
  speaker: 'p_Suga',
  mode: 'direct',
  stances: [{ target: 't_1', value: 'support' }],
};

/** The one case of what two people marked; undefined: the second marked nothing. */
function caseWith(first: Partial<Span>, second: Partial<Span> | undefined): Case {
  const spans = [
    sided({ ...base, id: 's_1', annotator: 'mk', ...first }),
    ...(second ? [sided({ ...base, id: 's_2', annotator: 'jw', ...second })] : []),
  ];
  const sides = ['mk', 'jw'];
  const [one] = casesOf({ article: 'a_1', spans, sides, worked: sides, scoreOf: () => null });
  return one!;
}

describe('a case in words', () => {
  test.each<[Partial<Span>, Partial<Span> | undefined, title: string, heading: string]>([
    [{}, undefined, 'Only Min-seo Kim', 'Only Min-seo Kim marked this'],
    [{}, { stances: [{ target: 't_1', value: 'oppose' }] }, 'Stance: − against +', 'Stance differs'],
    [{}, { stances: [] }, 'Stance: none against +', 'Stance and target differ'],
    [{}, { speaker: 'p_Geng' }, 'Speaker: Geng against Suga', 'Speaker differs'],
    [{}, { speaker: null }, 'Speaker: nobody against Suga', 'Speaker differs'],
    [{}, { mode: 'mixed' }, 'Mode: mixed against direct', 'Mode differs'],
    [{}, { layer: 'frame' }, 'Layer: frame against statement', 'Layer differs'],
    [{}, { start: 12, end: 38 }, 'Boundary: 4 characters', 'Boundary differs'],
    [{}, { start: 11 }, 'Boundary: 1 character', 'Boundary differs'],
    [{}, {}, 'Agreed', 'Both agree'],
  ])('%j against %j: %s', (first, second, title, heading) => {
    const one = caseWith(first, second);
    expect(caseTitle(one, names)).toBe(title);
    expect(caseHeading(one, names)).toBe(heading);
  });

  test('says what differs besides, and what does not', () => {
    const one = caseWith({}, { speaker: 'p_Geng', mode: 'mixed', start: 11 });
    expect(caseTitle(one, names)).toBe('Speaker: Geng against Suga');
    expect(alsoDiffers(one)).toBe('and mode and boundary');
    expect(caseHeading(one, names)).toBe('Speaker, mode and boundary differ');
    expect(sameWords(one, names)).toBe('Same layer, same target, same stance');
    expect(sameWords(caseWith({}, { stances: [{ target: 't_1', value: 'oppose' }] }), names)).toBe(
      'Same span, same layer, same speaker, same target, same mode',
    );
  });

  test('names the speaker of the side that is shown first, and the layer where nobody speaks', () => {
    expect(caseSubject(caseWith({}, { speaker: 'p_Geng' }), names)).toBe('Geng');
    expect(caseSubject(caseWith({}, { speaker: null }), names)).toBe('Suga');
    expect(caseSubject(caseWith({ speaker: null }, { speaker: null }), names)).toBe('no speaker');
    expect(caseSubject(caseWith({ layer: 'frame', speaker: null }, undefined), names)).toBe('Frame');
  });

  test('follows the order in which the sides are shown, which need not be that of the comparison', () => {
    expect(ordered(caseWith({}, {}), names).map(({ side }) => side)).toEqual(['jw', 'mk']);
  });
});
