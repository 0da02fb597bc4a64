import { parentPort, workerData } from 'node:worker_threads';

/* What runs beside the main thread, in one file that is told its part when it is started. */

if (!parentPort) throw new Error('This file runs as a worker.');
if (workerData === 'store') (await import('./store/worker.ts')).serveStore(parentPort);
else if (workerData?.part === 'search') (await import('./search/worker.ts')).serveSearch(parentPort, workerData);
else (await import('./extract/worker.ts')).serveReading(parentPort);
