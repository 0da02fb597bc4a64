import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { sha256 } from '../files/hash.ts';

const root = join(import.meta.dirname, '../../..');
/** All that the worker is made of. */
const sources = [
  'main/services/store',
  'main/services/search',
  'shared/search',
  'main/services/extract',
  'main/services/files',
  'main/services/corpus',
  'main/services/occurrences',
  'shared/model',
  'shared/contract',
  'shared/text',
];

/**
 * The worker built from the sources as they are, for tests, which do not need the whole build. It is kept under
 * `node_modules/.cache` by the hash of what it is made of: several test files at once do not disturb each other, and
 * only the first of them builds.
 */
export async function workerForTests(): Promise<string> {
  const folder = join(root, 'node_modules/.cache/extract-worker');
  const own = join(folder, hashOfSources());
  const file = join(own, 'worker.mjs');
  if (existsSync(file)) return file;
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: join(root, 'main/services/worker.ts'),
    // All that has no binary is bundled, as in the app: such a worker starts in half the time, and tests start hundreds.
    external: [...builtinModules, /^node:/, 'libsql'],
    platform: 'node',
    logLevel: 'silent',
    transform: { target: 'node20.18' },
  });
  const temporary = `${own}.${process.pid}`;
  await bundle.write({
    format: 'esm',
    dir: temporary,
    entryFileNames: 'worker.mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await bundle.close();
  try {
    renameSync(temporary, own);
  } catch (error) {
    // Another test file was quicker.
    if (!existsSync(file)) throw error;
    rmSync(temporary, { recursive: true });
  }
  return file;
}

function hashOfSources(): string {
  const files = sources.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .sort()
      .map((name) => join(folder, name)),
  );
  const contents = ['package-lock.json', ...files].map((name) => `${name}\n${readFileSync(join(root, name), 'utf8')}`);
  return sha256(contents.join('\n')).slice(0, 20);
}
