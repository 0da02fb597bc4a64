import { type MessagePort, workerData } from 'node:worker_threads';
import { runFindJob } from '../occurrences/find-in-store.ts';
import { type ReadArticle, type ReadResult, runJob } from './job.ts';
import { Packing } from './packed.ts';
import type { Answer, Asked, FromWorker, ToWorker } from './pool.ts';

/** Milliseconds for which answers wait for others, so that messages are few. */
const longestWait = 30;
/** UTF-16 code units of text in answers that wait. */
const mostWaiting = 500_000;

/** Reads files one at a time, off the main thread, and answers in the order in which they were given. */
export function serveReading(port: MessagePort): void {
  // Counts the files begun, for who must know which one a worker failed at.
  const begun = new Int32Array(workerData?.begun ?? new SharedArrayBuffer(4));
  let answers: (Answer | InPack)[] = [];
  const packing = new Packing();
  let since = 0;
  let open = 0;
  let goOn: (() => void) | null = null;
  let turn = Promise.resolve();

  const tell = (message: FromWorker) => port.postMessage(message);
  const flush = () => {
    if (answers.length === 0) return;
    const told = answers;
    answers = [];
    const packs = packing.end();
    tell(told.map((one) => (isInPack(one) ? { ...one.read, articles: packs[one.at]! } : one)));
  };
  const flushAtRest = () => {
    if (open === 0) flush();
  };
  const some = (articles: readonly ReadArticle[], packed: boolean) => {
    flush();
    if (packed) packing.add(articles);
    tell({ kind: 'some', articles: packed ? packing.end()[0]! : articles });
    return new Promise<void>((resolve) => {
      goOn = resolve;
    });
  };
  const answer = async (asked: Asked): Promise<Answer | InPack> => {
    Atomics.add(begun, 0, 1);
    if ('find' in asked) return runFindJob(asked);
    const { packed = false, ...job } = asked;
    let inPortions = false;
    const result = await runJob(job, (articles) => {
      inPortions = true;
      return some(articles, packed);
    });
    if (inPortions) since = 0;
    if (result.kind !== 'read' || !packed) return result;
    const { articles, ...read } = result;
    return { read, at: packing.add(articles) };
  };
  port.on('message', (message: ToWorker) => {
    if (message === 'end') {
      void turn.then(() => {
        flush();
        port.close();
      });
      return;
    }
    if (message === 'go on') {
      goOn?.();
      goOn = null;
      return;
    }
    if ('released' in message) {
      packing.release(message.released);
      return;
    }
    open += message.length;
    for (const asked of message)
      turn = turn.then(async () => {
        if (answers.length === 0) since = performance.now();
        answers.push(await answer(asked));
        open--;
        // What was given in portions is not given twice, whatever comes after it.
        if (packing.characters > mostWaiting || performance.now() - since > longestWait) flush();
        // Files that have come meanwhile are received before that.
        else if (open === 0) setImmediate(flushAtRest);
      });
  });
  tell('ready');
}

/** What was read for who only hands it on: its articles are in the pack that is told with the answer. */
interface InPack {
  readonly read: Omit<Extract<ReadResult, { kind: 'read' }>, 'articles'>;
  readonly at: number;
}

const isInPack = (answer: Answer | InPack): answer is InPack => 'read' in answer;
