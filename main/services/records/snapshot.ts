import { randomUUID } from 'node:crypto';
import type { CallResult, Positions } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Journal } from '../journal/journal.ts';
import { isDamage } from './keeper.ts';
import type { RecordsReader } from './read.ts';
import type { Records } from './records.ts';

type Page = CallResult<'journal.snapshot'>;

const pageRecords = 1000;

/** Of what a snapshot is made. */
interface Source {
  journal: Journal;
  records: Pick<Records, 'read' | 'damaged'>;
}

/**
 * Gives a folder's records out page by page, all as they were when the first page was asked for. One reader has one of
 * these; asking for a first page again begins anew.
 */
export function createSnapshots(log: (line: string) => void) {
  let current: {
    id: string;
    records: Source['records'];
    reader: RecordsReader;
    rest: Pick<Page, 'history' | 'positions' | 'total'>;
  } | null = null;

  function end(): void {
    current?.reader.close();
    current = null;
  }

  async function begin({ journal, records }: Source): Promise<void> {
    end();
    const reader = await records.read();
    try {
      const positions = positionsOf(journal, reader.positions());
      for (const what of reader.invalid()) log(`A record in ${journal.folder} is left out: ${what}`);
      const total = reader.count();
      const history = await journal.history();
      current = { id: randomUUID(), records, reader, rest: { history, positions, total } };
    } catch (error) {
      reader.close();
      if (isDamage(error)) await records.damaged();
      throw error;
    }
  }

  return {
    /** @throws Failure `not-found` for a cursor of an earlier snapshot; when the records cannot be brought into step */
    async page(source: Source, cursor: string | null): Promise<Page> {
      if (cursor === null) await begin(source);
      const [id, after] = cursor?.split(':') ?? [current?.id, '0'];
      if (current === null || current.id !== id || current.records !== source.records)
        throw new Failure('not-found', 'This page of the journal is not kept any more. Begin again with the first.');
      const { reader, rest } = current;
      let found: ReturnType<RecordsReader['page']>;
      try {
        found = reader.page(Number(after), pageRecords);
      } catch (error) {
        end();
        if (isDamage(error)) await source.records.damaged();
        throw error;
      }
      const last = found.next === null;
      if (last) end();
      return {
        records: found.records.map(({ kind, json }) => ({ kind, record: JSON.parse(json) })),
        history: last ? rest.history : [],
        total: rest.total,
        cursor: last ? null : `${id}:${found.next}`,
        positions: rest.positions,
      };
    },
    /** Lets go of a snapshot that was not read to its end. */
    end,
  };
}

/** The end of a journal whose last lines count elsewhere, or make no records, has been reached without them. */
function positionsOf(journal: Journal, taken: Positions): Positions {
  return Object.fromEntries(
    Object.entries(journal.positions()).map(([writer, last]) => {
      const n = taken[writer] ?? -1;
      return [writer, journal.placesAfter(writer, { n, count: 0, sum: 0 }, 1) === null ? last : n];
    }),
  );
}
