import type { AgreementReport } from '#shared/agreement/report.ts';
import { createFigures, type Wanted, type WorkerPort } from './figures.ts';

/**
 * The figures of something once, computed by a worker of its own that is ended afterwards.
 * @param start starts the worker
 * @throws Error when they cannot be computed; the signal's reason when it is aborted
 */
export async function figuresOnce(
  start: () => WorkerPort,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<AgreementReport> {
  const figures = createFigures(start);
  try {
    return await new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop);
      figures.subscribe(() => {
        const { report, working, failure } = figures.get();
        if (failure !== null) reject(new Error('The figures cannot be computed, because of a fault in Rapporteur.'));
        else if (report !== undefined && !working) resolve(report);
      });
      figures.want(wanted);
    });
  } finally {
    figures.dispose();
  }
}
