import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm start` finds on the machine and was asked for. */
export interface Situation {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  root: boolean;
  /** Electron's program, or null when its runtime is not installed. */
  electron: string | null;
  /** `--electron` or `--web`. */
  forced: 'electron' | 'web' | null;
}

/** Which host to start. `fetch`: Electron's runtime has to be downloaded first, and `web` is next if it cannot be. */
export type Plan =
  | { host: 'electron'; program: string; args: readonly string[]; note: string | null }
  | { host: 'fetch' }
  | { host: 'web'; why: string }
  | { host: 'none'; why: string };

/** Decides where the app runs: in Electron if it can, else in the browser, with the reason in the person's words. */
export function planStart({ platform, env, root, electron, forced }: Situation): Plan {
  if (forced === 'web') return { host: 'web', why: '--web asks for it' };
  if (!hasDisplay(platform, env)) {
    const why = 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
    return forced === 'electron' ? { host: 'none', why } : { host: 'web', why };
  }
  if (electron === null) return { host: 'fetch' };
  const unsandboxed = platform === 'linux' && root;
  return {
    host: 'electron',
    program: electron,
    args: unsandboxed ? ['--no-sandbox'] : [],
    note: unsandboxed
      ? 'Running as root, where Chromium’s sandbox cannot work: Electron is started with --no-sandbox.'
      : null,
  };
}

/** Whether a window could be shown. */
export function hasDisplay(platform: NodeJS.Platform, env: Situation['env']): boolean {
  return platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * Electron's program as the `electron` package finds it: under `ELECTRON_OVERRIDE_DIST_PATH`, or where the package has
 * downloaded it; null when neither is there.
 */
export function findElectron(packageFolder: string, platform: NodeJS.Platform, env: Situation['env']): string | null {
  let name: string | undefined;
  try {
    name = readFileSync(join(packageFolder, 'path.txt'), 'utf8');
  } catch {
    // The runtime was never downloaded; an override does not need it.
  }
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const program = override ? join(override, name ?? usualName(platform)) : name && join(packageFolder, 'dist', name);
  return program && existsSync(program) ? program : null;
}

function usualName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/** The command that opens an address in the system's browser. */
export function openCommand(platform: NodeJS.Platform, url: string): { program: string; args: string[] } {
  if (platform === 'darwin') return { program: 'open', args: [url] };
  if (platform === 'win32') return { program: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { program: 'xdg-open', args: [url] };
}
