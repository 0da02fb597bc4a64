/** At most so many characters of a quote stand in a description. */
const quoteLength = 40;

/** Words of a text in quotation marks, on one line, cut off at a word's end where they are many. */
export function quoted(words: string | undefined): string {
  const flat = (words ?? '').replace(/\s+/g, ' ').trim();
  const characters = Array.from(new Intl.Segmenter().segment(flat), (part) => part.segment);
  return characters.length <= quoteLength
    ? `“${flat}”`
    : `“${characters
        .slice(0, quoteLength)
        .join('')
        .replace(/\s+\S*$/, '')
        .trimEnd()}…”`;
}
