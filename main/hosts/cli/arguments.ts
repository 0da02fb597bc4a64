import { resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** How a command is called, for its help and for the hints about what it was called with. */
export interface Usage<O extends Options = Options> {
  name: string;
  /** As `FOLDER [--out FILE]`. */
  synopsis: string;
  summary: string;
  /** Each positional argument's name; those in brackets can be left out, and a last one with … can be given several times. */
  positionals: readonly string[];
  options: O;
  /** What each option does, by its name. */
  about: Readonly<Record<keyof O & string, string>>;
}

type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>;

/** The command line does not fit; the message says how it would. */
export class WrongUse extends Error {}

/** @throws WrongUse for an unknown or incomplete option, and for too many or too few arguments */
export function readArguments<O extends Options>(usage: Usage<O>, argv: readonly string[]): Parsed<O> {
  let parsed: Parsed<O>;
  try {
    parsed = parseArgs({ args: [...argv], options: usage.options, allowPositionals: true });
  } catch (error) {
    throw new WrongUse(`${explained(error, usage)}\n${hint(usage.name)}`);
  }
  const needed = usage.positionals.filter((name) => !name.startsWith('['));
  const { positionals } = parsed;
  if (positionals.length < needed.length)
    throw new WrongUse(
      `${needed[positionals.length]?.replace('…', '')} is missing.\nUsage: rapporteur ${usage.name} ${usage.synopsis}`,
    );
  if (positionals.length > usage.positionals.length && !usage.positionals.at(-1)?.endsWith('…'))
    throw new WrongUse(
      `“${positionals[usage.positionals.length]}” is one argument too many.\nUsage: rapporteur ${usage.name} ${usage.synopsis}`,
    );
  return parsed;
}

function explained(error: unknown, usage: Usage): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return message.split('. To specify')[0]?.replaceAll("'", '') ?? message;
  const option = /'([^']+)'/.exec(message)?.[1] ?? 'this option';
  const known = Object.keys(usage.options).map((name) => `--${name}`);
  const close = nearest(option, known);
  return `“${usage.name}” has no option ${option}.${close ? ` Did you mean ${close}?` : known.length > 0 ? ` It has ${known.join(', ')}.` : ''}`;
}

export const hint = (command: string | null): string =>
  command === null ? 'rapporteur --help lists the commands.' : `rapporteur ${command} --help says more.`;

/** One of a few values. @throws WrongUse naming them */
export function oneOf<T extends string>(option: string, value: string, values: readonly T[]): T {
  if ((values as readonly string[]).includes(value)) return value as T;
  const close = nearest(value, values);
  throw new WrongUse(
    `--${option} is “${value}”, but must be ${values.join(' or ')}.${close ? ` Did you mean ${close}?` : ''}`,
  );
}

export const absolute = (cwd: string, path: string): string => resolve(cwd, path);

/** The known word that a mistyped one is within two letters of. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((word) => ({ word, far: distance(typed.toLowerCase(), word) }))
    .sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= 2 && best.far < best.word.length - 1 ? best.word : undefined;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

export function helpOf(usage: Usage): string {
  const names = Object.entries(usage.options).map(([name, { type }]) => ({
    name,
    left: `  --${name}${type === 'string' ? ` ${name[0]?.toUpperCase()}` : ''}`,
  }));
  const width = Math.max(...names.map(({ left }) => left.length), 0) + 2;
  const options = names.map(({ name, left }) => `${left.padEnd(width)}${usage.about[name] ?? ''}`);
  return `Usage: rapporteur ${usage.name} ${usage.synopsis}\n\n${usage.summary}\n${options.length > 0 ? `\n${options.join('\n')}\n` : ''}`;
}
