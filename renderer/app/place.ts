/**
 * Which screen is in the middle of the window; `occurrences` is reached from a span, and leads back to it, `matters` from
 * the bars.
 */
export type Place =
  | { tab: 'library' }
  | { tab: 'read' }
  | { tab: 'speakers'; speaker?: string }
  | { tab: 'codebook' }
  | { tab: 'review' }
  | { tab: 'search' }
  | { tab: 'occurrences'; article: string; span: string }
  | { tab: 'matters' };

export const tabs = [
  ['library', 'Library'],
  ['read', 'Read'],
  ['speakers', 'Speakers'],
  ['codebook', 'Codebook'],
  ['review', 'Review'],
  ['search', 'Search'],
] as const satisfies readonly (readonly [Exclude<Place['tab'], 'occurrences' | 'matters'>, string])[];

/** What can lie over the screens, one at a time. */
export type Overlay =
  | 'palette'
  | 'shortcuts'
  | 'export'
  | 'bundle'
  | 'import'
  | 'report'
  | 'introduction'
  | 'annotator'
  | 'folder'
  | 'journal'
  | null;
