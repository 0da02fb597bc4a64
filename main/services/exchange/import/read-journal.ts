import { basename, dirname } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { Article } from '#shared/model/article.ts';
import { explain, systemCode } from '../../files/explain.ts';
import { type Chain, readChain } from '../../journal/chain.ts';
import { nodeJournalFs } from '../../journal/journal-fs.ts';
import { damageIn } from '../../journal/load-writer.ts';
import { plainIncoming, type Read } from './read-file.ts';

/**
 * Reads one journal file: every change up to the first damage, which is told in the notices.
 * @throws Failure `newer-format` for a journal of a newer version, `damaged` when nothing in it can be used, or why it
 *   cannot be read
 */
export async function readJournal(path: string): Promise<Read> {
  const name = basename(path);
  const changes: Change[] = [];
  const articles = new Map<string, Article>();
  let chain: Chain;
  try {
    chain = await readChain(nodeJournalFs, dirname(path), name, ({ change }) => {
      if (change === undefined) return;
      changes.push(change);
      for (const edit of change.edits)
        if (edit.kind === 'article' && edit.after !== undefined)
          articles.set(edit.id, { ...(articles.get(edit.id) as Article), ...edit.after });
    });
  } catch (error) {
    if (error instanceof Failure || systemCode(error) === null) throw error;
    throw new Failure(explain(error).code, `${name} cannot be read: ${explain(error).words}.`, { cause: error });
  }
  const { header, damage } = chain;
  if (damage?.newer)
    throw new Failure(
      'newer-format',
      `${name} was written by a newer version of Rapporteur. Update Rapporteur to take it in.`,
    );
  const told = damageIn(dirname(path), chain);
  if (header === null)
    throw new Failure('damaged', `${name} is a journal that cannot be used. ${told ?? 'It is empty.'}`);
  return {
    faults: [],
    faultsLeft: 0,
    incoming: {
      ...plainIncoming,
      kind: 'journal',
      path,
      name,
      by: header.annotator,
      at:
        changes
          .reduce<string | null>((latest, { at }) => (latest === null || at > latest ? at : latest), null)
          ?.slice(0, 24) ?? header.createdAt,
      annotators: [header.annotator],
      articles: [...articles.values()],
      changes,
      notices: told === null ? [] : [told],
    },
  };
}
