import type { Edit } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Block } from '#shared/model/article.ts';
import type { BlockRole } from '#shared/model/block-role.ts';
import { blockOfRole, normalisedLine, type Role } from '#shared/text/block-roles.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { newId } from './ids.ts';

/**
 * Says of blocks of an article that they are its own (`body`) or furniture of its page (`boilerplate`). What was said of
 * the same block before is changed. `at` is in ISO 8601; an empty list means that nothing would change.
 */
export function sayRole(options: {
  article: Pick<ArticleText, 'id' | 'text' | 'blocks'>;
  blocks: readonly Block[];
  role: Role;
  /** Whether the same line in other articles follows. */
  teaches: boolean;
  /** What was said of blocks of this article before. */
  before: readonly BlockRole[];
  /** The annotator's id. */
  annotator: string;
  at: string;
}): Edit[] {
  const { article, blocks, role, teaches, before, annotator, at } = options;
  const latestFirst = [...before].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  const known = latestFirst.map((one) => ({ one, block: blockOfRole(article.text, article.blocks, one) }));
  return blocks.flatMap(({ start, end }): Edit[] => {
    const line = teaches ? normalisedLine(article.text.slice(start, end)) : null;
    const there = known.find(({ block }) => block?.start === start && block.end === end)?.one;
    const place = { start, end, quote: quoteOf(article.text, { start, end }) };
    if (there === undefined)
      return [
        added('blockRole', { id: newId('b'), article: article.id, ...place, role, line, annotator, updatedAt: at }),
      ];
    if (changed('blockRole', there, { role, line }) === undefined) return [];
    const edit = changed('blockRole', there, { ...place, role, line, annotator, updatedAt: at });
    return edit === undefined ? [] : [edit];
  });
}

/** Takes back what the folder was taught about a line: in every article it is again as it was read. */
export const forgetLine = (line: string, all: readonly BlockRole[]): Edit[] =>
  all.filter((one) => one.line === line).map((one) => removed('blockRole', one));
