import type { BlockKind, Meta } from '#shared/model/article.ts';
import type { MarkedPiece } from '../classify.ts';

/** An article among the pieces of a database's export. */
export interface DatabaseArticle {
  /** What the database calls it; null where it only counts. */
  readonly number: string | null;
  /** Its pieces, in order, each with what it is; null: to be found out by how it looks. */
  readonly pieces: readonly { readonly piece: MarkedPiece; readonly kind: BlockKind | null }[];
  readonly meta: Meta;
}

export interface DatabaseExport {
  /** As people call it: Factiva, LexisNexis, Nexis Uni. */
  readonly database: string;
  readonly articles: readonly DatabaseArticle[];
}

export type MetaDraft = { -readonly [K in keyof Meta]: Meta[K] };
