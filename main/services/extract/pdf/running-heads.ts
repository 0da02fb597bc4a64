import type { Segment } from './segments.ts';

export interface PageSegments {
  readonly segments: readonly Segment[];
  readonly height: number;
}

export interface WithoutFurniture {
  readonly body: readonly Segment[];
  /** Running heads, running feet and page numbers, from the top down. */
  readonly furniture: readonly Segment[];
  /** The number that the page bears; null when there is none. */
  readonly number: string | null;
}

/** The share of a page's height at its top and at its bottom where furniture stands. */
const zone = 0.12;
/** So many points up or down, and a line is still at the same place. */
const sway = 4;

const roman = '[ivxlcdm]{1,7}';
const pageNumber = new RegExp(
  `^[-–—|·•\\s]*(?:(?:page|seite|p\\.|s\\.|pág(?:ina)?\\.?|стр\\.?|صفحة)\\s*)?(\\d{1,4}|${roman})(?:\\s*(?:/|of|von|de|sur|из)\\s*\\d{1,4})?[-–—|·•\\s]*$`,
  'i',
);
const eastPageNumber = /^[-–—\s]*(?:第\s*)?(\d{1,4})\s*(?:[頁页쪽面면]|ページ)?(?:\s*\/\s*\d{1,4})?[-–—\s]*$/;
const address = /^(?:https?:\/\/|file:\/\/\/?)\S+(?:\s+\d{1,4}\s*(?:\/|of)\s*\d{1,4})?$/i;
const digits = /\d+/g;

/**
 * Takes off the pages what they bear only because they are pages: at the top or the bottom, lines that other pages have at
 * the same place, but for their figures; numbers of pages; the address that a browser prints under each.
 */
export function withoutFurniture(pages: readonly PageSegments[]): WithoutFurniture[] {
  const places = new Map<string, number[]>();
  for (const [index, { segments, height }] of pages.entries())
    for (const segment of segments)
      if (inZone(segment, height)) {
        const key = keyOf(segment);
        const seen = places.get(key);
        if (seen === undefined) places.set(key, [index]);
        else if (seen.at(-1) !== index) seen.push(index);
      }
  const recurs = (segment: Segment) => {
    const seen = places.get(keyOf(segment)) ?? [];
    // Left and right pages may have different heads.
    return seen.length >= Math.max(2, pages.length * 0.3) || (seen.length >= 3 && near(seen));
  };

  return pages.map(({ segments, height }) => {
    const body: Segment[] = [];
    const furniture: Segment[] = [];
    let number: string | null = null;
    const tops = Math.min(...segments.map(({ top }) => top));
    const bottoms = Math.max(...segments.map(({ bottom }) => bottom));
    for (const segment of segments) {
      const outermost = segment.top <= tops + segment.size || segment.bottom >= bottoms - segment.size;
      const own = inZone(segment, height) && outermost ? numberOf(segment.text) : null;
      if (own !== null || (inZone(segment, height) && (recurs(segment) || address.test(segment.text)))) {
        furniture.push(segment);
        number ??= own;
      } else body.push(segment);
    }
    furniture.sort((a, b) => a.base - b.base || a.left - b.left);
    return { body, furniture, number };
  });
}

const inZone = ({ base }: Segment, height: number) => base < height * zone || base > height * (1 - zone);
const keyOf = ({ text, base }: Segment) =>
  `${Math.round(base / sway)} ${text.replace(digits, '#').replace(/\s+/g, ' ').toLowerCase()}`;

/** Whether pages follow each other, or every second one. */
function near(pages: readonly number[]): boolean {
  return pages.slice(1).every((page, index) => page - pages[index]! <= 2);
}

/** The number of a page that a line consists of. */
export function numberOf(line: string): string | null {
  if (line.length > 30) return null;
  const found = pageNumber.exec(line) ?? eastPageNumber.exec(line);
  return found && (/\d/.test(found[1]!) || isRoman(found[1]!)) ? found[1]! : null;
}

const isRoman = (letters: string) => /^m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/i.test(letters);
