/*
 * `corpus.sqlite`, beside nothing else in a folder's cache: what is known of its files, the texts, and the words in them.
 * All of it is made from the files and may be deleted at any time. One connection writes; any number read (WAL).
 */

export const storeFile = 'corpus.sqlite';

/** Raise it with every change below or of what stands in the tables: a database of another version is made anew. */
export const storeVersion = 7;

export const storeSchema = `
-- A file of the disk. Times are milliseconds since 1970; null: read it again.
CREATE TABLE file(
  path TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL,
  mtime REAL, ctime REAL, read_at REAL NOT NULL,
  sha256 TEXT,
  -- Which extractor read it (null: nothing of it could be read), and what a person chose for it (encoding, columns) as
  -- JSON; null: nothing.
  extractor TEXT, how TEXT,
  failure_code TEXT, failure_message TEXT
) WITHOUT ROWID;
CREATE INDEX file_failed ON file(path) WHERE failure_code IS NOT NULL;

-- An article: a file, or a part of one. n never changes while the article is known, and is the rowid of body and word.
CREATE TABLE article(
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  part TEXT,
  bytes INTEGER NOT NULL,
  source_sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL,
  length INTEGER NOT NULL,
  -- As read from the file; what people corrected is in records.
  title TEXT, outlet TEXT, published TEXT, page TEXT, section TEXT, byline TEXT, translator TEXT, language TEXT, url TEXT,
  -- JSON: how the characters were read, and what the person should know; null: nothing.
  encoding TEXT, notices TEXT,
  -- The path of the article with the same bytes that is listed earlier; such rows have no body and no words.
  duplicate_of TEXT,
  -- Hashes of lines that may turn out to be boilerplate; a sketch of the words for finding nearly the same texts.
  lines TEXT, sketch BLOB,
  -- The id of one of the articles that are nearly the same.
  near TEXT
);
CREATE INDEX article_file ON article(file);
CREATE INDEX article_source ON article(source_sha256);
CREATE INDEX article_duplicate ON article(duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE body(
  n INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  -- JSON: [[start, end, kind], …] in UTF-16 code units, and [[start, label], …] of a source with pages.
  blocks TEXT NOT NULL, pages TEXT
);

-- Words as \`indexed\` in shared/search/words.ts gives them: scripts without blanks as overlapping pairs of characters.
CREATE VIRTUAL TABLE word USING fts5(
  title, body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);

-- What is known of the whole: grouped, 1 when \`near\` is in step with the sketches; repeated, JSON of the lines that so many
-- articles share that they are boilerplate.
CREATE TABLE about(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE INDEX article_near ON article(near) WHERE near IS NOT NULL;

-- Texts that annotated articles had before their files were changed.
CREATE TABLE earlier(
  text_sha256 TEXT PRIMARY KEY, article TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL, kept_at REAL NOT NULL
) WITHOUT ROWID;
`;
