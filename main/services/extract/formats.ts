import type { Format } from './format.ts';

/** The longest file of one article that is read, in bytes: an article of this length would be a shelf of books. */
export const longestFile = 10 * 1024 * 1024;

const plain = async () => (await import('./plain.ts')).readPlain;

/** Every kind of file that articles come in. A new one is one line here and one module. */
export const formats: readonly Format[] = [
  { id: 'text/2', endings: ['txt', 'text'], largest: longestFile, load: plain },
  { id: 'markdown/2', endings: ['md', 'markdown'], largest: longestFile, load: plain },
  { id: 'html/2', endings: ['html', 'htm', 'xhtml'], largest: longestFile, load: plain },
];

const byEnding = new Map(formats.flatMap((format) => format.endings.map((ending) => [ending, format] as const)));

/** The format of a file by its name; null for files that are no articles. */
export function formatOf(name: string): Format | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  return (ending !== undefined && byEnding.get(ending)) || null;
}
