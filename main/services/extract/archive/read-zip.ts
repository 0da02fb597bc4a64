import { Failure } from '#shared/contract/failure.ts';
import type { Piece, SourceFile } from '../format.ts';
import { formatOf } from '../formats.ts';
import { type Member, readMembers } from './read-members.ts';
import { openEntries } from './zip-entries.ts';

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
/** What systems put beside people's files. */
const furniture = /(?:^|\/)(?:__MACOSX|\.[^/]*|@eaDir)(?:\/|$)/;

/**
 * The articles of the files in a zip, in the natural order of their paths. Files that no format reads, hidden ones and
 * those that macOS adds are passed over; a zip in a zip is not opened, and said.
 */
export async function* readZip({ bytes, how }: SourceFile): AsyncGenerator<Piece> {
  const zip = await openEntries(bytes, 'archive');
  const seen = zip.entries.filter(({ name }) => !furniture.test(name));
  const readable = seen.filter(({ name }) => formatOf(name) !== null);
  if (readable.length === 0)
    throw new Failure(
      'unsupported',
      seen.length === 0
        ? 'The archive is empty.'
        : `The archive holds no articles: ${seen.length === 1 ? 'its one file is' : `none of its ${seen.length} files is`} of a kind that Rapporteur reads.`,
    );
  const members = readable
    .sort((a, b) => natural.compare(a.name, b.name) || (a.name < b.name ? -1 : 1))
    .map(
      (entry): Member => ({
        path: entry.name,
        read: () => {
          if (/\.zip$/i.test(entry.name)) throw new Failure('unsupported', 'is an archive in the archive; unpack it');
          const { largest } = formatOf(entry.name)!;
          if (entry.size > largest)
            throw new Failure(
              'too-large',
              `has ${Math.ceil(entry.size / 1024 / 1024)} MB; files of its kind are read up to ${Math.floor(largest / 1024 / 1024)} MB`,
            );
          return zip.read(entry);
        },
      }),
    );
  yield* readMembers(members, how, 'archive');
}
