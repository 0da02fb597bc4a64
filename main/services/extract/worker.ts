import { parentPort } from 'node:worker_threads';
import { type ReadJob, runJob } from './job.ts';

/* Reads files one at a time, off the main thread. The pool gives the first job when the worker says that it has
 * loaded, and the next when this one is answered. */

if (!parentPort) throw new Error('This file runs as a worker.');
const port = parentPort;
port.on('message', async (job: ReadJob) => {
  port.postMessage(await runJob(job));
});
port.postMessage('ready');
