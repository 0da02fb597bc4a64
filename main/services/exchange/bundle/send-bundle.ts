import { randomUUID } from 'node:crypto';
import type { Change } from '#shared/changes/change.ts';
import { createClock } from '#shared/changes/clock.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { BundleResult, Journaled } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Journal } from '../../journal/journal.ts';
import { type BundleOptions, writeBundle } from './write-bundle.ts';

/**
 * Writes a bundle and notes in the journal that it was sent, for the next one to begin there. A name that the sender has
 * changed since they last marked something is written first, so that it goes along. Where the note cannot be
 * kept the bundle is good all the same, and `left` says so.
 * @returns what was written, and what the journal has got besides, for the windows of the folder
 * @throws Failure as `writeBundle` does
 */
export async function sendBundle(
  options: Omit<BundleOptions, 'journal'> & {
    by: Annotator;
    journal: BundleOptions['journal'] & Pick<Journal, 'append' | 'historyOf'>;
  },
): Promise<{ result: BundleResult; noted: Journaled[] }> {
  const renamed = await writeName(options);
  const { result, sent } = await writeBundle(options);
  if (sent === null) return { result, noted: renamed };
  const clock = createClock(options.now);
  const change: Change = {
    ...{ id: `c_${sent.id}`, at: clock.tick(), by: options.by.id, origin: 'import', gesture: `g_${sent.id}` },
    edits: [added('transfer', sent)],
  };
  try {
    const acks = await options.journal.append([change]);
    return { result, noted: [...renamed, ...acks.map(({ writer, n }) => ({ writer, n, change }))] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const what = 'The note that the bundle was sent';
    return { result: { ...result, left: [...result.left, { what, reason: error.message }] }, noted: renamed };
  }
}

/** What the sender is called now, where the journals know them under another name. */
async function writeName({ by, journal, now }: Pick<Parameters<typeof sendBundle>[0], 'by' | 'journal' | 'now'>) {
  const history = await journal.historyOf('annotator', by.id);
  const known = history.at(-1)?.after as Annotator | null | undefined;
  const edit = known ? changed('annotator', known, { name: by.name, initials: by.initials }) : undefined;
  if (edit === undefined) return [];
  const clock = createClock(now);
  for (const { at } of history) clock.observe(at);
  const id = randomUUID();
  const change: Change = {
    id: `c_${id}`,
    at: clock.tick(),
    by: by.id,
    origin: 'import',
    gesture: `g_${id}`,
    edits: [edit],
  };
  try {
    const acks = await journal.append([change]);
    return acks.map(({ writer, n }): Journaled => ({ writer, n, change }));
  } catch (error) {
    // The bundle is good under the old name, too.
    if (!(error instanceof Failure)) throw error;
    return [];
  }
}
