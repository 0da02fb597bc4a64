import iconv from 'iconv-lite';

/*
 * Old PDFs in Chinese, Japanese and Korean write in an encoding of their country and rely on maps of Adobe's that every
 * reader is to have: from the encoding to the numbers of glyphs (CIDs), and from these to Unicode. Only the way through
 * both matters here, and the encodings themselves are known. So the first map numbers the encoding's characters in its
 * own way, beyond all numbers of real glyphs, and the second leads from there.
 */

interface Coded {
  readonly collection: string;
  readonly encoding: string;
  /** Where its characters are numbered from. */
  readonly base: number;
  readonly leads: readonly [number, number];
  readonly trails: readonly [number, number];
}

/** Glyphs are numbered up to 30,571 in the largest collection. */
const coded: readonly Coded[] = [
  { collection: 'Japan1', encoding: 'shift_jis', base: 0x7800, leads: [0x81, 0xfc], trails: [0x40, 0xfc] },
  { collection: 'Japan1', encoding: 'euc-jp', base: 0xd800, leads: [0xa1, 0xfe], trails: [0xa1, 0xfe] },
  { collection: 'GB1', encoding: 'gb18030', base: 0x7800, leads: [0x81, 0xfe], trails: [0x40, 0xfe] },
  { collection: 'CNS1', encoding: 'big5', base: 0x7800, leads: [0xa1, 0xfe], trails: [0x40, 0xfe] },
  { collection: 'Korea1', encoding: 'cp949', base: 0x7800, leads: [0x81, 0xfe], trails: [0x41, 0xfe] },
];
/** One byte's characters, after all others. */
const singles = 0xff00;

/** Names of Adobe's maps (Technical Note 5094) by the encoding that they begin with. */
const names: readonly [RegExp, Coded][] = [
  [/^(?:83pv|90ms|90msp|90pv|Add)-RKSJ-[HV]$|^Ext-RKSJ-[HV]$/, coded[0]!],
  [/^EUC-[HV]$/, coded[1]!],
  [/^(?:GB|GBpc|GBK|GBKp)-EUC-[HV]$|^GBK2K-[HV]$/, coded[2]!],
  [/^(?:B5pc|ETen-B5|ETenms-B5|HKscs-B5)-[HV]$/, coded[3]!],
  [/^KSC(?:pc)?-EUC-[HV]$|^KSCms-UHC(?:-HW)?-[HV]$/, coded[4]!],
];

/** Those that begin with Unicode, by the collection. */
const unicodeNames: readonly [RegExp, Coded][] = [
  [/^UniJIS(?:2004|X0213|X02132004|Pro)?-(?:UCS2|UTF16)(?:-HW)?-[HV]$/, coded[0]!],
  [/^UniGB-(?:UCS2|UTF16)-[HV]$/, coded[2]!],
  [/^UniCNS-(?:UCS2|UTF16)-[HV]$/, coded[3]!],
  [/^UniKS-(?:UCS2|UTF16)-[HV]$/, coded[4]!],
];

/** Gives a PDF's reader the maps that it asks for by name, and keeps in mind what there was none for. */
export class CharacterMaps {
  readonly missing = new Set<string>();
  private readonly used = new Set<Coded>();

  /** The class that pdf.js makes its reader of maps of. */
  readonly factory = ((maps: CharacterMaps) =>
    class {
      async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
        const map = kind === 'cMapUrl' ? maps.map(filename) : null;
        if (map === null) throw new Error(`${filename} is not here`);
        return Buffer.from(map, 'latin1');
      }
    })(this);

  private map(name: string): string | null {
    const toUnicode = /^Adobe-(Japan1|GB1|CNS1|Korea1)-UCS2$/.exec(name)?.[1];
    if (toUnicode !== undefined) {
      const used = [...this.used].filter(({ collection }) => collection === toUnicode);
      // Without an encoding before it, the text consists of numbers of glyphs.
      if (used.length > 0) return unicodeMap(name, toUnicode);
    } else {
      const found = names.find(([form]) => form.test(name))?.[1];
      if (found !== undefined) {
        this.used.add(found);
        return encodingMap(name, found);
      }
      const unicode = unicodeNames.find(([form]) => form.test(name))?.[1];
      if (unicode !== undefined) {
        this.used.add(unicode);
        return fromUnicodeMap(name, unicode);
      }
    }
    this.missing.add(name);
    return null;
  }
}

const hex = (number: number, digits = 4) => number.toString(16).padStart(digits, '0');

function encodingMap(name: string, { base, leads, trails, encoding }: Coded): string {
  const width = trails[1] - trails[0] + 1;
  const rows: string[] = [`<20> <7e> ${singles + 0x20}`];
  if (encoding === 'shift_jis') rows.push(`<a1> <df> ${singles + 0xa1}`);
  const ranges: string[] = [];
  for (let lead = leads[0]; lead <= leads[1]; lead++) {
    if (encoding === 'shift_jis' && lead >= 0xa0 && lead <= 0xdf) continue;
    ranges.push(`<${hex(lead, 2)}${hex(trails[0], 2)}> <${hex(lead, 2)}${hex(trails[1], 2)}>`);
    rows.push(`${ranges.at(-1)} ${base + (lead - leads[0]) * width}`);
  }
  const spaces = [encoding === 'shift_jis' ? '<00> <80>\n<a0> <df>' : '<00> <80>', ...ranges];
  return frame(name, `${section('codespacerange', spaces)}\n${section('cidrange', rows)}`);
}

/** Characters of two bytes with their numbers. */
function* numbered({ encoding, base, leads, trails }: Coded): Generator<[number: number, character: string]> {
  const width = trails[1] - trails[0] + 1;
  for (let lead = leads[0]; lead <= leads[1]; lead++) {
    if (encoding === 'shift_jis' && lead >= 0xa0 && lead <= 0xdf) continue;
    for (let trail = trails[0]; trail <= trails[1]; trail++) {
      const text = iconv.decode(Buffer.from([lead, trail]), encoding);
      if (text.length === 1 && text !== '\uFFFD' && text > '\x7f')
        yield [base + (lead - leads[0]) * width + trail - trails[0], text];
    }
  }
}

function fromUnicodeMap(name: string, from: Coded): string {
  const lines = [`<0020> <007e> ${singles + 0x20}`];
  for (const [number, character] of numbered(from)) {
    const code = hex(character.charCodeAt(0));
    lines.push(`<${code}> <${code}> ${number}`);
  }
  return frame(name, `${section('codespacerange', ['<0000> <ffff>'])}\n${section('cidrange', lines)}`);
}

function unicodeMap(name: string, collection: string): string {
  const lines: string[] = [];
  for (const one of coded)
    if (one.collection === collection)
      for (const [number, character] of numbered(one)) lines.push(`<${hex(number)}> <${hex(character.charCodeAt(0))}>`);
  for (let byte = 0x20; byte < 0x7f; byte++) lines.push(`<${hex(singles + byte)}> <${hex(byte)}>`);
  for (let byte = 0xa1; byte <= 0xdf && collection === 'Japan1'; byte++)
    lines.push(`<${hex(singles + byte)}> <${hex(0xff61 + byte - 0xa1)}>`);
  return frame(name, `${section('codespacerange', ['<0000> <ffff>'])}\n${section('bfchar', lines)}`);
}

/** A section may have a hundred lines. */
function section(kind: string, lines: readonly string[]): string {
  const sections: string[] = [];
  for (let at = 0; at < lines.length; at += 100) {
    const part = lines.slice(at, at + 100);
    sections.push(`${part.length} begin${kind}\n${part.join('\n')}\nend${kind}`);
  }
  return sections.join('\n');
}

const frame = (name: string, body: string) =>
  `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /${name} def\n/WMode ${name.endsWith('-V') ? 1 : 0} def\n${body}\nendcmap\nend\nend\n`;
