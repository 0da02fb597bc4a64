import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from './arbitrary-text.ts';
import { leastTime } from './cpu-time.ts';
import { modeOf } from './mode.ts';
import { quotationsIn } from './quotations.ts';

/** The quoted words, indented by depth. */
const inner = (text: string) =>
  quotationsIn(text).map(({ inner, depth }) => '> '.repeat(depth) + text.slice(inner.start, inner.end));
const whole = (text: string) => quotationsIn(text).map(({ start, end }) => text.slice(start, end));

describe('pairs of marks', () => {
  test.each([
    ['curly', 'He said, “We go.” And “you stay,” too.', ['We go.', 'you stay,']],
    ['straight', 'He said, "We go." And "you stay," too.', ['We go.', 'you stay,']],
    [
      'singles in doubles',
      '“He told me ‘never again’ twice,” she said.',
      ['He told me ‘never again’ twice,', '> never again'],
    ],
    [
      'straight singles in doubles',
      `"He said 'never again' twice," she said.`,
      [`He said 'never again' twice,`, '> never again'],
    ],
    [
      'doubles in singles',
      '‘He told me “never again” twice,’ she said.',
      ['He told me “never again” twice,', '> never again'],
    ],
    ['French', 'Il a dit : « Nous irons. » Puis « non ».', ['Nous irons.', 'non']],
    ['French, marks in marks', '« Il dit “non” » fin', ['Il dit “non”', '> non']],
    ['Swiss', '«Er sagt ‹nein› dazu», sagte sie.', ['Er sagt ‹nein› dazu', '> nein']],
    ['German', '„Wir gehen“, sagte er. „Und ‚ihr‘ bleibt.“', ['Wir gehen', 'Und ‚ihr‘ bleibt.', '> ihr']],
    ['German books', '»Wir ›alle‹ gehen«, sagte er.', ['Wir ›alle‹ gehen', '> alle']],
    ['Polish', 'Powiedział: „Idziemy”.', ['Idziemy']],
    ['Swedish', '”Vi går”, sa han. ”Ni stannar.”', ['Vi går', 'Ni stannar.']],
    ['Japanese', '首相は「『平和』を守る」と述べた。', ['『平和』を守る', '> 平和']],
    ['Chinese', '他说“你好”然后走了。', ['你好']],
    ['Chinese, straight', '他说"你好"然后走了。', ['你好']],
    ['Hebrew', 'הוא אמר "צה"ל ינצח" אתמול', ['צה"ל ינצח']],
    ['Arabic', 'قال الوزير: «لن نقبل» بذلك', ['لن نقبل']],
    [
      'nested straight',
      `"'Yes' she said," he told us. "'No,' I said."`,
      [`'Yes' she said,`, '> Yes', `'No,' I said.`, '> No,'],
    ],
    [
      'closing marks together',
      `She said, "He called it 'a farce.'" Then she left.`,
      [`He called it 'a farce.'`, '> a farce.'],
    ],
    [
      'curly closing marks together',
      'She said, “He called it ‘a farce.’” Then.',
      ['He called it ‘a farce.’', '> a farce.'],
    ],
    ['a dash before the mark', 'It was over—“for good,” he said—“or so.”', ['for good,', 'or so.']],
    ['mixed by mistake', 'He said “we go" and "you stay” there.', ['we go', 'you stay']],
    ['the opening mark at both ends', 'He said “we go“ and left.', ['we go']],
    ['brackets inside', '“If (the ROK) tries,” it said', ['If (the ROK) tries,']],
  ])('%s', (_, text, expected) => {
    expect(inner(text)).toEqual(expected);
  });

  test('the marks belong to the range, white space inside them does not belong to the words', () => {
    const text = 'Il dit « oui ».';
    expect(quotationsIn(text)).toEqual([{ start: 7, end: 14, inner: { start: 9, end: 12 }, depth: 0 }]);
  });
});

describe('no quotations', () => {
  test.each([
    'The ministers’ plan didn’t please O’Brien’s wife.',
    "The ministers' plan didn't please O'Brien's wife.",
    "Rock 'n' roll in the '90s, get 'em, 'tis true.",
    'Rock ’n’ roll in the ’90s.',
    'Rock ‘n’ roll in the ‘90s was theirs’.',
    'He is 5\'10" tall and owns a 12" pipe and a 6" gun.',
    'Home » News » Politics › Asia',
    'Empty “” and "" and « » here.',
    'A stray ” or 」 or ’ closes nothing.',
  ])('%s', (text) => {
    expect(inner(text)).toEqual([]);
  });

  test('apostrophes inside single marks do not close them', () => {
    expect(inner('‘Don’t trust the ministers’ plan,’ he said.')).toEqual(['Don’t trust the ministers’ plan,']);
    expect(inner("'Don't go,' he said.")).toEqual(["Don't go,"]);
    expect(inner('The so-called ‘sanctions’ regime held.')).toEqual(['sanctions']);
    expect(inner('“Call it ‘sanctions’ regime,” he said of ‘them’.')).toEqual([
      'Call it ‘sanctions’ regime,',
      '> sanctions',
      'them',
    ]);
  });
});

describe('paragraphs', () => {
  test('a quotation opened anew in each paragraph and closed once is one', () => {
    expect(inner('“One is long.\n\n“Two is longer.\n\n“Three ends,” he said. “Four.”')).toEqual([
      'One is long.\n\n“Two is longer.\n\n“Three ends,',
      'Four.',
    ]);
    expect(inner('"One.\n\n"Two," he said.\n\n"Three."')).toEqual(['One.\n\n"Two,', 'Three.']);
    expect(inner('« Un.\n\n« Deux », dit-il.')).toEqual(['Un.\n\n« Deux']);
  });

  test('a mark that is never closed does not swallow more than its paragraph', () => {
    expect(inner('He said, “We go. And then.\n\nThey went. “Good.”')).toEqual(['We go. And then.', 'Good.']);
    expect(whole('He said, “We go.\n\nThey went.')).toEqual(['“We go.']);
    expect(inner('He said, "We go.\n\nThey went. "Good," he said.')).toEqual(['We go.', 'Good,']);
    expect(inner('A ‘stray single. It ends.\n\n‘Good.’')).toEqual(['Good.']);
  });

  test('a mark that is never closed ends before the next of its kind', () => {
    expect(inner('“We go, he said. “You stay.” They left.')).toEqual(['We go, he said.', 'You stay.']);
  });

  test('what is open around a quotation that goes on never crosses it', () => {
    expect(inner('« Stray “One is long.\n\n“Two ends,” he said.')).toEqual(['One is long.\n\n“Two ends,']);
  });

  test('lines are paragraphs where no line is blank, and not where some are', () => {
    expect(inner('“We go.\nThey went. “Good.”')).toEqual(['We go.', 'Good.']);
    expect(inner('Head\n\n“We go\nto town,” he said.')).toEqual(['We go\nto town,']);
  });

  test('blocks are paragraphs when they are given', () => {
    const text = 'Head\n\n“We go.\nThey went. “Good.”';
    const blocks = [
      { start: 0, end: 4 },
      { start: 6, end: 13 },
      { start: 14, end: text.length },
    ];
    expect(quotationsIn(text, blocks).map(({ inner }) => text.slice(inner.start, inner.end))).toEqual([
      'We go.',
      'Good.',
    ]);
  });
});

const messy = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: anyText },
      fc.constantFrom('“a', 'b”', ' "c', 'd" ', " 'e", "f' ", '‘s ', 's’ g', '\n\n“', '»', '«'),
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));

test('whatever the text, quotations are in order, nest, never cross, and hold words', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(messy, (text) => {
      const around: { start: number; end: number }[] = [];
      let last = -1;
      for (const { start, end, inner, depth } of quotationsIn(text)) {
        expect(start).toBeGreaterThan(last);
        last = start;
        while (around.length > 0 && around.at(-1)!.end <= start) around.pop();
        expect(depth).toBe(around.length);
        if (around.length > 0) expect(end).toBeLessThanOrEqual(around.at(-1)!.end);
        expect(start).toBeLessThan(inner.start);
        expect(inner.start).toBeLessThan(inner.end);
        expect(inner.end).toBeLessThanOrEqual(end);
        expect(text.slice(inner.start, inner.end)).toBe(text.slice(inner.start, inner.end).trim());
        around.push({ start, end });
      }
    }),
    { numRuns: 400 },
  );
});

test.each([
  ['opening', '“'],
  ['closing', '”'],
  ['straight', '"'],
  ['straight, apart', '" '],
  ['straight single', "'"],
  ['single in words', "s' a "],
  ['opening single', ' ‘a'],
  ['both', '“a”'],
  ['never closed, in paragraphs', '“a\n\n'],
  ['many kinds', '«“‹‘„"'],
  ['none, in paragraphs', 'a\n\n'],
  ['inches', `5'10" `],
])('a megabyte of marks is read at once: %s', { timeout: 30_000 }, (_, mark) => {
  const text = mark.repeat(Math.ceil(1_000_000 / mark.length));
  expect(leastTime(2000, () => quotationsIn(text))).toBeLessThan(2000);
});

describe('mode', () => {
  const text = 'Kono said, “This is not the time,” and warned of “charm diplomacy” by the North. It is over.';
  const quotations = quotationsIn(text);
  const mode = (words: string) => {
    const start = text.indexOf(words);
    return modeOf(text, quotations, { start, end: start + words.length });
  };

  test.each([
    ['This is not the time', 'direct'],
    ['“This is not the time,”', 'direct'],
    ['not the', 'direct'],
    ['warned of “charm diplomacy” by the North', 'mixed'],
    ['said, “This is', 'mixed'],
    ['time,” and warned', 'mixed'],
    ['This is not the time,” and warned of “charm', 'mixed'],
    ['It is over', 'indirect'],
    ['Kono said, “', 'indirect'],
    [' “charm diplomacy” ', 'direct'],
  ])('%s: %s', (words, expected) => {
    expect(mode(words)).toBe(expected);
  });

  test('two quotations with nothing but a blank between them are direct; nested ones count once', () => {
    const two = '“One.” “Two ‘three’ four.” Five.';
    expect(modeOf(two, quotationsIn(two), { start: 0, end: 26 })).toBe('direct');
    expect(modeOf(two, quotationsIn(two), { start: 0, end: two.length })).toBe('mixed');
  });

  test('agrees with looking at each letter', () => {
    fc.assert(
      fc.property(messy, fc.nat(), fc.nat(), (text, a, b) => {
        const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number];
        const quotations = quotationsIn(text);
        const letters = [...text.slice(start, end).matchAll(/[\p{L}\p{N}]/gu)].map((hit) => start + hit.index);
        const quoted = letters.filter((at) => quotations.some((each) => each.start <= at && at < each.end)).length;
        fc.pre(letters.length > 0);
        expect(modeOf(text, quotations, { start, end })).toBe(
          quoted === 0 ? 'indirect' : quoted === letters.length ? 'direct' : 'mixed',
        );
      }),
    );
  });
});
