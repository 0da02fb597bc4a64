import { expect, test } from 'vitest';
import { speakerWith } from '../model/testing.ts';
import { leastTime } from '../text/cpu-time.ts';
import {
  fieldMatter,
  orphanMatter,
  samePeople,
  sameTargets,
  settledMatters,
  speakersMatter,
  targetsMatter,
} from './matters.ts';

const told = (speakers: Parameters<typeof samePeople>[0], settled?: ReadonlySet<string>) =>
  samePeople(speakers, settled).map(({ a, b, reason }) => [a.id, b.id, reason]);

test('a matter is called the same on every machine', () => {
  expect(speakersMatter('p_2', 'p_1')).toBe('speakers:p_1:p_2');
  expect(targetsMatter('t_1', 't_2')).toBe('targets:t_1:t_2');
  expect(orphanMatter('s_1')).toBe('orphan:s_1');
  expect(fieldMatter({ kind: 'speaker', record: 'p_1', field: 'name', lost: 'c_1' })).toBe(
    'field:speaker:p_1:name:c_1',
  );
});

test('same names, but for case, accents and signs, and other names; the likeliest first', () => {
  expect(
    told([
      speakerWith('Jose Nuñez', { id: 'p_1' }),
      speakerWith('JOSÉ NUNEZ', { id: 'p_2' }),
      speakerWith('Kono Taro', { id: 'p_3', aliases: ['Mr Kono'] }),
      speakerWith('Taro Kono', { id: 'p_4' }),
      speakerWith('Foreign Minister', { id: 'p_5', aliases: ['Mr. Kono'] }),
      speakerWith('Nobody else', { id: 'p_6', aliases: ['foreign minister'] }),
      speakerWith('Kono', { id: 'p_7' }),
    ]),
  ).toEqual([
    ['p_1', 'p_2', '“Jose Nuñez” and “JOSÉ NUNEZ” are written alike but for case, accents or signs.'],
    ['p_5', 'p_6', 'Nobody else is also called “foreign minister”, as is Foreign Minister.'],
    ['p_3', 'p_5', 'Both are also called “Mr Kono”.'],
    ['p_3', 'p_4', '“Kono Taro” and “Taro Kono” are the same words in another order.'],
  ]);
});

test('people who share a name are offered with what tells them apart', () => {
  const [one] = told([
    speakerWith('Kim Min', { id: 'p_1', country: 'KR', affiliation: 'Ministry' }),
    speakerWith('Kim Min', { id: 'p_2', country: 'US' }),
  ]);
  expect(one?.[2]).toBe('Both are called “Kim Min”. They differ in country (KR, US).');
});

test('what is settled is not offered again, an entry is not the same as itself, and order does not matter', () => {
  const speakers = [
    speakerWith('Kono Taro', { id: 'p_1', aliases: ['kono taro', 'Taro Kono', '!'] }),
    speakerWith('河野太郎', { id: 'p_2', aliases: ['!'] }),
    speakerWith('河野太郎', { id: 'p_3' }),
  ];
  expect(told(speakers)).toEqual([['p_2', 'p_3', 'Both are called “河野太郎”.']]);
  expect(samePeople([...speakers].reverse())).toEqual(samePeople(speakers));
  const at = '2026-01-01T00:00:00.000Z';
  const settled = settledMatters([
    { id: speakersMatter('p_3', 'p_2'), matter: 'speakers', choice: 'apart', reason: null, annotator: 'mk', at },
  ]);
  expect(told(speakers, settled)).toEqual([]);
});

test('targets', () => {
  const target = (id: string, name: string, aliases: string[] = []) => ({ id, name, aliases, note: null });
  expect(sameTargets([target('t_1', 'The Pact'), target('t_2', 'Treaty', ['the pact'])])).toMatchObject([
    { id: 'targets:t_1:t_2', reason: 'Treaty is also called “the pact”, as is The Pact.' },
  ]);
});

test('thousands of entries are no matter, a crowd of one name neither', () => {
  const speakers = Array.from({ length: 5000 }, (_, i) =>
    speakerWith(`Person ${i % 4000}`, { id: `p_${String(i).padStart(4, '0')}`, aliases: ['the spokesman', `Mr ${i}`] }),
  );
  let found = 0;
  const taken = leastTime(800, () => {
    found = samePeople(speakers).length;
  });
  expect(found).toBe(1000 + 4999);
  expect(taken).toBeLessThan(800);
});
