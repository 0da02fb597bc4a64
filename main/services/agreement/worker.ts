import { parentPort } from 'node:worker_threads';
import { readWriter, type WriterJob } from './read-writer.ts';

/* Reads the journals of one writer after another, off the main thread; `readWriters` gives them. */

if (!parentPort) throw new Error('This file runs as a worker.');
const port = parentPort;
port.on('message', async (job: WriterJob) => {
  const rows = await readWriter(job);
  const pieces = [...rows.changes.pieces, ...rows.edits.pieces].map(({ buffer }) => buffer as ArrayBuffer);
  port.postMessage(rows, pieces);
});
