import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Edit } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import { originalId } from '#shared/changes/part.ts';
import type { Journaled, Positions } from '#shared/contract/contract.ts';
import type { Comment } from '#shared/model/comment.ts';
import type { AnyRecord, Kind } from '#shared/model/kinds.ts';
import { readingId } from '#shared/model/reading.ts';
import { spanWith, speakerWith } from '#shared/model/testing.ts';
import type { Transfer } from '#shared/model/transfer.ts';
import { sideOf } from '#shared/review/side.ts';
import { applyChange, noRecords, type Records } from '../../journal/fold.ts';
import { type Choice, createChooser } from './choose.ts';
import { sinceLastSent } from './since.ts';

const when = '2026-11-22T08:00:00.000Z';
const people = ['mk', 'jw'];
const articles = ['a_1', 'a_2'];

/** The records that people work on in these histories, each as it is when it is added. */
const things: { kind: Kind; record: AnyRecord }[] = [
  { kind: 'speaker', record: speakerWith('Ødegård 😀') },
  { kind: 'article', record: { id: 'a_1', path: '1.txt', sourceSha256: '', textSha256: '', title: null } },
  ...articles.flatMap((article) => [
    ...people.flatMap((annotator): { kind: Kind; record: AnyRecord }[] => [
      { kind: 'span', record: spanWith({ id: `s_${article}_${annotator}`, article, annotator }) },
      {
        kind: 'span',
        record: spanWith({ id: `s_${article}_${annotator}_judged`, article, annotator, origin: 'adjudicated' }),
      },
      {
        kind: 'reading',
        record: { id: readingId(article, annotator), article, annotator, status: 'done', updatedAt: when },
      },
    ]),
    { kind: 'comment' as const, record: commentOn(article) },
  ]),
  {
    kind: 'rejection',
    record: {
      ...{ id: 'r_1', article: 'a_1', textSha256: '', annotator: 'mk', layer: 'statement', start: 0, end: 1 },
      ...{ quote: { exact: 'x', prefix: '', suffix: '' }, of: 'suggestion', at: when },
    },
  },
];
function commentOn(article: string): Comment {
  return {
    ...{ id: `k_${article}`, thread: `k_${article}`, article, about: ['s_1'], author: 'jw', text: 'Look.' },
    ...{ asks: 'mk', answer: null, createdAt: when, updatedAt: when },
  };
}

/** The field that a change of each kind changes. */
const noteOf: Partial<Record<Kind, string>> = {
  span: 'note',
  speaker: 'note',
  comment: 'text',
  reading: 'by',
  article: 'title',
};

interface Step {
  things: number[];
  remove: boolean;
  text: string;
  writer: string;
}
const anyStep: fc.Arbitrary<Step> = fc.record({
  things: fc.uniqueArray(fc.nat(things.length - 1), { minLength: 1, maxLength: 4 }),
  remove: fc.boolean(),
  text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
  writer: fc.constantFrom('mk-1', 'jw-1'),
});
const anyHistory = fc.array(anyStep, { maxLength: 30 }).map(play);

/** What the steps write: each record is added, then changed or removed, in changes of several edits. */
function play(steps: readonly Step[]): Journaled[] {
  const records = noRecords();
  const last: Positions = {};
  const lines: Journaled[] = [];
  for (const [i, step] of steps.entries()) {
    const edits = step.things.flatMap((index): Edit[] => {
      const { kind, record } = things[index]!;
      const there = (records[kind] as Map<string, never>).get(record.id);
      if (there === undefined) return [added(kind, record as never)];
      if (step.remove) return [removed(kind, there)];
      const edit = changed(kind, there, { [noteOf[kind] ?? 'layer']: step.text } as never);
      return edit === undefined ? [] : [edit];
    });
    if (edits.length === 0) continue;
    const change: Change = {
      ...{ id: `c_${i}`, at: `2026-11-22T08:00:00.000Z+${i.toString(36).padStart(4, '0')}`, by: 'mk', origin: 'user' },
      ...{ gesture: `g_${i}`, edits },
    };
    applyChange(records, change);
    last[step.writer] = (last[step.writer] ?? 0) + 1;
    lines.push({ writer: step.writer, n: last[step.writer]!, change });
  }
  return lines;
}

const everything: Choice = { articles: null, annotators: null, since: null, positions: {} };
const choose = (lines: readonly Journaled[], choice: Partial<Choice>) => {
  const chooser = createChooser({ ...everything, positions: positionsOf(lines), ...choice });
  return { chooser, changes: lines.flatMap((line) => chooser.take(line) ?? []) };
};
const positionsOf = (lines: readonly Journaled[]): Positions =>
  Object.fromEntries(lines.map(({ writer, n }) => [writer, n]));
function fold(changes: readonly Change[]): Records {
  const records = noRecords();
  for (const change of changes) applyChange(records, change);
  return records;
}
const wholeOf = (lines: readonly Journaled[]) => fold(lines.map(({ change }) => change));
/** Records by kind, those that never travel left out. */
const shown = (records: Records, keep: (kind: Kind, record: AnyRecord) => boolean = () => true) =>
  Object.fromEntries(
    Object.entries(records)
      .filter(([kind]) => kind !== 'rejection' && kind !== 'transfer' && kind !== 'settlement')
      .map(([kind, map]) => [
        kind,
        [...(map as Map<string, AnyRecord>).values()]
          .filter((record) => keep(kind as Kind, record))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      ]),
  );

const anyAnnotators = fc.option(fc.subarray([...people, 'adjudicated']));
const anyArticles = fc.option(fc.subarray(articles));

describe('what is chosen of any history', { timeout: 20_000 }, () => {
  it('ends in the records of the chosen people and articles as they are here, and in no others', () => {
    fc.assert(
      fc.property(anyHistory, anyAnnotators, anyArticles, (lines, annotators, ids) => {
        const { changes, chooser } = choose(lines, {
          annotators: annotators && new Set(annotators),
          articles: ids && new Set(ids),
        });
        const expected = shown(wholeOf(lines), (kind, record) => {
          const article = kind === 'article' ? record.id : 'article' in record ? record.article : null;
          if (ids !== null && article !== null && !ids.includes(article)) return false;
          if (annotators === null) return true;
          if (kind === 'span') return annotators.includes(sideOf(record as never) ?? '');
          if (kind !== 'reading') return true;
          return annotators.includes((record as { annotator: string }).annotator) || annotators.includes('adjudicated');
        });
        expect(shown(fold(changes))).toEqual(expected);
        const counts = Object.entries(expected).filter(([, records]) => records.length > 0);
        expect(chooser.records()).toEqual(Object.fromEntries(counts.map(([kind, records]) => [kind, records.length])));
        for (const change of changes) expect(lines.some((line) => line.change.id === originalId(change.id))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is everything but what is said to this app alone, each change as it is, when nothing is left out', () => {
    fc.assert(
      fc.property(anyHistory, (lines) => {
        const { changes } = choose(lines, {});
        const plain = lines.filter(({ change }) => change.edits.every(({ kind }) => kind !== 'rejection'));
        expect(changes.filter(({ id }) => originalId(id) === id)).toEqual(plain.map(({ change }) => change));
        expect(shown(fold(changes))).toEqual(shown(wholeOf(lines)));
      }),
    );
  });

  it('leaves a colleague’s span where it is, when somebody dropped it because it has no place in their own text', () => {
    const [mine, theirs] = ['mk', 'jw'].map((annotator) => spanWith({ id: `s_${annotator}`, annotator }));
    if (!mine || !theirs) throw new Error('There are two.');
    const dropped = (id: string): Edit =>
      added('settlement', {
        ...{ id: `orphan:${id}`, matter: 'orphan', choice: 'dropped', reason: 'gone', annotator: 'mk', at: when },
      });
    const lines = [
      [added('span', mine), added('span', theirs)],
      [removed('span', mine), dropped(mine.id)],
      [removed('span', theirs), dropped(theirs.id)],
    ].map((edits, i): Journaled => {
      const change = { id: `c_${i}`, at: `${when}+000${i}`, by: 'mk', origin: 'user' as const, gesture: 'g', edits };
      return { writer: 'mk-1', n: i + 1, change };
    });
    expect([...fold(choose(lines, {}).changes).span.keys()]).toEqual([theirs.id]);
    expect([...wholeOf(lines).span.keys()]).toEqual([]);
  });

  it('makes up, bundle after bundle of what is new, for the whole, whoever was left out before', () => {
    const anySendings = fc.array(fc.record({ after: fc.nat(30), annotators: anyAnnotators, articles: anyArticles }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(anyHistory, anySendings, (lines, sendings) => {
        const transfers: Transfer[] = [];
        const received = new Map<string, Change>();
        const last = { after: lines.length, annotators: null, articles: null };
        for (const [i, sending] of [...sendings.sort((a, b) => a.after - b.after), last].entries()) {
          const now = lines.slice(0, sending.after);
          const positions = positionsOf(now);
          const { changes, chooser } = choose(now, {
            annotators: sending.annotators && new Set(sending.annotators),
            articles: sending.articles && new Set(sending.articles),
            since: sinceLastSent(transfers, 'mk'),
          });
          for (const change of changes) received.set(change.id, change);
          transfers.push({
            ...{ id: `b_${i}`, direction: 'sent', file: 'x', annotator: 'mk', at: `2026-11-22T09:00:0${i}.000Z` },
            annotators: sending.annotators ?? [...chooser.sides],
            positions: sending.articles === null ? positions : null,
          });
        }
        const inOrder = [...received.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
        expect(shown(fold(inOrder))).toEqual(shown(wholeOf(lines)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is new since the last bundle', () => {
  const sent = (fields: Partial<Transfer>): Transfer => ({
    ...{ id: 'b_1', direction: 'sent', file: 'x.rapporteur', annotators: ['mk', 'jw'], positions: { 'mk-1': 4 } },
    ...{ annotator: 'mk', at: '2026-11-22T09:00:00.000Z' },
    ...fields,
  });
  const line = (n: number, article = 'a_1', annotator = 'mk'): Journaled => ({
    ...{ writer: 'mk-1', n },
    change: {
      ...{ id: `c_${n}`, at: `2026-11-22T08:00:00.000Z+${String(n).padStart(4, '0')}`, by: annotator, origin: 'user' },
      ...{ gesture: 'g', edits: [added('span', spanWith({ id: `s_${n}`, article, annotator }))] },
    },
  });
  const taken = (transfers: Transfer[], positions: Positions = { 'mk-1': 6 }) =>
    choose([line(3), line(4, 'a_1', 'jw'), line(5), line(6, 'a_2')], {
      since: sinceLastSent(transfers, 'mk'),
      positions,
    });

  it('is what came after it, and the articles that it is about', () => {
    const { changes, chooser } = taken([sent({})]);
    expect(changes.map(({ id }) => id)).toEqual(['c_5', 'c_6']);
    expect([...chooser.articles]).toEqual(['a_1', 'a_2']);
  });
  it.each([
    ['nothing was sent', []],
    ['it was received', [sent({ direction: 'received' })]],
    ['somebody else sent it', [sent({ annotator: 'jw' })]],
    ['it held chosen articles only', [sent({ positions: null })]],
    ['the journal was shorter by now', [sent({ positions: { 'mk-1': 900 } })]],
  ])('is everything when %s', (_, transfers) => {
    expect(taken(transfers).changes.map(({ id }) => id)).toEqual(['c_3', 'c_4', 'c_5', 'c_6']);
  });
  it('begins with the latest one, and earlier for somebody who was not in it', () => {
    const later = sent({ id: 'b_2', at: '2026-11-22T10:00:00.000Z', annotators: ['mk'], positions: { 'mk-1': 5 } });
    expect(taken([later, sent({ positions: { 'mk-1': 3 } })]).changes.map(({ id }) => id)).toEqual(['c_4', 'c_6']);
  });
});
