import { expect, test } from 'vitest';
import { blindSides } from './blind.ts';

test('the same for the same case, whatever the order of the sides', () => {
  const names = blindSides('s_1+s_2', ['mk', 'jw', 'al']);
  expect(blindSides('s_1+s_2', ['al', 'jw', 'mk'])).toEqual(names);
  expect(names.map(({ name }) => name)).toEqual(['Annotator 1', 'Annotator 2', 'Annotator 3']);
  expect(names.map(({ side }) => side).sort()).toEqual(['al', 'jw', 'mk']);
});

test('who comes first tells nothing: over many cases every order is about as frequent', () => {
  const orders = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = blindSides(`s_0198c7a4-${i}+s_0198c7a5-${i}`, ['mk_1111', 'mk_1112', 'jw_9999']);
    const key = order.map(({ side }) => side).join();
    orders.set(key, (orders.get(key) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  for (const count of orders.values()) {
    expect(count).toBeGreaterThan(850);
    expect(count).toBeLessThan(1150);
  }
});
