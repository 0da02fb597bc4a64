import { type MetaField, metaFields } from '#shared/model/metadata.ts';
import { shortDate } from '#shared/text/dates.ts';
import { readTypedDate } from '#shared/text/typed-date.ts';
import type { Details } from '../../data/metadata-gestures.ts';
import { languageCode, languageName } from './languages.ts';

/** What fields are called in the form. */
export const labels: Readonly<Record<MetaField, string>> = {
  title: 'Title',
  outlet: 'Outlet',
  published: 'Date',
  page: 'Page',
  section: 'Section',
  byline: 'Byline',
  translator: 'Translator',
  language: 'Language',
  url: 'Address',
};

/** What a field shows for a value that is kept; '' for none. */
export function shownValue(field: MetaField, value: string | null): string {
  if (value === null || value === '') return '';
  if (field === 'language') return languageName(value);
  // Only a bare day is shown as people write it: a time must not be lost by looking at it.
  return field === 'published' && value.length <= 10 ? shortDate(value) : value;
}

/** The same in a list of several values, where only the day of a date matters. */
export const briefValue = (field: MetaField, value: string): string =>
  field === 'published' ? shortDate(value) : shownValue(field, value);

/** What a person has typed into a field: what is kept of it, words on how it was understood, or what is wrong. */
export interface Understood {
  value: string;
  words?: string;
  fault?: string;
}

/** Reads what was typed into a field; '' means that there is none. */
export function understand(field: MetaField, typed: string): Understood {
  const text = typed.replace(/\s+/g, ' ').trim();
  if (text === '') return { value: '' };
  if (text.length > 2000) return { value: text, fault: 'That is longer than 2,000 characters. Shorten it.' };
  if (field === 'published') {
    const read = readTypedDate(text);
    return 'iso' in read ? { value: read.iso, words: read.words } : { value: text, fault: read.fault };
  }
  if (field === 'language') {
    const code = languageCode(text);
    return code === null
      ? { value: text, fault: `There is no language “${text}” in ISO 639-1. Type its English name or its code.` }
      : { value: code, words: languageName(code) };
  }
  if (field === 'url') return understandUrl(text);
  return { value: text };
}

function understandUrl(text: string): Understood {
  const whole = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`;
  const parsed = URL.canParse(whole) ? new URL(whole) : null;
  if (
    parsed === null ||
    /\s/.test(text) ||
    !/^(?:https?|ftp):$/.test(parsed.protocol) ||
    !parsed.hostname.includes('.')
  )
    return { value: text, fault: 'That is no address of a page. Write it like https://example.org/story.' };
  return { value: whole };
}

/** What stands in the form for each field: what was typed, or that nobody has touched it (undefined). */
export type Typed = Partial<Record<MetaField, string | null>>;

/** What the form says as details to be kept, and what is wrong with it by field. */
export function readForm(typed: Typed): { details: Details; faults: Partial<Record<MetaField, string>> } {
  const details: Details = {};
  const faults: Partial<Record<MetaField, string>> = {};
  for (const field of metaFields) {
    const text = typed[field];
    if (text === undefined) continue;
    if (text === null) {
      details[field] = null;
      continue;
    }
    const { value, fault } = understand(field, text);
    if (fault !== undefined) faults[field] = fault;
    else details[field] = value;
  }
  return { details, faults };
}

/** The values of a field in several articles, the commonest first. */
export function valuesOf(values: readonly (string | null)[]): { value: string | null; count: number }[] {
  const counts = new Map<string | null, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
