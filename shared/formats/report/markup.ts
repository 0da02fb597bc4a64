/** HTML that may stand in a page as it is; made by `html` and `joined` only. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

/** What a template takes: markup as it is, texts and numbers escaped; nothing for null and false. */
export type Part = Markup | string | number | null | false | readonly Part[];

/**
 * A template of HTML. Whatever is put into it is text, also between the quotation marks of an attribute, unless it is
 * markup itself.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((string, i) => (i === 0 ? '' : sourceOf(parts[i - 1] ?? null)) + string).join(''));
}

/** Parts with something between each two of them. */
export const joined = (parts: readonly Part[], between: Part): Markup =>
  new Markup(parts.map(sourceOf).join(sourceOf(between)));

function sourceOf(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Markup) return part.source;
  if (typeof part === 'object') return part.map(sourceOf).join('');
  return escaped(String(part));
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // A browser reads a bare one as a line feed.
  '\r': '&#13;',
};

/** A text in HTML. What HTML or UTF-8 cannot hold (NUL, halves of surrogate pairs) becomes U+FFFD. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"'\r]|[\0\p{Surrogate}]/gu, (character) => escapes[character] ?? '\ufffd');

/** Words of the data in a line of ours: they may run the other way, and must not turn what follows. */
export const words = (text: string): Markup => html`<bdi>${text}</bdi>`;
