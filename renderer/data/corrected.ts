import type { ArticleText } from '#shared/contract/contract.ts';
import type { Meta } from '#shared/model/article.ts';
import type { BlockRole } from '#shared/model/block-role.ts';
import { groupBy } from '#shared/model/groups.ts';
import { correctedMeta, type Metadata } from '#shared/model/metadata.ts';
import { type TaughtLines, taughtLines, withRoles } from '#shared/text/block-roles.ts';

/*
 * What was read and what people have said of it, put together: everything on a screen shows articles this way, and only
 * where they are corrected is told what the file says.
 */

/** What a row of the library has of it. */
interface Row {
  article: string;
  meta: Meta;
  /** What the file says, where people have said something else. */
  asRead?: Meta;
}

/** The same rows with their corrected details; the same list where nothing is corrected. */
export function correctedRows<T extends Row>(rows: readonly T[], metadata: readonly Metadata[]): readonly T[] {
  if (metadata.length === 0) return rows;
  const byArticle = new Map(metadata.map((one) => [one.id, one]));
  return rows.map((row) => {
    const said = byArticle.get(row.article);
    return said === undefined ? row : correctedRow(row, said);
  });
}

/** The same row for the same words, so that what screens keep by row stays good. */
const knownRows = new WeakMap<Row, { said: Metadata; row: Row }>();
function correctedRow<T extends Row>(row: T, said: Metadata): T {
  const known = knownRows.get(row);
  if (known?.said === said) return known.row as T;
  const made = { ...row, meta: correctedMeta(row.meta, said), asRead: row.meta };
  knownRows.set(row, { said, row: made });
  return made;
}

/** An article with its corrected details and blocks. */
export type CorrectedArticle = ArticleText & {
  /** What its file says, and which blocks main has read. */
  asRead: Pick<ArticleText, 'meta' | 'blocks'>;
};

/** Puts an article as it was read together with what people have said of it. */
export type Correct = (article: ArticleText) => CorrectedArticle;

/** All that people have said of articles and their blocks. */
export interface Said {
  metadata: readonly Metadata[];
  roles: readonly BlockRole[];
}

/**
 * What makes articles what people have said of them. The same article comes out as the same object, and its blocks as the
 * same list, as long as what was said changes nothing in it: what is drawn of it then stays as it is.
 */
export function createCorrect({ metadata, roles }: Said): Correct {
  const metadataOf = new Map(metadata.map((one) => [one.id, one]));
  const rolesOf = groupBy(roles, (one) => one.article);
  const taught = taughtLines(roles);
  return (article) => correctedArticle(article, metadataOf.get(article.id), rolesOf.get(article.id) ?? none, taught);
}

const none: readonly never[] = [];
const knownArticles = new WeakMap<ArticleText, { said: Metadata | undefined; made: CorrectedArticle }>();

function correctedArticle(
  article: ArticleText,
  said: Metadata | undefined,
  roles: readonly BlockRole[],
  taught: TaughtLines,
): CorrectedArticle {
  const known = knownArticles.get(article);
  const blocks = withRoles(article.text, article.blocks, roles, taught);
  const same = known?.made.blocks.every(({ kind }, i) => kind === blocks[i]?.kind) ?? false;
  if (known !== undefined && same && known.said === said) return known.made;
  const made = {
    ...article,
    meta: correctedMeta(article.meta, said),
    blocks: known !== undefined && same ? known.made.blocks : [...blocks],
    asRead: { meta: article.meta, blocks: article.blocks },
  };
  knownArticles.set(article, { said, made });
  return made;
}
