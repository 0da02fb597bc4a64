import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyNews } from '../../codebook/policy-news.ts';
import type { Target } from '../../model/target.ts';
import { anyText } from '../../text/arbitrary-text.ts';
import { leastTime } from '../../text/cpu-time.ts';
import { stancesByCue, targetsNamed } from './cues.ts';

const target = (id: string, name: string, ...aliases: string[]): Target => ({ id, name, aliases, note: null });
const targets = [
  target('pact', 'Strait Security Pact', 'Nagasaki pact'),
  target('levy', 'Carbon levy on ships’ fuel', 'CO₂ levy'),
  target('talks', 'Dialogue with Beijing', 'four-party hotline'),
  target('treaty', 'Renewal of the fisheries treaty', 'fisheries treaty'),
];

/** The statement stands between ‹ ›, its cue between [ ]. */
function stances(marked: string) {
  let text = '';
  const places = new Map<string, number>();
  for (const letter of marked) {
    if ('‹›[]'.includes(letter)) places.set(letter, text.length);
    else text += letter;
  }
  const range = (open: string, close: string) => ({ start: places.get(open) ?? -1, end: places.get(close) ?? -1 });
  const cue = range('[', ']');
  return stancesByCue({
    text,
    statement: range('‹', '›'),
    cue: cue.start < 0 ? null : { ...cue, text: text.slice(cue.start, cue.end) },
    codebook: policyNews,
    targets,
  });
}
const brief = (marked: string) => stances(marked).map(({ value, target, cue }) => [value, target, cue?.text]);

describe('what cue phrases say', () => {
  test.each<[what: string, marked: string, expected: [value: string, target: string | null, cue: string][]]>([
    ['the verb that reports it', 'The bank [warned against] ‹a hasty step›.', [['oppose', null, 'warned against']]],
    ['words that go on after the cue', 'The bank [warned] against ‹a levy›.', [['oppose', 'levy', 'warned against']]],
    ['another form', '‹“I am warning against it”›, she [said].', [['oppose', null, 'warning against']]],
    ['American spelling', 'He [criticized] ‹the carbon levy›.', [['oppose', 'levy', 'criticized']]],
    ['American nouns', 'They are ‹in favor of the pact›.', [['support', 'pact', 'in favor of']]],
    [
      'a gap',
      'She [expressed] her deep concern, ‹the levy costs jobs›.',
      [['oppose', 'levy', 'expressed her deep concern']],
    ],
    [
      'quotation marks between the words',
      'He [expressed] “deep” concern over ‹the pact›.',
      [['oppose', 'pact', 'expressed “deep” concern']],
    ],
    [
      'for and against at once',
      '‹We welcome the pact, but it comes late›',
      [['mixed', 'pact', 'welcome the pact, but']],
    ],
    [
      'the longer phrase before the shorter',
      '‹We strongly support the pact›',
      [['strongly-support', 'pact', 'strongly support']],
    ],
    [
      'the stronger of two of one sign',
      'He [condemned] the pact: ‹“It is unfair.”›',
      [['strongly-oppose', 'pact', 'condemned']],
    ],
    ['opposite signs toward one target', '‹The pact is welcome. The pact is unfair.›', [['mixed', 'pact', 'welcome']]],
    [
      'two targets, two stances',
      '‹We support the pact. The carbon levy is a mistake.›',
      [
        ['support', 'pact', 'support'],
        ['oppose', 'levy', 'a mistake'],
      ],
    ],
    ['opposite signs toward nothing named', '‹Some of it is welcome, some of it unfair.›', []],
    ['a cue that decides then', 'He [welcomed] it: ‹“It was unfair before.”›', [['support', null, 'welcomed']]],
    [
      'what a cue goes on from',
      'Seoul welcomed the pact, [saying] ‹it was overdue›.',
      [['support', 'pact', 'welcomed']],
    ],
    ['nothing before a cue that stands alone', 'Seoul welcomed the pact. Tokyo [said] ‹it was overdue›.', []],
    ['nothing from the next quotation', '‹“It rained,”› he [said], adding: “We condemn the pact.”', []],
    [
      'a gap that does not cross a sentence',
      '‹We welcome it. The rest is late, but fine.›',
      [['support', null, 'welcome']],
    ],
    ['no phrase at all', '‹It will be signed in May›, she [said].', []],
  ])('%s', (_, marked, expected) => {
    expect(brief(marked)).toEqual(expected);
  });
});

describe('negation', () => {
  test.each<[marked: string, expected: [value: string, target: string | null, cue: string][]]>([
    ['Seoul [did not welcome] ‹the pact›.', [['oppose', 'pact', 'not welcome']]],
    ['Seoul did not [welcome] ‹the pact›.', [['oppose', 'pact', 'not welcome']]],
    ['‹We don’t support the levy›', [['oppose', 'levy', 'don’t support']]],
    ['‹We cannot fully support the levy›', [['oppose', 'levy', 'cannot fully support']]],
    ['Oslo [refused to endorse] ‹the fisheries treaty›.', [['oppose', 'treaty', 'refused to endorse']]],
    ['‹There is no support for the levy›', [['oppose', 'levy', 'no support']]],
    ['‹My party no longer opposes the pact›', []],
    ['‹We never warned against the pact›', []],
    ['‹Not only do we support the pact, we need it›', [['support', 'pact', 'support']]],
    ['‹Whether or not we like it, we support the pact›', [['support', 'pact', 'support']]],
    ['‹I do not care whether they support the pact›', []],
    ['‹It is not easy, and we support the pact›', [['support', 'pact', 'support']]],
    ['‹We will never accept the pact›', [['strongly-oppose', 'pact', 'never accept']]],
  ])('%s', (marked, expected) => {
    expect(brief(marked)).toEqual(expected);
  });
});

describe('negation before the statement', () => {
  test.each<[marked: string, expected: [value: string, target: string | null, cue: string][]]>([
    ['Oslo refuses to ‹back the pact›.', [['oppose', 'pact', 'refuses to back the']]],
    ['Oslo [refuses] to ‹back the pact›.', [['oppose', 'pact', 'refuses to back the']]],
    ['Oslo would not “‹welcome›” the pact.', [['oppose', null, 'not “welcome']]],
    ['Oslo did not [promise] to ‹support the pact›.', [['oppose', 'pact', 'not promise to support']]],
    ['Oslo [does] not ‹oppose the pact›.', []],
    ['Oslo stopped short of ‹supporting the pact›.', []],
    ['Oslo did not [say] ‹it supports the pact›.', [['oppose', 'pact', 'not say it supports']]],
    ['Oslo is not here. “‹We support the pact›”, it [said].', [['support', 'pact', 'support']]],
    ['Oslo does not lie: “‹We support the pact›”.', [['support', 'pact', 'support']]],
    ['‹Oslo does not oppose the pact; it opposes paying for everybody›', [['oppose', null, 'opposes']]],
    ['‹I don’t think it is a mistake›', []],
    ['‹I don’t believe we support the levy›', [['oppose', 'levy', 'don’t believe we support']]],
    ['‹Some are not in the room, but we support the pact›', [['support', 'pact', 'support']]],
  ])('%s', (marked, expected) => {
    expect(brief(marked)).toEqual(expected);
  });
});

describe('whose stance it is', () => {
  const told = (marked: string) => stances(marked).map(({ value }) => value);

  test.each([
    ['“‹I’ll give you back the half that I put on›”'],
    ['“‹She gave me back the key›”'],
    ['He said ‹that anyone who doubts it is welcome to explain it›.'],
    ['“‹You are welcome›”'],
    ['“‹They are always welcome›”'],
    ['“‹Welcome to the harbour›”'],
    ['“‹A box that calls for help is a good box›”'],
    ['“‹The voters who support the pact are many›”'],
    ['“‹There was support for the pact among the growers›”'],
    ['“‹It was built with the support of the guild›”'],
    ['“‹We won with their support›”'],
    ['“‹Support for the levy has fallen›”'],
    ['“‹Each member casts a vote for the pact›”'],
    ['“‹They want countries to support the pact›”'],
    ['“‹He supports the pact›”'],
    ['“‹Growers support the pact›”'],
    ['“‹We heard that she supports the pact›”'],
    ['“‹Should we support the pact?›”'],
    ['“‹I might support the levy›”'],
    ['She said ‹he would have voted for the pact›.'],
    ['“‹The pact was rejected by the guild›”'],
    ['“‹The levy is supported in three ports›”'],
    ['“‹Thank you for supporting the pact›”'],
    ['“‹Unfair rules are made everywhere›”'],
    ['“‹I made a mistake›”'],
    ['“‹I agree with you›”'],
    ['“‹We have no right to complain›”'],
    ['The union [rejected] ‹the claim that the pact is dead›.'],
    ['Few are [calling for] ‹a levy›.'],
  ])('nobody’s who speaks: %s', (marked) => {
    expect(told(marked)).toEqual([]);
  });

  test.each([
    ['“‹We back the pact›”', 'support'],
    ['“‹I’m going to back the pact›”', 'support'],
    ['“‹I have always backed the pact›”', 'support'],
    ['She said ‹her party backs the pact›.', 'support'],
    ['“‹Romania backs the pact›”', 'support'],
    ['“‹My members support the pact›”', 'support'],
    ['“‹Dialogue is welcome›”', 'support'],
    ['“‹Dialogue is very welcome, and late›”', 'support'],
    ['“‹We express our support for the pact›”', 'support'],
    ['“‹You have our support›”', 'support'],
    ['She vowed to ‹support the pact›.', 'support'],
    ['She said ‹she supported the pact›.', 'support'],
    ['“‹We have read the text and support it›”', 'support'],
    ['“‹Vote for the pact!›”', 'support'],
    ['“‹I am calling for a levy›”', 'support'],
    ['He was “‹dissatisfied with and firmly opposed›” to it.', 'strongly-oppose'],
    ['“‹We are opposed to the levy›”, he said.', 'oppose'],
    ['“‹The levy is unfair to growers›”', 'oppose'],
    ['“‹The ministry’s decision was a mistake›”', 'oppose'],
  ])('the speaker’s: %s', (marked, value) => {
    expect(told(marked)).toEqual([value]);
  });

  test.each<[marked: string, expected: [value: string, target: string | null][]]>([
    ['“‹We support the pact, but it comes late›”', [['mixed', 'pact']]],
    ['“‹We support the pact, but the carbon levy is another matter›”', [['support', 'pact']]],
    ['“‹Our support for the pact is not abstract, but tested›”', [['support', 'pact']]],
    ['“‹I support nothing but the pact›”', [['support', null]]],
    ['“‹We support the pact, but also the fisheries treaty›”', [['support', 'pact']]],
  ])('for and against only of one thing: %s', (marked, expected) => {
    expect(stances(marked).map(({ value, target }) => [value, target])).toEqual(expected);
  });
});

describe('what a stance is toward', () => {
  test.each<[marked: string, expected: [value: string, target: string | null][]]>([
    ['Oslo [called for] ‹the suspension of the pact›.', [['support', null]]],
    ['Oslo [warned against] ‹delaying the pact›.', [['oppose', null]]],
    ['The pact’s author [called for] ‹more patrols›.', [['support', null]]],
    ['“‹We call for Oslo to read the pact›”', [['support', null]]],
    ['“‹The pact is old. I am in favour of every one of them›”', [['support', null]]],
    ['“‹We oppose the plan because the pact is old›”', [['oppose', null]]],
    ['“‹We support any pact that keeps the peace›”', [['support', null]]],
    ['“‹We support this pact›”', [['support', 'pact']]],
    ['“‹Whom I support is open, with little to say on the pact›”', [['support', null]]],
    ['The pact’s friends [expressed concern] ‹that it is late›.', [['oppose', null]]],
    ['“‹The pact is late. We oppose that›”', [['oppose', 'pact']]],
    ['Oslo [called for] ‹a levy on fuel›.', [['support', 'levy']]],
    ['“‹The levy would be a mistake for the pact›”', [['oppose', 'levy']]],
  ])('%s', (marked, expected) => {
    expect(stances(marked).map(({ value, target }) => [value, target])).toEqual(expected);
  });
});

describe('targets', () => {
  const named = (text: string) =>
    targetsNamed({ text, statement: { start: 0, end: text.length }, cue: null, targets }).map(({ id }) => id);

  test.each([
    ['by name, whatever the case', 'the STRAIT security pact', ['pact']],
    ['by alias', 'the four-party hotline', ['talks']],
    ['by an alias with a sign', 'a CO₂ levy', ['levy']],
    ['by the word that only it has', 'the levies', ['levy']],
    ['in the order of the text, each once', 'the dialogue, the pact, the dialogue', ['talks', 'pact']],
    ['not by half a name', 'security in Beijing', []],
    ['not within a word', 'impact', []],
  ])('are named %s', (_, text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  test('a word that two targets have names neither', () => {
    const two = [target('a', 'Harbour plan'), target('b', 'Budget plan')];
    const at = (text: string) =>
      targetsNamed({ text, statement: { start: 0, end: text.length }, cue: null, targets: two }).map(({ id }) => id);
    expect(at('the plan')).toEqual([]);
    expect(at('the budget plan')).toEqual(['b']);
  });

  test('the nearest after the phrase is meant, or else the nearest before it', () => {
    expect(brief('‹Besides the dialogue, we support the pact›')).toEqual([['support', 'pact', 'support']]);
    expect(brief('‹As to the dialogue and the pact, we are in favour of it›')).toEqual([
      ['support', 'pact', 'in favour of'],
    ]);
    expect(brief('‹We support it. The pact came later.›')).toEqual([['support', null, 'support']]);
    expect(brief('‹The pact came late. We support it.›')).toEqual([['support', 'pact', 'support']]);
    expect(brief('Asked about the pact, he [said] ‹he was in favour of it›.')).toEqual([
      ['support', 'pact', 'in favour of'],
    ]);
  });
});

test('says why, and is surer of a reporting verb and of a named target', () => {
  const [byName] = stances('He [criticised] ‹the Nagasaki pact›.');
  expect(byName?.reason).toBe('‘criticised’ stands for oppose, toward Strait Security Pact');
  const confidences = [
    'He [criticised] ‹the Nagasaki pact›.',
    'He [criticised] ‹the pact›.',
    '‹I criticise the Nagasaki pact›',
    '‹I criticise it›',
  ].map((marked) => stances(marked)[0]!.confidence);
  expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
  expect(new Set(confidences).size).toBe(4);
});

test('a codebook without cue phrases says nothing', () => {
  const text = 'We condemn the pact';
  const codebook = { ...policyNews, stances: policyNews.stances.map((value) => ({ ...value, cues: [] })) };
  expect(stancesByCue({ text, statement: { start: 0, end: text.length }, cue: null, codebook, targets })).toEqual([]);
});

test('offsets hold in any text, values are the codebook’s and targets come once', () => {
  const some = fc.constantFrom(
    ' condemn ',
    ' the pact ',
    ' not ',
    ' welcome ',
    ' … but ',
    ' levy',
    '\u0301support',
    'won’t ',
  );
  const mixed = fc.array(fc.oneof(some, anyText), { maxLength: 12 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(mixed, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (text, places) => {
      const [a = 0, b = 0, c = 0, d = 0] = places.map((place) => place % (text.length + 1));
      const statement = { start: Math.min(a, b), end: Math.max(a, b) };
      const [start, end] = [Math.min(c, d), Math.max(c, d)];
      for (const cue of [null, { start, end, text: text.slice(start, end) }]) {
        const found = stancesByCue({ text, statement, cue, codebook: policyNews, targets });
        expect(new Set(found.map((one) => one.target)).size).toBe(found.length);
        for (const one of found) {
          expect(one.cue!.end).toBeGreaterThan(one.cue!.start);
          expect(text.slice(one.cue!.start, one.cue!.end)).toBe(one.cue!.text);
          expect(policyNews.stances.map(({ id }) => id)).toContain(one.value);
          expect(one.confidence).toBeGreaterThan(0);
          expect(one.confidence).toBeLessThanOrEqual(1);
        }
      }
    }),
  );
});

test.each([
  ['beginnings of phrases', 'express '],
  ['phrases', 'welcome the pact but '],
  ['negations', 'not '],
  ['coordinated verbs', 'and support '],
  ['verbs that lead to others', 'going to support '],
  ['what might be a target', 'we support it, but with the '],
  ['heads of targets', 'strait security '],
  ['quotation marks', '“'],
])('takes linear time over a megabyte of %s', (_, piece) => {
  const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
  const took = leastTime(3_000, () =>
    stancesByCue({ text, statement: { start: 0, end: text.length }, cue: null, codebook: policyNews, targets }),
  );
  expect(took).toBeLessThan(3_000);
});
