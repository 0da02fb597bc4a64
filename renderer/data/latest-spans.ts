import type { ProjectDb, SpanRow } from './db.ts';
import { packedLatest } from './packs.ts';

/** How many rows, and how many packs, are read at a time, so that the window stays quick. */
const portion = 1000;
const packsAtOnce = 10;

export interface Most {
  /** So many rows are answered, and so many looked at. */
  kept: number;
  looked: number;
}

/** Beyond this a window would be at it for minutes, and what is older says little that the newer does not. */
export const mostLatest: Most = { kept: 20_000, looked: 100_000 };

/** The rows made last that hold, as far back as `most` says: later ids sort after earlier ones. In no order. */
export async function latestSpans(
  db: ProjectDb,
  holds: (row: SpanRow) => boolean,
  most: Most = mostLatest,
): Promise<SpanRow[]> {
  const sources = [rowsOfTheirOwn(db), rowsInPacks(db)];
  const kept: SpanRow[] = [];
  // A row may leave its pack between two portions.
  const seen = new Set<string>();
  let waiting: SpanRow[] = [];
  for (;;) {
    const furthest = sources.reduce((a, b) => ((b.rest ?? '') > (a.rest ?? '') ? b : a));
    const rest = furthest.rest ?? '';
    const ready = waiting.filter(({ id }) => id >= rest).sort((a, b) => (a.id < b.id ? 1 : -1));
    for (const row of ready) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      if (holds(row)) kept.push(row);
      if (kept.length === most.kept || seen.size === most.looked) return kept;
    }
    if (furthest.rest === null) return kept;
    waiting = waiting.filter(({ id }) => id < rest);
    waiting.push(...(await furthest.more()));
  }
}

/** Rows from one of the two places where they stand, those with the latest ids first. */
interface Source {
  /** What has not been read yet has ids before this; null: all has been read. */
  rest: string | null;
  more(): Promise<SpanRow[]>;
}

const afterAll = '\uffff';

function rowsOfTheirOwn(db: ProjectDb): Source {
  const source: Source = {
    rest: afterAll,
    async more() {
      const rows = await db.spans
        .where('id')
        .below(source.rest ?? '')
        .reverse()
        .limit(portion)
        .toArray();
      source.rest = rows.length < portion ? null : (rows.at(-1)?.id ?? null);
      return rows;
    },
  };
  return source;
}

function rowsInPacks(db: ProjectDb): Source {
  const source: Source = {
    rest: afterAll,
    async more() {
      const { rows, next } = await packedLatest<SpanRow>(db, 'span', source.rest ?? '', packsAtOnce);
      source.rest = next;
      return rows;
    },
  };
  return source;
}
