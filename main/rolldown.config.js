import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { defineConfig } from 'rolldown';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const external = ['electron', 'libsql', '@parcel/watcher', ...builtinModules, /^node:/];
const define = { __VERSION__: JSON.stringify(version) };

/** Dependencies are bundled, but for those with a binary of their own: the packed app carries nothing else in node_modules. */
export default defineConfig([
  {
    input: {
      electron: 'main/hosts/electron/index.ts',
      web: 'main/hosts/web/index.ts',
      cli: 'main/hosts/cli/index.ts',
      start: 'main/hosts/start.ts',
      'extract-worker': 'main/services/worker.ts',
      'journal-worker': 'main/services/agreement/worker.ts',
      'records-worker': 'main/services/records/worker.ts',
      'check-worker': 'main/services/exchange/check-worker.ts',
    },
    external,
    platform: 'node',
    transform: { define, target: 'node20.18' },
    output: {
      dir: 'dist/main',
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunk-[hash].js',
      sourcemap: true,
      cleanDir: true,
    },
  },
  {
    // A sandboxed preload can only be CommonJS.
    input: { preload: 'main/hosts/electron/preload.ts' },
    external,
    platform: 'node',
    output: { dir: 'dist/preload', format: 'cjs', entryFileNames: '[name].cjs', cleanDir: true },
  },
]);
