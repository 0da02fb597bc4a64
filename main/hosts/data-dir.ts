import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** What decides where the app keeps its own data. */
export interface Surroundings {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
}

/**
 * The folder of the app's own data (settings, log, journals of folders that cannot be written): `RAPPORTEUR_DATA`, or
 * the same place that Electron calls `userData`, so that all hosts share one.
 */
export function dataDir(
  { platform, env, home }: Surroundings = { platform: process.platform, env: process.env, home: homedir() },
): string {
  if (env.RAPPORTEUR_DATA) return resolve(env.RAPPORTEUR_DATA);
  const absolute = (path: string | undefined) => (path && isAbsolute(path) ? path : undefined);
  const parent =
    platform === 'darwin'
      ? join(home, 'Library', 'Application Support')
      : platform === 'win32'
        ? (env.APPDATA ?? join(home, 'AppData', 'Roaming'))
        : (absolute(env.XDG_CONFIG_HOME) ?? join(home, '.config'));
  return join(parent, 'Rapporteur');
}
