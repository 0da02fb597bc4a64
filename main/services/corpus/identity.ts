import { passingIds } from '#shared/model/article.ts';
import { sha256 } from '../files/hash.ts';

const digits = 20;
/** The id of bytes seen for the first time. */
export const idOfBytes = (sourceSha256: string) => `a_${sourceSha256.slice(0, digits)}`;
/** The id of a file that could not be read. */
export const idOfFailure = (path: string) => `f_${sha256(path).slice(0, digits)}`;
export const isArticleId = (id: string) => id.startsWith('a_');
/** The id of a further file with the same bytes. */
export const idOfDuplicate = (path: string) => `d_${sha256(path).slice(0, digits)}`;
/** The passing id of a file that has not been read yet. */
export const idOfUnread = (path: string) => `${passingIds}${sha256(path).slice(0, digits)}`;
