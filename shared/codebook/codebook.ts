import { z } from 'zod';
import { modes } from '../model/mode.ts';

const exampleSchema = z.object({ text: z.string(), label: z.string(), why: z.string().nullable() });

/** A kind of span that annotators mark, with its single key. */
export const layerSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  key: z.string().length(1),
  definition: z.string(),
  /** Whether spans of this layer have a speaker, a mode and stances. */
  attributed: z.boolean(),
  examples: z.array(exampleSchema),
});

/**
 * Words that speak for a stance, in the verb that reports a statement or in the statement itself. A word in its
 * dictionary form stands for all its forms (“warn against”: warns, warned, warning against), any other form only for
 * itself; British spelling stands for American as well; “…” stands for up to ten words of the same sentence. Letter case,
 * and quotation marks between the words, do not matter.
 */
export const stanceCueSchema = z.object({
  phrase: z.string().min(1),
  /** A sentence in which the phrase takes the stance. */
  example: z.string(),
});

/** One value of the stance scale; its score is its place: −2 … 2 on the default scale. */
export const stanceValueSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  /** How a card says it: “supports”, “mixed on”. */
  verb: z.string(),
  sign: z.string(),
  score: z.int(),
  definition: z.string(),
  examples: z.array(exampleSchema),
  cues: z.array(stanceCueSchema).default([]),
});

export const codebookSchema = z.object({
  name: z.string().min(1),
  version: z.int().min(1),
  title: z.string(),
  description: z.string(),
  layers: z.array(layerSchema).min(1),
  stances: z.array(stanceValueSchema).min(2),
  modes: z.array(
    z.object({ id: z.enum(modes), name: z.string(), definition: z.string(), examples: z.array(exampleSchema) }),
  ),
});
export type Codebook = z.infer<typeof codebookSchema>;
export type Layer = z.infer<typeof layerSchema>;
export type StanceValue = z.infer<typeof stanceValueSchema>;
export type StanceCue = z.infer<typeof stanceCueSchema>;

/** The scale's entry for a stance value; undefined when the codebook does not know the value. */
export function stanceOf(codebook: Codebook, value: string): StanceValue | undefined {
  return codebook.stances.find((stance) => stance.id === value);
}

/** Whether spans of a layer have a speaker, a mode and stances; those of a layer that the codebook does not know may. */
export function isAttributed(codebook: Codebook, layer: string): boolean {
  return codebook.layers.find((candidate) => candidate.id === layer)?.attributed ?? true;
}

/** The codebook's text in one fixed form, keys sorted: what its SHA-256 in exports is taken of. */
export function canonicalCodebook(codebook: Codebook): string {
  return JSON.stringify(codebook, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
