import { Failure, type FailureCode } from '#shared/contract/failure.ts';
import type { How, Piece } from '../format.ts';
import { formatOf } from '../formats.ts';

/** A file inside another one: of an archive, or attached to a mail. */
export interface Member {
  /** Its path within the other; none that leads out. */
  readonly path: string;
  /** @throws Failure whose message is the rest of a sentence that the path begins */
  read(): Promise<Uint8Array>;
}

/** A member that could not be read, with the reason in words. */
interface Missed {
  readonly path: string;
  readonly code: FailureCode;
  readonly reason: string;
}

/** More than this many are counted, not named. */
const mostNamed = 8;

/**
 * The articles of files that lie in another file, one member in memory at a time: a part's name is the member's path, with
 * a `/` and its own name where a member holds several. What cannot be read is told at the end, by a `Failure` that names
 * it; `of` what the members are: `archive`, `mail`.
 */
export async function* readMembers(members: readonly Member[], how: How, of: string): AsyncGenerator<Piece> {
  const missed: Missed[] = [];
  const taken = new Set<string>();
  for (const member of members) {
    try {
      const bytes = await member.read();
      const read = await formatOf(member.path)!.load();
      // An encoding is chosen for a file: it holds for all that it holds.
      for await (const piece of read({ bytes, path: member.path, how }))
        yield { ...piece, part: unique(partName(member.path, piece.part), taken), source: piece.source ?? bytes };
    } catch (error) {
      missed.push({ path: member.path, ...reasonOf(error) });
    }
  }
  if (missed.length === 0) return;
  const one = missed.length === 1;
  const named = missed.slice(0, mostNamed).map(({ path, reason }) => `“${path}” ${reason}`);
  const more = missed.length > mostNamed ? [`and ${missed.length - mostNamed} more`] : [];
  throw new Failure(
    one ? missed[0]!.code : 'unsupported',
    `${one ? 'One file' : `${missed.length} files`} of the ${of} could not be read: ${[...named, ...more].join('; ')}.`,
  );
}

function reasonOf(error: unknown): { code: FailureCode; reason: string } {
  const { code, message } =
    error instanceof Failure
      ? error
      : {
          code: 'unsupported' as const,
          message: `could not be understood (${error instanceof Error ? error.message : error})`,
        };
  const words = message.replace(/\.$/, '');
  // The reasons of whole files are sentences of their own.
  return { code, reason: /^\p{Lu}/u.test(words) ? `(${words})` : words };
}

/** A path as the name of a part: without empty steps, and none that leads anywhere. */
function partName(path: string, part: string | null): string {
  const steps = path.split('/').filter((step) => step !== '' && step !== '.' && step !== '..');
  return part === null ? steps.join('/') : `${steps.join('/')}/${part}`;
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
  taken.add(free);
  return free;
}
