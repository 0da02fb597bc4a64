import { bitOf } from './fields.ts';
import { writeInstant } from './instant.ts';
import type { WriterRows } from './read-writer.ts';
import { C, changeWidth, compareInstants, E, editWidth, flags, IdTable, pieceRows, Texts, Words } from './rows.ts';

/** The rows of all writers, merged: of each record the edit that holds it is marked as `live`. */
export interface Merged {
  changes: Words;
  edits: Words;
  texts: Texts;
  /** Every change that counts, in the order of the clocks, with its edits from `first` to before `end`. */
  eachChange(visit: (change: number, first: number, end: number, writer: number) => void): void;
  /** The number of a writer's change among all. */
  changeOf(writer: number, change: number): number;
  writers: readonly WriterRows[];
}

/** Where a writer's rows begin among those of all. */
interface Source {
  order: Uint32Array | null;
  length: number;
  firstChange: number;
  firstEdit: number;
  edits: number;
}

/**
 * Merges journals as replaying all changes in the order of their clocks does (`changes()` and `records()` of the
 * journals): a change that several writers have counts once, with the first of them.
 * @param writers in the order in which they are read; their rows are used and changed
 */
export function mergeRows(writers: readonly WriterRows[]): Merged {
  const changes = joined(
    changeWidth,
    writers.map((writer) => writer.changes.pieces),
  );
  const edits = joined(
    editWidth,
    writers.map((writer) => writer.edits.pieces),
  );
  const sources: Source[] = [];
  const texts = new Texts();
  let firstChange = 0;
  let firstEdit = 0;
  for (const writer of writers) {
    sources.push({ order: null, length: writer.changes.length, firstChange, firstEdit, edits: writer.edits.length });
    renumber(edits, firstEdit, writer, texts);
    firstChange += writer.changes.pieces.length * pieceRows;
    firstEdit += writer.edits.pieces.length * pieceRows;
  }
  const odd = new Map<number, string>();
  for (const [i, { oddInstants }] of writers.entries())
    for (const [change, at] of oddInstants) odd.set(sources[i]!.firstChange + change, at);
  const compare = odd.size === 0 ? byNumbers(changes) : byTexts(changes, odd);

  dropKnown(changes, sources);
  for (const [i, source] of sources.entries()) {
    if (odd.size === 0 && writers[i]!.inClockOrder) continue;
    const order = source.order ?? Uint32Array.from({ length: source.length }, (_, change) => change);
    source.order = order.sort((a, b) => compare(source.firstChange + a, source.firstChange + b) || a - b);
  }
  // Journals of one instant go by name.
  const ranked = sources.map((_, i) => i).sort((a, b) => (writers[a]!.key < writers[b]!.key ? -1 : 1));

  const merged: Merged = {
    ...{ changes, edits, texts, writers },
    changeOf: (writer, change) => sources[writer]!.firstChange + change,
    eachChange(visit) {
      const next = sources.map(() => 0);
      for (;;) {
        let best = -1;
        let bestChange = -1;
        for (const writer of ranked) {
          const { order, length, firstChange: from } = sources[writer]!;
          const at = next[writer]!;
          if (at === length) continue;
          const change = from + (order === null ? at : order[at]!);
          if (best !== -1 && compare(change, bestChange) >= 0) continue;
          best = writer;
          bestChange = change;
        }
        if (best === -1) return;
        next[best]!++;
        const source = sources[best]!;
        const isLast = bestChange - source.firstChange === writers[best]!.changes.length - 1;
        const first = changes.get(bestChange, C.firstEdit);
        const end = isLast ? source.edits : changes.get(bestChange + 1, C.firstEdit);
        visit(bestChange, source.firstEdit + first, source.firstEdit + end, best);
      }
    },
  };
  replay(merged);
  return merged;
}

function joined(width: number, pieces: readonly (readonly Uint32Array[])[]): Words {
  const all = pieces.flat();
  return new Words(width, all, all.length * pieceRows);
}

/** Words that are texts, in edits of spans and of readings. */
const textWords = [E.article, E.annotator, E.origin, E.layer, E.speaker, E.mode, E.stances];
const readingTextWords = [E.article, E.annotator];

function renumber(edits: Words, from: number, { edits: { length }, texts: list }: WriterRows, texts: Texts): void {
  const numbers = Uint32Array.from(list, (text) => texts.of(text));
  for (let row = from; row < from + length; row++) {
    const isReading = (edits.get(row, E.sets) & flags.isReading) !== 0;
    for (const word of isReading ? readingTextWords : textWords) edits.set(row, word, numbers[edits.get(row, word)]!);
  }
}

type Compare = (change: number, other: number) => number;

const byNumbers =
  (changes: Words): Compare =>
  (change, other) =>
    compareInstants(changes, change, other);

/** Where the clock did not write all of the instants, they are compared as the texts that they are. */
function byTexts(changes: Words, odd: ReadonlyMap<number, string>): Compare {
  const textOf = (change: number) =>
    odd.get(change) ??
    writeInstant({
      day: changes.get(change, C.day),
      millisecond: changes.get(change, C.millisecond),
      counter: changes.get(change, C.counter),
    });
  return (change, other) => {
    const [a, b] = [textOf(change), textOf(other)];
    return a < b ? -1 : a > b ? 1 : 0;
  };
}

/** Takes out the changes that an earlier writer has too. */
function dropKnown(changes: Words, sources: readonly Source[]): void {
  if (sources.length < 2) return;
  const known = new IdTable(
    changes,
    sources.reduce((sum, { length }) => sum + length, 0),
  );
  for (const source of sources) {
    const { firstChange, length } = source;
    const kept = new Uint32Array(length);
    let count = 0;
    for (let change = 0; change < length; change++) {
      const row = firstChange + change;
      if (known.get(changes.get(row, C.id), changes.get(row, C.id + 1)) !== -1) continue;
      known.put(row);
      kept[count++] = change;
    }
    if (count === length) continue;
    source.order = kept.slice(0, count);
    source.length = count;
  }
}

const spanFields = [
  [bitOf('span', 'article'), E.article],
  [bitOf('span', 'annotator'), E.annotator],
  [bitOf('span', 'origin'), E.origin],
  [bitOf('span', 'start'), E.start],
  [bitOf('span', 'end'), E.end],
  [bitOf('span', 'layer'), E.layer],
  [bitOf('span', 'speaker'), E.speaker],
  [bitOf('span', 'mode'), E.mode],
  [bitOf('span', 'stances'), E.stances],
  [bitOf('span', 'textSha256'), E.textSha256],
  [bitOf('span', 'textSha256'), E.textSha256 + 1],
] as const;
const readingFields = [
  [bitOf('reading', 'article'), E.article],
  [bitOf('reading', 'annotator'), E.annotator],
  [bitOf('reading', 'status'), E.origin],
] as const;

/** Does to rows what `apply` does to records. */
function replay({ edits, eachChange }: Merged): void {
  const holders = new IdTable(edits, edits.length);
  eachChange((_, first, end) => {
    for (let row = first; row < end; row++) {
      const sets = edits.get(row, E.sets);
      const holder = holders.get(edits.get(row, E.id), edits.get(row, E.id + 1));
      const isThere = holder !== -1 && (edits.get(holder, E.sets) & flags.live) !== 0;
      if ((sets & flags.adds) !== 0) {
        if (isThere) edits.set(holder, E.sets, edits.get(holder, E.sets) & ~flags.live);
        edits.set(row, E.sets, sets | flags.live);
        holders.put(row);
      } else if (!isThere) {
        // Somebody else removed it.
      } else if ((sets & flags.removes) !== 0) {
        edits.set(holder, E.sets, edits.get(holder, E.sets) & ~flags.live);
      } else {
        edits.set(holder, E.faults, (edits.get(holder, E.faults) & ~sets) | edits.get(row, E.faults));
        for (const [bit, word] of (sets & flags.isReading) === 0 ? spanFields : readingFields)
          if ((sets & bit) !== 0) edits.set(holder, word, edits.get(row, word));
      }
    }
  });
}

/** Rows that hold a record, with what speaks against it. */
export function eachRecord({ edits }: Merged, visit: (row: number, isReading: boolean, faults: number) => void): void {
  for (let row = 0; row < edits.length; row++) {
    const sets = edits.get(row, E.sets);
    if ((sets & flags.live) !== 0) visit(row, (sets & flags.isReading) !== 0, edits.get(row, E.faults));
  }
}
