import type { ImportPreview } from '#shared/contract/contract.ts';
import { type Article, articleSchema, type Entry } from '#shared/model/article.ts';
import type { Span } from '#shared/model/span.ts';
import type { Incoming, IncomingFile } from '../incoming.ts';

/** An article of the files and what it is here. */
export interface Match {
  theirs: Article;
  /** The id that it has here; its own where this folder does not know it. */
  id: string;
  /** Its row here when its text can be read; null when it is not in the folder, or its file is out of order. */
  entry: Entry | null;
  /** This folder knows it, by its file or from its journals. */
  here: boolean;
  state: ImportPreview['articles'][number]['state'];
  /** Its original file, when it came along. */
  file: IncomingFile | null;
}

/**
 * Finds the files' articles in this folder: by id, else by their text, else by their path. An id that is known here
 * stands for the same article everywhere, a path need not.
 * @param entries the rows of the catalogue
 * @param bindings the articles that the journals know
 */
export function matchArticles(
  incoming: readonly Incoming[],
  entries: readonly Entry[],
  bindings: ReadonlyMap<string, Article>,
): Map<string, Match> {
  const ours = indexOurs(entries, bindings);
  const files = new Map<string, IncomingFile>(incoming.flatMap((one) => [...one.files]));
  const matches = new Map<string, Match>();
  for (const theirs of articlesIn(incoming).values()) {
    const file = files.get(theirs.id) ?? null;
    const own =
      ours.byId.get(theirs.id) ??
      (theirs.textSha256 === '' ? undefined : ours.byText.get(theirs.textSha256)) ??
      (theirs.path === '' ? undefined : ours.byPath.get(theirs.path));
    const entry = own?.entry ?? null;
    const state =
      entry === null
        ? file === null
          ? 'missing'
          : 'brought'
        : theirs.textSha256 === '' || theirs.textSha256 === entry.textSha256
          ? 'same'
          : 'other-text';
    matches.set(theirs.id, { theirs, id: own?.id ?? theirs.id, entry, here: own !== undefined, state, file });
  }
  return matches;
}

interface Ours {
  id: string;
  entry: Entry | null;
}

function indexOurs(entries: readonly Entry[], bindings: ReadonlyMap<string, Article>) {
  const byId = new Map<string, Ours>();
  const byText = new Map<string, Ours>();
  const byPath = new Map<string, Ours>();
  const once = (map: Map<string, Ours>, key: string, own: Ours) => {
    if (!map.has(key)) map.set(key, own);
  };
  for (const entry of entries) {
    if (entry.failure !== null || entry.duplicateOf !== null) continue;
    const own = { id: entry.id, entry };
    byId.set(entry.id, own);
    byPath.set(entry.path, own);
    if (entry.textSha256 !== null) once(byText, entry.textSha256, own);
  }
  for (const { path, duplicateOf } of entries) {
    const original = duplicateOf === null ? undefined : byPath.get(duplicateOf);
    if (original !== undefined) once(byPath, path, original);
  }
  // What the journals know and the folder does not have, or cannot read, now.
  for (const { id, path, textSha256 } of bindings.values()) {
    const own = { id, entry: null };
    once(byId, id, own);
    once(byPath, path, own);
    if (textSha256 !== '') once(byText, textSha256, own);
  }
  return { byId, byText, byPath };
}

/** Every article that the files name, or that spans in them are of; of those nothing but id and text is known. */
function articlesIn(incoming: readonly Incoming[]): Map<string, Article> {
  const articles = new Map<string, Article>();
  for (const { articles: listed } of incoming)
    for (const article of listed) if (!articles.has(article.id)) articles.set(article.id, article);
  for (const { changes } of incoming)
    for (const { edits } of changes)
      for (const { kind, after, before } of edits) {
        if (after === undefined || before !== undefined) continue;
        const known = articleSchema.safeParse(
          kind === 'article' ? after : kind === 'span' ? unplaced(after) : undefined,
        );
        if (known.success && !articles.has(known.data.id)) articles.set(known.data.id, known.data);
      }
  return articles;
}

const unplaced = ({ article, textSha256 }: Partial<Span>) => ({
  id: article,
  path: '',
  sourceSha256: '',
  textSha256,
  title: null,
});
