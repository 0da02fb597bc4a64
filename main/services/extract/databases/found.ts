import type { BlockKind, Meta } from '#shared/model/article.ts';
import type { MarkedPiece } from '../classify.ts';

/** A piece with what it is; null: to be found out by how it looks. */
export interface ToldPiece {
  readonly piece: MarkedPiece;
  readonly kind: BlockKind | null;
}

/** An article among the pieces of a database's export. */
export interface DatabaseArticle {
  /** What the database calls it; null where it only counts. */
  readonly number: string | null;
  /** In order. */
  readonly pieces: readonly ToldPiece[];
  readonly meta: Meta;
}

export interface DatabaseExport {
  /** As people call it: Factiva, LexisNexis, Nexis Uni. */
  readonly database: string;
  readonly articles: readonly DatabaseArticle[];
}

export type MetaDraft = { -readonly [K in keyof Meta]: Meta[K] };
