import { createAgreement } from '#shared/agreement/agreement.ts';
import type { MeasuredArticle } from '#shared/agreement/measured.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const articles = new Map<string, MeasuredArticle>();

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => self.postMessage(answer(data)));

function answer({ ask, options, changed, gone }: ToWorker): FromWorker {
  for (const id of gone) articles.delete(id);
  for (const article of changed) articles.set(article.id, article);
  try {
    const agreement = createAgreement(options);
    for (const article of articles.values()) agreement.add(article);
    return { ask, report: agreement.report() };
  } catch (error) {
    return { ask, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
