import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const usual = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/**
 * The Electron that tests run in: below `ELECTRON_OVERRIDE_DIST_PATH`, or the one that the `electron` package has
 * downloaded. `why` says what is missing when there is none; nothing is downloaded for the tests.
 * @returns {{ dist: string, program: string } | { why: string }}
 */
export function findElectron() {
  const folder = join(import.meta.dirname, '..', 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const dist = override ?? join(folder, 'dist');
  const program = join(dist, name ?? usual[process.platform] ?? 'electron');
  if (existsSync(program)) return { dist, program };
  return {
    why: override
      ? `there is no Electron in ELECTRON_OVERRIDE_DIST_PATH (${override})`
      : 'Electron’s runtime is not installed (“npx install-electron” downloads it)',
  };
}

/** Whether windows can be shown: a display, or one that `xvfb-run` makes. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
