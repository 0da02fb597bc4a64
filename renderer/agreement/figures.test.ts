import { afterEach, describe, expect, test } from 'vitest';
import type { MeasuredArticle } from '#shared/agreement/measured.ts';
import { agreementOptions } from '#shared/agreement/options.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import { until } from '../data/testing/harness.ts';
import { startWorker } from '../workers/start-worker.ts';
import { createFigures, type Figures, type Wanted, type WorkerPort } from './figures.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const article = (id: string, end = 5): MeasuredArticle => ({
  id,
  worked: ['mk', 'jw'],
  spans: ['mk', 'jw'].map((side) => ({
    ...{ side, start: 0, end: side === 'mk' ? 5 : end, layer: 'statement', speaker: null, mode: null, stances: [] },
  })),
});
const wanted = (articles: readonly MeasuredArticle[], project = 'p'): Wanted => ({
  project,
  options: { ...agreementOptions(policyNews, ['mk', 'jw'], false), resamples: 10, gammaSamples: 2 },
  articles: new Map(articles.map((one) => [one.id, one])),
});
const strict = (figures: Figures) =>
  figures.get().report?.pooled.figures.find(({ measure }) => measure === 'f1-strict')?.value;

let figures: Figures;
afterEach(() => figures.dispose());

/** A worker whose answers the test gives. */
function fakeWorker() {
  const asked: ToWorker[] = [];
  const listeners = new Map<string, (event: unknown) => void>();
  const port = {
    postMessage: (message: ToWorker) => void asked.push(message),
    addEventListener: (name: string, listener: (event: unknown) => void) => void listeners.set(name, listener),
    terminate: () => {},
  } as unknown as WorkerPort;
  return {
    port,
    asked,
    answer: (data: FromWorker) => listeners.get('message')?.({ data }),
    die: () => listeners.get('error')?.({ message: 'gone' }),
  };
}

describe('figures', () => {
  test('come from the worker, and change with what is compared', async () => {
    figures = createFigures(() => startWorker('figures'));
    const same = article('a_1');
    figures.want(wanted([same, article('a_2', 9)]));
    await until('there are figures', () => strict(figures) !== undefined);
    expect(strict(figures)).toBeCloseTo(0.5);
    figures.want(wanted([same]));
    await until('they are of less', () => strict(figures) === 1);
    expect(figures.get()).toMatchObject({ working: false, failure: null });
  });

  test('are asked of what has changed only, and while some are computed of what is wanted last', async () => {
    const worker = fakeWorker();
    figures = createFigures(() => worker.port);
    const [one, two, three] = [article('a_1'), article('a_2'), article('a_3')];
    figures.want(wanted([one, two]));
    await until('the worker is asked', () => worker.asked.length === 1);
    expect(worker.asked[0]?.changed.map(({ id }) => id)).toEqual(['a_1', 'a_2']);
    figures.want(wanted([one, two, three]));
    figures.want(wanted([one, { ...two }]));
    worker.answer({ ask: worker.asked[0]!.ask, report: {} as never });
    await until('it is asked again', () => worker.asked.length === 2);
    expect(worker.asked[1]).toMatchObject({ gone: [], changed: [{ id: 'a_2' }] });
    expect(figures.get().working).toBe(true);
    worker.answer({ ask: worker.asked[1]!.ask, report: {} as never });
    figures.want(wanted([one, worker.asked[1]!.changed[0]!]));
    figures.want(wanted([worker.asked[1]!.changed[0]!]));
    await until('it is told what is gone', () => worker.asked.length === 3);
    expect(worker.asked[2]).toMatchObject({ gone: ['a_1'], changed: [] });
  });

  test('of another project are not shown, and what fails is said', async () => {
    const worker = fakeWorker();
    figures = createFigures(() => worker.port);
    figures.want(wanted([article('a_1')]));
    await until('the worker is asked', () => worker.asked.length === 1);
    figures.want(wanted([article('b_1')], 'other'));
    worker.answer({ ask: worker.asked[0]!.ask, report: {} as never });
    expect(figures.get().report).toBeUndefined();
    await until('it is asked again', () => worker.asked.length === 2);
    expect(worker.asked[1]).toMatchObject({ gone: ['a_1'], changed: [{ id: 'b_1' }] });
    worker.answer({ ask: worker.asked[1]!.ask, failure: 'a fault' });
    expect(figures.get().failure).toContain('fault');
    worker.die();
    expect(figures.get()).toMatchObject({ report: undefined, working: false });
    expect(figures.get().failure).toContain('cannot be computed');
  });
});
