/** What came from the clipboard: its words and, where it was copied from a page, its markup. */
export interface Pasted {
  text: string;
  html: string | null;
}

/** What a clipboard or a drop holds of an article; null: no words. */
export function pastedFrom(data: DataTransfer | null): Pasted | null {
  const text = data?.getData('text/plain').replace(/\r\n?/g, '\n') ?? '';
  const html = data?.getData('text/html') ?? '';
  if (text.trim() === '') return null;
  // Editors put markup round every word that is copied; only paragraphs and headings are worth keeping.
  return { text, html: /<(?:p|h[1-6]|li|article|blockquote|div)\b/i.test(html) ? html : null };
}

/** The first line that has words, which is most often the title. */
export const firstLine = (text: string): string =>
  (text.split('\n').find((line) => line.trim() !== '') ?? '').replace(/\s+/g, ' ').trim();

/** The title that is proposed: the first line, as far as it is short enough to be one. */
export function proposedTitle(text: string): string {
  const line = firstLine(text);
  if (line.length <= 160) return line;
  const words = line.slice(0, 80).replace(/\s+\S*$/, '');
  return `${words}…`;
}

/** The file that a pasted article is kept in: its path in the folder and its content. */
export function fileOf(pasted: Pasted, title: string, now: Date): { name: string; content: string } {
  const { text, html } = pasted;
  const headed = firstLine(text) === title || title === '';
  const name = `Pasted/${localDay(now)} ${shortName(title || firstLine(text))}`;
  if (html === null) return { name: `${name}.txt`, content: `${headed ? '' : `${title}\n\n`}${text.trim()}\n` };
  const head = escaped(title);
  return {
    name: `${name}.html`,
    content: [
      '<!doctype html>',
      `<html><head><meta charset="utf-8"><title>${head}</title></head><body><article>`,
      ...(headed ? [] : [`<h1>${head}</h1>`]),
      html,
      '</article></body></html>',
      '',
    ].join('\n'),
  };
}

const escaped = (words: string) => words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const localDay = (now: Date) =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

/** A few words for a file's name, whole ones where there are blanks between them. */
function shortName(title: string): string {
  const plain = title
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(plain);
  if (characters.length <= 60) return plain || 'Article';
  const cut = characters.slice(0, 60).join('');
  return cut.includes(' ') ? cut.replace(/\s+\S*$/, '') : cut;
}
