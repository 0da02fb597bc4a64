import type { MeasuredArticle, MeasuredSpan } from '#shared/agreement/measured.ts';
import { finished, lengthOf, workedOn } from '#shared/agreement/options.ts';
import type { Article } from '#shared/model/article.ts';
import { readingStatuses } from '#shared/model/reading.ts';
import type { Stance } from '#shared/model/stance.ts';
import { sideOf } from '#shared/review/side.ts';
import { readStances } from './fields.ts';
import { eachRecord, type Merged } from './merge.ts';
import { E, flags, hashOf } from './rows.ts';

/** An article of which the spans are to be compared. */
export interface ComparedArticle {
  id: string;
  /** The sides that have worked on it. */
  worked: string[];
  /** Where all spans of the sides were marked in one text, what is measured. */
  measured: MeasuredArticle | null;
  /** Otherwise the rows of the sides' spans. */
  rows: readonly number[];
  /** The annotators who have finished it. */
  read: ReadonlySet<string>;
}

export interface ComparedSpans {
  /** Spans by side; suggestions are nobody's. */
  counts: ReadonlyMap<string, number>;
  /** Records that do not fit their schema, and are left out. */
  invalid: number;
  /** The articles that any of the sides has worked on, by their ids' order. */
  articles(sides: readonly string[], bindings: ReadonlyMap<string, Article>): Generator<ComparedArticle>;
}

/** The spans that stand when all is merged, article by article; what is given out is made for one article at a time. */
export function comparedSpans(merged: Merged): ComparedSpans {
  const { edits, texts } = merged;
  const list = texts.list;
  const textAt = (row: number, word: number) => list[edits.get(row, word)] as string;
  const sideAt = (row: number) =>
    sideOf({ origin: textAt(row, E.origin) as 'manual', annotator: textAt(row, E.annotator) });

  const perArticle = new Uint32Array(list.length + 1);
  const counts = new Map<string, number>();
  let invalid = 0;
  eachRecord(merged, (row, isReading, faults) => {
    if (faults !== 0) {
      invalid++;
      return;
    }
    perArticle[edits.get(row, E.article) + 1]!++;
    const side = isReading ? null : sideAt(row);
    if (side !== null) counts.set(side, (counts.get(side) ?? 0) + 1);
  });
  for (let i = 1; i < perArticle.length; i++) perArticle[i]! += perArticle[i - 1]!;
  const rows = new Uint32Array(perArticle.at(-1) ?? 0);
  const next = perArticle.slice();
  eachRecord(merged, (row, _, faults) => {
    if (faults === 0) rows[next[edits.get(row, E.article)]!++] = row;
  });
  const ids: number[] = [];
  for (let i = 0; i < list.length; i++) if (perArticle[i]! < perArticle[i + 1]!) ids.push(i);
  ids.sort((a, b) => (list[a]! < list[b]! ? -1 : 1));

  const stanceLists = new Map<number, readonly Stance[]>();
  const stancesAt = (row: number): readonly Stance[] => {
    const number = edits.get(row, E.stances);
    const known = stanceLists.get(number) ?? readStances(list[number]!);
    stanceLists.set(number, known);
    return known;
  };

  return {
    counts,
    invalid,
    *articles(sides, bindings) {
      for (const article of ids) {
        const spans: MeasuredSpan[] = [];
        const own: number[] = [];
        const marked = new Set<string>();
        const read = new Set<string>();
        let oneText = true;
        for (let i = perArticle[article]!; i < perArticle[article + 1]!; i++) {
          const row = rows[i]!;
          if (isReadingRow(merged, row)) {
            if (finished(readingStatuses[edits.get(row, E.origin)]!)) read.add(textAt(row, E.annotator));
            continue;
          }
          const side = sideAt(row);
          if (side === null || !sides.includes(side)) continue;
          marked.add(side);
          own.push(row);
          if (oneText) oneText = haveOneText(merged, own[0]!, row);
          spans.push({
            side,
            start: edits.get(row, E.start),
            end: edits.get(row, E.end),
            layer: textAt(row, E.layer),
            speaker: list[edits.get(row, E.speaker)] as string | null,
            mode: list[edits.get(row, E.mode)] as string | null,
            stances: stancesAt(row),
          });
        }
        const worked = workedOn(sides, marked, read);
        if (worked.length === 0) continue;
        const id = list[article]!;
        const record = bindings.get(id);
        const sameText = record !== undefined && own.length > 0 && isMarkedIn(merged, own[0]!, record);
        const length = lengthOf(record, own.length === 0 ? null : sameText ? record.textSha256 : '');
        yield { id, worked, read, rows: own, measured: oneText ? { id, worked, spans, length } : null };
      }
    },
  };
}

const isReadingRow = ({ edits }: Merged, row: number) => (edits.get(row, E.sets) & flags.isReading) !== 0;

const isMarkedIn = ({ edits }: Merged, row: number, { textSha256 }: Article) => {
  const { high, low } = hashOf(textSha256);
  return edits.get(row, E.textSha256) === high && edits.get(row, E.textSha256 + 1) === low;
};

const haveOneText = ({ edits }: Merged, one: number, other: number) =>
  edits.get(one, E.textSha256) === edits.get(other, E.textSha256) &&
  edits.get(one, E.textSha256 + 1) === edits.get(other, E.textSha256 + 1);
