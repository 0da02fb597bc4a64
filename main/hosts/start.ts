import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderArgument } from './folder-argument.ts';
import { places } from './places.ts';
import { findElectron, hasDisplay, openCommand, type Plan, planStart, type Situation } from './start-plan.ts';
import { closeOnSignal, runWeb } from './web/run.ts';

const usage = `Usage: npm start [-- [FOLDER] [--web | --electron] [--port N] [--no-open]]

FOLDER      the folder of articles to open (the sample articles if none is named)
--web       run in the browser even where Electron is to be had
--electron  run in Electron or not at all
--port N    the web host's port
--no-open   print the address and open no browser
`;

/** A start that failed within this many milliseconds never showed a window, and the browser is tried instead. */
const failedStart = 10_000;
const electronPackage = join(places.root, 'node_modules', 'electron');

/** Starts the app; the process then lives as long as the app does. Its exit code is 2 for wrong use, 1 for a failure. */
async function start(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      web: { type: 'boolean', default: false },
      electron: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (positionals.length > 1) throw new TypeError('One folder can be opened at a time.');
  if (values.web && values.electron) throw new TypeError('--web and --electron exclude each other.');
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new TypeError(`“${values.port}” is no port: name one from 1 to 65535.`);
  const folder = folderArgument(positionals, process.env.INIT_CWD ?? process.cwd());
  if (folder && 'problem' in folder) throw new TypeError(folder.problem);

  const situation: Situation = {
    platform: process.platform,
    env: process.env,
    root: process.getuid?.() === 0,
    electron: findElectron(electronPackage, process.platform, process.env),
    forced: values.web ? 'web' : values.electron ? 'electron' : null,
  };
  let plan = planStart(situation);
  if (plan.host === 'fetch') plan = await planAfterFetch(situation);
  if (plan.host === 'electron') {
    if (plan.note) process.stderr.write(`${plan.note}\n`);
    const failure = await runElectron(plan.program, [
      ...plan.args,
      places.root,
      ...(folder && 'path' in folder ? [folder.path] : []),
    ]);
    if (failure === null) return;
    plan = otherwise(situation, failure);
  }
  if (plan.host === 'none') throw new Error(`Electron cannot be started: ${plan.why}.`);
  if (plan.host !== 'web') return;
  const host = await runWeb({ open: folder && 'path' in folder ? folder.path : null, port });
  closeOnSignal(host);
  process.stdout.write(`Rapporteur runs in your browser, because ${plan.why}. Open ${host.url}\n`);
  if (!values['no-open'] && hasDisplay(process.platform, process.env)) {
    const { program, args } = openCommand(process.platform, host.url);
    // The address stands in the terminal: where no browser opens by itself, nothing is lost.
    spawn(program, args, { stdio: 'ignore', detached: true })
      .on('error', () => undefined)
      .unref();
  }
}

function otherwise({ forced }: Situation, why: string): Plan {
  return forced === 'electron' ? { host: 'none', why } : { host: 'web', why };
}

/** Downloads Electron's runtime through the `electron` package if its server answers, and plans anew. */
async function planAfterFetch(situation: Situation): Promise<Plan> {
  const { env } = situation;
  if (!(await isReachable(env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com/'))) {
    return otherwise(situation, 'Electron’s runtime is not installed and its server cannot be reached from here');
  }
  process.stderr.write(
    'Downloading Electron’s runtime, about 100 MB, once. (Ctrl+C and “npm start -- --web” to do without.)\n',
  );
  spawnSync(process.execPath, [join(electronPackage, 'install.js')], { stdio: ['ignore', 2, 2], timeout: 600_000 });
  const electron = findElectron(electronPackage, situation.platform, env);
  return electron
    ? planStart({ ...situation, electron })
    : otherwise(situation, 'Electron’s runtime is not installed and could not be downloaded');
}

async function isReachable(server: string): Promise<boolean> {
  try {
    await fetch(server, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(3000) });
    return true;
  } catch {
    return false;
  }
}

/** Runs Electron until it ends; answers with the reason when it could not even start. */
function runElectron(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const began = Date.now();
    const child = spawn(program, args, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
    child.once('error', (error) => resolve(`Electron could not be started (${error.message})`));
    child.once('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP') return resolve(null);
      if (Date.now() - began < failedStart) return resolve(`Electron ended at once (${signal ?? `exit code ${code}`})`);
      process.exitCode = 1;
      resolve(null);
    });
  });
}

start(process.argv.slice(2)).catch((error: unknown) => {
  const wrongUse = error instanceof TypeError;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${wrongUse ? `\n${usage}` : ''}`);
  process.exitCode = wrongUse ? 2 : 1;
});
