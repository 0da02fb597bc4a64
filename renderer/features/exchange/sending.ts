import type { Journaled } from '#shared/contract/contract.ts';
import type { Transfer } from '#shared/model/transfer.ts';
import { folderInFileName } from '../../data/file-name.ts';
import { plural } from '../../ui/format.ts';

/** A name for a bundle's file that every system takes: “Strait news – MK 2024-11-19.rapporteur”. */
export function bundleName(folder: string, initials: string, day: string): string {
  const signed = initials.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '');
  return `${folderInFileName(folder)} – ${signed} ${day}.rapporteur`;
}

/** The bundle that this annotator sent last, of which it is known how far the journals had got. */
export function lastSent(transfers: readonly Transfer[], me: string | undefined): Transfer | undefined {
  return transfers
    .filter((one) => one.direction === 'sent' && one.annotator === me && one.positions !== null)
    .reduce<Transfer | undefined>((latest, one) => (latest && latest.at >= one.at ? latest : one), undefined);
}

/**
 * How much has been done since something was sent, of which the journals give the first part. That it was sent is noted
 * there too, and is nothing that was done.
 */
export function changesInWords(changes: readonly Journaled[], more: boolean): string {
  const done = changes.filter(({ change }) => change.edits.some(({ kind }) => kind !== 'transfer')).length;
  if (more) return `more than ${done.toLocaleString('en')} changes`;
  return done === 0 ? 'nothing yet' : plural(done, 'change');
}
