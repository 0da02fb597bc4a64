import { describe, expect, it } from 'vitest';
import { IdHashes } from './id-hashes.ts';

function hashesOf(count: number): IdHashes {
  const hashes = new IdHashes();
  for (let i = 0; i < count; i++) hashes.add(`s_01943a2e-d770-7675-9356-${i.toString(16).padStart(12, '0')}`);
  return hashes;
}

describe('ids by their hashes', () => {
  it.each([0, 1, 8192, 8193, 50_000])('have no two alike when %i are different', (count) => {
    expect(hashesOf(count).mayHaveTwice()).toBe(false);
  });

  it('are told to come twice, however far apart', () => {
    const hashes = hashesOf(50_000);
    hashes.add('s_01943a2e-d770-7675-9356-000000000000');
    expect(hashes.mayHaveTwice()).toBe(true);
  });
});
