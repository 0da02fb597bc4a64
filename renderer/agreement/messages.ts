import type { AgreementOptions, MeasuredArticle } from '#shared/agreement/measured.ts';
import type { AgreementReport } from '#shared/agreement/report.ts';

/** What the window says to its worker: only what has changed of the articles since it was asked last. */
export interface ToWorker {
  ask: number;
  options: AgreementOptions;
  changed: readonly MeasuredArticle[];
  gone: readonly string[];
}

export type FromWorker = { ask: number; report: AgreementReport } | { ask: number; failure: string };
