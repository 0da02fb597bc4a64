import { type Annotator, annotatorSchema } from './annotator.ts';
import { type Article, articleSchema } from './article.ts';
import { type Assistance, assistanceSchema } from './assistance.ts';
import { type Reading, readingSchema } from './reading.ts';
import { type Rejection, rejectionSchema } from './rejection.ts';
import { type Span, spanSchema } from './span.ts';
import { type Speaker, speakerSchema } from './speaker.ts';
import { type Target, targetSchema } from './target.ts';

/** Every kind of record that changes are made of. A new kind is one line here and one table in the renderer. */
export interface RecordOf {
  span: Span;
  speaker: Speaker;
  target: Target;
  article: Article;
  reading: Reading;
  annotator: Annotator;
  rejection: Rejection;
  assistance: Assistance;
}
export type Kind = keyof RecordOf;
export type AnyRecord = RecordOf[Kind];

export const recordSchemas = {
  span: spanSchema,
  speaker: speakerSchema,
  target: targetSchema,
  article: articleSchema,
  reading: readingSchema,
  annotator: annotatorSchema,
  rejection: rejectionSchema,
  assistance: assistanceSchema,
} as const;

export const kinds = Object.keys(recordSchemas) as Kind[];
