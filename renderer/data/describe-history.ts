import type { Edit } from '#shared/changes/change.ts';
import { isoOf } from '#shared/changes/clock.ts';
import type { HistoryEntry } from '#shared/contract/contract.ts';
import type { Span } from '#shared/model/span.ts';
import { describeEdits, type Names } from './describe.ts';

/** One step in a span's history, for people. */
export interface HistoryStep {
  /** Names the step; no two are the same. */
  id: string;
  who: string;
  /** An instant in ISO form. */
  at: string;
  /** What was done: “set the speaker to Ko, moved a boundary”. */
  what: string;
  /** How it came, when it was not done here by hand. */
  how: 'undo' | 'import' | null;
  /** The span after it; null: it was removed. */
  span: Span | null;
}

/** The steps of a span's history, the latest first; those in which nothing changed that anybody sees are left out. */
export function historySteps(entries: readonly HistoryEntry[], names: Names): HistoryStep[] {
  let there = false;
  let was = false;
  return entries
    .flatMap(({ change, at, by, origin, edit, after }, index): HistoryStep[] => {
      const returned = !there && was;
      there = after !== null;
      was ||= there;
      const what = describeStep(edit as SpanEdit, returned, names);
      const how = origin === 'undo' || origin === 'import' ? origin : null;
      const who = names.annotator?.(by) ?? by;
      // One change may hold several edits of the same span.
      return what === ''
        ? []
        : [{ id: `${change} ${index}`, who, at: isoOf(at), what, how, span: after as Span | null }];
    })
    .reverse();
}

type SpanEdit = Extract<Edit, { kind: 'span' }>;

/** Fields that are told together, in the order in which they are told. */
const told: readonly (readonly (keyof Span)[])[] = [
  ['speaker'],
  ['stances'],
  ['start', 'end'],
  ['mention'],
  ['cue'],
  ['mode'],
  ['layer'],
  ['note'],
  ['labels'],
];

function describeStep(edit: SpanEdit, returned: boolean, names: Names): string {
  const { before, after } = edit;
  if (after === undefined) return 'removed it';
  if (before === undefined) {
    if (returned) return 'brought it back';
    if (after.origin === 'accepted') return 'accepted it as suggested';
    return after.origin === 'adjudicated' ? 'settled on it in the review' : 'marked it';
  }
  return told
    .filter((fields) => fields.some((field) => field in after))
    .map((fields) => {
      const only = (all: Partial<Span>) =>
        Object.fromEntries(fields.flatMap((field) => (field in all ? [[field, all[field]]] : [])));
      return lower(describeEdits([{ ...edit, before: only(before), after: only(after) }], names));
    })
    .join(', ');
}

const lower = (words: string): string => (words[0]?.toLowerCase() ?? '') + words.slice(1);
