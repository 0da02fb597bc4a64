/*
 * A page is gone over once before it is parsed, because parsing takes time that grows with the square of the nesting
 * and of the attributes of one tag. What is found here decides how the page is parsed; the cost is the page's length.
 */

interface Tag {
  /** Lower case; `!` for comments and declarations. */
  readonly name: string;
  readonly closing: boolean;
  readonly start: number;
  readonly end: number;
}

/** Their content is text up to their own end tag, whatever it looks like. */
const rawText = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'noscript']);
/** They have no content, or are closed by what follows them: a missing end tag nests nothing. */
const unnested = new Set(
  'area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option optgroup thead tbody tfoot colgroup rt rp !'.split(
    ' ',
  ),
);
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q ruby s samp small span strike strong sub sup time tt u var wbr !'.split(
    ' ',
  ),
);
/** A tag longer than this carries data, not marks: a picture in its `src`, a program's state. */
const longestTag = 8000;

/** The page with the attributes of overlong tags taken out, and its deepest nesting as far as tags tell. */
export function tame(source: string): { source: string; depth: number } {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  let deepest = 0;
  for (const tag of tags(source)) {
    if (!unnested.has(tag.name)) {
      depth = tag.closing ? Math.max(0, depth - 1) : depth + 1;
      deepest = Math.max(deepest, depth);
    }
    if (tag.end - tag.start > longestTag && tag.name !== '!') {
      parts.push(source.slice(from, tag.start), `<${tag.closing ? '/' : ''}${tag.name}>`);
      from = tag.end;
    }
  }
  return { source: from === 0 ? source : parts.join('') + source.slice(from), depth: deepest };
}

/**
 * The page without its nesting: the text between the tags that make blocks as one paragraph each, headings as headings,
 * and what its head says of it. Scripts, styles and the like are left out.
 */
export function flatten(source: string): string {
  const head: string[] = [];
  const body: string[] = ['<p>'];
  let from = 0;
  let hiddenUntil: string | null = null;
  /** Whether there is anything since the last block began. */
  let pending = false;
  for (const tag of tags(source)) {
    const text = source.slice(from, tag.start);
    from = tag.end;
    if (hiddenUntil !== null) {
      if (!(tag.closing && tag.name === hiddenUntil)) continue;
      if (hiddenUntil === 'title') head.push(`<title>${text}</title>`);
      hiddenUntil = null;
      continue;
    }
    body.push(text);
    pending ||= text.trim() !== '';
    if (tag.name === 'meta' || tag.name === 'link') head.push(source.slice(tag.start, tag.end));
    else if (!tag.closing && (rawText.has(tag.name) || tag.name === 'svg' || tag.name === 'template'))
      hiddenUntil = tag.name;
    else if (/^h[1-6]$/.test(tag.name)) body.push(tag.closing ? `</${tag.name}><p>` : `</p><${tag.name}>`);
    else if (tag.name === 'br') body.push('<br>');
    else if (!inline.has(tag.name) && pending) {
      body.push('</p><p>');
      pending = false;
    }
  }
  if (hiddenUntil === null) body.push(source.slice(from));
  return `<html><head>${head.join('')}</head><body>${body.join('')}</p></body></html>`;
}

function* tags(source: string): Generator<Tag> {
  let at = source.indexOf('<');
  while (at >= 0) {
    const tag = tagAt(source, at);
    if (tag) {
      yield tag;
      at = tag.end;
      if (!tag.closing && rawText.has(tag.name)) {
        const close = new RegExp(`</${tag.name}(?=[\\s/>])`, 'gi');
        close.lastIndex = at;
        const found = close.exec(source);
        if (!found) return;
        at = found.index;
        continue;
      }
    } else at++;
    at = source.indexOf('<', at);
  }
}

function tagAt(source: string, start: number): Tag | null {
  const first = source.charCodeAt(start + 1);
  if (first === 33 /* ! */ || first === 63 /* ? */) {
    const comment = source.startsWith('<!--', start);
    const end = source.indexOf(comment ? '-->' : '>', start + 2);
    return { name: '!', closing: false, start, end: end < 0 ? source.length : end + (comment ? 3 : 1) };
  }
  const closing = first === 47; /* / */
  const name = /^[a-z][^\s/>]{0,30}/i.exec(source.slice(start + (closing ? 2 : 1), start + 34))?.[0];
  if (!name) return null;
  let at = start + 1 + name.length;
  for (; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === 62 /* > */) return { name: name.toLowerCase(), closing, start, end: at + 1 };
    // A quotation mark quotes only as an attribute's value.
    if ((code === 34 || code === 39) && /=\s*$/.test(source.slice(Math.max(start, at - 10), at))) {
      const quote = source.indexOf(source[at]!, at + 1);
      if (quote < 0) return { name: name.toLowerCase(), closing, start, end: source.length };
      at = quote;
    }
  }
  return { name: name.toLowerCase(), closing, start, end: source.length };
}
