import { expect, test } from 'vitest';
import { blocksOf } from './arbitrary-text.ts';
import { quotationsIn } from './quotations.ts';
import { statementAround } from './statement-around.ts';

const around = (text: string, name: string) => {
  const start = text.indexOf(name);
  const blocks = blocksOf(text);
  const range = statementAround(text, blocks, quotationsIn(text, blocks), { start, end: start + name.length });
  return text.slice(range.start, range.end);
};

test.each([
  ['the quotation of the sentence', 'It rained. “We will sign,” Varga said. They left.', 'Varga', 'We will sign,'],
  ['the longer of two', '“Yes,” Varga said, “once the observers are in.”', 'Varga', 'once the observers are in.'],
  ['all of a quotation that goes on', '“We will. We must,” Varga said.', 'Varga', 'We will. We must,'],
  [
    'the sentence, without one',
    'It rained. Varga said it would stop. They left.',
    'Varga',
    'Varga said it would stop.',
  ],
  ['no quotation that names them', 'Lund said: “Ask Varga.”', 'Varga', 'Lund said: “Ask Varga.”'],
  ['no quotation of another sentence', '“Rain,” Lund said. Varga left.', 'Varga', 'Varga left.'],
])('is %s', (_, text, name, statement) => {
  expect(around(text, name)).toBe(statement);
});
