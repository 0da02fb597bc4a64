import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../../text/arbitrary-text.ts';
import { tokensOf } from './tokens.ts';

const all = (text: string) => tokensOf(text, { start: 0, end: text.length });

test.each([
  ['Sen. Ann Berg’s plan', ['Sen.', 'Ann', 'Berg', '’s', 'plan']],
  ['the U.S. at 3 p.m.', ['the', 'U.S.', 'at', '3', 'p.m.']],
  ['Kim Jae-in, O’Malley and AT&T don’t', ['Kim', 'Jae-in', ',', 'O’Malley', 'and', 'AT&T', 'don’t']],
  ['1,000.5 and 9/11', ['1,000.5', 'and', '9/11']],
  ['the 43-year-old left.', ['the', '43-year-old', 'left', '.']],
  ['Glenn Thor, R-Pa., said.', ['Glenn', 'Thor', ',', 'R-Pa.', ',', 'said', '.']],
  ['He’d said I’ve won; she’s', ['He', '’d', 'said', 'I', '’ve', 'won', ';', 'she', '’s']],
  ['the boys’ club', ['the', 'boys', '’', 'club']],
  ['日本が述べた。', ['日本が述べた', '。']],
  ['a 😀 b', ['a', '😀', 'b']],
])('%s', (text, expected) => {
  expect(all(text).map((token) => token.text)).toEqual(expected);
});

test('whatever the text: tokens stand in order, hold their words and leave out white space only', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let at = 0;
      for (const { start, end, text: words } of all(text)) {
        expect(text.slice(at, start).trim()).toBe('');
        expect(end).toBeGreaterThan(start);
        expect(text.slice(start, end)).toBe(words);
        at = end;
      }
      expect(text.slice(at).trim()).toBe('');
    }),
  );
});
