import { type MessagePort, workerData } from 'node:worker_threads';
import { runFindJob } from '../occurrences/find-in-store.ts';
import { type ReadArticle, type ReadResult, runJob } from './job.ts';
import { charactersOf, pack } from './packed.ts';
import type { Answer, Asked, FromWorker, ToWorker } from './pool.ts';

/** Milliseconds for which answers wait for others, so that messages are few. */
const longestWait = 30;
/** UTF-16 code units of text in answers that wait. */
const mostWaiting = 500_000;

/** Reads files one at a time, off the main thread, and answers in the order in which they were given. */
export function serveReading(port: MessagePort): void {
  // Counts the files begun, for who must know which one a worker failed at.
  const begun = new Int32Array(workerData?.begun ?? new SharedArrayBuffer(4));
  let answers: (Answer | Unpacked)[] = [];
  let characters = 0;
  let since = 0;
  let open = 0;
  let goOn: (() => void) | null = null;
  let turn = Promise.resolve();

  const tell = (message: FromWorker) => port.postMessage(message);
  const flush = () => {
    if (answers.length === 0) return;
    const told = answers;
    answers = [];
    characters = 0;
    const given = pack(told.filter(isUnpacked).map(({ read }) => read.articles));
    let next = 0;
    tell(told.map((one) => (isUnpacked(one) ? { ...one.read, articles: given[next++]! } : one)));
  };
  const some = (articles: readonly ReadArticle[], packed: boolean) => {
    flush();
    tell({ kind: 'some', articles: packed ? pack([articles])[0]! : articles });
    return new Promise<void>((resolve) => {
      goOn = resolve;
    });
  };
  const answer = async (asked: Asked): Promise<Answer | Unpacked> => {
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
    characters += charactersOf(result.articles);
    return { read: result };
  };
  port.on('message', (message: ToWorker) => {
    if (message === 'end') {
      void turn.then(() => port.close());
      return;
    }
    if (message === 'go on') {
      goOn?.();
      goOn = null;
      return;
    }
    open += message.length;
    for (const asked of message)
      turn = turn.then(async () => {
        if (answers.length === 0) since = performance.now();
        answers.push(await answer(asked));
        open--;
        // What was given in portions is not given twice, whatever comes after it.
        if (open === 0 || characters > mostWaiting || performance.now() - since > longestWait) flush();
      });
  });
  tell('ready');
}

/** What was read for who only hands it on: packed with others when it is told. */
interface Unpacked {
  readonly read: Extract<ReadResult, { kind: 'read' }>;
}

const isUnpacked = (answer: Answer | Unpacked): answer is Unpacked => 'read' in answer;
