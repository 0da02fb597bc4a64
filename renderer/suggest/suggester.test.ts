import { expect, test, vi } from 'vitest';
import { policyNews } from '#shared/codebook/policy-news.ts';
import { articleText } from '../data/testing/harness.ts';
import { startWorker } from '../workers/start-worker.ts';
import type { FromWorker, Known, ToWorker } from './messages.ts';
import { type Asked, createSuggester } from './suggester.ts';

const text = 'PRINT “this page”\n\n“We support the pact,” said Mr. Ko.\n\n“Never,” said Ms. Ito.';
const article = {
  ...articleText('a_1'),
  text,
  blocks: [
    { start: 0, end: 17, kind: 'boilerplate' as const },
    { start: 19, end: 54, kind: 'paragraph' as const },
    { start: 56, end: text.length, kind: 'paragraph' as const },
  ],
};
const known: Known = { speakers: [], targets: [], codebook: policyNews };
const asked: Asked = { article, known, singleMarks: false };

/** A worker that notes what it is told and answers when it is told to. */
function fakeWorker() {
  const target = new EventTarget();
  const said: ToWorker[] = [];
  return {
    said,
    port: {
      postMessage: (message: ToWorker) => void said.push(message),
      addEventListener: target.addEventListener.bind(target) as Worker['addEventListener'],
      terminate: vi.fn(),
    },
    answer: (message: FromWorker) => target.dispatchEvent(new MessageEvent('message', { data: message })),
    die: () => target.dispatchEvent(new ErrorEvent('error', { message: 'cannot be loaded' })),
  };
}

test('the real worker suggests what is said, and nothing of the page’s furniture', async () => {
  const failures: string[] = [];
  const suggester = createSuggester(
    () => startWorker('suggestions'),
    (message) => failures.push(message),
  );
  const found = await suggester.suggest(asked);
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['We support the pact,', 'Never,']);
  expect(suggester.peek({ ...asked })).toBe(found);
  expect(suggester.peek({ ...asked, singleMarks: true })).toBeUndefined();
  expect(await suggester.passages(asked)).toEqual(Uint32Array.from(found.flatMap(({ start, end }) => [start, end])));
  expect(failures).toEqual([]);
  suggester.dispose();
});

test('the registry is sent when it has changed, and not with every article', () => {
  const { said, port } = fakeWorker();
  const suggester = createSuggester(() => port, vi.fn());
  void suggester.suggest(asked);
  void suggester.suggest({ ...asked });
  void suggester.suggest({ ...asked, article: articleText('a_2') });
  void suggester.suggest({ ...asked, known: { ...known, speakers: [] } });
  void suggester.passages(asked);
  expect(said.map(({ say }) => say)).toEqual(['known', 'suggest', 'suggest', 'known', 'suggest']);
});

test('a worker that cannot run is told once, and what was asked of it does not wait for ever', async () => {
  const onFailure = vi.fn();
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const dead = createSuggester(() => {
    throw new TypeError('refused');
  }, onFailure);
  expect(dead.working()).toBe(false);
  await expect(dead.suggest(asked)).rejects.toThrow();
  expect(onFailure).toHaveBeenCalledTimes(1);

  const { port, die } = fakeWorker();
  const dying = createSuggester(() => port, onFailure);
  const first = dying.suggest(asked);
  die();
  die();
  await expect(first).rejects.toThrow();
  await expect(dying.suggest(asked)).rejects.toThrow();
  expect(onFailure).toHaveBeenCalledTimes(2);
  expect(onFailure.mock.lastCall?.[0]).toContain('All else works');
  error.mockRestore();
});

test('a text that the engine fails on costs only its own suggestions', async () => {
  const onFailure = vi.fn();
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { port, answer } = fakeWorker();
  const suggester = createSuggester(() => port, onFailure);
  const first = suggester.suggest(asked);
  const second = suggester.suggest({ ...asked, article: articleText('a_2') });
  answer({ ask: 1, failure: 'RangeError: no' });
  answer({ ask: 2, suggestions: [] });
  await expect(first).rejects.toThrow('RangeError');
  await expect(second).resolves.toEqual([]);
  expect(suggester.working()).toBe(true);
  expect(onFailure).toHaveBeenCalledTimes(1);
  error.mockRestore();
});

test('an article that is opened waits for one text that is counted in, however many are', async () => {
  const { said, port, answer, die } = fakeWorker();
  const suggester = createSuggester(() => port, vi.fn());
  const counted = Array.from({ length: 5 }, () => suggester.passages(asked));
  const opened = suggester.suggest(asked);
  const asks = () => said.flatMap((one) => (one.say === 'suggest' ? [one.passagesOnly] : []));
  expect(asks()).toEqual([true, false]);
  answer({ ask: 1, passages: new Uint32Array([1, 2]) });
  expect(asks()).toEqual([true, false]);
  expect(await counted[0]).toEqual(new Uint32Array([1, 2]));
  answer({ ask: 6, suggestions: [] });
  expect(await opened).toEqual([]);
  expect(asks()).toEqual([true, false, true]);
  const left = Promise.allSettled(counted.slice(1));
  die();
  expect((await left).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
});
