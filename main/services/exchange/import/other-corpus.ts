import { Failure } from '#shared/contract/failure.ts';
import type { Entry } from '#shared/model/article.ts';
import type { Incoming } from '../incoming.ts';
import type { Match } from './match-articles.ts';

/**
 * Refuses files of another corpus: they speak of articles, none of which is in this folder, although it has some. An
 * empty folder takes in everything.
 * @throws Failure `unsupported`, naming both
 */
export function refuseOtherCorpus(
  incoming: readonly Incoming[],
  matches: ReadonlyMap<string, Match>,
  corpus: { id: string; name: string },
  entries: readonly Entry[],
): void {
  if (matches.size === 0 || entries.length === 0) return;
  if (incoming.some((one) => one.corpus?.id === corpus.id)) return;
  if ([...matches.values()].some(({ here }) => here)) return;
  const from = incoming.find((one) => one.corpus !== null)?.corpus?.name;
  const files = incoming.length === 1 ? incoming[0]!.name : `The ${incoming.length} files`;
  const [first] = matches.values();
  const { path, title, id } = first!.theirs;
  const example = title ?? (path === '' ? id : path);
  throw new Failure(
    'unsupported',
    `${files} ${incoming.length === 1 ? 'is' : 'are'} of another corpus${from === undefined ? '' : `, “${from}”`}: ${
      matches.size === 1 ? 'its one article' : `none of its ${matches.size.toLocaleString('en')} articles`
    } (${matches.size === 1 ? '' : 'such as '}“${example}”) is${matches.size === 1 ? ' not' : ''} in “${corpus.name}”. Open ${
      from === undefined ? 'the folder that has these articles' : `the folder “${from}”, or an empty folder,`
    } and take ${incoming.length === 1 ? 'it' : 'them'} in there. Nothing was changed.`,
  );
}
