import { stat } from 'node:fs/promises';
import { Failure } from '#shared/contract/failure.ts';
import { checkFile } from '../../services/exchange/check.ts';
import { diskFailure } from '../../services/journal/disk-failure.ts';
import { absolute, readArguments, type Usage } from './arguments.ts';
import { count, type ExitCode, type Io } from './io.ts';

const options = { json: { type: 'boolean' } } as const;

export const usage: Usage<typeof options> = {
  name: 'validate',
  synopsis: 'FILE [--json]',
  summary:
    'Checks a JSONL file line by line: its schema, and that every text equals the article’s text between its offsets in the stated unit. Prints the line and field of each fault (the first hundred). Exits with 1 when there is one.',
  positionals: ['FILE'],
  options,
  about: { json: 'the counts and faults as JSON' },
};

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values } = readArguments(usage, argv);
  const path = absolute(io.cwd, positionals[0] as string);
  const info = await stat(path).catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Failure('not-found', `There is no file ${path}.`);
    throw diskFailure(error, `${path} cannot be read`);
  });
  if (info.isDirectory()) throw new Failure('bad-arguments', `${path} is a folder. Name a JSONL file.`);
  const result = await checkFile(path, io.signal, (done) => {
    if (done % 100 === 0) io.progress(`Checking line ${done}`);
  }).catch((error) => {
    throw diskFailure(error, `${path} cannot be read`);
  });
  io.progress('');
  const { lines, articles, spans, faults, faultCount } = result;
  if (values.json)
    await io.out(`${JSON.stringify({ file: path, lines, articles, spans, faultCount, faults }, null, 2)}\n`);
  else {
    for (const { line, field, message } of faults)
      await io.out(`${positionals[0]}:${line}: ${field === '' ? '' : `${field}: `}${message}\n`);
    if (faultCount > faults.length) await io.out(`… and ${count(faultCount - faults.length, 'more fault')}\n`);
    await io.out(
      `${count(lines, 'line')}, ${count(articles, 'article')}, ${count(spans, 'span')}: ${faultCount === 0 ? 'all good' : count(faultCount, 'fault')}\n`,
    );
  }
  return faultCount > 0 ? 1 : 0;
}
