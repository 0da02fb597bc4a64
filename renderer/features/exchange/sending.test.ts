import { expect, it } from 'vitest';
import type { Journaled } from '#shared/contract/contract.ts';
import type { Transfer } from '#shared/model/transfer.ts';
import { bundleName, changesInWords, lastSent } from './sending.ts';

it.each([
  ['Strait news', 'MK', 'Strait news – MK 2024-11-19.rapporteur'],
  ['a/b: "c"?', 'M/K', 'a b c – MK 2024-11-19.rapporteur'],
  ['..', '山', 'Folder – 山 2024-11-19.rapporteur'],
  ['.hidden.', 'K', 'hidden – K 2024-11-19.rapporteur'],
  ['🌊'.repeat(100), 'K', `${'🌊'.repeat(80)} – K 2024-11-19.rapporteur`],
])('a bundle of “%s” by %s has a name that every system takes', (folder, initials, name) => {
  expect(bundleName(folder, initials, '2024-11-19')).toBe(name);
});

it('finds what this annotator sent last', () => {
  const transfer = (id: string, at: string, fields: Partial<Transfer> = {}): Transfer => ({
    id,
    direction: 'sent',
    file: `${id}.rapporteur`,
    annotators: [],
    positions: { 'mk-1': 3 },
    annotator: 'mk',
    at,
    ...fields,
  });
  const transfers = [
    transfer('b', '2024-11-19T10:00:00.000Z'),
    transfer('a', '2024-11-18T10:00:00.000Z'),
    transfer('taken in', '2024-11-20T10:00:00.000Z', { direction: 'received', positions: null }),
    transfer('of another', '2024-11-20T10:00:00.000Z', { annotator: 'jw' }),
    transfer('of unknown reach', '2024-11-20T10:00:00.000Z', { positions: null }),
  ];
  expect(lastSent(transfers, 'mk')?.id).toBe('b');
  expect(lastSent(transfers, 'zz')).toBeUndefined();
  expect(lastSent([], undefined)).toBeUndefined();
});

it('says how much was done since, and that a bundle was sent is nothing that was done', () => {
  const line = (n: number, kind: 'transfer' | 'target'): Journaled => ({
    writer: 'mk-1',
    n,
    change: {
      id: `c_${n}`,
      at: '2024-11-19T10:00:00.000Z+0000',
      by: 'mk',
      origin: 'user',
      gesture: 'g',
      edits: [{ kind, id: 'x', after: {} }],
    },
  });
  expect(changesInWords([line(1, 'transfer')], false)).toBe('nothing yet');
  expect(changesInWords([line(1, 'transfer'), line(2, 'target')], false)).toBe('1 change');
  expect(changesInWords([line(1, 'target'), line(2, 'target')], true)).toBe('more than 2 changes');
});
