import { z } from 'zod';
import {
  lineCodebookSchema,
  lineMetaSchema,
  lineSpanFields,
  lineWordsSchema,
  offsetUnitSchema,
} from './article-line.ts';

/**
 * `rapporteur.statement/1`: one span a line, with the sentence it stands in and what is known of its article, for
 * programs that want a table rather than texts. Offsets are those of the article's text, in `offset_unit`.
 */
export const statementLineSchema = z
  .object({
    schema: z.literal('rapporteur.statement/1'),
    id: z.string().min(1),
    article: z.object({
      id: z.string().min(1),
      path: z.string().describe('Relative to the corpus folder, / between the parts.'),
      text_sha256: z.string().regex(/^[0-9a-f]{64}$/),
      ...lineMetaSchema.shape,
    }),
    offset_unit: offsetUnitSchema,
    ...lineSpanFields,
    sentence: lineWordsSchema.describe(
      'The whole sentences that hold the span; never out of the paragraphs it touches.',
    ),
    codebook: lineCodebookSchema,
  })
  .meta({ id: 'statement' });
export type StatementLine = z.infer<typeof statementLineSchema>;
