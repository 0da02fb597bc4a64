import { z } from 'zod';
import { articleLineSchema } from './article-line.ts';
import { statementLineSchema } from './statement-line.ts';

/** The JSON Schema of a line, for other programs; `schema.json` beside this file is what it gives. */
export function jsonSchemaOfLines(): object {
  const lines = z.discriminatedUnion('schema', [articleLineSchema, statementLineSchema]).meta({
    title: 'A line of labelled JSONL',
    description: 'One annotated article (rapporteur.article/1) or one statement (rapporteur.statement/1).',
  });
  // As input, because keys that the schema does not know may stand beside those it does.
  return z.toJSONSchema(lines, { io: 'input' });
}
