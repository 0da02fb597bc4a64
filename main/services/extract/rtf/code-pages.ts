import iconv from 'iconv-lite';

/** Windows' code pages of the character sets that fonts name (RTF 1.9.1, `\fcharset`); others are the document's own. */
const ofCharset: Readonly<Record<number, number>> = {
  77: 10000,
  78: 10001,
  79: 10003,
  80: 10008,
  81: 10002,
  128: 932,
  129: 949,
  130: 1361,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  179: 1256,
  180: 1256,
  181: 1255,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
  254: 437,
  255: 850,
};

/** The Macintosh's, by names that the library has. */
const macintosh: Readonly<Record<number, string>> = {
  10000: 'macintosh',
  10001: 'cp932',
  10002: 'cp950',
  10003: 'cp949',
  10006: 'macgreek',
  10007: 'maccyrillic',
  10008: 'cp936',
  10029: 'maccenteuro',
  10081: 'macturkish',
  65001: 'utf8',
};

export const codePageOfCharset = (charset: number): number | null => ofCharset[charset] ?? null;

/** What the library calls a code page; Windows' western one for those that it does not know. */
export function encodingOf(codePage: number): string {
  const name = macintosh[codePage] ?? `cp${codePage}`;
  return iconv.encodingExists(name) ? name : 'cp1252';
}

export const decodeBytes = (bytes: Buffer, codePage: number): string => iconv.decode(bytes, encodingOf(codePage));
