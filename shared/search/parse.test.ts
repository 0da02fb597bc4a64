import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyNews } from '../codebook/policy-news.ts';
import { anyText } from '../text/arbitrary-text.ts';
import { codesOf, type FieldName, fieldNames, fields } from './fields.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import type { Query } from './tree.ts';
import { phraseOf } from './words.ts';

/** The tree without places. */
const bare = (query: Query): unknown =>
  JSON.parse(JSON.stringify(query, (key, value) => (key === 'start' || key === 'end' ? undefined : value)));

function printed(query: string): string {
  const parsed = parse(query);
  if (!parsed.ok) throw new Error(`${query}: ${parsed.problem.message}`);
  return print(parsed.query);
}

test.each([
  ['tax reform', 'tax reform'],
  ['tax AND reform', 'tax reform'],
  ['tax and reform', 'tax and reform'],
  ['“tax reform” «deux mots» 「減税」', '"tax reform" "deux mots" 減税'],
  ['a b OR c', 'a b OR c'],
  ['a (b|c)', 'a (b OR c)'],
  ['a NOT b', 'a -b'],
  ['-(a b)', '-(a b)'],
  ['- a', null],
  ['NOT NOT a', '-(-a)'],
  ['minist* "prime minist"*', 'minist* "prime minist"*'],
  ['tax NEAR/5 "the poor"', 'NEAR(tax "the poor", 5)'],
  ['a NEAR b NEAR c', 'NEAR(a b c, 10)'],
  ['NEAR("a b" c, 5)', 'NEAR("a b" c, 5)'],
  ['/colou?r/ /a\\/b/ /Us/c', '/colou?r/ /a\\/b/ /Us/c'],
  ['Speaker:kono stance:Oppose target:"pressure"', 'speaker:kono stance:oppose target:pressure'],
  ['stance:(oppose OR "strongly oppose")', 'stance:oppose OR stance:strongly-oppose'],
  ['-speaker:(kono | abe)', '-(speaker:kono OR speaker:abe)'],
  ['stance:<0 stance:-2..-1', 'stance:<0 stance:-2..-1'],
  ['date:2018-01..2018-03', 'date:2018-01..2018-03'],
  ['date:2018/3/9', 'date:2018-03-09'],
  ['date:>=2018 date:<2019 published:..2018', 'date:2018.. date:<2019 date:..2018'],
  ['length:>0500', 'length:>500'],
  ['lang:ja path:2018/march url:https://example.org/a', 'language:ja path:"2018/march" url:"https://example.org/a"'],
  ['has:comments status:submitted', 'has:comment status:done'],
  ['outlet：毎日　（東京|大阪）', 'outlet:毎日 (東京 OR 大阪)'],
  ['"she said \\"no\\" \\\\ once"', '"she said \\"no\\" \\\\ once"'],
  ['"AND" "near"', '"AND" near'],
  ['NEAR', null],
])('%s', (query, normal) => {
  if (normal === null) expect(parse(query).ok).toBe(false);
  else {
    expect(printed(query)).toBe(normal);
    expect(printed(normal)).toBe(normal);
  }
});

test.each([
  ['"tax reform', '"', /not closed/],
  ['tax (reform', '(', /not closed/],
  ['tax reform)', ')', /No group begins/],
  ['tax ()', '()', /nothing in this group/],
  ['tax OR', 'OR', /nothing follows/],
  ['OR tax', 'OR', /nothing before/],
  ['tax AND AND b', 'AND', /nothing before/],
  ['NOT', 'NOT', /nothing follows/],
  ['speker:kono', 'speker:', /no field speker.*speaker/s],
  ['http://example.org', 'http:', /no field http.*quotation/s],
  ['speaker: kono', 'speaker:', /without a blank/],
  ['speaker:(kono target:a)', 'target:', /only its values/],
  ['speaker:(a NEAR b)', 'NEAR', /not of speaker/],
  ['stance:against', 'against', /strongly-oppose, oppose.* or strongly-support/],
  ['has:everything', 'everything', /spans, comment/],
  ['date:soon', 'soon', /“soon” is no date/],
  ['date:2018-02-30', '2018-02-30', /is no date/],
  ['date:2019..2018', '2019..2018', /ends before/],
  ['length:long', 'long', /is no number/],
  ['tax NEAR/x b', 'x', /number of words/],
  ['tax NEAR /b/', '/b/', /words and phrases only/],
  ['tax NEAR (a OR b)', 'a OR b', /words and phrases only/],
  ['NEAR(tax, 5)', 'NEAR(tax, 5)', /two words/],
  ['col*r', '*', /regular expression/],
  ['/a(b/', 'a(b', /regular expression.*missing/],
  ['/x (?=y)/', '(?=', /Lookahead/],
  ['/a\\/(/', 'a\\/(', /regular expression/],
  ['/tax', '/', /not closed/],
  ['/tax/x', 'x', /only c/],
  ['…', '…', /no letters or digits/],
  ['""', '""', /nothing between/],
  ['  ', '  ', /Type what/],
  ['tax - reform', '-', /without a blank/],
])('%s: what is wrong, and where', (query, place, message) => {
  const parsed = parse(query);
  if (parsed.ok) throw new Error(print(parsed.query));
  const { message: said, start, end } = parsed.problem;
  expect(said).toMatch(message);
  expect([start, query.slice(start, end)]).toEqual([query.lastIndexOf(place), place]);
});

const anyQuery = fc.oneof(
  anyText,
  fc.string({ maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...['(', ')', '"', '“', '/', '-', '|', 'OR', 'AND', 'NOT', 'NEAR', 'NEAR(', 'NEAR/3', ',', '*', ':', '\\', ' '],
        ...fieldNames.map((name) => `${name}:`),
        ...['tax', '2018', '..', '>', '東京', 'oppose', '[', '+', '{2}', '\\d', '？', '　'],
      ),
      { maxLength: 12 },
    )
    .chain((parts) => fc.constantFrom('', ' ').map((between) => parts.join(between))),
);

test('no string makes it throw; what is wrong has words and a place; what is read is read again from its normal form', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const parsed = parse(query);
      if (parsed.ok) {
        const normal = print(parsed.query);
        const again = parse(normal);
        expect(again.ok && bare(again.query)).toEqual(bare(parsed.query));
        expect(again.ok && print(again.query)).toBe(normal);
        const within = (part: Query) => {
          expect(part.start >= 0 && part.start < part.end && part.end <= query.length).toBe(true);
          if (part.kind === 'and' || part.kind === 'or' || part.kind === 'near') part.items.forEach(within);
          if (part.kind === 'not') within(part.item);
        };
        within(parsed.query);
        return;
      }
      const { message, start, end } = parsed.problem;
      expect(message).toMatch(/\S.*[.?]$/s);
      expect(start >= 0 && start <= end && end <= query.length).toBe(true);
    }),
    { numRuns: 600 },
  );
});

const nowhere = { start: 0, end: 0 };
const anyWords = anyText
  .map((text) => text.slice(0, 20))
  .filter((text) => phraseOf(text) !== null)
  .chain((text) => fc.boolean().map((prefix) => ({ kind: 'words' as const, text, prefix })));
const anyDate = fc
  .date({ min: new Date('1000-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .chain((date) => fc.constantFrom(4, 7, 10).map((length) => date.toISOString().slice(0, length)));
const anyRange = (bounds: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.tuple(bounds, fc.boolean(), fc.boolean()).map(([text, inclusive, first]) => {
      const bound = { text, inclusive };
      return { kind: 'range' as const, from: first ? bound : null, to: first ? null : bound };
    }),
    bounds.map((text) => ({
      kind: 'range' as const,
      from: { text, inclusive: true },
      to: { text, inclusive: true },
    })),
  );
const anyValue = (name: FieldName) =>
  fields[name].takes === 'words'
    ? anyWords
    : fields[name].takes === 'date'
      ? anyRange(anyDate)
      : fields[name].takes === 'number'
        ? anyRange(fc.nat({ max: 1_000_000 }).map(String))
        : fc.oneof(
            fc.constantFrom(...codesOf(name, policyNews)).map(({ id }) => ({ kind: 'code' as const, id })),
            ...(name === 'stance' ? [anyRange(fc.integer({ min: -3, max: 3 }).map(String))] : []),
          );
const placedWords = anyWords.map((words) => ({ ...words, ...nowhere }));
const { query: anyTree } = fc.letrec<{ query: Query }>((tie) => {
  const items = fc.array(tie('query'), { minLength: 2, maxLength: 3 });
  return {
    query: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      placedWords,
      fc
        .constantFrom(...fieldNames)
        .chain((name) => anyValue(name).map((value) => ({ kind: 'field' as const, name, value, ...nowhere }))),
      fc
        .tuple(fc.array(placedWords, { minLength: 2, maxLength: 4 }), fc.nat({ max: 1000 }))
        .map(([items, distance]) => ({ kind: 'near' as const, items, distance, ...nowhere })),
      fc
        .tuple(fc.constantFrom('a+', 'a/b', '\\\\', '\\/x'.slice(1), '[/]', '"(x)"', '\\d{2}', '、|。'), fc.boolean())
        .map(([source, exact]) => ({ kind: 'pattern' as const, source, exact, ...nowhere })),
      items.map((items) => ({ kind: 'and' as const, items, ...nowhere })),
      items.map((items) => ({ kind: 'or' as const, items, ...nowhere })),
      tie('query').map((item) => ({ kind: 'not' as const, item, ...nowhere })),
    ),
  };
});

test('a tree that is printed is parsed to the same tree', () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      const parsed = parse(print(tree));
      if (!parsed.ok) throw new Error(`${print(tree)}: ${parsed.problem.message}`);
      expect(bare(parsed.query)).toEqual(bare(tree));
    }),
    { numRuns: 300 },
  );
});
