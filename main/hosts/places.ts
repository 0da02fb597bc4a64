import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the built bundles, `dist/main`: everything else is found from here, packed or not. */
const built = dirname(fileURLToPath(import.meta.url));

export const places = {
  renderer: join(built, '..', 'renderer'),
  preload: join(built, '..', 'preload', 'preload.cjs'),
  worker: join(built, 'extract-worker.js'),
  journalWorker: join(built, 'journal-worker.js'),
  recordsWorker: join(built, 'records-worker.js'),
  checkWorker: join(built, 'check-worker.js'),
  electron: join(built, 'electron.js'),
  /** The folder of package.json: the checkout, or the packed archive. */
  root: join(built, '..', '..'),
} as const;

/** The sample corpus as it ships: beside the packed archive, or in the checkout; null when it is in neither. */
export function shippedSamples(resources: string | undefined): string | null {
  const candidates = [...(resources ? [join(resources, 'samples')] : []), join(places.root, 'samples')];
  return candidates.find((folder) => existsSync(folder)) ?? null;
}
