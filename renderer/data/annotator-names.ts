import { useMemo } from 'react';
import { type AnnotatorNames, annotatorNames } from '#shared/review/annotator-names.ts';
import { useAnnotators, useSession } from './hooks.ts';

export type { AnnotatorNames };

/** The names of everybody who has annotated in this folder, and of the person at work, told apart. */
export function useAnnotatorNames(): AnnotatorNames {
  const annotators = useAnnotators();
  const me = useSession((state) => state.project?.annotator);
  return useMemo(() => annotatorNames([...(annotators ?? []), ...(me ? [me] : [])]), [annotators, me]);
}
