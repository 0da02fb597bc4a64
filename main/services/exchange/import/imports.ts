import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Codebook } from '#shared/codebook/codebook.ts';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type {
  CallArgs,
  EventData,
  ImportChoice,
  ImportPreview,
  ImportResult,
  Journaled,
} from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import { sameJson } from '#shared/model/json.ts';
import type { Journal } from '../../journal/journal.ts';
import type { OpenProject } from '../../project/project.ts';
import { readProjectFile } from '../../project/project-file.ts';
import { throttled } from '../export.ts';
import type { ArticleSource } from './place-spans.ts';
import { everything, type Here, type Plan, planImport } from './plan-import.ts';
import { countsOf, describePlan } from './preview.ts';
import type { Read } from './read-file.ts';
import { readIncoming } from './read-incoming.ts';
import { takeIn } from './take-in.ts';

/** A folder that files are taken in to. */
export interface ImportTarget {
  /** Its real path. */
  root: string;
  /** The corpus's own id, as bundles have it. */
  corpusId: string;
  readOnly: boolean;
  annotator: Annotator;
  journal: Journal;
  source: ArticleSource;
  /** The end of a scan that runs. */
  scanned(): Promise<void>;
  /** Reads the folder again. */
  scan(): void;
  codebook?: Codebook;
}

/** An open folder as files are taken in to it. */
export async function importTarget(project: OpenProject, annotator: Annotator): Promise<ImportTarget> {
  const { root, journal, corpus } = project;
  const { id, readOnly } = project.describe();
  const corpusId = (await readProjectFile(root)).id ?? id;
  const { scan, scanned } = project;
  return { root, corpusId, readOnly, annotator, journal, source: corpus, scan, scanned };
}

export interface ImportsOptions {
  now: () => number;
  onProgress(progress: EventData<'exchange.progress'>): void;
  /** Tells windows what came to the journal. */
  onWritten(target: ImportTarget, changes: Journaled[]): void;
}

/** What one window is taking in: a preview at a time. */
export interface Imports {
  /** @throws Failure saying which file cannot be taken in and why; nothing was written, and no preview is kept */
  preview(target: ImportTarget, request: CallArgs<'exchange.preview'>): Promise<ImportPreview>;
  /** @throws Failure `not-found` when the preview is not kept any more; why the journal cannot be written; `cancelled` */
  accept(target: ImportTarget, choice: ImportChoice): Promise<ImportResult>;
  /** Lets go of the files, and ends what is being read or written. */
  discard(): Promise<void>;
}

interface Kept {
  id: string;
  target: ImportTarget;
  reads: readonly Read[];
  plan: Plan;
}

export function createImports({ now, onProgress, onWritten }: ImportsOptions): Imports {
  let kept: Kept | null = null;
  let stop = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  const progress = throttled(onProgress);

  async function discard(): Promise<void> {
    stop.abort();
    const before = kept;
    kept = null;
    await running.catch(() => {});
    await close(before?.reads ?? []);
  }

  function begin<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    stop = new AbortController();
    const { signal } = stop;
    const result = work(signal).catch((error) => {
      throw signal.aborted && !(error instanceof Failure) ? new Failure('cancelled', 'Taking in was stopped.') : error;
    });
    running = result;
    return result;
  }

  const plan = (
    target: ImportTarget,
    reads: readonly Read[],
    choice: Pick<ImportChoice, 'annotators' | 'mapping'>,
    signal: AbortSignal,
  ) =>
    planImport(
      reads.map(({ incoming }) => incoming),
      hereOf(target),
      choice,
      {
        signal,
        onProgress: (phase, done, total) => progress({ phase, done, total }),
      },
    );

  return {
    discard,

    async preview(target, { paths, as }) {
      await discard();
      return begin(async (signal) => {
        const reads: Read[] = [];
        try {
          await target.scanned();
          for (const path of new Set(paths)) {
            signal.throwIfAborted();
            progress({ phase: 'reading', done: reads.length, total: paths.length });
            reads.push(await readIncoming(path, as, now(), signal));
          }
          const made = { id: randomUUID(), target, reads, plan: await plan(target, reads, everything, signal) };
          signal.throwIfAborted();
          kept = made;
          return describePlan(made.id, made.plan, reads, hereOf(target));
        } catch (error) {
          await close(reads);
          throw error;
        }
      });
    },

    async accept(target, choice) {
      const preview = kept;
      if (preview === null || preview.id !== choice.preview || preview.target.root !== target.root)
        throw new Failure('not-found', 'This preview is not kept any more. Choose the files again.');
      if (target.readOnly)
        throw new Failure(
          'read-only',
          `Nothing can be taken in: “${basename(target.root)}” is open for reading only. Choose another place for its journal, or copy the folder to one that can be written.`,
        );
      await running.catch(() => {});
      return begin(async (signal) => {
        const { reads } = preview;
        const asPreviewed = choice.annotators === null && choice.mapping.length === 0;
        const current = asPreviewed && sameJson(preview.plan.positions, target.journal.positions());
        const chosen = current ? preview.plan : await plan(target, reads, choice, signal);
        const counts = countsOf(chosen, reads, hereOf(target));
        const result = await takeIn(
          chosen,
          reads.map(({ incoming }) => incoming),
          {
            ...{
              journal: target.journal,
              root: target.root,
              annotator: target.annotator,
              now,
              texts: choice.texts,
              signal,
            },
            onProgress: (done, total) => progress({ phase: 'saving', done, total }),
            onWritten: (changes) => onWritten(target, changes),
          },
        );
        if (result.articles > 0) target.scan();
        if (kept === preview) kept = null;
        await close(reads);
        const failures = chosen.failed.map(({ name, reason }) => ({ what: name, reason }));
        return { ...result, counts, left: [...failures, ...result.left] };
      });
    },
  };
}

function hereOf({ root, corpusId, annotator, journal, source, codebook = policyNews }: ImportTarget): Here {
  return {
    corpus: { id: corpusId, name: basename(root) || root },
    codebook,
    annotator,
    writer: journal.writer,
    journal,
    source,
  };
}

async function close(reads: readonly Read[]): Promise<void> {
  for (const { incoming } of reads) await incoming.close().catch(() => {});
}
