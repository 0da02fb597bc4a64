/*
 * `records.sqlite`: the records that the journals make, for what cannot hold them all in memory (searching them together
 * with texts, exporting them) and so that an opening reads only what the journals have gained. A cache, made from the
 * journals again whenever it is not there, older, or not theirs.
 */

/** Raise it with every change below or of what stands in the tables: a database of another version is made anew. */
export const recordsVersion = 1;

export const recordsSchema = `
-- Every record, of every kind; at: the clock of the latest change to it.
CREATE TABLE record(
  kind TEXT NOT NULL, id TEXT NOT NULL,
  article TEXT, annotator TEXT,
  at TEXT NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY(kind, id)
) WITHOUT ROWID;
CREATE INDEX record_article ON record(article, kind) WHERE article IS NOT NULL;

-- What is searched for in spans. side: the annotator, or 'adjudicated'.
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

-- How far each journal has been taken in.
CREATE TABLE position(writer TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
`;
