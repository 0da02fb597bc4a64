import type { Extractor } from './extracted.ts';

const kinds: Record<string, Extractor> = {
  txt: 'text/1',
  text: 'text/1',
  md: 'markdown/1',
  markdown: 'markdown/1',
  html: 'html/1',
  htm: 'html/1',
  xhtml: 'html/1',
};

/** Which reader a file goes to by its name; null for files that are no articles. */
export function fileKind(name: string): Extractor | null {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  return (extension !== undefined && Object.hasOwn(kinds, extension) && kinds[extension]) || null;
}

/** The longest file that is read, in bytes: an article of this length would be a shelf of books. */
export const longestFile = 10 * 1024 * 1024;
