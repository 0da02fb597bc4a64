import type { Codebook } from '#shared/codebook/codebook.ts';
import type { FieldConflict } from '#shared/contract/contract.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Target } from '#shared/model/target.ts';
import { codebookMatter, type MaybeOne, orphanMatter, samePeople, sameTargets } from '#shared/review/matters.ts';
import type { Unplaced } from '#shared/review/placing.ts';
import { foldText } from '#shared/text/fold.ts';
import type { TallyRow } from '../../data/db.ts';

/** A layer or stance value that spans use and the codebook does not know. */
export interface Unknown {
  what: 'layer' | 'stance';
  id: string;
  /** How many spans use it. */
  spans: number;
  /** One of them. */
  example: Span;
}

/** A speaker or target that spans name and the registry does not have any more. */
export interface Missing {
  what: 'speaker' | 'target';
  id: string;
  /** How many spans name it. */
  spans: number;
  /** One of them. */
  example: Span;
  /** As it was before it was removed; null: no journal here knows it. */
  was: Speaker | Target | null;
}

/** What may be settled by a person, and blocks nothing while it is not. */
export type Matter = { id: string } & (
  | { about: 'field'; conflicts: readonly FieldConflict[] }
  | { about: 'speakers'; pair: MaybeOne<Speaker> }
  | { about: 'targets'; pair: MaybeOne<Target> }
  | { about: 'missing'; missing: Missing }
  | { about: 'codebook'; unknown: Unknown }
  | { about: 'orphan'; orphan: Unplaced }
);

/** Where a span stands is one thing, though it is several fields. */
const placeFields: ReadonlySet<string> = new Set(['start', 'end', 'quote', 'textSha256']);

/** Whether conflicts are about where a span stands. */
export const isPlace = (conflicts: readonly FieldConflict[]): boolean =>
  conflicts.some(({ kind, field }) => kind === 'span' && placeFields.has(field));

/** Whether conflicts are about a record that one person removed and another changed. */
export const isRemoval = (conflicts: readonly FieldConflict[]): boolean => conflicts.some(({ field }) => field === '*');

/** What nobody has settled yet: fields first, then entries, the codebook, and spans without a place. */
export function openMatters(from: {
  conflicts: readonly FieldConflict[];
  speakers: readonly Speaker[];
  targets: readonly Target[];
  missing: readonly Missing[];
  unknown: readonly Unknown[];
  orphans: readonly Unplaced[];
  settled: ReadonlySet<string>;
}): Matter[] {
  const { settled } = from;
  const open = ({ id }: { id: string }) => !settled.has(id);
  const registry = new Set([...from.speakers, ...from.targets].map(({ id }) => id));
  return [
    ...inOnePlace(from.conflicts.filter(open)).map(
      (conflicts): Matter => ({
        id: conflicts[0]?.id ?? '',
        about: 'field',
        conflicts,
      }),
    ),
    ...from.missing
      .filter(({ id }) => !registry.has(id))
      .map((missing): Matter => ({ id: `missing:${missing.what}:${missing.id}`, about: 'missing', missing })),
    ...samePeople(from.speakers, settled).map((pair): Matter => ({ id: pair.id, about: 'speakers', pair })),
    ...sameTargets(from.targets, settled).map((pair): Matter => ({ id: pair.id, about: 'targets', pair })),
    ...from.unknown
      .map((unknown): Matter => ({ id: codebookMatter(unknown.what, unknown.id), about: 'codebook', unknown }))
      .filter(open),
    ...from.orphans
      .map((orphan): Matter => ({ id: orphanMatter(orphan.span.id), about: 'orphan', orphan }))
      .filter(open),
  ];
}

/** The fields that say where a span stands belong together where the same two changes met; the others are one each. */
function inOnePlace(conflicts: readonly FieldConflict[]): FieldConflict[][] {
  const groups = new Map<string, FieldConflict[]>();
  for (const conflict of conflicts) {
    const { id, kind, record, field, lost, holds } = conflict;
    const key = isPlace([conflict]) ? [kind, record, lost.by, lost.at, holds.at].join(' ') : `${id} ${field}`;
    groups.set(key, [...(groups.get(key) ?? []), conflict]);
  }
  return [...groups.values()];
}

/**
 * Counts what the codebook does not know, span by span; the most used first. Suggestions are nobody's annotation.
 */
export function unknownToCodebook(codebook: Codebook) {
  const layers = new Set(codebook.layers.map(({ id }) => id));
  const stances = new Set(codebook.stances.map(({ id }) => id));
  const found = new Map<string, Unknown>();
  const count = (what: Unknown['what'], id: string, example: Span) => {
    const known = found.get(codebookMatter(what, id));
    if (known) known.spans++;
    else found.set(codebookMatter(what, id), { what, id, spans: 1, example });
  };
  return {
    see(span: Span): void {
      if (span.origin === 'suggested') return;
      if (!layers.has(span.layer)) count('layer', span.layer, span);
      for (const value of new Set(span.stances.map((stance) => stance.value)))
        if (!stances.has(value)) count('stance', value, span);
    },
    all: (): Unknown[] => [...found.values()].sort((a, b) => b.spans - a.spans || (a.id < b.id ? -1 : 1)),
  };
}

/**
 * Whether sums of spans name a layer, a stance, a speaker or a target that neither the codebook nor the registry has.
 * Only then has each span to be looked at: sums do not grow with the spans.
 */
export function nameUnknown(
  sums: Iterable<Pick<TallyRow, 'about' | 'key' | 'layer'>>,
  codebook: Codebook,
  registry: { has(id: string): boolean },
): boolean {
  const layers = new Set(codebook.layers.map(({ id }) => id));
  const stances = new Set(codebook.stances.map(({ id }) => id));
  for (const { about, key, layer } of sums) {
    if (about === 'article' && layer !== null && !layers.has(layer)) return true;
    if (about === 'stance' && !stances.has(key)) return true;
    if ((about === 'speaker' || about === 'target') && !registry.has(key)) return true;
  }
  return false;
}

/** Counts, span by span, which speakers and targets are named. Suggestions are nobody's annotation. */
export function namedInSpans() {
  const found = new Map<string, Omit<Missing, 'was'>>();
  const count = (what: Missing['what'], id: string, example: Span) => {
    const known = found.get(`${what} ${id}`);
    if (known) known.spans++;
    else found.set(`${what} ${id}`, { what, id, spans: 1, example });
  };
  return {
    see(span: Span): void {
      if (span.origin === 'suggested') return;
      if (span.speaker !== null) count('speaker', span.speaker, span);
      for (const target of new Set(span.stances.map((stance) => stance.target)))
        if (target !== null) count('target', target, span);
    },
    /** Those that the registry does not have, the most named first. */
    missingFrom: (registry: { has(id: string): boolean }): Omit<Missing, 'was'>[] =>
      [...found.values()]
        .filter(({ id }) => !registry.has(id))
        .sort((a, b) => b.spans - a.spans || (a.id < b.id ? -1 : 1)),
  };
}

/** The entry that bears a name of what is missing, which it may have been merged into. */
export function bearerOf<T extends Speaker | Target>(
  was: Speaker | Target | null,
  entries: readonly T[],
): T | undefined {
  if (was === null) return undefined;
  const name = foldText(was.name);
  const bearers = entries.filter((one) => [one.name, ...one.aliases].some((called) => foldText(called) === name));
  return bearers.length === 1 ? bearers[0] : undefined;
}

/** What values are called, for people. */
export interface ValueNames {
  speaker(id: string): string | undefined;
  target(id: string): string | undefined;
  layer(id: string): string | undefined;
  stance(value: string): string | undefined;
  annotator(id: string): string;
}

/** A field's value as a line of text; “nothing” for none. */
export function valueInWords(field: string, value: unknown, names: ValueNames): string {
  if (field === '*') return value === null ? 'removed' : (nameIn(value) ?? 'changed');
  if (value === null || value === undefined || value === '') return 'nothing';
  if (field === 'speaker' && typeof value === 'string') return names.speaker(value) ?? value;
  if (field === 'layer' && typeof value === 'string') return names.layer(value) ?? value;
  if ((field === 'annotator' || field === 'by' || field === 'asks') && typeof value === 'string')
    return names.annotator(value);
  if (field === 'stances' && Array.isArray(value)) {
    const parts = value.map((stance: { value?: string; target?: string | null }) => {
      const name = names.stance(stance.value ?? '') ?? stance.value ?? '';
      return stance.target ? `${name} → ${names.target(stance.target) ?? stance.target}` : name;
    });
    return parts.join('; ') || 'nothing';
  }
  if (Array.isArray(value)) return value.map((one) => valueInWords('', one, names)).join('; ') || 'nothing';
  if (typeof value === 'object') {
    const words = 'exact' in value ? value.exact : 'text' in value ? value.text : undefined;
    return typeof words === 'string' ? `“${words}”` : JSON.stringify(value);
  }
  return String(value);
}

/** What a record that is a value is called: by its name, or by the words that it is about. */
export function nameIn(value: unknown): string | undefined {
  const { name, text, quote } = (value ?? {}) as { name?: unknown; text?: unknown; quote?: { exact?: unknown } };
  if (typeof name === 'string') return name;
  const words = typeof text === 'string' ? text : quote?.exact;
  return typeof words === 'string' ? `“${words}”` : undefined;
}

const fieldNames: Readonly<Record<string, string>> = {
  '*': 'removed by one, changed by another',
  start: 'place',
  end: 'place',
  quote: 'place',
  textSha256: 'version of the text',
  aliases: 'other names',
  stances: 'stances',
  mention: 'words that name the speaker',
  cue: 'cue',
};

/** What a field is called on the screen. */
export const fieldName = (field: string): string => fieldNames[field] ?? field;

/** The instant of a change without the part that orders what happened in the same millisecond. */
export const momentOf = (instant: string): string => instant.replace(/\+[0-9a-z]{4}$/, '');
