import type { Fate, ImportPreview, ImportResult } from '#shared/contract/contract.ts';
import { plural } from '../../ui/format.ts';

/** In the order in which they are shown: what is taken in first, then what is known, then what needs a look. */
export const fatesShown = ['new', 'changed', 'removed', 'known', 'moved', 'orphaned', 'failed'] as const;

/** What each fate means to the person who decides. */
export const fateWords: Record<Fate, { name: string; means: string }> = {
  new: { name: 'New', means: 'not here yet' },
  changed: { name: 'Changed', means: 'here with other values' },
  removed: { name: 'Removed', means: 'taken back there' },
  known: { name: 'Known', means: 'here already' },
  moved: { name: 'Moved', means: 'words stand elsewhere' },
  orphaned: { name: 'No place', means: 'words not in our text' },
  failed: { name: 'Failed', means: 'cannot be taken in' },
};

type Tally = ImportPreview['counts'];

/** Whether taking it in would do anything; a value that does not hold is worth being listed, too. */
export const bringsSomething = (preview: Pick<ImportPreview, 'counts' | 'articles' | 'conflicts'>): boolean =>
  preview.counts.new + preview.counts.changed + preview.counts.removed + preview.conflicts > 0 ||
  preview.articles.some(({ state }) => state === 'brought');

/** “3 new, 1 changed, 2 without a place”; of nothing “nothing new”. */
export function tallyInWords(counts: Tally): string {
  const parts = (
    [
      ['new', 'new'],
      ['changed', 'changed'],
      ['removed', 'removed'],
      ['moved', 'moved'],
      ['orphaned', 'without a place'],
      ['failed', 'failed'],
    ] as const
  )
    .filter(([fate]) => counts[fate] > 0)
    .map(([fate, words]) => `${counts[fate].toLocaleString('en')} ${words}`);
  return parts.join(', ') || 'nothing new';
}

/** The items of one fate, or all: what needs a look comes first. */
export function itemsOf(items: ImportPreview['items'], fate: Fate | null): ImportPreview['items'] {
  if (fate !== null) return items.filter((item) => item.fate === fate);
  return [...items].sort((a, b) => attention.indexOf(a.fate) - attention.indexOf(b.fate));
}

const attention: readonly Fate[] = ['failed', 'orphaned', 'moved', 'removed', 'changed', 'new', 'known'];

/** How many articles are in each state. */
export function countArticles(
  articles: ImportPreview['articles'],
): Record<ImportPreview['articles'][number]['state'], number> {
  const counts = { same: 0, 'other-text': 0, missing: 0, brought: 0 };
  for (const { state } of articles) counts[state]++;
  return counts;
}

/** What each kind of record is called in a list. */
export const kindNames: Readonly<Record<string, string>> = {
  line: 'Line',
  span: 'Span',
  speaker: 'Speaker',
  target: 'Target',
  article: 'Article',
  reading: 'Status',
  annotator: 'Annotator',
  rejection: 'Rejection',
  assistance: 'Setting',
  decision: 'Decision',
  comment: 'Comment',
  settlement: 'Choice',
  transfer: 'Bundle',
  metadata: 'Details',
  blockRole: 'Passage',
  source: 'Reading of a file',
  search: 'Saved search',
};

/** What has become of it, for the last page of the dialog. */
export function resultInWords({ changes, counts }: Pick<ImportResult, 'changes' | 'counts'>): string {
  if (changes === 0) return 'Everything in it was known here already. Nothing was changed.';
  const many = `Taken in: ${plural(changes, 'change')}`;
  const any = counts.new + counts.changed + counts.removed > 0;
  return any ? `${many} (${tallyInWords(counts)}).` : `${many}. What is newer here holds.`;
}
