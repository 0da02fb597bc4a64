import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');

/** Imports a TypeScript module of the project, `input` from its root, as one file that is written into the folder. */
export async function bundled(input, dir) {
  const bundle = await rolldown({
    input: join(root, input),
    platform: 'node',
    cwd: root,
    external: [...builtinModules, /^node:/],
    logLevel: 'warn',
  });
  const { output } = await bundle.write({ dir, format: 'esm', entryFileNames: '[name].mjs' });
  await bundle.close();
  return import(pathToFileURL(join(dir, output[0].fileName)).href);
}
