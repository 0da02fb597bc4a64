import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Change, Edit } from '#shared/changes/change.ts';
import { added } from '#shared/changes/edits.ts';
import { Failure } from '#shared/contract/failure.ts';
import type { LineSpan } from '#shared/formats/jsonl/article-line.ts';
import type { Fault } from '#shared/formats/jsonl/validate.ts';
import { type Annotator, initialsOf } from '#shared/model/annotator.ts';
import type { Article } from '#shared/model/article.ts';
import type { Span } from '#shared/model/span.ts';
import { explain } from '../../files/explain.ts';
import { sha256 } from '../../files/hash.ts';
import { scanLines } from '../../files/scan-lines.ts';
import { readArticleLine } from './article-spans.ts';
import { plainIncoming, type Read } from './read-file.ts';

/** More than this cannot be one JavaScript string. */
const longestLine = 500_000_000;
const mostFaults = 1000;
/** Clocks differ; more than a day is a mistake, and what is marked here meanwhile would never hold. */
export const mostAhead = 24 * 60 * 60 * 1000;

/** Before everything that people do: whatever else is known of an entry of the registry holds. */
const beginning = '1970-01-01T00:00:00.000Z+0000';

/**
 * Reads lines of `rapporteur.article/1` as changes: one for each span, at the time it was updated, and one for each
 * speaker and target that spans refer to, before all others. Their ids are made of what they hold, so that the same line
 * comes in once. Lines and spans that cannot be used are named in `faults`, each with its line and field.
 * @param as whose the spans are that do not say
 * @throws Failure when the file cannot be read
 */
export async function readJsonl(path: string, as: string | null, now: number): Promise<Read> {
  const name = basename(path);
  const faults: Fault[] = [];
  const articles = new Map<string, Article>();
  const annotators = new Map<string, Annotator>();
  const registry = new Map<string, Change>();
  const changes: Change[] = [];
  const lineOf = new Map<string, number>();
  const altered: number[] = [];
  let faultsLeft = 0;
  let suggested = 0;
  let line = 0;

  const take = (text: string) => {
    const tell = (field: string, message: string) => {
      if (faults.length < mostFaults) faults.push({ line, field, message });
      else faultsLeft++;
    };
    const content = readArticleLine(text, as, tell);
    if (content === null) return;
    suggested += content.suggested;
    if (content.altered) altered.push(line);
    if (!articles.has(content.article.id)) articles.set(content.article.id, content.article);
    for (const { span, line: from } of content.spans) {
      const before = lineOf.get(span.id);
      if (before !== undefined) tell('spans', `The span id “${span.id}” is already used in line ${before}.`);
      else if (Date.parse(span.updatedAt) > now + mostAhead)
        tell(
          'spans',
          `The span “${span.id}” was updated at ${span.updatedAt}, which is in the future. Correct the time.`,
        );
      else {
        lineOf.set(span.id, line);
        changes.push(changeOf(added('span', span), `${span.updatedAt}+0000`, span.annotator));
        for (const edit of entriesOf(span, from))
          if (!registry.has(edit.id)) registry.set(edit.id, changeOf(edit, beginning, span.annotator));
        if (!annotators.has(span.annotator)) annotators.set(span.annotator, unnamed(span.annotator));
      }
    }
  };

  const file = await open(path, 'r').catch((error) => {
    throw new Failure(explain(error).code, `${name} cannot be read: ${explain(error).words}.`, { cause: error });
  });
  try {
    await scanLines(file, longestLine, (bytes) => {
      line++;
      const text = bytes === null ? '' : textOf(bytes, line === 1);
      if (bytes === null || text === null)
        faults.push({
          line,
          field: '',
          message:
            bytes === null
              ? `The line is longer than an article can be (${longestLine.toLocaleString('en')} bytes).`
              : 'The line is not UTF-8. Save the file as UTF-8.',
        });
      else if (text.trim() !== '') take(text);
    });
  } catch (error) {
    throw new Failure(explain(error).code, `${name} cannot be read: ${explain(error).words}.`, { cause: error });
  } finally {
    await file.close();
  }
  return {
    faults,
    faultsLeft,
    incoming: {
      ...plainIncoming,
      kind: 'jsonl',
      path,
      name,
      annotators: [...annotators.values()],
      articles: [...articles.values()],
      changes: [...registry.values(), ...changes],
      notices: [
        ...(suggested === 0
          ? []
          : [`${suggested === 1 ? 'One suggestion' : `${suggested} suggestions`} that nobody has accepted left out.`]),
        ...(altered.length === 0
          ? []
          : [
              `The text of ${altered.length === 1 ? `line ${altered[0]}` : `${altered.length} lines, the first of them line ${altered[0]},`} was changed after it was written (text_sha256). Spans whose words still stand in it are used.`,
            ]),
      ],
    },
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Buffer, first: boolean): string | null {
  try {
    const text = utf8.decode(bytes);
    return (first ? text.replace(/^\ufeff/, '') : text).replace(/\r$/, '');
  } catch {
    return null;
  }
}

function changeOf(edit: Edit, at: string, by: string): Change {
  const id = `c_${sha256(JSON.stringify([at, by, edit])).slice(0, 40)}`;
  return { id, at, by, origin: 'import', gesture: id, edits: [edit] };
}

/** The speaker and the targets of a span, as far as the line knows them. */
function* entriesOf(span: Span, { speaker, stances }: LineSpan): Generator<Edit> {
  const id = span.speaker;
  if (id !== null && speaker?.name) {
    const { name, role, affiliation, country } = speaker;
    yield added('speaker', { id, name, kind: 'person', aliases: [], role, affiliation, country, note: null });
  }
  for (const { target } of stances)
    if (target?.name) yield added('target', { id: target.id, name: target.name, aliases: [], note: null });
}

/** Lines have an annotator's id and no name. */
export const unnamed = (id: string): Annotator => ({ id, name: id, initials: initialsOf(id).slice(0, 8) });
