import { z } from 'zod';
import { blockKinds, metaSchema } from '../../model/article.ts';
import { jsonSchema } from '../../model/json.ts';
import { modes } from '../../model/mode.ts';
import { readingStatuses } from '../../model/reading.ts';
import { spanOrigins } from '../../model/span.ts';
import { offsetUnits } from '../../text/offsets.ts';

/*
 * `rapporteur.article/1`: one article a line with its text and everything marked in it. The same keys stand in every
 * line, null rather than absent; keys that are not known here may stand beside them. `offset_unit` governs every
 * `start` and `end` in the line. docs/export-format.md tells the same to the people who read these files.
 */

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const offsets = { start: z.int().min(0), end: z.int().min(0) };

export const offsetUnitSchema = z
  .enum(offsetUnits)
  .describe('What every start and end in this line counts: Unicode code points, UTF-16 code units or UTF-8 bytes.');

/** A stretch of the text with its words. */
export const lineWordsSchema = z.object({ ...offsets, text: z.string() }).meta({ id: 'words' });
export type LineWords = z.infer<typeof lineWordsSchema>;

export const lineCodebookSchema = z
  .object({ name: z.string(), version: z.int().min(1), sha256: sha256Schema })
  .meta({ id: 'codebook', description: 'The codebook that layer, mode and stance values are taken from.' });

export const lineSpeakerSchema = z
  .object({
    id: z
      .string()
      .min(1)
      .nullable()
      .describe('Of the registry’s entry; null only for a suggestion, when the registry has no entry or several fit.'),
    name: z
      .string()
      .nullable()
      .describe(
        'As the registry has it; null when the registry has lost the entry. Without an entry, as the article has it.',
      ),
    mention: lineWordsSchema.nullable().describe('The words in the text that name the speaker: “he” stays “he”.'),
    role: z.string().nullable(),
    affiliation: z.string().nullable(),
    country: z.string().nullable().describe('ISO 3166-1 alpha-2 where there is one.'),
  })
  .meta({ id: 'speaker' });

const lineTargetSchema = z.object({ id: z.string().min(1), name: z.string().nullable() });

export const lineStanceSchema = z
  .object({
    target: lineTargetSchema.nullable().describe('null while the annotator has not said toward what.'),
    value: z.string().min(1).describe('An id on the stance scale of the codebook.'),
    score: z.int().nullable().describe('The place of the value on the scale; null when the scale does not have it.'),
  })
  .meta({ id: 'stance' });

export const lineSuggestedSchema = z
  .object({
    start: offsets.start.describe('Where the suggestion was; a person may have moved the span since.'),
    end: offsets.end,
    mode: z.string().nullable(),
    cue: lineWordsSchema.nullable(),
    mention: lineWordsSchema.nullable(),
    speaker: z
      .object({ id: z.string().min(1), name: z.string().nullable() })
      .nullable()
      .describe('The registry’s entry that was suggested; null when it was none, or one of several.'),
    choices: z
      .array(z.object({ id: z.string().min(1), name: z.string() }))
      .describe('The registry’s entries that fit, best first, when there were several; not kept once accepted.'),
    new_speaker: z.string().nullable().describe('The name that was suggested for a new entry of the registry.'),
    stances: z.array(
      z.object({
        target: lineTargetSchema.nullable(),
        value: z.string(),
        confidence: z.number().min(0).max(1).nullable().describe('null once accepted.'),
        reason: z.string().nullable().describe('null once accepted.'),
      }),
    ),
    confidence: z.number().min(0).max(1),
    reasons: z.array(z.string()).describe('The rules that decided, in words, the weightiest first.'),
    engine: z.string().describe('The version of the rules.'),
  })
  .meta({ id: 'suggested' });
export type LineSuggested = z.infer<typeof lineSuggestedSchema>;

/** The keys of a span, in the order in which they are written. */
export const lineSpanFields = {
  layer: z.string().min(1),
  ...offsets,
  text: z.string().min(1).describe('Exactly the article’s text from start to end.'),
  prefix: z.string().describe('What stands before the span: up to 32 UTF-16 code units.'),
  suffix: z.string().describe('What stands after the span: up to 32 UTF-16 code units.'),
  speaker: lineSpeakerSchema.nullable().describe('null while unattributed.'),
  cue: lineWordsSchema.nullable().describe('The words that report the saying, such as “said”.'),
  mode: z.enum(modes).nullable(),
  stances: z.array(lineStanceSchema),
  attributes: z.record(z.string(), jsonSchema),
  labels: z.array(z.string()),
  note: z.string().nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  annotator: z.string().min(1),
  origin: z.enum(spanOrigins),
  // Files written before suggestions were exported do not have it.
  suggested: lineSuggestedSchema
    .nullish()
    .describe('What was suggested, when that is where the span came from; null otherwise.'),
  // Files written before there were reviews do not have it.
  based_on: z
    .array(z.string().min(1))
    .nullish()
    .describe('For an adjudicated span: the ids of the spans that were judged; null otherwise.'),
  status: z.enum(['draft', 'done']),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
};

export const lineSpanSchema = z.object({ id: z.string().min(1), ...lineSpanFields }).meta({ id: 'span' });
export type LineSpan = z.infer<typeof lineSpanSchema>;

/** Files written before translators were known do not name them. */
export const lineMetaSchema = metaSchema.extend({ translator: z.string().nullish() });

export const articleLineSchema = z
  .object({
    schema: z.literal('rapporteur.article/1'),
    id: z.string().min(1),
    source: z.object({
      path: z.string().describe('Relative to the corpus folder, / between the parts.'),
      sha256: sha256Schema.describe('Of the file’s own bytes.'),
    }),
    text: z.string(),
    text_sha256: sha256Schema.describe('Of the text as UTF-8.'),
    offset_unit: offsetUnitSchema,
    meta: lineMetaSchema,
    blocks: z.array(z.object({ ...offsets, kind: z.enum(blockKinds) })),
    codebook: lineCodebookSchema,
    spans: z.array(lineSpanSchema).describe('By start, then the longest first, then by id.'),
    relations: z.array(
      z.object({ id: z.string().min(1), type: z.string().min(1), from: z.string().min(1), to: z.string().min(1) }),
    ),
    labels: z.array(z.string()),
    status: z.enum(readingStatuses),
  })
  .meta({ id: 'article' });
export type ArticleLine = z.infer<typeof articleLineSchema>;
