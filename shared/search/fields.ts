import type { Codebook } from '../codebook/codebook.ts';
import { modes } from '../model/mode.ts';
import { readingStatuses } from '../model/reading.ts';
import { spanOrigins } from '../model/span.ts';
import { foldText } from '../text/fold.ts';

/** The codes of a query: what a codebook has. */
export type Codes = Pick<Codebook, 'layers' | 'stances'>;

/** What can be looked for with `has:`. `spanHas` are of a span and combine with other fields of it. */
export const articleHas = [
  'spans',
  'comment',
  'duplicates',
  'correction',
  'quotes',
  'title',
  'outlet',
  'date',
  'page',
  'section',
  'byline',
  'translator',
  'language',
  'url',
] as const;
export const spanHas = ['speaker', 'stance', 'target', 'note'] as const;

/** A reading's status, as the screens call it, or a span that is not finished. */
export const statuses = [...readingStatuses, 'draft'] as const;

interface FieldKind {
  /** What it is about: the article itself, or a span in it. */
  of: 'article' | 'span';
  takes: 'words' | 'code' | 'date' | 'number';
  /** For the help beside the search and for messages. */
  example: string;
  about: string;
}

export const fields = {
  speaker: { of: 'span', takes: 'words', example: 'speaker:kono', about: 'who is marked as speaking' },
  stance: { of: 'span', takes: 'code', example: 'stance:oppose', about: 'a stance that is marked' },
  target: { of: 'span', takes: 'words', example: 'target:"missile defence"', about: 'what a stance is toward' },
  layer: { of: 'span', takes: 'code', example: 'layer:statement', about: 'a layer that is marked' },
  mode: { of: 'span', takes: 'code', example: 'mode:direct', about: 'how words are given' },
  origin: { of: 'span', takes: 'code', example: 'origin:imported', about: 'where a mark came from' },
  by: { of: 'span', takes: 'words', example: 'by:mk', about: 'who marked or read it: initials or name' },
  status: { of: 'article', takes: 'code', example: 'status:done', about: 'how far the reading is' },
  has: { of: 'article', takes: 'code', example: 'has:comment', about: 'that there is something' },
  title: { of: 'article', takes: 'words', example: 'title:treaty', about: 'words of the title' },
  outlet: { of: 'article', takes: 'words', example: 'outlet:mainichi', about: 'where it was published' },
  date: { of: 'article', takes: 'date', example: 'date:2018-01..2018-03', about: 'when it was published' },
  page: { of: 'article', takes: 'words', example: 'page:A1', about: 'the page' },
  section: { of: 'article', takes: 'words', example: 'section:politics', about: 'the section' },
  byline: { of: 'article', takes: 'words', example: 'byline:tanaka', about: 'who wrote it' },
  translator: { of: 'article', takes: 'words', example: 'translator:lee', about: 'who translated it' },
  language: { of: 'article', takes: 'words', example: 'language:ja', about: 'the language, by two letters' },
  path: { of: 'article', takes: 'words', example: 'path:2018/march', about: 'the folder or file' },
  url: { of: 'article', takes: 'words', example: 'url:example.org', about: 'the address' },
  length: { of: 'article', takes: 'number', example: 'length:>500', about: 'characters of the text' },
} as const satisfies Record<string, FieldKind>;
export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];

const otherNames: Record<string, FieldName> = {
  lang: 'language',
  author: 'byline',
  annotator: 'by',
  published: 'date',
};

/** The field of that name, whatever its case; undefined when there is none. */
export function fieldOf(name: string): FieldName | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(fields, lower)
    ? (lower as FieldName)
    : Object.hasOwn(otherNames, lower)
      ? otherNames[lower]
      : undefined;
}

/** The known name that a mistyped one is within two letters of. */
export function nearestField(typed: string): string | undefined {
  const names = [...fieldNames, ...Object.keys(otherNames)];
  const [best] = names
    .map((name) => ({ name, far: distance(typed.toLowerCase().slice(0, 30), name) }))
    .sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= 2 && best.far < best.name.length - 1 ? best.name : undefined;
}

/** The optimal string alignment distance: letters added, left out, changed or swapped with the next. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** The ids that a field of codes knows, each with what else it is called. */
export function codesOf(field: FieldName, codes: Codes): { id: string; names: readonly string[] }[] {
  const plain = (ids: readonly string[]) => ids.map((id) => ({ id, names: [] as string[] }));
  switch (field) {
    case 'stance':
      return codes.stances.map(({ id, name }) => ({ id, names: [name] }));
    case 'layer':
      return codes.layers.map(({ id, name }) => ({ id, names: [name] }));
    case 'mode':
      return plain(modes);
    case 'origin':
      return plain(spanOrigins);
    case 'status':
      return statuses.map((id) => ({ id, names: id === 'done' ? ['submitted'] : [] }));
    case 'has':
      return [...plain(articleHas), ...plain(spanHas)].map((code) => ({ ...code, names: hasToo[code.id] ?? [] }));
    default:
      return [];
  }
}

const hasToo: Record<string, string[]> = {
  spans: ['span', 'marks'],
  comment: ['comments'],
  duplicates: ['duplicate', 'copies'],
  correction: ['corrections'],
  quotes: ['quote', 'quotation', 'quotations'],
  speaker: ['speakers'],
  stance: ['stances'],
  target: ['targets'],
  note: ['notes'],
};

const plainCode = (text: string) =>
  foldText(text)
    .replace(/[\s_-]+/g, '-')
    .replace(/^-|-$/g, '');

/** The id of a code as somebody writes it: by id or name, whatever its case, with blanks or hyphens. */
export function codeOf(field: FieldName, written: string, codes: Codes): string | undefined {
  const wanted = plainCode(written);
  return codesOf(field, codes).find(({ id, names }) => [id, ...names].some((name) => plainCode(name) === wanted))?.id;
}
