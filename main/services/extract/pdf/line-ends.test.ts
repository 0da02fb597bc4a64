import { expect, test } from 'vitest';
import { joinLine, knownWords } from './line-ends.ts';

const known = knownWords(['the well-known long-term plan of the cooperation between them', 'a government said']);

test.each([
  ['the govern-', 'ment said', 'the government said'],
  ['the long-', 'term plan', 'the long-term plan'],
  ['the coop-', 'eration', 'the cooperation'],
  ['North-', 'South talks', 'North-South talks'],
  ['self-', 'restraint', 'self-restraint'],
  ['a state-of-the-', 'art thing', 'a state-of-the-art thing'],
  ['Nord-', 'und Südkorea', 'Nord- und Südkorea'],
  ['in 2017-', '2018', 'in 2017-2018'],
  ['Bezie\u00ad', 'hungen', 'Beziehungen'],
  ['he said –', 'and left', 'he said – and left'],
  ['he said—', 'and left', 'he said—and left'],
  ['政府は対話に', '応じる', '政府は対話に応じる'],
  ['정부는', '대화에', '정부는 대화에'],
  ['ends here.', 'Then', 'ends here. Then'],
])('%s | %s', (before, line, joined) => expect(joinLine(before, line, known)).toBe(joined));

test('what is half a word at a line’s end is no word to go by', () => {
  expect(joinLine('the govern-', 'ment', knownWords(['so the govern-', 'ment is', 'a govern-']))).toBe(
    'the government',
  );
});
