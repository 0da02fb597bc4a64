import { open } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';
import { type CheckNews, type CheckOrder, check } from './check.ts';

/* Checks a file while it is written, off the main thread; see `createChecker`. */

if (!parentPort) throw new Error('This file runs as a worker.');
const port = parentPort;
const tell = (news: CheckNews) => port.postMessage(news);
let written = 0;
let all = false;
let wake: () => void = () => {};

/** Reads what is written so far, and waits for more until all is. */
async function checkFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const growing = {
      async read(buffer: Uint8Array, offset: number, length: number, position: number) {
        while (position >= written && !all)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        return file.read(buffer, offset, length, position);
      },
    };
    const result = await check(growing, (lines) => {
      if (lines % 100 === 0) tell({ lines });
    });
    tell({ result });
  } finally {
    await file.close();
  }
}

port.on('message', (order: CheckOrder) => {
  if ('path' in order)
    void checkFile(order.path).catch((error) =>
      tell({ error: error instanceof Error ? error.message : String(error) }),
    );
  else {
    ({ written, all } = order);
    wake();
  }
});
