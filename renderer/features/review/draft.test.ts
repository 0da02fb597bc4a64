import { describe, expect, test } from 'vitest';
import { spanWith } from '#shared/model/testing.ts';
import { differingFields, draftOf, fieldOf, hasField, withoutStance, withStance } from './draft.ts';

const sided = (fields: Parameters<typeof spanWith>[0], start = 3, end = 9) => ({
  ...{ span: spanWith(fields), side: 'mk', start, end },
});

describe('a draft', () => {
  const one = sided({ start: 1, end: 7, speaker: 'p_1', stances: [{ target: 't_1', value: 'support' }] });
  const other = sided({ speaker: 'p_2', stances: [] }, 3, 12);

  test('begins as what a side marked, at its place in the text that is shown', () => {
    expect(draftOf(one)).toEqual({
      ...{ start: 3, end: 9, layer: 'statement', speaker: 'p_1', mode: null },
      stances: [{ target: 't_1', value: 'support' }],
    });
  });

  test('takes a field from another side, and tells whose it has', () => {
    const draft = draftOf(one);
    expect(hasField(draft, one, 'boundary')).toBe(true);
    expect(hasField(draft, other, 'boundary')).toBe(false);
    const moved = { ...draft, ...fieldOf(other, 'boundary') };
    expect(moved).toMatchObject({ start: 3, end: 12, speaker: 'p_1' });
    expect(hasField({ ...draft, ...fieldOf(other, 'stances') }, other, 'stances')).toBe(true);
    expect(one.span.stances).toHaveLength(1);
  });

  test('asks for the fields in which the sides differ only', () => {
    const differences = ['only', 'stance', 'target', 'boundary'] as const;
    expect([...differingFields({ differences } as never)]).toEqual(['stances', 'boundary']);
  });

  test('changes, adds and removes stances; two that say the same are one', () => {
    const draft = draftOf(one);
    expect(withStance(draft, 0, { value: 'oppose' }).stances).toEqual([{ target: 't_1', value: 'oppose' }]);
    const added = withStance(draft, 1, { value: 'mixed' });
    expect(added.stances[1]).toEqual({ target: null, value: 'mixed' });
    expect(withStance(added, 1, { value: 'support', target: 't_1' }).stances).toHaveLength(1);
    expect(withStance(draftOf(other), 0, { target: 't_1' }).stances).toEqual([]);
    expect(withoutStance(added, 0).stances).toEqual([{ target: null, value: 'mixed' }]);
  });
});
