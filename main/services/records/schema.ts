/*
 * `records.sqlite`: the records that the journals make, for what cannot hold them all in memory (searching them together
 * with texts, exporting them) and so that an opening reads only what the journals have gained. A cache, made from the
 * journals again whenever it is not there, older, or not theirs.
 */

/** Raise it with every change below or of what stands in the tables: a database of another version is made anew. */
export const recordsVersion = 3;

export const recordsSchema = `
-- Every record that any change touched, of every kind. at, writer, line, part: the latest edit of it, in the order of the
-- clocks. state 0: it is there; 1: it is removed, or was never added; 2: it does not fit its schema, \`fault\` says why.
-- single 1: one edit, which added it, made it, so that the edit is not kept by itself.
CREATE TABLE fold(
  n INTEGER PRIMARY KEY,
  kind TEXT NOT NULL, id TEXT NOT NULL,
  article TEXT, annotator TEXT,
  at TEXT NOT NULL, writer TEXT NOT NULL, line INTEGER NOT NULL, part INTEGER NOT NULL,
  state INTEGER NOT NULL, single INTEGER NOT NULL,
  fault TEXT, json TEXT,
  UNIQUE(kind, id)
);
CREATE INDEX fold_article ON fold(article, kind) WHERE article IS NOT NULL;
CREATE INDEX fold_state ON fold(state);

-- The edits of records that more than one has touched: what comes late is put in its place among them.
CREATE TABLE edit(
  record INTEGER NOT NULL,
  at TEXT NOT NULL, writer TEXT NOT NULL, line INTEGER NOT NULL, part INTEGER NOT NULL,
  what TEXT NOT NULL CHECK(what IN ('add', 'change', 'remove')), after TEXT,
  PRIMARY KEY(record, at, writer, line, part)
) WITHOUT ROWID;

-- Whose journals they are, as the journals' headers say.
CREATE TABLE header(id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;

-- The records that hold; at: the clock of the latest change to it. Annotators that no change mentions are those of headers.
CREATE VIEW record AS
  SELECT kind, id, article, annotator, at, json FROM fold WHERE state = 0
  UNION ALL
  SELECT 'annotator', id, NULL, NULL, '', json FROM header
  WHERE NOT EXISTS (SELECT 1 FROM fold WHERE kind = 'annotator' AND fold.id = header.id AND state = 0);

-- What is searched for in spans. side: the annotator, or 'adjudicated'. noted 1: it has a note.
CREATE TABLE span(
  id TEXT PRIMARY KEY, article TEXT NOT NULL, side TEXT NOT NULL, layer TEXT NOT NULL,
  speaker TEXT, mode TEXT, origin TEXT NOT NULL, status TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, text_sha256 TEXT NOT NULL,
  noted INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX span_article ON span(article);
CREATE INDEX span_speaker ON span(speaker) WHERE speaker IS NOT NULL;

CREATE TABLE stance(
  span TEXT NOT NULL, article TEXT NOT NULL, target TEXT, value TEXT NOT NULL
);
CREATE INDEX stance_span ON stance(span);
CREATE INDEX stance_target ON stance(target, value) WHERE target IS NOT NULL;

-- How far each journal has been taken in: the changes up to line n that count there, how many, and the sum of their ids.
CREATE TABLE position(
  writer TEXT PRIMARY KEY, n INTEGER NOT NULL, count INTEGER NOT NULL, sum INTEGER NOT NULL
) WITHOUT ROWID;

-- One row: the version, and the kinds of records that it knows.
CREATE TABLE made(version INTEGER NOT NULL, kinds TEXT NOT NULL);
`;
