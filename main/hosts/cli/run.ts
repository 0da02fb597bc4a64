import { Failure } from '#shared/contract/failure.ts';
import * as agreement from './agreement.ts';
import { helpOf, hint, nearest, type Usage, WrongUse } from './arguments.ts';
import * as bundle from './bundle.ts';
import * as exportCommand from './export.ts';
import * as importCommand from './import.ts';
import type { ExitCode, Io } from './io.ts';
import * as scan from './scan.ts';
import * as search from './search.ts';
import * as serve from './serve.ts';
import * as suggest from './suggest.ts';
import * as validate from './validate.ts';
import * as verify from './verify.ts';

interface Command {
  usage: Usage;
  run(argv: readonly string[], io: Io): Promise<ExitCode>;
}

const commands = new Map<string, Command>(
  [scan, search, suggest, exportCommand, importCommand, bundle, agreement, validate, verify, serve].map((command) => [
    command.usage.name,
    command as Command,
  ]),
);

/**
 * Runs one command line (without node and the program) and answers the exit code: 0 done, 1 done with something to see
 * to, 2 wrong use or not done. Results go to `io.out`, everything else to `io.err`.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === '--version' || name === '-V') {
    await io.out(`${io.version}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const about = rest[0] === undefined ? undefined : commands.get(rest[0]);
    await io.out(about ? helpOf(about.usage) : overview());
    return 0;
  }
  if (name === undefined) {
    io.err(overview());
    return 2;
  }
  const command = commands.get(name);
  if (command === undefined) {
    const close = nearest(name, [...commands.keys()]);
    io.err(`There is no command “${name}”.${close ? ` Did you mean ${close}?` : ''}\n${hint(null)}\n`);
    return 2;
  }
  const end = rest.indexOf('--');
  if ((end === -1 ? rest : rest.slice(0, end)).some((arg) => arg === '--help' || arg === '-h')) {
    await io.out(helpOf(command.usage));
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    io.progress('');
    if (!(error instanceof WrongUse) && !(error instanceof Failure)) throw error;
    io.err(`rapporteur ${name}: ${error.message}\n`);
    return 2;
  }
}

function overview(): string {
  const lines = [...commands.values()].map(({ usage }) => `  ${usage.name.padEnd(10)}${usage.synopsis}`);
  return `Usage: rapporteur COMMAND [ARGS]\n\n${lines.join('\n')}\n\nResults go to standard output, messages to standard error. Exit codes: 0 done, 1 done with\nsomething to see to, 2 wrong use or not done. ${hint('COMMAND')}\n`;
}
