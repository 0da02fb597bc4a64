const prime = 0x100000001b3n;
const basis = 0xcbf29ce484222325n;

/**
 * FNV-1a, 64 bits, over the UTF-16 code units of a text, low byte first: 16 hexadecimal digits. The same on every
 * machine; not for anything that somebody might want to forge. http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function hashOf(text: string): string {
  let hash = basis;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit & 0xff)) * prime);
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit >> 8)) * prime);
  }
  return hash.toString(16).padStart(16, '0');
}
