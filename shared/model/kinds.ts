import { type Annotator, annotatorSchema } from './annotator.ts';
import { type Article, articleSchema } from './article.ts';
import { type Assistance, assistanceSchema } from './assistance.ts';
import { type BlockRole, blockRoleSchema } from './block-role.ts';
import { type Comment, commentSchema } from './comment.ts';
import { type Decision, decisionSchema } from './decision.ts';
import { type Metadata, metadataSchema } from './metadata.ts';
import { type Reading, readingSchema } from './reading.ts';
import { type Rejection, rejectionSchema } from './rejection.ts';
import { type SavedSearch, savedSearchSchema } from './saved-search.ts';
import { type Settlement, settlementSchema } from './settlement.ts';
import { type Source, sourceSchema } from './source.ts';
import { type Span, spanSchema } from './span.ts';
import { type Speaker, speakerSchema } from './speaker.ts';
import { type Target, targetSchema } from './target.ts';
import { type Transfer, transferSchema } from './transfer.ts';

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
  decision: Decision;
  comment: Comment;
  settlement: Settlement;
  transfer: Transfer;
  metadata: Metadata;
  blockRole: BlockRole;
  source: Source;
  search: SavedSearch;
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
  decision: decisionSchema,
  comment: commentSchema,
  settlement: settlementSchema,
  transfer: transferSchema,
  metadata: metadataSchema,
  blockRole: blockRoleSchema,
  source: sourceSchema,
  search: savedSearchSchema,
} as const;

export const kinds = Object.keys(recordSchemas) as Kind[];
