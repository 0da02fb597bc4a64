import { sameJson } from '#shared/model/json.ts';
import type { Mode } from '#shared/model/mode.ts';
import type { Range } from '#shared/model/range.ts';
import type { Stance } from '#shared/model/stance.ts';
import type { Case, Difference, Sided } from '#shared/review/case.ts';

/** The span that a case is about to be merged into: UTF-16 code units into the text on screen. */
export interface Draft extends Range {
  layer: string;
  speaker: string | null;
  mode: Mode | null;
  stances: Stance[];
}

/** The fields of a draft that a side's span can give, with the difference that makes them worth asking for. */
export type DraftField = 'boundary' | 'layer' | 'speaker' | 'mode' | 'stances';

/** What a side marked, as a draft. */
export const draftOf = ({ span, start, end }: Sided): Draft => ({
  start,
  end,
  layer: span.layer,
  speaker: span.speaker,
  mode: span.mode,
  stances: [...span.stances],
});

/** A field as a side has it. */
export function fieldOf(sided: Sided, field: DraftField): Partial<Draft> {
  const { start, end, ...rest } = draftOf(sided);
  return field === 'boundary' ? { start, end } : { [field]: rest[field] };
}

/** Whether a draft has a field as a side has it. */
export const hasField = (draft: Draft, sided: Sided, field: DraftField): boolean =>
  Object.entries(fieldOf(sided, field)).every(([name, value]) => sameJson(draft[name as keyof Draft], value));

/** The fields in which the sides of a case differ. */
export function differingFields({ differences }: Case): Set<DraftField> {
  const fields: Partial<Record<Difference, DraftField>> = {
    boundary: 'boundary',
    layer: 'layer',
    speaker: 'speaker',
    mode: 'mode',
    stance: 'stances',
    target: 'stances',
  };
  return new Set(differences.flatMap((kind) => fields[kind] ?? []));
}

/** With the stance at a place changed, or added where there is none; a target that is not named yet is null. */
export function withStance(draft: Draft, index: number, fields: Partial<Stance>): Draft {
  const there = draft.stances[index];
  if (there === undefined && fields.value === undefined) return draft;
  const stance: Stance = { target: null, value: '', ...there, ...fields };
  const stances = there === undefined ? [...draft.stances, stance] : draft.stances.with(index, stance);
  return {
    ...draft,
    stances: stances.filter((one, i) => stances.findIndex((other) => sameJson(other, one)) === i),
  };
}

export const withoutStance = (draft: Draft, index: number): Draft => ({
  ...draft,
  stances: draft.stances.filter((_, i) => i !== index),
});
