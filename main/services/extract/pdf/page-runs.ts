import type { PDFPageProxy } from 'unpdf/pdfjs';

/** Words that a page draws in one go, in points from the upper left corner of the page as it is shown. */
export interface Run {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** Where its letters stand; grows downwards. */
  readonly base: number;
  /** Of its letters. */
  readonly size: number;
  /** Names the font within the document. */
  readonly font: string;
  readonly rightToLeft: boolean;
}

export interface PageRuns {
  readonly runs: readonly Run[];
  /** Of the page, as its lines run: for vertical writing the page is turned, so that lines run from left to right. */
  readonly width: number;
  readonly height: number;
  /** Text that stands at an angle, such as a photographer's name along a picture. */
  readonly turned: readonly string[];
}

/** What no text has: controls, and codes that only the PDF's own font can draw. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const unreadable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ue000-\uf8ff\ufffe\uffff]/g;

/** Signs as they look in vertical writing. */
const verticalForms = /[\ufe10-\ufe19\ufe30-\ufe48]/g;

/** The words of a page with their places, without opening its pictures. `lost` counts characters that have no meaning. */
export async function readRuns(page: PDFPageProxy): Promise<PageRuns & { lost: number; letters: number }> {
  const { items, styles } = await page.getTextContent({ includeMarkedContent: false });
  const { transform, width, height } = page.getViewport({ scale: 1 });
  const level: Run[] = [];
  const vertical: Run[] = [];
  const turned: string[] = [];
  let lost = 0;
  let letters = 0;
  for (const item of items) {
    if (!('str' in item) || item.str === '') continue;
    const text = item.str
      .replace(unreadable, () => {
        lost++;
        return '';
      })
      .replace(/[\t\n\u2028\u2029]/g, ' ');
    letters += item.str.length;
    if (text.trim() === '') continue;
    const [a, b, c, d, x, y] = multiply(transform as Matrix, item.transform as Matrix);
    const size = Math.hypot(c, d) || Math.hypot(a, b);
    const shared = { text, size, font: item.fontName, rightToLeft: item.dir === 'rtl' };
    if (styles[item.fontName]?.vertical === true) {
      // The lines of a page run from its right to its left: seen from its right side, downwards.
      const length = Math.max(item.height, size * 0.5);
      const words = text.replace(verticalForms, (sign) => sign.normalize('NFKC'));
      vertical.push({
        ...shared,
        text: words,
        left: y,
        right: y + length,
        base: width - x + size / 2,
        rightToLeft: false,
      });
    } else if (Math.abs(b) > Math.abs(a) * 0.2 || a < 0) turned.push(text.trim());
    else level.push({ ...shared, left: x, right: x + Math.max(item.width, 0.1), base: y });
  }
  if (lengthOf(vertical) > lengthOf(level)) {
    const others = level.map(({ text }) => text.trim());
    return { runs: vertical, width: height, height: width, turned: [...turned, ...others], lost, letters };
  }
  turned.push(...vertical.map(({ text }) => text.trim()));
  return { runs: level, width, height, turned, lost, letters };
}

type Matrix = [number, number, number, number, number, number];

const multiply = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[2] * n[1],
  m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3],
  m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4],
  m[1] * n[4] + m[3] * n[5] + m[5],
];

const lengthOf = (runs: readonly Run[]) => runs.reduce((sum, { text }) => sum + text.length, 0);
