import type { Extractor } from './extracted.ts';

const kinds: Record<string, Extractor> = {
  txt: 'text/2',
  text: 'text/2',
  md: 'markdown/2',
  markdown: 'markdown/2',
  html: 'html/2',
  htm: 'html/2',
  xhtml: 'html/2',
};

/** Which reader a file goes to by its name; null for files that are no articles. */
export function fileKind(name: string): Extractor | null {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  return (extension !== undefined && Object.hasOwn(kinds, extension) && kinds[extension]) || null;
}

/** The longest file that is read, in bytes: an article of this length would be a shelf of books. */
export const longestFile = 10 * 1024 * 1024;
