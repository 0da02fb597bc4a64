import { makeZip } from '../archive/make-zip.ts';

const namespaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"';

const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A run of words, for tests. */
export const run = (words: string) =>
  `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${escaped(words)}</w:t></w:r>`;

/** A paragraph of runs, of a style if one is named, for tests. */
export const paragraph = (content: string, style?: string) =>
  `<w:p>${style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${content}</w:p>`;

/** A document of paragraphs of plain words, for tests. */
export const ofWords = (lines: readonly string[]) => lines.map((line) => paragraph(run(line))).join('');

export const documentOf = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ${namespaces}><w:body>${body}<w:sectPr/></w:body></w:document>`;

const styleOf = (id: string, name: string) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`;
const styles = `<w:styles ${namespaces}>${styleOf('berschrift1', 'heading 1')}${styleOf('H2', 'heading 2')}${styleOf('Beschriftung', 'caption')}</w:styles>`;
const numbering = `<w:numbering ${namespaces}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`;

export const footnotesOf = (notes: Readonly<Record<string, string>>) =>
  `<w:footnotes ${namespaces}><w:footnote w:type="separator" w:id="-1">${paragraph('<w:r><w:separator/></w:r>')}</w:footnote>${Object.entries(
    notes,
  )
    .map(
      ([id, words]) => `<w:footnote w:id="${id}">${paragraph(`<w:r><w:footnoteRef/></w:r>${run(words)}`)}</w:footnote>`,
    )
    .join('')}</w:footnotes>`;

const rels =
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const types = (main: string) =>
  `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.${main}+xml"/></Types>`;

/** A Word document with this body, for tests; `files` stand beside or instead of what it has. */
export const makeDocx = (body: string, files: Readonly<Record<string, string | Uint8Array>> = {}, macros = false) =>
  makeZip({
    '[Content_Types].xml': types(
      macros ? 'ms-word.document.macroEnabled.main' : 'openxmlformats-officedocument.wordprocessingml.document.main',
    ),
    '_rels/.rels': rels,
    'word/document.xml': documentOf(body),
    'word/styles.xml': styles,
    'word/numbering.xml': numbering,
    ...files,
  });
