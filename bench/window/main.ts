import { join } from 'node:path';
import type { Emit, Implementation, Project } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { serve } from '#shared/contract/serve.ts';
import { type Article, type Entry, noMeta } from '#shared/model/article.ts';
import { type Reading, readingId } from '#shared/model/reading.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import { readAssets } from '../../main/hosts/assets.ts';
import { serveWeb } from '../../main/hosts/web/serve.ts';

/*
 * The other side of the window, of which nothing but the window is to be measured: it makes articles and spans up as
 * they are asked for, and tells them as fast as they are taken.
 */

const outlets = ['The Harbour Post', 'Morning Ledger', 'Kita Shimbun', 'Gazette du Port', 'The Plains Dispatch'];
const nouns = ['harbour', 'treaty', 'budget', 'election', 'strike', 'drought', 'summit', 'tariff', 'bridge', 'inquiry'];
const verbs = ['divides', 'delays', 'revives', 'shadows', 'reshapes', 'tests', 'ends', 'follows'];
const names = ['Amara Okafor', 'Jonas Weber', 'Min-seo Kim', 'Lucía Prieto', 'Itsuki Mori', 'Ada Lindqvist'];
const hash = (i: number) => i.toString(16).padStart(64, '0');
const pick = <T>(all: readonly T[], i: number): T => all[i % all.length] as T;

function entryOf(i: number): Entry {
  const month = String((i % 12) + 1).padStart(2, '0');
  const day = String((i % 28) + 1).padStart(2, '0');
  const year = 2000 + (i % 24);
  return {
    id: `a_${hash(i)}`,
    path: `${year}/${month}/article ${i}.txt`,
    bytes: 4096,
    sourceSha256: hash(i),
    textSha256: hash(i + 1),
    length: 4000 + (i % 300),
    meta: {
      ...noMeta,
      title: `The ${pick(nouns, i)} ${pick(verbs, i >> 3)} the ${pick(nouns, i * 7 + 3)} again, day ${i}`,
      outlet: pick(outlets, i),
      published: `${year}-${month}-${day}`,
      byline: pick(names, i * 3),
      language: 'en',
    },
    duplicateOf: null,
    failure: null,
    notices: [],
  };
}

const speakers: Speaker[] = Array.from({ length: 2000 }, (_, i) => ({
  id: `p_${i}`,
  name: `${pick(names, i)} ${i}`,
  aliases: i % 3 === 0 ? [`Minister ${i}`] : [],
  kind: 'person',
  role: i % 2 === 0 ? 'minister' : null,
  affiliation: null,
  country: null,
  note: null,
}));

const at = '2026-01-05T10:00:00.000Z';
const annotators = ['ann', 'ben'];

/** The articles that have spans, and how the spans are dealt to them: each annotator has gone through all of them once. */
interface Work {
  articles: number;
  spans: number;
}
const workOf = ({ articles, spans }: Sizes): Work => ({ articles: Math.min(articles, Math.ceil(spans / 2)), spans });

function spanOf(i: number, { articles, spans }: Work): Span {
  const start = (i * 37) % 3900;
  const half = Math.ceil(spans / 2);
  const article = Math.floor(((i % half) * articles) / half);
  return {
    id: `s_${i.toString(36).padStart(10, '0')}`,
    article: `a_${hash(article)}`,
    textSha256: hash(article + 1),
    layer: 'statement',
    start,
    end: start + 80,
    quote: {
      exact: `the ministry will not be moved by words alone, number ${i}`,
      prefix: 'He said that ',
      suffix: ', and sat down.',
    },
    speaker: i % 4 === 0 ? null : `p_${i % 2000}`,
    mention: null,
    cue: null,
    mode: 'direct',
    stances: i % 5 === 0 ? [{ target: null, value: pick(['support', 'oppose', 'mixed'], i) }] : [],
    attributes: {},
    labels: [],
    note: null,
    confidence: null,
    annotator: i < half ? 'ann' : 'ben',
    origin: 'manual',
    status: 'draft',
    createdAt: at,
    updatedAt: at,
  };
}

/** What marking an article leaves besides spans: its binding to the file. */
function bindingOf(i: number): Article {
  const { id, path, sourceSha256, textSha256, meta } = entryOf(i);
  return { id, path, sourceSha256: sourceSha256 ?? '', textSha256: textSha256 ?? '', title: meta.title };
}

function readingOf(i: number, annotator: string): Reading {
  const article = `a_${hash(i)}`;
  return { id: readingId(article, annotator), article, annotator, status: 'in-progress', updatedAt: at };
}

export interface Sizes {
  articles: number;
  spans: number;
  /** Articles of one event, as a scan tells them. */
  batch: number;
  /** Records of one page of a snapshot. */
  page: number;
  port?: number;
}

/** Serves the built window with so much in its folder. */
export async function serveWindow(root: string, sizes: Sizes) {
  const assets = readAssets(join(root, 'dist', 'renderer'));
  const entries = Array.from({ length: sizes.articles }, (_, i) => entryOf(i));
  const project: Project = {
    id: `bench-${sizes.articles}-${sizes.spans}`,
    name: 'Bench',
    path: '/bench',
    journalPath: '/bench/.rapporteur',
    writer: 'ann-bench',
    annotator: { id: 'ann', name: 'Ann Analyst', initials: 'AA' },
    readOnly: false,
    notices: [],
    positions: { 'ann-bench': 1 },
  };
  const work = workOf(sizes);
  const lists = [
    { kind: 'speaker' as const, length: speakers.length, at: (i: number) => speakers[i] },
    { kind: 'article' as const, length: work.articles, at: bindingOf },
    ...annotators.map((annotator) => ({
      ...{ kind: 'reading' as const, length: work.articles },
      at: (i: number) => readingOf(i, annotator),
    })),
    { kind: 'span' as const, length: work.spans, at: (i: number) => spanOf(i, work) },
  ];
  const total = lists.reduce((sum, { length }) => sum + length, 0);
  const recordAt = (i: number) => {
    let at = i;
    for (const list of lists) {
      if (at < list.length) return { kind: list.kind, record: list.at(at) as never };
      at -= list.length;
    }
    throw new RangeError(`There is no record ${i}.`);
  };

  function implementation(emit: () => Emit): Implementation {
    const known: Partial<Implementation> = {
      'host.info': async () => ({
        ...{ host: 'web', version: '0', platform: 'linux', open: '/bench', import: null, samples: null },
      }),
      'settings.read': async () => ({
        ...{ annotator: project.annotator, introduced: true, theme: 'light', textSize: 18, recent: [] },
      }),
      'project.open': async () => {
        setImmediate(() => void scan(emit()));
        return project;
      },
      'project.close': async () => null,
      'journal.since': async () => ({ changes: [], more: false }),
      'journal.conflicts': async () => ({ conflicts: [] }),
      'journal.snapshot': async ({ cursor }) => {
        const from = Number(cursor ?? 0);
        const to = Math.min(total, from + sizes.page);
        const records = Array.from({ length: to - from }, (_, i) => recordAt(from + i));
        return { records, history: [], total, cursor: to < total ? String(to) : null, positions: project.positions };
      },
    };
    return new Proxy({} as Implementation, {
      get: (_, name) =>
        known[name as keyof Implementation] ??
        (async () => {
          throw new Failure('unsupported', 'Not in this measurement.');
        }),
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
    });
  }

  async function scan(emit: Emit): Promise<void> {
    const found = entries.length;
    emit('corpus.progress', { phase: 'reading', done: 0, found, failed: 0, message: null });
    for (let i = 0; i < found; ) {
      const batch = i === 0 ? 50 : sizes.batch;
      emit('corpus.entries', { entries: entries.slice(i, i + batch), gone: [] });
      i += batch;
      emit('corpus.progress', { phase: 'reading', done: Math.min(i, found), found, failed: 0, message: null });
      await new Promise((resolve) => setImmediate(resolve));
    }
    emit('corpus.progress', { phase: 'done', done: found, found, failed: 0, message: null });
  }

  return serveWeb({
    assets,
    port: sizes.port,
    log: (line) => process.stderr.write(`${line}\n`),
    connect(end) {
      const emit: Emit = serve(
        end,
        implementation(() => emit),
        (_, error) => console.error(error),
      );
    },
  });
}
