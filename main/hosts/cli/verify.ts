import { basename } from 'node:path';
import { type Verification, verifyProject } from '../../services/project/verify.ts';
import { absolute, readArguments, type Usage } from './arguments.ts';
import { count, type ExitCode, type Io } from './io.ts';

const options = { repair: { type: 'boolean' }, json: { type: 'boolean' } } as const;

export const usage: Usage<typeof options> = {
  name: 'verify',
  synopsis: 'FOLDER [--repair] [--json]',
  summary:
    'Checks the journals’ chains, every record against its schema, every span against its article’s text, and the catalogue against the files. Exits with 1 when something does not agree.',
  positionals: ['FOLDER'],
  options,
  about: {
    repair: 'first cut off incomplete last lines (they are kept beside the journal) and make the catalogue anew',
    json: 'the findings as JSON',
  },
};

export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { positionals, values } = readArguments(usage, argv);
  const result = await verifyProject(
    {
      path: absolute(io.cwd, positionals[0] as string),
      dataDir: io.dataDir,
      workerFile: io.workerFile,
      pool: io.pool,
      onProgress: (done, found) => io.progress(`Reading ${done} of ${found}`),
      signal: io.signal,
    },
    values.repair ?? false,
  );
  io.progress('');
  await io.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : table(result));
  return result.findings.length > 0 ? 1 : 0;
}

function table({ folder, journals, records, anchors, catalogue, findings, repaired }: Verification): string {
  const rows = [
    ...journals.map(({ path, lines, changes, damage }) => [
      basename(path),
      count(lines, 'line'),
      count(changes, 'change'),
      damage === null ? 'good' : 'damaged',
    ]),
    [
      'spans',
      count(records.span ?? 0, 'span'),
      `${anchors.exact} in place, ${anchors.moved} moved`,
      `${anchors.orphan} lost, ${anchors.unread} not checked`,
    ],
    ['registry', count(records.speaker ?? 0, 'speaker'), count(records.target ?? 0, 'target'), ''],
    [
      'catalogue',
      count(catalogue.kept, 'row'),
      `${count(catalogue.onDisk, 'file')} in the folder`,
      catalogue.kept === 0 ? 'none kept' : `${catalogue.differ} differ`,
    ],
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const told = findings.map(({ area, what, message }) => `${area}: ${what}: ${message}`);
  return [
    folder,
    '',
    ...repaired,
    ...(repaired.length > 0 ? [''] : []),
    ...lines,
    '',
    ...told,
    findings.length === 0 ? 'Everything agrees.' : count(findings.length, 'finding'),
    '',
  ].join('\n');
}
