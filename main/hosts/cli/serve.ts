import { realFolder } from '../../services/project/places.ts';
import { absolute, readArguments, type Usage, WrongUse } from './arguments.ts';
import type { ExitCode, Io } from './io.ts';

const options = { port: { type: 'string' } } as const;

export const usage: Usage<typeof options> = {
  name: 'serve',
  synopsis: '[FOLDER] [--port N]',
  summary:
    'Serves the app to a browser on this machine, and prints the address to open. Runs until it is stopped (Ctrl+C).',
  positionals: ['[FOLDER]'],
  options,
  about: { port: 'the port, 1 to 65535; without it one of 47615 and up that is free' },
};

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values } = readArguments(usage, argv);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535))
    throw new WrongUse(`--port is “${values.port}”, but must be a number from 1 to 65535.`);
  const folder = positionals[0] === undefined ? null : absolute(io.cwd, positionals[0]);
  if (folder !== null) await realFolder(folder);
  // Only here, so that the other commands do not load the web host.
  const { runWeb } = await import('../web/run.ts');
  const host = await runWeb({ open: folder, port });
  await io.out(`${host.url}\n`);
  io.err('Open this address in a browser on this machine. Ctrl+C ends.\n');
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve());
  });
  await host.close();
  return 0;
}
