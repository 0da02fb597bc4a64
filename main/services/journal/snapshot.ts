import { randomUUID } from 'node:crypto';
import type { CallResult } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { kinds } from '#shared/model/kinds.ts';
import type { Journal } from './journal.ts';

type Page = CallResult<'journal.snapshot'>;

const pageRecords = 1000;

/**
 * Gives a journal's records out page by page, all as they were when the first page was asked for. One reader has one of
 * these; asking for a first page again begins anew.
 */
export function createSnapshots(log: (line: string) => void) {
  let current: {
    id: string;
    journal: Journal;
    list: Page['records'];
    rest: Pick<Page, 'history' | 'positions'>;
  } | null = null;

  return {
    /** @throws Failure `not-found` for a cursor of an earlier snapshot */
    async page(journal: Journal, cursor: string | null): Promise<Page> {
      if (cursor === null) {
        const { records, invalid, positions } = await journal.records();
        for (const what of invalid) log(`A record in ${journal.folder} is left out: ${what}`);
        const list = kinds.flatMap((kind) =>
          [...records[kind].values()].map((record) => ({
            kind,
            record: record as unknown as Page['records'][0]['record'],
          })),
        );
        current = { id: randomUUID(), journal, list, rest: { history: await journal.history(), positions } };
      }
      const [id, offset] = cursor?.split(':') ?? [current?.id, '0'];
      if (current === null || current.id !== id || current.journal !== journal)
        throw new Failure('not-found', 'This page of the journal is not kept any more. Begin again with the first.');
      const { list, rest } = current;
      const end = Number(offset) + pageRecords;
      const last = end >= list.length;
      if (last) current = null;
      return {
        records: list.slice(Number(offset), end),
        history: last ? rest.history : [],
        total: list.length,
        cursor: last ? null : `${id}:${end}`,
        positions: rest.positions,
      };
    },
  };
}
