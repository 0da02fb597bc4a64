import { parseHTML } from 'linkedom';

/*
 * The part of the DOM that reading a page needs. Main is compiled without the DOM's types, so that nothing here can
 * reach for a browser.
 */

export interface PageNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly parentNode: PageNode | null;
  readonly firstChild: PageNode | null;
  readonly nextSibling: PageNode | null;
  readonly textContent: string | null;
  appendChild(node: PageNode): unknown;
  replaceChild(added: PageNode, removed: PageNode): unknown;
}

export interface PageElement extends PageNode {
  readonly localName: string;
  hasAttribute(name: string): boolean;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

export interface PageDocument {
  readonly documentElement: PageElement;
  createElement(name: string): PageElement;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

export const textNode = 3;
export const elementNode = 1;

/** Parses a page; nothing in it runs and nothing is fetched. A fragment is put into a page of its own. */
export function parsePage(source: string): PageDocument {
  const page = parse(source);
  // The parser takes the first element for the root, whatever it is, and has no root without one.
  if (page.documentElement?.localName.toLowerCase() === 'html') return page as PageDocument;
  return parse(`<html><body>${source}</body></html>`) as PageDocument;
}

type Parsed = Omit<PageDocument, 'documentElement'> & { readonly documentElement: PageElement | null };

const parse = (source: string) => parseHTML(source).document as unknown as Parsed;
