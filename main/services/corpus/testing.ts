import { join } from 'node:path';
import type { Entry } from '#shared/model/article.ts';
import { type Corpus, type CorpusOptions, openCorpus } from './corpus.ts';
import { chosenIn } from './look-into.ts';

/** The corpus of a folder in which nobody has annotated or chosen anything, and its rows as a window that listens has them. */
export function openListed(options: Pick<CorpusOptions, 'root' | 'workerFile'> & Partial<CorpusOptions>): {
  corpus: Corpus;
  rows: Map<string, Entry>;
} {
  const rows = new Map<string, Entry>();
  const corpus = openCorpus({
    cacheDir: join(options.root, '.rapporteur', 'cache'),
    bindings: () => [],
    chosen: () => chosenIn([]),
    onProgress() {},
    ...options,
    onEntries(change) {
      options.onEntries?.(change);
      for (const id of change.gone) rows.delete(id);
      for (const entry of change.entries) rows.set(entry.id, entry);
    },
  });
  return { corpus, rows };
}
