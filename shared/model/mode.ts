/** How the words of a statement are given: inside quotation marks, partly, reported, or in the reporter's own words. */
export const modes = ['direct', 'mixed', 'indirect', 'paraphrase'] as const;
export type Mode = (typeof modes)[number];
