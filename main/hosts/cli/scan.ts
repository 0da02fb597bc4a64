import { readProject } from '../../services/project/read-project.ts';
import { absolute, readArguments, type Usage } from './arguments.ts';
import { count, type ExitCode, type Io } from './io.ts';

const options = { json: { type: 'boolean' } } as const;

export const usage: Usage<typeof options> = {
  name: 'scan',
  synopsis: 'FOLDER',
  summary:
    'Reads the corpus and prints, as JSON, how many articles there are, new, changed and unchanged ones, duplicates, and the files that cannot be read, each with its reason. What was read is kept in FOLDER/.rapporteur/cache, so that the next scan reads only what is new. Exits with 1 when a file cannot be read.',
  positionals: ['FOLDER'],
  options,
  about: { json: 'taken for consistency; the output is JSON anyway' },
};

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals } = readArguments(usage, argv);
  const project = await readProject({
    path: absolute(io.cwd, positionals[0] as string),
    dataDir: io.dataDir,
    workerFile: io.workerFile,
    pool: io.pool,
    catalogue: 'keep',
    onProgress: (done, found) => io.progress(`Reading ${done} of ${found}`),
    signal: io.signal,
  });
  try {
    const { articles, new: fresh, changed, unchanged, duplicates, failed, skipped, notices } = await project.scan();
    io.progress('');
    for (const notice of notices) io.err(`${notice}\n`);
    const summary = { folder: project.root, articles, new: fresh, changed, unchanged, duplicates, failed, skipped };
    await io.out(`${JSON.stringify(summary, null, 2)}\n`);
    if (failed.length > 0) io.err(`${count(failed.length, 'file')} cannot be read.\n`);
    return failed.length > 0 ? 1 : 0;
  } finally {
    await project.close();
  }
}
