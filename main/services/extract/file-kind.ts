import { formatOf } from './formats.ts';

/** Which extractor a file goes to by its name, with its version; null for files that are no articles. */
export const fileKind = (name: string): string | null => formatOf(name)?.id ?? null;
