import { folderArgument } from '../folder-argument.ts';
import { closeOnSignal, runWeb } from './run.ts';

/* `node dist/main/web.js [FOLDER]`: the web host by itself, in the foreground; prints the address to open. */
const given = folderArgument(process.argv.slice(2), process.cwd());
if (given && 'problem' in given) {
  process.stderr.write(`${given.problem}\n`);
  process.exitCode = 2;
} else {
  try {
    const host = await runWeb({ open: given?.path ?? null });
    closeOnSignal(host);
    process.stdout.write(`${host.url}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
