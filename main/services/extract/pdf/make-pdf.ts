/** A word or a line as a PDF draws it: where it begins, in points from the lower left corner of the page. */
export interface Drawn {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly font?: 'plain' | 'bold' | 'vertical';
}

export interface MadePdf {
  readonly pages: readonly (readonly Drawn[])[];
  readonly info?: Readonly<Record<string, string>>;
  /** The first page's label; the following ones count on from it. */
  readonly label?: { readonly prefix?: string; readonly first?: number };
  /** Pages, counted from 0, that also show a picture. */
  readonly pictures?: readonly number[];
  readonly encrypted?: boolean;
  /** What the tree of pages says that it has. */
  readonly count?: number;
  /** So many times more the tree names its first page. */
  readonly again?: number;
  readonly size?: readonly [width: number, height: number];
}

/** How wide a text comes out: half an em for a letter, an em for an East Asian character. */
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, character) => sum + (character >= '\u2e80' ? size : size / 2), 0);

const hex = (text: string) =>
  [...Buffer.from(text, 'utf16le').swap16()].map((b) => b.toString(16).padStart(2, '0')).join('');
const utf16 = (text: string) => `<feff${hex(text)}>`;

/** A small PDF with text that can be read, for tests: letters have half an em, their codes are UTF-16's. */
export function makePdf({
  pages,
  info = {},
  label,
  pictures = [],
  encrypted = false,
  again = 0,
  count = pages.length + again,
  size = [595, 842],
}: MadePdf): Buffer {
  const objects: string[] = [];
  const add = (body: string) => objects.push(body);
  const stream = (body: string, head = '') =>
    `<< ${head} /Length ${Buffer.byteLength(body, 'latin1')} >>\nstream\n${body}\nendstream`;
  const labels = label
    ? `/PageLabels << /Nums [0 << /S /D ${label.prefix ? `/P (${label.prefix})` : ''} /St ${label.first ?? 1} >>] >>`
    : '';
  add(`<< /Type /Catalog /Pages 2 0 R ${labels} >>`);
  const first = 11;
  const kids = pages.map((_, index) => `${first + index * 2} 0 R`).join(' ');
  add(
    `<< /Type /Pages /Count ${count} /Kids [${kids}${` ${first} 0 R`.repeat(again)}] /MediaBox [0 0 ${size.join(' ')}] >>`,
  );
  const ranges = Array.from({ length: 256 }, (_, block) => {
    const high = block.toString(16).padStart(2, '0');
    return `<${high}00> <${high}ff> <${high}00>`;
  });
  // A section may have a hundred ranges.
  const sections = [ranges.slice(0, 100), ranges.slice(100, 200), ranges.slice(200)]
    .map((part) => `${part.length} beginbfrange\n${part.join('\n')}\nendbfrange`)
    .join('\n');
  const toUnicode = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
${sections}
endcmap end end`;
  add(stream(toUnicode));
  const font = (name: string, encoding: string, base: number) => {
    add(
      `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /${encoding} /DescendantFonts [${base + 1} 0 R] /ToUnicode 3 0 R >>`,
    );
    add(
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /W [${0x2e80} 65535 1000] /FontDescriptor 10 0 R >>`,
    );
  };
  font('Plain', 'Identity-H', 4);
  font('Bold', 'Identity-H', 6);
  font('Vertical', 'Identity-V', 8);
  add(
    '<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
  );
  pages.forEach((drawn, index) => {
    const content = drawn
      .map(({ text, x, y, size = 10, font = 'plain' }) => {
        const name = { plain: 'F1', bold: 'F2', vertical: 'F3' }[font];
        return `BT /${name} ${size} Tf 1 0 0 1 ${x} ${y} Tm <${hex(text)}> Tj ET`;
      })
      .join('\n');
    const picture = pictures.includes(index);
    const shown = picture ? `${content}\nq 100 0 0 100 50 50 cm /P Do Q` : content;
    add(
      `<< /Type /Page /Parent 2 0 R /Contents ${first + index * 2 + 1} 0 R /Resources << /Font << /F1 4 0 R /F2 6 0 R /F3 8 0 R >> ${picture ? `/XObject << /P ${first + pages.length * 2} 0 R >>` : ''} >> >>`,
    );
    add(stream(shown));
  });
  add(
    stream(
      '\xff\x00\x80',
      '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8',
    ),
  );
  add(
    `<< ${Object.entries(info)
      .map(([key, value]) => `/${key} ${utf16(value)}`)
      .join(' ')} >>`,
  );
  let locked = '';
  if (encrypted) {
    add(`<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >>`);
    locked = `/Encrypt ${objects.length} 0 R /ID [<${'01'.repeat(16)}> <${'01'.repeat(16)}>]`;
  }

  let body = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  const offsets = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const infoAt = objects.length - (encrypted ? 1 : 0);
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer << /Size ${objects.length + 1} /Root 1 0 R /Info ${infoAt} 0 R ${locked} >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}

/** Lines of a column, one under the other: as many characters as fit into each, broken at blanks. */
export function column(
  text: string,
  { x, y, width, size = 10, leading = 12 }: { x: number; y: number; width: number; size?: number; leading?: number },
): Drawn[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(`${line} ${word}`, size) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((text, index) => ({ text, x, y: y - index * leading, size }));
}
