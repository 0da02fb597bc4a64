import { useMemo } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import { blindSides } from '#shared/review/blind.ts';
import type { ShownSide } from '#shared/review/words.ts';
import { figuresOnce } from '../../agreement/once.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import {
  useAllSpans,
  useArticleRecords,
  useById,
  useComments,
  useDecisions,
  useEntries,
  useReadings,
  useSession,
  useSpeakers,
  useTargets,
} from '../../data/hooks.ts';
import { useHost } from '../../data/host.ts';
import { startWorker } from '../../workers/start-worker.ts';
import { makeReport, type ReportProgress } from './make-report.ts';

export interface Chosen {
  sides: readonly string[];
  /** An article; null: all. */
  only: string | null;
  agreements: boolean;
  blind: boolean;
}

export type Make = (
  chosen: Chosen,
  tools: { onProgress: (progress: ReportProgress) => void; signal: AbortSignal },
) => Promise<string>;

/** Milliseconds that main may take to read one article. */
const readDeadline = 60_000;

/** Makes reports of what is in the folder now; undefined while that is being read. */
export function useReport(codebook: Codebook): Make | undefined {
  const { link, info } = useHost();
  const project = useSession((state) => state.project);
  const names = useAnnotatorNames();
  const spans = useAllSpans();
  const decisions = useDecisions();
  const comments = useComments();
  const readings = useReadings();
  const records = useById(useArticleRecords());
  const speakers = useById(useSpeakers());
  const targets = useById(useTargets());
  const entries = useEntries();
  return useMemo(() => {
    if (!project || !spans || !decisions || !comments || !readings || !records || !speakers || !targets || !entries)
      return undefined;
    return ({ sides, blind, ...chosen }, { onProgress, signal }) => {
      const shown = blind
        ? blindSides(project.id, sides).map(
            ({ side, name }, i): ShownSide => ({ id: side, name, short: String(i + 1), number: i + 1 }),
          )
        : sides.map((id, i): ShownSide => ({ id, name: names(id).name, short: names(id).initials, number: i + 1 }));
      const me = project.annotator;
      return makeReport(
        {
          ...chosen,
          ...{ codebook, blind, spans, decisions, comments, readings, records, speakers, targets, entries },
          sides: shown,
          project: project.id,
          folder: project.name,
          madeAt: new Date().toISOString(),
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
          // One of the hidden names would stand on the first page.
          madeBy: blind && sides.includes(me.id) ? null : names(me.id).name,
          version: info.version,
          personOf: (id) => names(id).name,
        },
        {
          onProgress,
          signal,
          // Past the few texts that are kept for reading.
          read: (id) => link.call('corpus.read', { id }, readDeadline),
          figures: (wanted) => figuresOnce(() => startWorker('figures'), wanted, signal),
        },
      );
    };
  }, [link, info, project, codebook, names, spans, decisions, comments, readings, records, speakers, targets, entries]);
}
