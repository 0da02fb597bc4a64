/** What a measure comes to: a number, or nothing for a reason in plain words. Never NaN, and never 0 or 1 in its place. */
export type Outcome = { readonly value: number; readonly why: null } | { readonly value: null; readonly why: string };

export const defined = (value: number): Outcome => ({ value, why: null });
export const undefinedFor = (why: string): Outcome => ({ value: null, why });

/** Said where a measure corrected for chance has nothing to tell agreement from chance by. */
export const noVariation = 'no variation: everybody says the same everywhere';
