import type { Change, Edit } from '#shared/changes/change.ts';

/** An edit of an article's binding, or of how a file is read, with its place among all changes. */
export interface ArticleEdit {
  at: string;
  n: number;
  /** The edit as JSON, which takes a third of its memory. */
  edit: string;
}

/** Such an edit as it is applied: in the order of the clocks. */
export type DatedEdit = Edit & { at: string };

export const articleEditsOf = (n: number, { at, edits }: Change): ArticleEdit[] =>
  edits
    .filter(({ kind }) => kind === 'article' || kind === 'source')
    .map((edit) => ({ at, n, edit: JSON.stringify(edit) }));

/** So many are parsed together: one by one would take twice as long, all of them at once twice the memory. */
const editsALine = 1000;

/** Edits as they are kept in a file: lines of JSON, many dated edits in each. */
export function* linesOf(edits: readonly ArticleEdit[]): Generator<string> {
  for (let from = 0; from < edits.length; from += editsALine) {
    const some = edits.slice(from, from + editsALine);
    yield `[${some.map(({ at, edit }) => `${edit.slice(0, -1)},"at":${JSON.stringify(at)}}`).join(',')}]\n`;
  }
}

/**
 * The edits of one kind, in the order in which they were read.
 * @param kept lines that `linesOf` made
 * @param since what was read after those
 */
export function* editsOfKind(
  kind: 'article' | 'source',
  kept: Buffer,
  since: readonly ArticleEdit[],
): Generator<DatedEdit> {
  // As `JSON.stringify` writes it: most of a hundred thousand edits are of the other kind, and need not be read.
  const written = `"kind":"${kind}"`;
  const parse = (line: string) => (JSON.parse(line) as DatedEdit[]).filter((edit) => edit.kind === kind);
  for (let from = 0; from < kept.length; ) {
    const end = kept.indexOf(10, from);
    const line = kept.subarray(from, end);
    if (line.includes(written)) yield* parse(line.toString());
    from = end + 1;
  }
  for (const line of linesOf(since.filter(({ edit }) => edit.includes(written)))) yield* parse(line);
}
