import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '#shared/contract/failure.ts';
import { createApp, type HostCalls } from '../../app.ts';
import { readAssets } from '../assets.ts';
import { dataDir } from '../data-dir.ts';
import { openLog } from '../log-file.ts';
import { places, shippedSamples } from '../places.ts';
import { version } from '../version.ts';
import { listFolder, pickSave } from './folders.ts';
import { serveWeb, type WebHost } from './serve.ts';

/** What a browser cannot do is refused with what it can do instead. */
const hostCalls: HostCalls = {
  name: 'web',
  async 'host.pickFolder'() {
    throw new Failure('unsupported', 'A browser has no such dialog: folders are chosen from a list here.');
  },
  async 'host.pickFiles'() {
    throw new Failure('unsupported', 'A browser has no such dialog: files are chosen from a list here.');
  },
  'host.listFolder': (args) => listFolder(args),
  'host.pickSave': (args) => pickSave(args),
  async 'host.reveal'({ path }) {
    throw new Failure('unsupported', `A browser cannot show files. The file is ${path}`);
  },
  async 'host.openExternal'() {
    throw new Failure('unsupported', 'The browser opens links itself.');
  },
};

/**
 * Starts the services and serves them on the loopback address.
 * @param open an absolute path of a folder, or null for the sample corpus.
 * @throws Failure when `port` is taken; Error when the app has not been built.
 */
export async function runWeb({ open, port }: { open: string | null; port?: number | undefined }): Promise<WebHost> {
  const data = dataDir();
  mkdirSync(data, { recursive: true });
  const log = openLog(join(data, 'logs', 'web.log'));
  const assets = readAssets(places.renderer);
  const app = await createApp({
    dataDir: data,
    workerFile: places.worker,
    recordsWorkerFile: places.recordsWorker,
    checkWorkerFile: places.checkWorker,
    version,
    samples: shippedSamples(undefined),
    open,
    log,
  });
  try {
    const host = await serveWeb({ assets, port, log, connect: (end) => void app.connect(end, hostCalls) });
    return {
      ...host,
      async close() {
        await host.close();
        await app.close();
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Closes the host when the terminal or the system asks the process to end. A second request ends it at once. */
export function closeOnSignal(host: WebHost): void {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1);
      asked = true;
      host.close().then(
        () => process.exit(0),
        (error) => {
          process.stderr.write(`${String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}
