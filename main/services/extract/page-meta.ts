import { type Meta, noMeta } from '#shared/model/article.ts';
import { webAddress } from './classify.ts';
import { isoDate } from './dates.ts';
import { languageTag } from './language.ts';
import type { PageDocument } from './page-dom.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** Beyond this an embedded description of a page is no description. */
const longestJson = 500_000;
const articleType = /(?:Article|BlogPosting|Report|LiveBlogPosting)$/;

export interface PageMeta {
  readonly meta: Meta;
  /** A sentence or two that say what the article is about. */
  readonly description: string | null;
  /** The article's text as JSON-LD repeats it, or a part of it. */
  readonly articleText: string | null;
}

/**
 * What a saved page's markup says of the article: JSON-LD first, then `<meta>`, canonical link and language; a comment
 * that the browser left at saving gives the address when nothing else does. Nothing is fetched.
 */
export function readPageMeta(document: PageDocument, source: string): PageMeta {
  const article = describedArticle(document);
  const metas = metaElements(document);
  const meta = (...names: string[]) => {
    for (const name of names) {
      const value = metas.get(name);
      if (value) return value;
    }
    return null;
  };
  const outlet =
    nameOf(article?.publisher) ??
    meta('og:site_name', 'application-name', 'dc.publisher', 'publisher', 'copyright-holder');
  const heading = tidy(document.querySelector('title')?.textContent);
  const published = [
    text(article?.datePublished),
    meta(
      'article:published_time',
      'datepublished',
      'og:published_time',
      'parsely-pub-date',
      'sailthru.date',
      'pubdate',
      'publishdate',
      'publish-date',
      'dc.date.issued',
      'dcterms.created',
      'dc.date',
      'date',
      'article.published',
    ),
    document
      .querySelector('time[pubdate], time[itemprop=datePublished], [itemprop=datePublished]')
      ?.getAttribute('datetime') ?? null,
    text(article?.dateCreated),
    document.querySelector('article time[datetime], main time[datetime]')?.getAttribute('datetime') ?? null,
    document
      .querySelector('header time[datetime], [class*=date][datetime], abbr.published[title]')
      ?.getAttribute('datetime') ?? null,
  ];
  const url = first(
    [
      document.querySelector('link[rel=canonical]')?.getAttribute('href') ?? null,
      meta('og:url', 'parsely-link', 'twitter:url'),
      text(article?.url),
      /<!--\s*saved from url=\(\d+\)(\S+)/i.exec(source.slice(0, 3000))?.[1] ?? null,
      /<!--\s*Page saved with SingleFile\s+url:\s*(\S+)/i.exec(source.slice(0, 3000))?.[1] ?? null,
    ],
    webAddress,
  );
  const told: Meta = {
    ...noMeta,
    title:
      text(article?.headline) ??
      meta('og:title', 'twitter:title', 'dc.title', 'parsely-title') ??
      withoutOutlet(heading, outlet),
    outlet,
    published: first(published, isoDate) ?? dateInAddress(url),
    section: list(article?.articleSection) ?? meta('article:section', 'parsely-section', 'section'),
    byline:
      people(article?.author) ??
      first([meta('author', 'article:author', 'byl', 'parsely-author', 'dc.creator', 'sailthru.author')], byline),
    translator: people(article?.translator) ?? meta('translator', 'dc.contributor.translator'),
    language: languageTag(
      text(article?.inLanguage) ??
        document.documentElement?.getAttribute('lang') ??
        meta('og:locale', 'content-language', 'dc.language'),
    ),
    url,
  };
  const articleText = typeof article?.articleBody === 'string' ? article.articleBody : null;
  return {
    meta: told,
    description: meta('og:description', 'description', 'twitter:description') ?? text(article?.description),
    articleText,
  };
}

/** The day that many outlets put into an article's address: `/2018/02/27/` or `/2018-02-27-`. */
function dateInAddress(url: string | null): string | null {
  const found = /\/((?:19|20)\d{2})([/-]?)(\d{2})\2(\d{2})(?=[/_-]|$)/.exec(url ?? '');
  return found ? isoDate(`${found[1]}-${found[3]}-${found[4]}`) : null;
}

function first<T>(values: readonly (string | null)[], read: (value: string) => T | null): T | null {
  for (const value of values) {
    const result = value ? read(value) : null;
    if (result) return result;
  }
  return null;
}

function metaElements(document: PageDocument): Map<string, string> {
  const found = new Map<string, string>();
  for (const element of document.querySelectorAll('meta[content]')) {
    const name =
      element.getAttribute('property') ??
      element.getAttribute('name') ??
      element.getAttribute('itemprop') ??
      element.getAttribute('http-equiv');
    const content = tidy(element.getAttribute('content'));
    if (name && content && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), content);
  }
  return found;
}

/** The article that the page's JSON-LD describes. Damaged JSON-LD counts as none: pages carry a lot of it. */
function describedArticle(document: PageDocument): { [key: string]: Json | undefined } | null {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const source = script.textContent ?? '';
    if (source.length > longestJson) continue;
    let parsed: Json;
    try {
      parsed = JSON.parse(source.trim().replace(/^<!\[CDATA\[|^<!--|\]\]>$|-->$/g, ''));
    } catch {
      continue;
    }
    const queue: Json[] = [parsed];
    for (let seen = 0; queue.length > 0 && seen < 2000; seen++) {
      const value = queue.shift()!;
      if (Array.isArray(value)) queue.push(...value.slice(0, 200));
      else if (value && typeof value === 'object') {
        const types = [value['@type']].flat();
        if (types.some((type) => typeof type === 'string' && articleType.test(type))) return value;
        for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage', 'itemListElement'])
          if (value[key] && typeof value[key] === 'object') queue.push(value[key]);
      }
    }
  }
  return null;
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? tidy(value) : null);

function nameOf(value: Json | undefined): string | null {
  if (Array.isArray(value)) return nameOf(value[0]);
  return value && typeof value === 'object' ? text(value.name) : text(value);
}

function list(value: Json | undefined): string | null {
  const parts = [value].flat().map((part) => text(part as Json));
  return parts.filter(Boolean).join(', ') || null;
}

function people(value: Json | undefined): string | null {
  const names = (Array.isArray(value) ? value.slice(0, 20) : [value]).map((person) => nameOf(person as Json));
  return names.filter((name) => name !== null && !/^https?:/i.test(name)).join(', ') || null;
}

const byline = (value: string) => (/^https?:/i.test(value) ? null : value.replace(/^by\s+/i, ''));

/** "Headline | Outlet" is how pages name themselves in a browser's tab. */
function withoutOutlet(title: string | null, outlet: string | null): string | null {
  if (!title) return null;
  const parts = title.split(/\s+[|–—·:»-]\s+/);
  if (parts.length < 2) return title;
  const last = parts.at(-1)!;
  const isOutlet =
    outlet !== null &&
    (last.toLowerCase() === outlet.toLowerCase() || outlet.toLowerCase().includes(last.toLowerCase()));
  return isOutlet || / [|»] [^|»]*$/.test(title)
    ? title.slice(0, title.lastIndexOf(last)).replace(/\s+[|–—·:»-]\s+$/, '')
    : title;
}

/** White space collapsed, and the entities undone that pages escape twice. */
function tidy(value: string | null | undefined): string | null {
  const plain = (value ?? '')
    .slice(0, 2000)
    .replace(
      /&(amp|quot|lt|gt|nbsp|#0?39|#x27|apos|rsquo|lsquo|ldquo|rdquo|ndash|mdash|hellip);/gi,
      (_, name: string) => entities[name.toLowerCase()] ?? '',
    )
    .replace(/\s+/g, ' ')
    .trim();
  return plain === '' ? null : plain;
}

const entities: Record<string, string> = {
  amp: '&',
  quot: '"',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  '#39': "'",
  '#039': "'",
  '#x27': "'",
  apos: "'",
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  ndash: '–',
  mdash: '—',
  hellip: '…',
};
