import { z } from 'zod';
import { changeOrigins, changeSchema, editSchema } from '../changes/change.ts';
import { annotatorSchema } from '../model/annotator.ts';
import {
  articleSchema,
  blockSchema,
  entrySchema,
  metaSchema,
  pageMarkSchema,
  provenanceSchema,
} from '../model/article.ts';
import { jsonSchema } from '../model/json.ts';
import { type Kind, kinds } from '../model/kinds.ts';
import { modes } from '../model/mode.ts';
import { rangeFields } from '../model/range.ts';
import { columnsSchema } from '../model/source.ts';
import { quoteSchema } from '../model/span.ts';
import { failureSchema } from './failure.ts';

/*
 * Every call and event between renderer and main, once. Arguments are checked by main before an implementation sees
 * them. Paths from the renderer are only ever ones that a person picked through `host.*`, a recent folder, or the
 * command line: main keeps the list and refuses others.
 */

const path = z.string().min(1).max(4096);
const nothing = z.undefined().or(z.null());

/** How far each writer's journal has been taken in: writer to the number of its last line. */
export const positionsSchema = z.record(z.string(), z.int().min(0));
export type Positions = z.infer<typeof positionsSchema>;

/** A change together with its place in the journal that keeps it. */
export const journaledSchema = z.object({ writer: z.string(), n: z.int().min(1), change: changeSchema });
export type Journaled = z.infer<typeof journaledSchema>;

/** Something about the folder that the person should know and that does not keep them from working. */
export const noticeSchema = z.object({
  code: z.enum([
    'journal-torn',
    'journal-damaged',
    'journal-elsewhere',
    'read-only',
    'newer-format',
    'second-process',
    'index-damaged',
  ]),
  message: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

export const projectSchema = z.object({
  /** Names the IndexedDB; stays the same for a folder wherever it is moved. */
  id: z.string(),
  name: z.string(),
  path,
  /** Where the journal is: inside the folder, or the place chosen because the folder cannot be written. */
  journalPath: z.string(),
  writer: z.string(),
  annotator: annotatorSchema,
  /** Nothing can be annotated: the folder was written by a newer version, or has no writable place for the journal. */
  readOnly: z.boolean(),
  notices: z.array(noticeSchema),
  /** The highest line number of each journal at opening. */
  positions: positionsSchema,
});
export type Project = z.infer<typeof projectSchema>;

export const settingsSchema = z.object({
  annotator: annotatorSchema,
  /** Whether the person has said who they are; until then the name is the one of their account. */
  introduced: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
  textSize: z.int().min(14).max(28),
  recent: z.array(z.object({ path, name: z.string(), openedAt: z.iso.datetime() })).max(20),
});
export type Settings = z.infer<typeof settingsSchema>;

export const articleTextSchema = z.object({
  id: z.string(),
  text: z.string(),
  textSha256: z.string(),
  sourceSha256: z.string(),
  blocks: z.array(blockSchema),
  meta: metaSchema,
  notices: z.array(z.string()),
  /** Where pages begin, of a source that has them. */
  pages: z.array(pageMarkSchema).optional(),
  read: provenanceSchema.nullish(),
});
export type ArticleText = z.infer<typeof articleTextSchema>;

export const exportRequestSchema = z.object({
  format: z.literal('jsonl'),
  per: z.enum(['article', 'statement']),
  /** Annotator ids; null: everybody. */
  annotators: z.array(z.string()).nullable(),
  offsets: z.enum(['codepoint', 'utf16', 'byte']),
  /** Article ids; null: all. */
  articles: z.array(z.string()).nullable(),
  /** Also the articles that nobody has annotated (article lines only). */
  unannotated: z.boolean(),
  path,
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

export const exportResultSchema = z.object({
  path,
  lines: z.int(),
  articles: z.int(),
  spans: z.int(),
  bytes: z.int(),
  /** What was read again from the written file and found to hold. */
  checked: z.object({ articles: z.int(), spans: z.int() }),
  /** Spans and articles that could not be exported, each with its reason. */
  left: z.array(z.object({ what: z.string(), reason: z.string() })),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

/** As many phrases as one search takes, and as long, in UTF-16 code units. */
export const mostPhrases = 100;
export const longestPhrase = 5000;

/** Words to be found in all texts of the folder, as `createMatcher` in `shared/text/occurrences.ts` finds them. */
export const wordSearchSchema = z.object({
  /** The caller's name for the search; its events carry it. */
  id: z.string().min(1).max(100),
  phrases: z.array(z.string().min(1).max(longestPhrase)).min(1).max(mostPhrases),
  wholeWords: z.boolean(),
  foldCase: z.boolean(),
  /** Whether the phrases are names, and the statement around each place is wanted. */
  statements: z.boolean(),
  /** The article to begin with. */
  first: z.string().nullable(),
});
export type WordSearch = z.infer<typeof wordSearchSchema>;

const passageSchema = z.object({ ...rangeFields, quote: quoteSchema, mode: z.enum(modes) });

/** A place where words stand: UTF-16 code units of the canonical text, with what surrounds them for a list. */
export const foundWordsSchema = z.object({
  ...passageSchema.shape,
  before: z.string(),
  words: z.string(),
  after: z.string(),
  statement: passageSchema.nullable(),
});
export type FoundWords = z.infer<typeof foundWordsSchema>;

export const foundArticleSchema = z.object({
  article: articleSchema,
  hits: z.array(foundWordsSchema).min(1),
  /** Further places in the article, beyond as many as are told. */
  left: z.int().min(0),
});
export type FoundArticle = z.infer<typeof foundArticleSchema>;

export const folderListingSchema = z.object({
  path,
  parent: z.string().nullable(),
  /** Files with one of the endings that were asked for. */
  files: z.array(z.object({ name: z.string(), path, bytes: z.int().min(0) })),
  folders: z.array(z.object({ name: z.string(), path, articles: z.int() })),
  truncated: z.boolean(),
});

/** What a bundle is made of. */
export const bundleRequestSchema = z.object({
  path,
  /** Article ids; null: the whole folder. */
  articles: z.array(z.string()).nullable(),
  /** Annotator ids, or `adjudicated`; null: everybody. */
  annotators: z.array(z.string()).nullable(),
  /** Only what was changed since this annotator last sent a bundle; everything when there was none. */
  sinceLast: z.boolean(),
  /** Whether the article files go along; otherwise only their hashes. */
  texts: z.boolean(),
});
export type BundleRequest = z.infer<typeof bundleRequestSchema>;

export const bundleResultSchema = z.object({
  id: z.string(),
  path,
  bytes: z.int(),
  changes: z.int(),
  articles: z.int(),
  /** Records by kind as the bundle leaves them at the other end. */
  records: z.record(z.string(), z.int()),
  annotators: z.array(annotatorSchema),
  /** What could not go along, with its reason. */
  left: z.array(z.object({ what: z.string(), reason: z.string() })),
});
export type BundleResult = z.infer<typeof bundleResultSchema>;

/** What would become of a record that is brought. */
export const fates = ['new', 'known', 'changed', 'removed', 'moved', 'orphaned', 'failed'] as const;
export type Fate = (typeof fates)[number];

const tallySchema = z.object({
  new: z.int(),
  known: z.int(),
  changed: z.int(),
  removed: z.int(),
  moved: z.int(),
  orphaned: z.int(),
  failed: z.int(),
});
export type Tally = z.infer<typeof tallySchema>;

/** What files hold and what accepting them would do, before anything is written. */
export const importPreviewSchema = z.object({
  /** Names the preview for `exchange.accept`. */
  id: z.string(),
  files: z.array(
    z.object({
      path,
      name: z.string(),
      kind: z.enum(['bundle', 'journal', 'jsonl']),
      /** Who made it and when, as far as it says. */
      by: z.string().nullable(),
      at: z.string().nullable(),
      /** What in it is passed over. */
      notices: z.array(z.string()).optional(),
    }),
  ),
  /** Everything together; `moved` and `orphaned` are also `new`, `known` or `changed`. */
  counts: tallySchema,
  /** Whose spans they are; what a review has settled on has the id `adjudicated`. */
  annotators: z.array(z.object({ annotator: annotatorSchema, here: z.boolean(), spans: tallySchema })),
  /** What is to be seen one by one: never what is known. */
  items: z.array(
    z.object({
      fate: z.enum(fates),
      kind: z.string(),
      id: z.string(),
      /** The span's words, the speaker's name, … */
      name: z.string(),
      article: z.string().nullable(),
      /** The article's title or path. */
      where: z.string().nullable(),
      /** What differs, where it moved to, or why it failed. */
      detail: z.string().nullable(),
    }),
  ),
  /** Items that are not listed because there are so many. */
  itemsLeft: z.int(),
  /** Articles of the files. `other-text`: this folder has another version; `brought`: only the files have its text. */
  articles: z.array(
    z.object({
      id: z.string(),
      path: z.string(),
      title: z.string().nullable(),
      state: z.enum(['same', 'other-text', 'missing', 'brought']),
      spans: z.int(),
    }),
  ),
  /** Their codebook where it is not ours, and what of it is used and not known here. */
  codebook: z
    .object({
      theirs: z.object({ name: z.string(), version: z.int() }),
      ours: z.object({ name: z.string(), version: z.int() }),
      unknown: z.array(
        z.object({ what: z.enum(['layer', 'stance']), id: z.string(), name: z.string(), spans: z.int() }),
      ),
    })
    .nullable(),
  /** Fields that were changed here and there: the later value will hold, the other one is listed. */
  conflicts: z.int(),
  /** What of this folder keeps something from being looked at. */
  notices: z.array(z.string()).optional(),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const importChoiceSchema = z.object({
  preview: z.string(),
  /** Whose spans to take in: annotators' ids, or `adjudicated`; null: everybody's. */
  annotators: z.array(z.string()).nullable(),
  /** Whether articles that are `brought` are written into the folder. */
  texts: z.boolean(),
  /** Their layers and stance values that stand for ours; what is not named stays as it is. */
  mapping: z.array(z.object({ what: z.enum(['layer', 'stance']), id: z.string(), to: z.string() })),
});
export type ImportChoice = z.infer<typeof importChoiceSchema>;

export const importResultSchema = z.object({
  /** Changes that the journal did not have. */
  changes: z.int(),
  counts: tallySchema,
  articles: z.int(),
  left: z.array(z.object({ what: z.string(), reason: z.string() })),
});
export type ImportResult = z.infer<typeof importResultSchema>;

/** A field that two people changed without knowing of each other: the later change holds, the other is kept here. */
export const fieldConflictSchema = z.object({
  /** Names the matter for a settlement. */
  id: z.string(),
  kind: z.enum(kinds as [Kind, ...Kind[]]),
  record: z.string(),
  field: z.string(),
  holds: z.object({ value: jsonSchema, by: z.string(), at: z.string() }),
  lost: z.object({ value: jsonSchema, by: z.string(), at: z.string() }),
});
export type FieldConflict = z.infer<typeof fieldConflictSchema>;

/** One change of one record, for people: who did what when. */
export const historyEntrySchema = z.object({
  change: z.string(),
  gesture: z.string(),
  at: z.string(),
  by: z.string(),
  origin: z.enum(changeOrigins),
  edit: editSchema,
  /** The record after it; null: it was removed. */
  after: jsonSchema.nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** A query over texts, metadata and annotations, in the grammar of `shared/search/parse.ts`. */
export const searchRequestSchema = z.object({
  /** The caller's name for the search; its events carry it. */
  id: z.string().min(1).max(100),
  query: z.string().max(10_000),
  /** Article ids to look in; null: all. */
  articles: z.array(z.string()).nullable(),
  /** After so many places the search ends. */
  most: z.int().min(1).max(50_000),
});
export type SearchRequest = z.infer<typeof searchRequestSchema>;

/** A place that a query found: UTF-16 code units of the canonical text, with what surrounds it for a list. */
export const hitSchema = z.object({
  ...rangeFields,
  before: z.string(),
  words: z.string(),
  after: z.string(),
  /** Whether it stands in page furniture. */
  aside: z.boolean(),
});
export type Hit = z.infer<typeof hitSchema>;

/** An article that a query holds for; without places when nothing in the query is about words. */
export const searchedArticleSchema = z.object({
  article: z.string(),
  hits: z.array(hitSchema),
  /** Further places in the article, beyond as many as are told. */
  left: z.int().min(0),
});
export type SearchedArticle = z.infer<typeof searchedArticleSchema>;

/** Rows of a table of articles (CSV, TSV, JSON, JSONL) as they would be read, for the person to say what is what. */
export const tableSchema = z.object({
  /** The same for all tables with the same heads. */
  signature: z.string(),
  columns: z.array(z.string()),
  /** The first rows, each cell shortened. */
  rows: z.array(z.array(z.string())).max(50),
  /** Rows of the whole file, as far as it was read. */
  count: z.int(),
  /** What a person chose for these heads, else what the heads and values suggest; null: no column looks like a text. */
  mapping: columnsSchema.nullable(),
  chosen: z.boolean(),
});
export type TablePreview = z.infer<typeof tableSchema>;

const call = <A extends z.ZodType, R extends z.ZodType>(args: A, result: R) => ({ args, result });

export const calls = {
  /** What the app runs in; the folder it was started with, and the colleague's file this window was opened with, if any. */
  'host.info': call(
    nothing,
    z.object({
      host: z.enum(['electron', 'web', 'test']),
      version: z.string(),
      platform: z.string(),
      open: z.string().nullable(),
      import: z.string().nullable(),
      samples: z.string().nullable(),
    }),
  ),
  /** Asks the person for a folder with the system's dialog; null when they change their mind. `unsupported` on the web host. */
  'host.pickFolder': call(z.object({ title: z.string() }), z.string().nullable()),
  /** The folders in a folder, for the web host's own picker; null: where to begin. Listing a folder counts as picking it. */
  'host.listFolder': call(
    z.object({ path: path.nullable(), endings: z.array(z.string().max(20)).max(10).optional() }),
    folderListingSchema,
  ),
  /** Asks for files to read with the system's dialog; null: changed their mind. `unsupported` on the web host. */
  'host.pickFiles': call(
    z.object({ title: z.string(), name: z.string(), endings: z.array(z.string().max(20)).min(1) }),
    z.array(z.string()).nullable(),
  ),
  /** Where to write a file: the system's dialog in Electron (null: changed their mind), a checked proposal on the web host. */
  'host.pickSave': call(z.object({ name: z.string().max(200), path: path.nullable() }), z.string().nullable()),
  /** Shows a file that the app wrote in the system's file manager. */
  'host.reveal': call(z.object({ path }), nothing),
  /** Opens http, https or mailto in the system's browser, after one gesture; anything else is refused. */
  'host.openExternal': call(z.object({ url: z.string().max(4096) }), nothing),

  'settings.read': call(nothing, settingsSchema),
  /** Changes what is given; an annotator's id cannot be changed. Whoever gives a name or initials is introduced. */
  'settings.change': call(
    z.object({
      annotator: annotatorSchema.pick({ name: true, initials: true }).optional(),
      theme: settingsSchema.shape.theme.optional(),
      textSize: settingsSchema.shape.textSize.optional(),
      forget: path.optional(),
    }),
    settingsSchema,
  ),

  /** Opens a folder; scanning goes on afterwards and is told by `corpus.*` events. Opening another closes the first. */
  'project.open': call(z.object({ path, journalPath: path.optional() }), projectSchema),
  'project.close': call(nothing, nothing),

  /** Reads the folder again; told by the same events as the first scan. */
  'corpus.rescan': call(nothing, nothing),
  /** The canonical text of one article with its blocks. */
  'corpus.read': call(z.object({ id: z.string() }), articleTextSchema),

  /** The text that an article had when it was annotated, by its SHA-256, as long as the cache keeps it; null: not kept. */
  'corpus.earlier': call(
    z.object({ id: z.string(), textSha256: z.string() }),
    z.object({ text: z.string().nullable() }),
  ),
  /** Articles with nearly the same text, the most alike first: 0 … 1 of the words that two texts share. */
  'corpus.similar': call(
    z.object({ id: z.string() }),
    z.object({ articles: z.array(z.object({ id: z.string(), similarity: z.number() })) }),
  ),
  /** What a file would read like in other encodings, the likeliest first: the beginning of each. */
  'corpus.encodings': call(
    z.object({ path }),
    z.object({ encodings: z.array(z.object({ name: z.string(), label: z.string(), sample: z.string() })) }),
  ),
  /** A table of articles as it would be read; `unsupported` for what is none. */
  'corpus.table': call(z.object({ path }), tableSchema),
  /**
   * Writes new files into the folder: what a person dropped or pasted. Nothing that is there is overwritten: a file of
   * the same name gets a number. What cannot be read as an article is not written. The scan takes them in.
   */
  'corpus.add': call(
    z.object({
      files: z
        .array(z.object({ name: z.string().min(1).max(255), base64: z.string().max(90_000_000) }))
        .min(1)
        .max(1000),
    }),
    z.object({
      added: z.array(z.string()),
      left: z.array(z.object({ what: z.string(), reason: z.string() })),
    }),
  ),

  /**
   * Finds what a query asks for, in the order of paths; told by `search.found` and answered when it is over. Another
   * search of the same window ends the one before, which fails with `cancelled`. A query that does not parse fails with
   * `unsupported` in words. `complete` is false when there are more places than were asked for.
   */
  'search.run': call(
    searchRequestSchema,
    z.object({ articles: z.int(), places: z.int(), complete: z.boolean(), notices: z.array(z.string()) }),
  ),
  'search.cancel': call(nothing, nothing),

  /**
   * Finds words in all readable articles, the first one first and the others by path; told by `occurrences.found` and
   * answered when it is over. Page furniture and files that cannot be read are passed over. Another search of the same
   * window ends the one before, which fails with `cancelled`. `complete` is false when there are so many places that it
   * ended before all articles were read.
   */
  'occurrences.find': call(
    wordSearchSchema,
    z.object({ articles: z.int(), unreadable: z.int(), places: z.int(), complete: z.boolean() }),
  ),
  'occurrences.cancel': call(nothing, nothing),

  /**
   * Appends changes to this writer's journal and answers when they are on the disk (append, then fdatasync). A change
   * whose id is in the journal already is acknowledged with its old place, so that sending again is harmless.
   */
  'journal.append': call(
    z.object({ changes: z.array(changeSchema).min(1).max(1000) }),
    z.object({ acks: z.array(z.object({ id: z.string(), writer: z.string(), n: z.int() })) }),
  ),
  /** Changes after the given positions, in each journal's order, a page at a time. */
  'journal.since': call(
    z.object({ positions: positionsSchema }),
    z.object({ changes: z.array(journaledSchema), more: z.boolean() }),
  ),
  /** All records as the journals make them, a page at a time, for a rebuild; `cursor` null begins. */
  'journal.snapshot': call(
    z.object({ cursor: z.string().nullable() }),
    z.object({
      records: z.array(z.object({ kind: z.enum(kinds as [string, ...string[]]), record: jsonSchema })),
      /** Own latest changes for the undo history; on the last page. */
      history: z.array(changeSchema),
      total: z.int(),
      cursor: z.string().nullable(),
      positions: positionsSchema,
    }),
  ),

  /** Writes the annotated dataset, then reads the file again and checks it; told by `exchange.progress`. */
  'exchange.export': call(exportRequestSchema, exportResultSchema),
  'exchange.cancel': call(nothing, nothing),

  /** Writes a bundle for a colleague and remembers in the journal that it was sent. */
  'exchange.bundle': call(bundleRequestSchema, bundleResultSchema),
  /**
   * Reads files that a colleague sent (bundles, journals, JSONL) and says what taking them in would do; nothing is
   * written. `as`: whose spans they are where a file does not say. One preview a window is kept: another replaces it.
   */
  'exchange.preview': call(
    z.object({ paths: z.array(path).min(1).max(100), as: z.string().nullable() }),
    importPreviewSchema,
  ),
  /** Takes in what was previewed, through the journal; told by `journal.changes` like any other writer's changes. */
  'exchange.accept': call(importChoiceSchema, importResultSchema),
  'exchange.discard': call(nothing, nothing),
  /** Writes a review report; as PDF only in Electron, elsewhere `unsupported`. The page has no script and loads nothing. */
  'exchange.report': call(
    z.object({ path, format: z.enum(['html', 'pdf']), html: z.string().max(100_000_000) }),
    z.object({ path, bytes: z.int() }),
  ),

  /** Everything that journals know of one record, in the order of the clocks. */
  'journal.history': call(
    z.object({ kind: z.enum(kinds as [Kind, ...Kind[]]), id: z.string() }),
    z.object({ entries: z.array(historyEntrySchema) }),
  ),
  /** The edits that removed spans of an article which are not there any more, the latest first. */
  'journal.removals': call(z.object({ article: z.string() }), z.object({ entries: z.array(historyEntrySchema) })),
  /** Fields that two people changed without knowing of each other, settled or not, the latest first. */
  'journal.conflicts': call(nothing, z.object({ conflicts: z.array(fieldConflictSchema) })),
} as const;

export const events = {
  /** Where a scan is. `found` grows while folders are walked; done when `phase` is `done`. */
  'corpus.progress': z.object({
    phase: z.enum(['listing', 'reading', 'done', 'failed']),
    done: z.int(),
    found: z.int(),
    failed: z.int(),
    message: z.string().nullable(),
  }),
  /** Rows of the catalogue that are new or differ, and ids that are gone. */
  'corpus.entries': z.object({ entries: z.array(entrySchema), gone: z.array(z.string()) }),
  /** What a search has found since it last told, and how many of the articles it has read. */
  'occurrences.found': z.object({
    search: z.string(),
    found: z.array(foundArticleSchema),
    done: z.int(),
    total: z.int(),
  }),
  /** What a search has found since it last told; `total` articles hold for it as far as is known. */
  'search.found': z.object({
    search: z.string(),
    found: z.array(searchedArticleSchema),
    done: z.int(),
    total: z.int(),
  }),
  /** Changes that came to a journal from elsewhere: another window, another writer. */
  'journal.changes': z.object({ changes: z.array(journaledSchema) }),
  /** What there is to know about the folder, all of it, when that has changed. */
  'journal.notices': z.object({ notices: z.array(noticeSchema) }),
  /**
   * How far what takes longer than a moment has come: `reading`, of the bytes of the journals while a folder is opened;
   * `gathering`, of the changes in them that are put together to records. At its end `done` is `total`.
   */
  'journal.progress': z.object({ phase: z.enum(['reading', 'gathering']), done: z.int(), total: z.int() }),
  /** Whether the journal can be written now. */
  'journal.health': z.object({ ok: z.boolean(), failure: failureSchema.nullable() }),
  /** Whether the folder is there. */
  'project.reachable': z.object({ reachable: z.boolean(), message: z.string().nullable() }),
  'exchange.progress': z.object({
    phase: z.enum(['writing', 'checking', 'reading', 'placing', 'saving']),
    done: z.int(),
    total: z.int(),
  }),
  /** A native menu item or an open-with: the app runs the named action. */
  'host.action': z.object({ action: z.string(), path: z.string().nullable() }),
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallArgs<N extends CallName> = z.infer<Calls[N]['args']>;
export type CallResult<N extends CallName> = z.infer<Calls[N]['result']>;
export type Events = typeof events;
export type EventName = keyof Events;
export type EventData<N extends EventName> = z.infer<Events[N]>;

/** What main offers: one function a call. The CLI calls it directly, hosts put `serve` in front of it. */
export type Implementation = { [N in CallName]: (args: CallArgs<N>) => Promise<CallResult<N>> };

/** Sends an event to the windows at the other end. */
export type Emit = <N extends EventName>(name: N, data: EventData<N>) => void;
