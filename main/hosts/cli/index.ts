import { once } from 'node:events';
import { dataDir } from '../data-dir.ts';
import { places } from '../places.ts';
import { version } from '../version.ts';
import { run } from './run.ts';

/* `rapporteur COMMAND [ARGS]`: see `--help`. */

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second request ends at once.
    if (stopped.signal.aborted) process.exit(130);
    stopped.abort();
  });
}
// Whoever reads our output may have seen enough (`| head`): that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

let shown = 0;
try {
  process.exitCode = await run(process.argv.slice(2), {
    cwd: process.cwd(),
    dataDir: dataDir(),
    workerFile: places.worker,
    journalWorkerFile: places.journalWorker,
    recordsWorkerFile: places.recordsWorker,
    checkWorkerFile: places.checkWorker,
    version,
    signal: stopped.signal,
    stdin: () => process.stdin,
    async out(text) {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    err: (text) => void process.stderr.write(text),
    progress(text) {
      if (!process.stderr.isTTY || (text === '' && shown === 0)) return;
      process.stderr.write(`\r${text.padEnd(shown)}${text === '' ? '\r' : ''}`);
      shown = text.length;
    },
  });
} catch (error) {
  process.stderr.write(`Something went wrong inside Rapporteur. ${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 2;
}
