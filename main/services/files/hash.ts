import { hash } from 'node:crypto';
import { finalised } from '#shared/text/hash.ts';

/** SHA-256 in 64 lower-case hex digits; a string is hashed as its UTF-8 bytes. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data);
}

/**
 * 52 bits of two FNV-1a hashes (Fowler, Noll, Vo) over UTF-16 code units, finalised as MurmurHash3 is: for many
 * short texts of which two may have the same, since a cryptographic hash takes longer than what is done with them.
 */
export function hash52(text: string): number {
  let one = 0x811c9dc5;
  let two = 0x050c5d1f;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    two = Math.imul(two ^ unit, 0x85ebca6b);
  }
  return finalised(one) * 0x100000 + (finalised(two ^ one) >>> 12);
}
