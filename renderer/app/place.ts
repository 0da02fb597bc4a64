/** Which screen is in the middle of the window. */
export type Place = { tab: 'library' } | { tab: 'read' } | { tab: 'speakers'; speaker?: string } | { tab: 'codebook' };

export const tabs = [
  ['library', 'Library'],
  ['read', 'Read'],
  ['speakers', 'Speakers'],
  ['codebook', 'Codebook'],
] as const satisfies readonly (readonly [Place['tab'], string])[];
