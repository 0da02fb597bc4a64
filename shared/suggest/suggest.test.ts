import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../text/arbitrary-text.ts';
import { cpuTime, leastTime } from '../text/cpu-time.ts';
import { suggestStatements } from './suggest.ts';
import { doubtful } from './suggestion.ts';

/** What a text holds: the words of each statement, who says it in which words of the text, the cue and the mode. */
type Expected = [words: string, mention: string | null, cue: string | null, mode: string | null];

const phenomena: Record<string, [text: string, ...expected: Expected[]]> = {
  'curly marks, verb after the quote': [
    '“The ferry will sail,” Aino Lehto said on Monday.',
    ['The ferry will sail,', 'Aino Lehto', 'said', 'direct'],
  ],
  'straight marks, inverted order': [
    '"The ferry will sail," said Aino Lehto, the harbour master.',
    ['The ferry will sail,', 'Aino Lehto', 'said', 'direct'],
  ],
  'verb before the quote': [
    'Harbour master Aino Lehto said, “The ferry will sail.”',
    ['The ferry will sail.', 'Harbour master Aino Lehto', 'said', 'direct'],
  ],
  'single marks inside double ones': [
    '“He told us, ‘Wait for the tide,’ and we waited,” the pilot recalled.',
    ['He told us, ‘Wait for the tide,’ and we waited,', 'the pilot', 'recalled', 'direct'],
  ],
  guillemets: [
    '«The ferry will sail,» Lehto said. «Nobody will be left behind.»',
    ['The ferry will sail,', 'Lehto', 'said', 'direct'],
    ['Nobody will be left behind.', 'Lehto', 'said', 'direct'],
  ],
  'low and high marks': ['Lehto said: „The ferry will sail.“', ['The ferry will sail.', 'Lehto', 'said', 'direct']],
  'corner brackets': ['Lehto said, 「We will sail tomorrow」.', ['We will sail tomorrow', 'Lehto', 'said', 'direct']],
  'a quote over two paragraphs': [
    '“The harbour is old,” Lehto said. “It was built for sail.\n\n“It was never built for this.”',
    ['The harbour is old,', 'Lehto', 'said', 'direct'],
    ['It was built for sail.\n\n“It was never built for this.', 'Lehto', 'said', 'direct'],
  ],
  'a quote that the attribution interrupts': [
    '“We will sign,” the envoy said, “once the observers are in.”',
    ['We will sign,', 'the envoy', 'said', 'direct'],
    ['once the observers are in.', 'the envoy', 'said', 'direct'],
  ],
  'an editorial insertion and an ellipsis': [
    '“They [the inspectors] never came … and nobody asked,” Falk said.',
    ['They [the inspectors] never came … and nobody asked,', 'Falk', 'said', 'direct'],
  ],
  'a mark that is never closed': [
    'Falk said, “The bridge is closed.\n\nThe town lies on two islands.',
    ['The bridge is closed.', 'Falk', 'said', 'direct'],
  ],
  'apostrophes that are none': ["The boys' club didn't answer. 'Tis the season, and the '90s are back."],
  'scare quotes are marked low': ['The “smart” buoy drifted for a week.', ['smart', null, null, null]],
  'titles are marked low': ['She wrote the novel “The Salt Road” in Bergen.', ['The Salt Road', null, null, null]],
  'nicknames are marked low': ['Ole “Red” Hansen owns the yard.', ['Red', null, null, null]],
  'reported speech with that': [
    'Onarheim said that the levy would be lifted by spring.',
    ['the levy would be lifted by spring', 'Onarheim', 'said', 'indirect'],
  ],
  'reported speech without that': [
    'The port authority said it had not been consulted.',
    ['it had not been consulted', 'The port authority', 'said', 'indirect'],
  ],
  'reported speech after a noun of saying': [
    'The mayor dismissed Lehto’s remark that the levy would be lifted by spring. Falk’s claim that it was dead amused him.',
    ['the levy would be lifted by spring', 'Lehto', 'remark', 'indirect'],
  ],
  'reported speech after hearers and circumstances': [
    'Onarheim told reporters in Oslo on Tuesday that the levy would be lifted.',
    ['the levy would be lifted', 'Onarheim', 'told', 'indirect'],
  ],
  'according to, at the beginning': [
    'According to the ministry, the road has been closed since Monday.',
    ['the road has been closed since Monday', 'the ministry', 'According to', 'indirect'],
  ],
  'according to, at the end': [
    'The road has been closed since Monday, according to residents.',
    ['The road has been closed since Monday', 'residents', 'according to', 'indirect'],
  ],
  'reported speech with the attribution last': [
    'The road will open in May, the ministry said.',
    ['The road will open in May', 'the ministry', 'said', 'indirect'],
  ],
  'promises and demands': [
    'The cooperative vowed to keep its boats in port. The mayor called on the ministry to pay the crews.',
    ['keep its boats in port', 'The cooperative', 'vowed', 'indirect'],
    ['the ministry to pay the crews', 'The mayor', 'called', 'indirect'],
  ],
  'reported speech that the attribution interrupts': [
    'It is the pilots, an official remarked, who decide in the end.',
    ['It is the pilots, an official remarked, who decide in the end', 'an official', 'remarked', 'indirect'],
  ],
  'what is not said': [
    'Berg stopped short of saying that the levy would go. Falk did not say that it would stay. They wrote that down.',
  ],
  'what the writer says is no statement of others': ['I think that the harbour is old.'],
  'a request to a person needs a verb': ['She told the story to two coast guards.'],
  'words quoted in what is reported': [
    'The minister warned against being distracted by the “charm offensive.”',
    ['charm offensive.', 'The minister', 'warned against', 'mixed'],
  ],
  'two verbs of one subject': [
    'Berg praised the pilots and called the delay “a disgrace.”',
    ['a disgrace.', 'Berg', 'called', 'mixed'],
  ],
  'full name with title, later the last name': [
    'Foreign Minister Sanna Virtanen spoke first. “We will listen,” Virtanen said.',
    ['We will listen,', 'Virtanen', 'said', 'direct'],
  ],
  'a description between commas': [
    '“Nobody asked us,” Ruth Adler, a spokeswoman for the Pilots’ Guild, said.',
    ['Nobody asked us,', 'Ruth Adler', 'said', 'direct'],
  ],
  'party and constituency in brackets': [
    '“Nobody asked us,” Sen. Ruth Adler (I-Vt.) said.',
    ['Nobody asked us,', 'Sen. Ruth Adler', 'said', 'direct'],
  ],
  'small words inside names': [
    '“No,” Ursula von der Berg said. “Yes,” said Faris al-Khatouni. Later Charles de Wit told reporters that it was late.',
    ['No,', 'Ursula von der Berg', 'said', 'direct'],
    ['Yes,', 'Faris al-Khatouni', 'said', 'direct'],
    ['it was late', 'Charles de Wit', 'told', 'indirect'],
  ],
  'an official without a name': [
    'A senior official of the Ministry of Transport said, “The talks are not over.”',
    ['The talks are not over.', 'A senior official of the Ministry of Transport', 'said', 'direct'],
  ],
  'the minister': ['“We will listen,” the minister said.', ['We will listen,', 'the minister', 'said', 'direct']],
  'a place that stands for a government': [
    'Helsinki, however, said the plan was “premature.”',
    ['premature.', 'Helsinki', 'said', 'mixed'],
  ],
  'an organisation': [
    '“The data are incomplete,” the European Harbour Federation wrote in a letter.',
    ['The data are incomplete,', 'the European Harbour Federation', 'wrote', 'direct'],
  ],
  'a website with a description': [
    'Saltnytt, the official website of the port, warned: “The quay will be closed.”',
    ['The quay will be closed.', 'Saltnytt', 'warned', 'direct'],
  ],
  'two speakers at once': [
    'The two leaders agreed to “work together.”',
    ['work together.', 'The two leaders', 'agreed', 'mixed'],
  ],
  pronouns: ['Lehto arrived late. “I missed the tide,” she said.', ['I missed the tide,', 'she', 'said', 'direct']],
  'a relative pronoun': [
    'The vote was a shock for Lehto, who called it “a farce.”',
    ['a farce.', 'who', 'called', 'mixed'],
  ],
  'the same speaker over consecutive quotes': [
    '“It is late,” Lehto said. “We should go.” “Now.”',
    ['It is late,', 'Lehto', 'said', 'direct'],
    ['We should go.', 'Lehto', 'said', 'direct'],
    ['Now.', 'Lehto', 'said', 'direct'],
  ],
  'a paragraph that is a quotation only': [
    '“It is late,” Lehto said.\n\n“We should go before the tide turns.”',
    ['It is late,', 'Lehto', 'said', 'direct'],
    ['We should go before the tide turns.', 'Lehto', 'said', 'direct'],
  ],
  'the sentence before announces the quote': [
    'Lehto explained the delay. “The tide was against us all night.”',
    ['The tide was against us all night.', 'Lehto', 'explained', 'direct'],
  ],
  'a colon without a verb of saying': [
    'The captain had one wish: “Let us go home.”',
    ['Let us go home.', 'The captain', null, 'direct'],
  ],
  headlines: [
    'Ferry ban will go by spring, minister says\n\nLehto calls ferry ban “a farce”',
    ['Ferry ban will go by spring', 'minister', 'says', 'indirect'],
    ['a farce', 'Lehto', 'calls', 'mixed'],
  ],
  'contractions are no names': [
    'Lehto was late. “We’ve lost the tide,” she’d said. He’d told the crew that the pilot was ill.',
    ['We’ve lost the tide,', 'she', 'said', 'direct'],
    ['the pilot was ill', 'He', 'told', 'indirect'],
  ],
  'a language that the rules do not know': [
    '„Wir werden die Zölle im Frühjahr abschaffen“, sagte Handelsminister Falk am Montag vor dem Parlament in Oslo.\n\n' +
      '“We will abolish them in the spring,” Falk said to the chamber.',
    ['Wir werden die Zölle im Frühjahr abschaffen', null, null, 'direct'],
    ['We will abolish them in the spring,', 'Falk', 'said', 'direct'],
  ],
  'an attribution in brackets': [
    'Nobody was hurt. (“A miracle,” said Lehto.)',
    ['A miracle,', 'Lehto', 'said', 'direct'],
  ],
  'a question before its attribution': ['“Who will pay?” Lehto asked.', ['Who will pay?', 'Lehto', 'asked', 'direct']],
  'a saying that is itself reported': [
    'Lehto said she told the crew: “Stay ashore.”',
    ['Stay ashore.', 'Lehto', 'said', 'direct'],
  ],
  'the agent of a passive': [
    'The plan was called “reckless” by the pilots.',
    ['reckless', 'the pilots', 'called', 'mixed'],
  ],
  'a noun of saying': [
    'After Lehto’s remark that “the sea decides,” the hall fell silent.',
    ['the sea decides,', 'Lehto', 'remark', 'mixed'],
  ],
};

describe('phenomena', () => {
  for (const [name, [text, ...expected]] of Object.entries(phenomena)) {
    test(name, () => {
      const found = suggestStatements(text).map(
        ({ start, end, mention, cue, mode }): Expected => [
          text.slice(start, end),
          mention?.text ?? null,
          cue?.text ?? null,
          mode,
        ],
      );
      expect(found).toEqual(expected);
    });
  }
});

test('the parts of one turn of speech say what they go on', () => {
  const found = suggestStatements('“We will sign,” the envoy said, “once they are in.” He left. “Goodbye.”');
  expect(found.map(({ id, continues }) => [id, continues])).toEqual([
    ['statement:1-14', null],
    ['statement:33-50', 'statement:1-14'],
    ['statement:62-70', null],
  ]);
});

test('quoted words know the clause that they are part of', () => {
  const text = 'Helsinki said it does not “hold the key” to the matter, and that the plan is “premature.”';
  const found = suggestStatements(text);
  expect(found.map(({ clause }) => clause && text.slice(clause.start, clause.end))).toEqual([
    'it does not “hold the key” to the matter, and that the plan is “premature.”',
    'it does not “hold the key” to the matter, and that the plan is “premature.”',
  ]);
});

test('terms and titles are doubtful, and say why', () => {
  const [term] = suggestStatements('The “smart” buoy drifted.');
  expect(term!.confidence).toBeLessThan(doubtful);
  expect(term!.reasons).toEqual(['a term that describes the next word']);
});

test('single marks count where they are said to', () => {
  const text = "'The ferry will sail,' Lehto said.";
  expect(suggestStatements(text)).toEqual([]);
  const [found] = suggestStatements(text, undefined, { singleMarks: true });
  expect(text.slice(found!.start, found!.end)).toBe('The ferry will sail,');
  expect(found!.mention?.text).toBe('Lehto');
  const [twice] = suggestStatements(`'${text.replace("',", "'',")}`, undefined, { singleMarks: true });
  expect(twice!.mention?.text).toBe('Lehto');
});

/** Text of the kind that the rules look for, so that they have something to do. */
const newsLike = fc
  .array(
    fc.constantFrom(
      ...[
        '“',
        '”',
        '"',
        '„',
        '«',
        '»',
        '「',
        '」',
        '‘',
        '’',
        "'",
        '[',
        ']',
        '…',
        '. ',
        ', ',
        ': ',
        '; ',
        ' — ',
        '\n\n',
        '\n',
        ' ',
      ],
      ...[
        'said ',
        'told ',
        'that ',
        'who ',
        'Berg ',
        'Anna ',
        'she ',
        'he ',
        'the minister ',
        'the two leaders ',
        'by ',
        'to ',
      ],
      ...[
        'according to ',
        'vowed to ',
        'called ',
        'warned against ',
        'saying ',
        'We will sail ',
        '😀',
        'é',
        '日本',
        'שלום',
        '\u00a0',
      ],
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('whatever the text', () => {
  const texts = fc.oneof(anyText, newsLike);

  test('offsets hold, ids differ, and statements nest and never cross', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, singleMarks) => {
        const found = suggestStatements(text, undefined, { singleMarks });
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        found.forEach((one, i) => {
          expect(one.start).toBeGreaterThanOrEqual(0);
          expect(one.start).toBeLessThan(one.end);
          expect(one.end).toBeLessThanOrEqual(text.length);
          for (const words of [one.cue, one.mention]) {
            if (words) expect(text.slice(words.start, words.end)).toBe(words.text);
          }
          expect(one.confidence).toBeGreaterThanOrEqual(0);
          expect(one.confidence).toBeLessThanOrEqual(1);
          expect(one.reasons.length).toBeGreaterThan(0);
          for (const other of found.slice(i + 1)) {
            const apart = other.start >= one.end;
            const inside = other.end <= one.end;
            expect(apart || inside, `${one.id} ${other.id}`).toBe(true);
          }
        });
      }),
      { numRuns: 400 },
    );
  });

  test('an unrelated paragraph after it changes nothing before it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        // A quotation that is still open goes on in the next paragraph only when that opens with a mark.
        const before = suggestStatements(`${text}\n\nThe weather was fair.`);
        const after = suggestStatements(
          `${text}\n\nThe weather was fair.\n\nOle Falk said the quay was wet. “It is,” she added.`,
        );
        expect(after.slice(0, before.length)).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });
});

describe('no input takes more than linear time', () => {
  const inputs: Record<string, (length: number) => string> = {
    'quotation marks': (length) => '"'.repeat(length),
    'opening marks': (length) => '“'.repeat(length),
    'opening and closing marks': (length) => '“a” '.repeat(length / 4),
    'words without an end': (length) => 'Berg said that she told him who said '.repeat(length / 37),
    commas: (length) => 'Berg, who, '.repeat(length / 11),
    capitals: (length) => 'Anna Berg And '.repeat(length / 14),
    'paragraphs that go on quoting': (length) => '“We will sail\n\n'.repeat(length / 15),
    'short quotes without hyphens': (length) => '“Yes,” Berg said. '.repeat(length / 18),
    'sentences without hyphens': (length) => 'Berg left. '.repeat(length / 11),
    brackets: (length) => 'said (('.repeat(length / 7),
  };
  for (const [name, make] of Object.entries(inputs)) {
    test(name, () => {
      const quarter = make(100_000);
      const whole = make(400_000);
      suggestStatements(quarter);
      const [short, long] = [cpuTime(() => suggestStatements(quarter)), cpuTime(() => suggestStatements(whole))];
      // Four times the text: sixteen times the time would be quadratic.
      expect(long).toBeLessThan(Math.max(400, short * 10));
    }, 60_000);
  }

  test('a megabyte of quotation marks takes less than a second', () => {
    const text = '"'.repeat(1_000_000);
    expect(leastTime(1000, () => suggestStatements(text))).toBeLessThan(1000);
  });
});
