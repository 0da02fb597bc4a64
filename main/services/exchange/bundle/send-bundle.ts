import type { Change } from '#shared/changes/change.ts';
import { createClock } from '#shared/changes/clock.ts';
import { added } from '#shared/changes/edits.ts';
import type { BundleResult, Journaled } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Journal } from '../../journal/journal.ts';
import { type BundleOptions, writeBundle } from './write-bundle.ts';

/**
 * Writes a bundle and notes in the journal that it was sent, for the next one to begin there. Where the note cannot be
 * kept the bundle is good all the same, and `left` says so.
 * @returns what was written, and the note as the journal has it, for the windows of the folder
 * @throws Failure as `writeBundle` does
 */
export async function sendBundle(
  options: Omit<BundleOptions, 'journal'> & {
    by: Annotator;
    journal: BundleOptions['journal'] & Pick<Journal, 'append'>;
  },
): Promise<{ result: BundleResult; noted: Journaled[] }> {
  const { result, sent } = await writeBundle(options);
  if (sent === null) return { result, noted: [] };
  const clock = createClock(options.now);
  const change: Change = {
    ...{ id: `c_${sent.id}`, at: clock.tick(), by: options.by.id, origin: 'import', gesture: `g_${sent.id}` },
    edits: [added('transfer', sent)],
  };
  try {
    const acks = await options.journal.append([change]);
    return { result, noted: acks.map(({ writer, n }) => ({ writer, n, change })) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const what = 'The note that the bundle was sent';
    return { result: { ...result, left: [...result.left, { what, reason: error.message }] }, noted: [] };
  }
}
