import { readingSchema, readingStatuses } from '#shared/model/reading.ts';
import { spanSchema } from '#shared/model/span.ts';
import type { Stance } from '#shared/model/stance.ts';

const shapes = { span: spanSchema.shape, reading: readingSchema.shape };
export type RowKind = keyof typeof shapes;

const bitsOf = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, i) => [name, 2 ** i]));
/** A bit for every field of a record that its schema knows. */
const bits = { span: bitsOf(Object.keys(shapes.span)), reading: bitsOf(Object.keys(shapes.reading)) };
/** Bits from here on are free for other things. */
const firstFree = 2 ** 28;
for (const ofKind of Object.values(bits))
  if (ofKind.size > Math.log2(firstFree)) throw new Error('A record has more fields than an edit can tell apart.');

export const bitOf = (kind: RowKind, field: string): number => bits[kind].get(field) ?? 0;
export const allFields = (kind: RowKind): number => 2 ** bits[kind].size - 1;

/**
 * Which fields a part of a record sets, and which of these values the schema does not allow. A record fits its schema when
 * no field of it is at fault, because a schema asks nothing of two fields together; only the id must be the edit's, too.
 * @param whole the record is added: what is missing is at fault as well
 */
export function checkFields(
  kind: RowKind,
  id: string,
  part: Readonly<Record<string, unknown>>,
  whole: boolean,
): { sets: number; faults: number } {
  let sets = 0;
  let faults = 0;
  for (const [field, bit] of bits[kind]) {
    const there = Object.hasOwn(part, field);
    if (!there && !whole) continue;
    sets |= bit;
    const value = there ? part[field] : undefined;
    const schema = (shapes[kind] as Record<string, { safeParse(value: unknown): { success: boolean } }>)[field];
    if (!schema?.safeParse(value).success || (field === 'id' && value !== id)) faults |= bit;
  }
  return { sets, faults };
}

export const statusNumber = (status: unknown): number => readingStatuses.indexOf(status as never);

/** A list of stances as one text, and back. */
export const writeStances = (stances: readonly Stance[]): string =>
  stances.map(({ target, value }) => JSON.stringify({ target, value })).join(',');
export const readStances = (text: string): Stance[] => JSON.parse(`[${text}]`) as Stance[];
