import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ArticleText } from '#shared/contract/contract.ts';
import { spanWith } from '#shared/model/testing.ts';
import type { Case } from '#shared/review/case.ts';
import type { Names } from '#shared/review/words.ts';
import { type Merging, useMerging } from './use-merging.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let root: Root;
let merging: Merging;
beforeEach(() => {
  root = createRoot(document.createElement('div'));
});
afterEach(() => act(async () => root.unmount()));

const caseOf = (id: string): Case => ({
  ...{ id, article: 'a_1', start: 0, end: 4, missing: [], differences: [], weight: 1 },
  spans: [{ span: spanWith({ start: 0, end: 4 }), side: 'mk', start: 0, end: 4 }],
});
const text = { id: 'a_1', text: 'What one says.', blocks: [] } as unknown as ArticleText;
const names = { sides: [{ id: 'mk', number: 1 }] } as unknown as Names;

function Screen({ one, article, failed = false }: { one: Case; article?: ArticleText; failed?: boolean }) {
  merging = useMerging({ one, names, article, failed, view: { current: null }, onSave: () => {} });
  return null;
}
const show = (props: Parameters<typeof Screen>[0]) => act(async () => root.render(<Screen {...props} />));
const begin = () => act(async () => merging.begin());

test('what is begun before the text is there begins when it has come', async () => {
  await show({ one: caseOf('c_1') });
  expect(merging.possible).toBe(true);
  await begin();
  expect(merging.draft).toBeNull();
  await show({ one: caseOf('c_1'), article: text });
  expect(merging.draft).toMatchObject({ start: 0, end: 4 });
  await act(async () => merging.cancel());
  await show({ one: caseOf('c_1'), article: { ...text } });
  expect(merging.draft).toBeNull();
});

test('another case that comes meanwhile is not begun, nor is the first one when one comes back to it', async () => {
  await show({ one: caseOf('c_1') });
  await begin();
  await show({ one: caseOf('c_2') });
  await show({ one: caseOf('c_2'), article: text });
  expect(merging.draft).toBeNull();
  await show({ one: caseOf('c_1'), article: text });
  expect(merging.draft).toBeNull();
});

test('where the text cannot be shown nothing is made of it', async () => {
  await show({ one: caseOf('c_1'), failed: true });
  expect(merging.possible).toBe(false);
  await begin();
  await show({ one: caseOf('c_1'), article: text });
  expect(merging.draft).toBeNull();
});
