/** Which screen is in the middle of the window. */
export type Place = { tab: 'library' } | { tab: 'read' } | { tab: 'speakers'; speaker?: string } | { tab: 'codebook' };

export const tabs = [
  ['library', 'Library'],
  ['read', 'Read'],
  ['speakers', 'Speakers'],
  ['codebook', 'Codebook'],
] as const satisfies readonly (readonly [Place['tab'], string])[];

/** What can lie over the screens, one at a time. */
export type Overlay = 'palette' | 'shortcuts' | 'export' | 'annotator' | 'folder' | 'journal' | null;
