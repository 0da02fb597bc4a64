import type { Change, Edit } from '#shared/changes/change.ts';
import { changed } from '#shared/changes/edits.ts';
import { originalId, partOf } from '#shared/changes/part.ts';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { ImportChoice, Journaled, Positions } from '#shared/contract/contract.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import { type AnyRecord, type Kind, kinds, recordSchemas } from '#shared/model/kinds.ts';
import type { Span } from '#shared/model/span.ts';
import { sideOf } from '#shared/review/side.ts';
import { excerpt } from '#shared/text/place-span.ts';
import { sha256 } from '../../files/hash.ts';
import type { Records } from '../../journal/fold.ts';
import type { Incoming } from '../incoming.ts';
import { type Adapting, adaptChange, inLines, keyOf, unknownPart } from './adapt-changes.ts';
import { foldIn, type Known, type Outcome, readKnown, recordAt } from './histories.ts';
import { type Match, matchArticles } from './match-articles.ts';
import { refuseOtherCorpus } from './other-corpus.ts';
import { type ArticleSource, type Place, placeSpans } from './place-spans.ts';

/** The folder that something is taken in to. */
export interface Here {
  corpus: { id: string; name: string };
  codebook: Codebook;
  /** Who takes it in. */
  annotator: Annotator;
  /** The journal that it will be written to. */
  writer: string;
  journal: {
    changes(): AsyncIterable<Journaled>;
    articles(): Map<string, Article>;
    annotators(): Annotator[];
    positions(): Positions;
  };
  source: ArticleSource;
}

/** Something of a file that cannot be taken in, or that this folder cannot use. */
export interface Failed {
  kind: string;
  id: string;
  name: string;
  article: string | null;
  reason: string;
}

/** What taking files in comes to. Nothing has been written when there is one. */
export interface Plan {
  /** What the journal has not got, in the order of the clocks; each fits a line. */
  changes: Change[];
  /** Every record that the changes touch, as it is here and as it will be. */
  outcomes: Outcome[];
  /** Records that the files hold and that are here as the files have them, by kind and id. */
  same: { kind: Kind; id: string }[];
  failed: Failed[];
  /** Where spans that are new or changed stand in this folder's texts, when that is not where they say. */
  places: Map<string, Place>;
  matches: Map<string, Match>;
  records: Records;
  latest: string;
  notices: string[];
  /** Values that were changed here and there without either knowing of the other, of removed records too. */
  conflicts: number;
  /** The journals at the time of planning: what has come since may alter the plan. */
  positions: Positions;
}

type Choice = Pick<ImportChoice, 'annotators' | 'mapping'>;

/** Everybody's, as it is. */
export const everything: Choice = { annotators: null, mapping: [] };

export interface Planning {
  signal: AbortSignal;
  onProgress(phase: 'reading' | 'placing', done: number, total: number): void;
}

/**
 * Works out what files come to in this folder: which articles are which, what the journals know already, what every
 * record would become, and where spans stand in texts that differ.
 * @throws Failure `unsupported` for files of another corpus
 */
export async function planImport(
  incoming: readonly Incoming[],
  here: Here,
  choice: Choice,
  { signal, onProgress }: Planning,
): Promise<Plan> {
  const positions = here.journal.positions();
  const entries = await here.source.entries();
  const matches = matchArticles(incoming, entries, here.journal.articles());
  refuseOtherCorpus(incoming, matches, here.corpus, entries);

  const all = [...namesOf(incoming, here), ...incoming.flatMap(({ changes }) => changes)];
  const owners = ownersOf(all);
  const adapting = {
    ...{ matches, mapping: choice.mapping, own: here.annotator.id },
    renamed: [...matches.values()].some(({ id, theirs }) => id !== theirs.id),
    paths: new Set(entries.map(({ path }) => path)),
  };
  const adapt = (more: Pick<Adapting, 'ownerOf' | 'dropped' | 'annotators'>) =>
    distinct(all.flatMap((change) => adaptChange(change, { ...adapting, ...more }) ?? []));
  // Whose spans are whose, and which were dropped here, is known once the journals are read: until then all are wanted.
  const first = adapt({ ownerOf: (id) => owners.get(id), dropped: new Set(), annotators: null });
  const touched = new Set(first.flatMap(({ edits }) => edits.map(keyOf)));
  const lines = Object.values(positions).reduce((sum, n) => sum + n, 0);
  const known = await readKnown(here.journal.changes(), touched, signal, (done) => onProgress('reading', done, lines));

  const ownerOf = (id: string) => {
    const here = known.records.span.get(id);
    return owners.get(id) ?? (here && ownerIn(here));
  };
  const dropped = droppedSpans(known.records);
  const pictures = new Set(
    incoming.filter(({ kind }) => kind === 'jsonl').flatMap(({ changes }) => changes.map(({ id }) => id)),
  );
  const annotators = choice.annotators && new Set(choice.annotators);
  const wanted = dropped.size === 0 && annotators === null ? first : adapt({ ownerOf, dropped, annotators });
  const failed: Failed[] = [];
  const unknown = wanted.flatMap((change) => unknownPart(change, known) ?? []);
  const expected = foldIn(known, unknown, here.writer);
  const fresh = settle(unknown, expected, known, pictures, failed);
  const asExpected = fresh.length === unknown.length && fresh.every((change, i) => change === unknown[i]);
  const folded = asExpected ? expected : foldIn(known, fresh, here.writer);
  const outcomes = folded.filter(({ before, after }) => before !== undefined || after !== undefined);
  const told = new Set(outcomes.map(keyOf));
  const same = [...new Map(wanted.flatMap(({ edits }) => edits.map((edit) => [keyOf(edit), edit] as const)))]
    .filter(([key, { kind, id }]) => !told.has(key) && isThere(known.records, kind, id))
    .map(([, { kind, id }]) => ({ kind, id }));
  const spans = outcomes.flatMap(({ kind, after, differs }) =>
    kind === 'span' && after !== undefined && differs ? [after as Span] : [],
  );
  const { places, notices } = await placeSpans(spans, matches, here.source, signal, (done, total) =>
    onProgress('placing', done, total),
  );
  return {
    ...{ changes: fresh, outcomes, same, failed, places, matches, notices, positions },
    conflicts: folded.reduce((sum, { conflicts }) => sum + conflicts, 0),
    records: known.records,
    latest: known.latest,
  };
}

const isThere = (records: Records, kind: Kind, id: string) => kinds.includes(kind) && records[kind].has(id);

/** Spans that have no place here and were given up. */
const droppedSpans = (records: Records): Set<string> =>
  new Set(
    [...records.settlement.values()]
      .filter(({ matter, choice }) => matter === 'orphan' && choice === 'dropped')
      .map(({ id }) => id.slice('orphan:'.length)),
  );

function ownersOf(changes: readonly Change[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { edits } of changes)
    for (const edit of edits) {
      if (edit.kind !== 'span') continue;
      const { annotator, origin } = { ...edit.before, ...edit.after } as Partial<Span>;
      if (typeof annotator === 'string') owners.set(edit.id, ownerIn({ annotator, origin: origin ?? 'manual' }));
    }
  return owners;
}

/** Whose a span is when it is chosen what is taken in: its side, and a suggestion its annotator's. */
export const ownerIn = (span: Pick<Span, 'annotator' | 'origin'>): string => sideOf(span) ?? span.annotator;

/** Each change once, in the order of the clocks. */
function distinct(changes: readonly Change[]): Change[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  return [...byId.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/**
 * People whom no change names, because only a journal's header or a bundle's manifest does: known from the very
 * beginning, so that what they call themselves in a change holds.
 */
function namesOf(incoming: readonly Incoming[], { journal }: Here): Change[] {
  const named = new Set(journal.annotators().map(({ id }) => id));
  for (const { changes } of incoming)
    for (const { edits } of changes) for (const { kind, id } of edits) if (kind === 'annotator') named.add(id);
  const changes: Change[] = [];
  for (const { annotators, kind } of incoming) {
    // Lines have no names.
    if (kind === 'jsonl') continue;
    for (const annotator of annotators) {
      if (named.has(annotator.id)) continue;
      named.add(annotator.id);
      const { id, name, initials } = annotator;
      const change = `c_${sha256(JSON.stringify(['annotator', id, name, initials])).slice(0, 40)}`;
      changes.push({
        ...{ id: change, at: '1970-01-01T00:00:00.000Z+0000', by: id, origin: 'import', gesture: change },
        edits: [{ kind: 'annotator', id, after: { id, name, initials } }],
      });
    }
  }
  return changes;
}

/**
 * The changes that can be written: without edits that leave a record in no form, without lines of JSONL that tell nothing
 * new, each of a size that fits a line.
 */
function settle(
  changes: readonly Change[],
  outcomes: readonly Outcome[],
  known: Known,
  pictures: ReadonlySet<string>,
  failed: Failed[],
): Change[] {
  const without = new Set<string>();
  const idle = new Set<string>();
  for (const { kind, id, after, differs } of outcomes) {
    const key = keyOf({ kind, id });
    if (!differs) idle.add(key);
    if (!differs || after === undefined || !kinds.includes(kind)) continue;
    const parsed = recordSchemas[kind].safeParse(after);
    if (parsed.success && parsed.data.id === id) continue;
    without.add(key);
    const issue = parsed.error?.issues[0];
    const reason = issue ? `${issue.path.join('.')}: ${issue.message}` : 'It carries another id.';
    const { article, name, quote } = after as { article?: unknown; name?: unknown; quote?: { exact?: unknown } };
    const words = [name, quote?.exact].find((one) => typeof one === 'string');
    failed.push({
      kind,
      id,
      name: words === undefined ? id : excerpt(words as string),
      article: typeof article === 'string' ? article : null,
      reason: `It does not fit the form of a ${kind}: ${reason}`,
    });
  }
  const settled: Change[] = [];
  for (const change of changes) {
    const isPicture = pictures.has(change.id) || pictures.has(originalId(change.id));
    const take = (edit: Edit): Edit | null => {
      const key = keyOf(edit);
      if (without.has(key)) return null;
      return isPicture ? (idle.has(key) ? null : asChange(edit, recordAt(known, key, change.at))) : edit;
    };
    const left = partOf(change, take, sha256);
    if (left === null) continue;
    const lines = inLines(left);
    if (lines === null)
      failed.push({
        kind: left.edits[0]!.kind,
        id: left.edits[0]!.id,
        name: left.edits[0]!.id,
        article: null,
        reason: 'It is larger than 4 MB and cannot be kept. Shorten its note or its words.',
      });
    else settled.push(...lines.flatMap((line) => unknownPart(line, known) ?? []));
  }
  return settled;
}

/**
 * A line tells what a record is, not what was done: whoever wrote it knew what was there at its time. What names the
 * speaker has no place in a line until somebody has said who that is.
 */
function asChange(edit: Edit, before: AnyRecord | undefined): Edit | null {
  if (before === undefined) return edit;
  const { mention, ...others } = edit.after as Partial<Span>;
  const told = edit.kind === 'span' && others.speaker === null ? others : edit.after;
  return changed(edit.kind, before as never, told as never) ?? null;
}
