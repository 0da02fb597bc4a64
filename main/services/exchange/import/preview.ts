import { type Codebook, canonicalCodebook, stanceOf } from '#shared/codebook/codebook.ts';
import type { Fate, ImportPreview } from '#shared/contract/contract.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import { sameJson } from '#shared/model/json.ts';
import type { AnyRecord, Kind, RecordOf } from '#shared/model/kinds.ts';
import type { Span } from '#shared/model/span.ts';
import { adjudicated } from '#shared/review/side.ts';
import { excerpt } from '#shared/text/place-span.ts';
import { keyOf } from './adapt-changes.ts';
import type { Outcome } from './histories.ts';
import { describePlace } from './place-spans.ts';
import { type Here, ownerIn, type Plan } from './plan-import.ts';
import type { Read } from './read-file.ts';
import { unnamed } from './read-jsonl.ts';

type Tally = ImportPreview['counts'];
type Item = ImportPreview['items'][number];

const mostItems = 1000;
/** What is to be seen first. */
const worstFirst: readonly Fate[] = ['failed', 'orphaned', 'moved', 'changed', 'removed', 'new'];

const noTally = (): Tally => ({ new: 0, known: 0, changed: 0, removed: 0, moved: 0, orphaned: 0, failed: 0 });

/** A plan as it is shown before anything is written. */
export function describePlan(id: string, plan: Plan, reads: readonly Read[], here: Here): ImportPreview {
  const counts = noTally();
  const people = new Map<string, Tally>();
  const spansOf = new Map<string, number>();
  const names = createNames(plan, reads);
  // Only those that are shown are put into words.
  const items: { fate: Fate; describe(): Omit<Item, 'fate'> }[] = [];
  const count = (fate: Fate, span: Span | null) => {
    counts[fate]++;
    if (span === null) return;
    const owner = ownerIn(span);
    const tally = people.get(owner) ?? noTally();
    tally[fate]++;
    people.set(owner, tally);
  };

  for (const { incoming, faults, faultsLeft } of reads) {
    for (const { line, field, message } of faults) {
      count('failed', null);
      const name = `${incoming.name}, line ${line}${field === '' ? '' : `, ${field}`}`;
      const id = `${incoming.name}:${line}`;
      const item = { kind: 'line', id, name, article: null, where: incoming.name, detail: message };
      items.push({ fate: 'failed', describe: () => item });
    }
    counts.failed += faultsLeft;
  }
  for (const { kind, id, name, article, reason } of plan.failed) {
    count('failed', null);
    const item = { kind, id, name, article, where: names.article(article), detail: reason };
    items.push({ fate: 'failed', describe: () => item });
  }
  for (const { kind, id } of plan.same) {
    const record = plan.records[kind].get(id);
    count('known', kind === 'span' ? (record as Span) : null);
    if (kind === 'span') addOne(spansOf, (record as Span).article);
  }
  for (const outcome of plan.outcomes) {
    const { kind, before, after } = outcome;
    const record = (after ?? before) as AnyRecord;
    const span = kind === 'span' ? (record as Span) : null;
    const fate = fateOf(outcome);
    count(fate, span);
    if (span !== null && after !== undefined) addOne(spansOf, span.article);
    const place = span === null ? undefined : plan.places.get(span.id);
    const placed = place === undefined ? null : 'orphan' in place ? 'orphaned' : 'moved';
    if (placed !== null) count(placed, span);
    if (fate === 'known' && placed === null) continue;
    items.push({
      fate: placed ?? fate,
      describe: () => ({
        ...{ kind, id: outcome.id, name: names.record(kind, record), ...names.place(kind, record) },
        detail: place === undefined ? names.detail(outcome) : describePlace(place),
      }),
    });
  }
  items.sort((a, b) => worstFirst.indexOf(a.fate) - worstFirst.indexOf(b.fate));

  return {
    id,
    files: reads.map(({ incoming: { path, name, kind, by, at, notices } }) => ({
      ...{ path, name, kind, at },
      by: by?.name ?? null,
      notices: [...notices],
    })),
    counts,
    annotators: [...people].map(([annotator, spans]) => ({
      annotator: annotator === adjudicated ? settledOn : names.annotator(annotator),
      here: annotator === adjudicated || plan.records.annotator.has(annotator),
      spans,
    })),
    items: items.slice(0, mostItems).map(({ fate, describe }) => ({ fate, ...describe() })),
    itemsLeft: Math.max(0, items.length - mostItems) + reads.reduce((sum, { faultsLeft }) => sum + faultsLeft, 0),
    articles: [...plan.matches.values()].map(({ theirs, id: article, state, entry }) => ({
      id: article,
      path: entry?.path ?? theirs.path,
      title: entry?.meta.title ?? theirs.title,
      state,
      spans: spansOf.get(article) ?? 0,
    })),
    codebook: describeCodebook(plan, reads, here.codebook),
    conflicts: plan.conflicts,
    notices: plan.notices,
  };
}

/** Whose what a review has settled on is, in the list of whose spans there are. */
const settledOn: Annotator = { id: adjudicated, name: 'Adjudicated', initials: 'Adj.' };

/** The tallies of a plan alone, for what was taken in. */
export const countsOf = (plan: Plan, reads: readonly Read[], here: Here): Tally =>
  describePlan('', plan, reads, here).counts;

const addOne = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

function fateOf({ before, after, differs }: Outcome): 'new' | 'known' | 'changed' | 'removed' {
  if (!differs) return 'known';
  if (before === undefined) return 'new';
  return after === undefined ? 'removed' : 'changed';
}

/** Records in a person's words. */
function createNames(plan: Plan, reads: readonly Read[]) {
  const coming = new Map(plan.outcomes.map((outcome) => [keyOf(outcome), outcome.after ?? outcome.before]));
  const titles = new Map(
    [...plan.matches.values()].map(({ id, entry, theirs }) => [
      id,
      entry?.meta.title ?? theirs.title ?? (entry?.path || theirs.path || null),
    ]),
  );
  const listed = new Map(reads.flatMap(({ incoming }) => incoming.annotators.map((one) => [one.id, one] as const)));
  const get = <K extends Kind>(kind: K, id: string): RecordOf[K] | undefined =>
    (coming.get(keyOf({ kind, id })) as RecordOf[K] | undefined) ?? plan.records[kind].get(id);
  const annotator = (id: string): Annotator => get('annotator', id) ?? listed.get(id) ?? unnamed(id);
  const article = (id: string | null): string | null =>
    id === null
      ? null
      : (titles.get(id) ?? plan.records.article.get(id)?.title ?? plan.records.article.get(id)?.path ?? null);

  const record = (kind: Kind, one: AnyRecord): string => {
    switch (kind) {
      case 'span':
      case 'rejection':
        return excerpt((one as RecordOf['span' | 'rejection']).quote.exact);
      case 'speaker':
      case 'target':
      case 'annotator':
        return (one as RecordOf['speaker' | 'target' | 'annotator']).name;
      case 'article': {
        const { title, path } = one as RecordOf['article'];
        return title ?? path;
      }
      case 'reading':
        return annotator((one as RecordOf['reading']).annotator).name;
      case 'assistance':
        return annotator((one as RecordOf['assistance']).id).name;
      case 'comment':
        return excerpt((one as RecordOf['comment']).text);
      case 'decision': {
        const { judged } = one as RecordOf['decision'];
        const span = judged.map((each) => get('span', each.span)).find((each) => each !== undefined);
        return span === undefined ? `${judged.length} judged` : excerpt(span.quote.exact);
      }
      case 'settlement':
        return (one as RecordOf['settlement']).matter;
      case 'transfer':
        return (one as RecordOf['transfer']).file;
      case 'metadata':
        return article(one.id) ?? one.id;
      case 'blockRole':
        return excerpt((one as RecordOf['blockRole']).quote.exact);
      case 'source':
        return one.id.slice(one.id.indexOf(':') + 1);
      case 'search':
        return (one as RecordOf['search']).name;
      default:
        // Of a newer version.
        return (one as AnyRecord).id;
    }
  };

  return {
    annotator,
    article,
    record,
    place(kind: Kind, one: AnyRecord): Pick<Item, 'article' | 'where'> {
      const id = kind === 'article' ? one.id : ((one as { article?: string }).article ?? null);
      return { article: id, where: article(id) };
    },
    /** What differs, and what a person should know of it. */
    detail({ kind, before, after, conflicts, differs }: Outcome): string | null {
      const parts: string[] = [];
      if (differs && before !== undefined && after !== undefined)
        parts.push(`Changed: ${differing(before, after).join(', ')}.`);
      if (conflicts > 0)
        parts.push(
          `${conflicts === 1 ? 'One value was' : `${conflicts} values were`} changed here, too; the later one holds.`,
        );
      if (kind === 'span' && after !== undefined) {
        const { speaker, stances } = after as Span;
        if (speaker !== null && get('speaker', speaker) === undefined)
          parts.push('Its speaker is not in the registry.');
        if (stances.some(({ target }) => target !== null && get('target', target) === undefined))
          parts.push('A target of it is not in the registry.');
      }
      return parts.length === 0 ? null : parts.join(' ');
    },
  };
}

const fieldNames: Readonly<Record<string, string>> = {
  start: 'place',
  end: 'place',
  quote: 'place',
  textSha256: 'text',
  createdAt: '',
  updatedAt: '',
};

function differing(before: AnyRecord, after: AnyRecord): string[] {
  const [a, b] = [before, after] as unknown as Record<string, unknown>[];
  const fields = [...new Set([...Object.keys(a!), ...Object.keys(b!)])].filter(
    (field) => !sameJson(a![field], b![field]),
  );
  const names = [...new Set(fields.map((field) => fieldNames[field] ?? field))].filter((name) => name !== '');
  return names.length === 0 ? ['when it was changed'] : names;
}

function describeCodebook(plan: Plan, reads: readonly Read[], ours: Codebook): ImportPreview['codebook'] {
  const theirs = reads
    .flatMap(({ incoming }) => incoming.codebook ?? [])
    .find((codebook) => canonicalCodebook(codebook) !== canonicalCodebook(ours));
  const unknown = new Map<string, NonNullable<ImportPreview['codebook']>['unknown'][number]>();
  const note = (what: 'layer' | 'stance', id: string, name: string | undefined) => {
    const key = `${what} ${id}`;
    const known = unknown.get(key) ?? { what, id, name: name ?? id, spans: 0 };
    known.spans++;
    unknown.set(key, known);
  };
  for (const { kind, after, differs } of plan.outcomes) {
    if (kind !== 'span' || after === undefined || !differs) continue;
    const { layer, stances } = after as Span;
    if (!ours.layers.some(({ id }) => id === layer))
      note('layer', layer, theirs?.layers.find(({ id }) => id === layer)?.name);
    for (const value of new Set(stances.map((stance) => stance.value)))
      if (stanceOf(ours, value) === undefined) note('stance', value, theirs && stanceOf(theirs, value)?.name);
  }
  if (theirs === undefined && unknown.size === 0) return null;
  const { name, version } = ours;
  return {
    theirs: theirs === undefined ? { name: 'not named', version: 0 } : { name: theirs.name, version: theirs.version },
    ours: { name, version },
    unknown: [...unknown.values()],
  };
}
