import { useMemo } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { FieldConflict } from '#shared/contract/contract.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { useArticleRecords, useById, useEntries, useSpeakers, useTargets } from '../../data/hooks.ts';
import { kindNames } from './fates.ts';
import { fieldName, isPlace, isRemoval, type Matter, nameIn, valueInWords } from './matters.ts';

/** How matters and what they are about are told. */
export interface Wording {
  kind(matter: Matter): string;
  title(matter: Matter): string;
  annotator(id: string): string;
  speaker(id: string | null): string;
  article(id: string): string;
  value(field: string, value: unknown): string;
}

export function useWording(codebook: Codebook): Wording {
  const speakers = useById(useSpeakers());
  const targets = useById(useTargets());
  const entries = useById(useEntries());
  const records = useById(useArticleRecords());
  const annotators = useAnnotatorNames();
  return useMemo(() => {
    const names = {
      speaker: (id: string) => speakers?.get(id)?.name,
      target: (id: string) => targets?.get(id)?.name,
      layer: (id: string) => codebook.layers.find((layer) => layer.id === id)?.name,
      stance: (value: string) => codebook.stances.find((stance) => stance.id === value)?.name,
      annotator: (id: string) => annotators(id).name,
    };
    const article = (id: string) =>
      entries?.get(id)?.meta.title ?? entries?.get(id)?.path ?? records?.get(id)?.title ?? id;
    const fieldOf = (conflicts: readonly FieldConflict[]) => {
      const { kind = '', record = '', field = '' } = conflicts[0] ?? {};
      const of =
        kind === 'speaker'
          ? names.speaker(record)
          : kind === 'target'
            ? names.target(record)
            : kind === 'article'
              ? article(record)
              : kind === 'annotator'
                ? names.annotator(record)
                : undefined;
      const gone = isRemoval(conflicts) ? nameIn(conflicts[0]?.lost.value) : undefined;
      const what = fieldName(isPlace(conflicts) ? 'quote' : field);
      return `${of ?? gone ?? kindNames[kind] ?? kind}: ${what}`;
    };
    return {
      kind: (matter) =>
        matter.about === 'field'
          ? `${kindNames[matter.conflicts[0]?.kind ?? ''] ?? 'Record'} changed by two people`
          : matter.about === 'codebook'
            ? `A ${matter.unknown.what} that the codebook does not know`
            : matter.about === 'missing'
              ? `A ${matter.missing.what} that is not in the registry any more`
              : kinds[matter.about],
      title: (matter) => {
        switch (matter.about) {
          case 'field':
            return fieldOf(matter.conflicts);
          case 'speakers':
          case 'targets':
            return matter.pair.a.name === matter.pair.b.name
              ? matter.pair.a.name
              : `${matter.pair.a.name} – ${matter.pair.b.name}`;
          case 'missing':
            return matter.missing.was?.name ?? matter.missing.id;
          case 'codebook':
            return matter.unknown.id;
          case 'orphan':
            return `“${matter.orphan.span.quote.exact.replace(/\s+/g, ' ')}”`;
        }
      },
      annotator: names.annotator,
      speaker: (id) => (id === null ? 'No speaker yet' : (names.speaker(id) ?? 'A speaker who is not in the registry')),
      article,
      value: (field, value) => valueInWords(field, value, names),
    };
  }, [speakers, targets, entries, records, annotators, codebook]);
}

const kinds = {
  speakers: 'One person twice?',
  targets: 'One target twice?',
  orphan: 'A span without a place',
} as const;
