import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { sha256 } from '../files/hash.ts';

/**
 * The worker built from the sources as they are, for tests, which do not need the whole build; a file under
 * `node_modules/.cache` named by its content, so that several test runs at once do not disturb each other.
 */
export async function workerForTests(): Promise<string> {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'worker.ts'),
    external: [...builtinModules, /^node:/],
    platform: 'node',
    logLevel: 'silent',
    transform: { target: 'node20.18' },
  });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  await bundle.close();
  const folder = join(import.meta.dirname, '../../../node_modules/.cache/extract-worker');
  const file = join(folder, `${sha256(output[0].code).slice(0, 16)}.mjs`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, output[0].code);
    renameSync(temporary, file);
  }
  return file;
}
