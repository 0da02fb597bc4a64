/*
 * Turns annotations.json into the journals that the app reads:
 *
 *   node samples/make-journals.mjs          writes samples/.rapporteur/
 *   node samples/make-journals.mjs --check  writes nothing; exit 1 when what is there differs from what would be written
 *
 * It uses the app's own code, so that texts, offsets, modes and lines are what the app would make. The same
 * annotations always give the same bytes: times are in annotations.json, ids are made from them and from hashes.
 * A passage that is not found, or found more than once, stops it with the article and the words.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtinModules } from 'node:module';
import { rolldown } from 'rolldown';

const samples = dirname(fileURLToPath(import.meta.url));
const root = dirname(samples);

const app = await loadApp({
  extract: 'main/services/extract/extract-one.ts',
  applyChange: 'main/services/journal/fold.ts',
  noRecords: 'main/services/journal/fold.ts',
  createClock: 'shared/changes/clock.ts',
  isoOf: 'shared/changes/clock.ts',
  added: 'shared/changes/edits.ts',
  changed: 'shared/changes/edits.ts',
  check: 'shared/changes/edits.ts',
  changeSchema: 'shared/changes/change.ts',
  writeHeader: 'shared/changes/journal-line.ts',
  writeLine: 'shared/changes/journal-line.ts',
  policyNews: 'shared/codebook/policy-news.ts',
  readingId: 'shared/model/reading.ts',
  quoteOf: 'shared/text/quote.ts',
  mentionOf: 'shared/text/quote.ts',
  quotationsIn: 'shared/text/quotations.ts',
  modeOf: 'shared/text/mode.ts',
});

const read = new Map();
const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const authored = JSON.parse(await readFile(join(samples, 'annotations.json'), 'utf8'));
const files = await makeFiles(authored);
if (process.argv.includes('--check')) await checkFiles(files);
else await writeFiles(files);

/** The functions of the app by name, bundled from its TypeScript. */
async function loadApp(modules) {
  const entry = '\0samples';
  const source = Object.entries(modules).map(([name, file]) => `export { ${name} } from ${JSON.stringify(join(root, file))};`);
  const bundle = await rolldown({
    input: entry,
    cwd: root,
    platform: 'node',
    external: [...builtinModules, /^node:/],
    plugins: [
      {
        name: 'samples',
        resolveId: (id) => (id === entry ? entry : null),
        load: (id) => (id === entry ? source.join('\n') : null),
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'rapporteur-samples-'));
  try {
    const file = join(folder, 'app.mjs');
    await bundle.write({ file, format: 'esm', codeSplitting: false });
    return await import(pathToFileURL(file).href);
  } finally {
    await bundle.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is to stand in `.rapporteur`, by path. */
async function makeFiles({ project, annotators, speakers, targets, articles }) {
  const people = new Map(Object.entries(annotators).map(([id, { name, initials }]) => [id, { id, name, initials }]));
  const registry = createRegistry(speakers, targets);
  const writers = new Map([...people.values()].map((annotator) => [annotator.id, createWriter(annotator)]));
  const records = app.noRecords();

  const sessions = articles
    .flatMap(({ path, ...work }) => Object.entries(work).map(([annotator, sitting]) => ({ path, annotator, ...sitting })))
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
  for (const session of sessions) {
    const writer = writers.get(session.annotator);
    if (!writer) throw new Error(`${session.path}: “${session.annotator}” is no annotator.`);
    await annotate(session, { writer, registry, records });
  }
  const unused = registry.unused();
  if (unused.length > 0) throw new Error(`In the registry, but no span uses them: ${unused.join(', ')}.`);

  const files = new Map();
  files.set('.rapporteur/project.json', projectFile(project));
  for (const [id, writer] of writers) {
    const { journal } = annotators[id];
    files.set(`.rapporteur/journal/${journal}.jsonl`, writeJournal(journal, people.get(id), writer.changes));
  }
  return files;
}

function projectFile({ id, createdAt }) {
  const content = { format: 'rapporteur.project/1', id, createdAt, minReader: 1, minWriter: 1 };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function writeJournal(writer, annotator, changes) {
  const createdAt = app.isoOf(changes[0].at);
  let last = app.writeHeader(0, '', { writer, annotator, createdAt }, sha256);
  const lines = [last.line];
  for (const [index, change] of changes.entries()) {
    last = app.writeLine(index + 1, last.hash, app.changeSchema.parse(change), sha256);
    lines.push(last.line);
  }
  return `${lines.join('\n')}\n`;
}

/** An annotator at work: time goes on as it is told, and every change gets its place on the clock. */
function createWriter(annotator) {
  let time = 0;
  const clock = app.createClock(() => time);
  const changes = [];
  return {
    annotator,
    changes,
    goTo(from) {
      const start = Date.parse(from);
      if (!(start > time)) throw new Error(`${annotator.id}: the sitting of ${from} begins before the one before it has ended.`);
      time = start;
    },
    /** Some seconds pass: between `least` and twice as many, always the same for the same `seed`. */
    pause(least, seed) {
      time += least * 1000 + (Number.parseInt(sha256(seed).slice(0, 8), 16) % (least * 1000));
    },
    now: () => new Date(time).toISOString(),
    id: (prefix, seed) => `${prefix}_${uuidV7(time, seed)}`,
    commit(records, gesture, edits) {
      const signs = changes.length === 0 ? [app.added('annotator', annotator)] : [];
      const at = clock.tick();
      const seed = `${annotator.id} ${changes.length}`;
      const change = { id: `c_${uuidV7(time, seed)}`, at, by: annotator.id, origin: 'user', gesture, edits: [...signs, ...edits] };
      for (const edit of change.edits) {
        const objections = app.check(records[edit.kind].get(edit.id), edit);
        if (objections.length > 0) throw new Error(`${edit.kind} ${edit.id}: ${JSON.stringify(objections)}`);
      }
      app.applyChange(records, change);
      changes.push(change);
    },
  };
}

/** A UUID of version 7 for a time, its random part taken from a hash. */
function uuidV7(time, seed) {
  const clock = time.toString(16).padStart(12, '0');
  const random = sha256(`rapporteur sample ${seed}`);
  const variant = ((Number.parseInt(random[3], 16) & 3) | 8).toString(16);
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}

/** Speakers and targets by their short names; each comes into being with the first span that needs it. */
function createRegistry(speakers, targets) {
  const ids = new Map();
  const use = (kind, prefix, entries, key, writer, complete) => {
    const known = ids.get(`${kind} ${key}`);
    if (known) return { id: known, edits: [] };
    if (!Object.hasOwn(entries, key)) throw new Error(`There is no ${kind} “${key}”.`);
    const id = writer.id(prefix, `${kind} ${key}`);
    ids.set(`${kind} ${key}`, id);
    return { id, edits: [app.added(kind, { id, ...complete(entries[key]) })] };
  };
  const speaker = (key, writer) =>
    use('speaker', 'p', speakers, key, writer, ({ name, kind, aliases, role, affiliation, country, note }) => ({
      name,
      kind,
      aliases,
      role: role ?? null,
      affiliation: affiliation ?? null,
      country: country ?? null,
      note: note ?? null,
    }));
  const target = (key, writer) =>
    use('target', 't', targets, key, writer, ({ name, aliases, note }) => ({ name, aliases, note: note ?? null }));
  const all = [...Object.keys(speakers).map((key) => `speaker ${key}`), ...Object.keys(targets).map((key) => `target ${key}`)];
  return { speaker, target, unused: () => all.filter((name) => !ids.has(name)) };
}

/** One annotator's work on one article, change by change as the app makes them. */
async function annotate(session, { writer, registry, records }) {
  const { path, status, from, spans } = session;
  const article = await readArticle(path);
  const me = writer.annotator.id;
  const reading = app.readingId(article.id, me);
  writer.goTo(from);
  for (const authoredSpan of spans) {
    const where = `${path} (${me}): “${authoredSpan.quote}”`;
    const range = rangeOf(article.text, authoredSpan, where);
    const layer = app.policyNews.layers.find(({ id }) => id === (authoredSpan.layer ?? 'statement'));
    if (!layer) throw new Error(`${where}: there is no layer “${authoredSpan.layer}”.`);
    writer.pause(14, `${where} read`);
    const at = writer.now();
    const id = writer.id('s', where + (authoredSpan.layer ?? ''));
    const gesture = writer.id('g', where + (authoredSpan.layer ?? ''));
    const commit = (edits) => writer.commit(records, gesture, edits);
    const change = (fields) => {
      const edit = app.changed('span', records.span.get(id), { ...fields, updatedAt: writer.now() });
      return edit ? [edit] : [];
    };

    commit([
      app.added('span', {
        id,
        article: article.id,
        textSha256: article.textSha256,
        layer: layer.id,
        ...range,
        quote: app.quoteOf(article.text, range),
        speaker: null,
        mention: null,
        cue: null,
        mode: layer.attributed ? app.modeOf(article.text, article.quotations, range) : null,
        stances: [],
        attributes: {},
        labels: [],
        note: null,
        confidence: null,
        annotator: me,
        origin: 'manual',
        status: 'done',
        createdAt: at,
        updatedAt: at,
      }),
      ...(records.article.has(article.id) ? [] : [app.added('article', article.binding)]),
      ...(records.reading.has(reading)
        ? []
        : [app.added('reading', { id: reading, article: article.id, annotator: me, status: 'in-progress', updatedAt: at })]),
    ]);

    if (authoredSpan.speaker) {
      writer.pause(3, `${where} speaker`);
      const speaker = registry.speaker(authoredSpan.speaker, writer);
      commit([...speaker.edits, ...change({ speaker: speaker.id })]);
    }
    const told = [
      ['mention', authoredSpan.mention],
      ['cue', authoredSpan.cue],
    ].filter(([, words]) => words !== undefined);
    for (const [field, words] of told) {
      writer.pause(2, `${where} ${field}`);
      commit(change({ [field]: app.mentionOf(article.text, nearest(article, range, words, `${where}: ${field}`)) }));
    }
    for (const [key, value] of authoredSpan.stances ?? []) {
      if (!app.policyNews.stances.some((stance) => stance.id === value)) throw new Error(`${where}: there is no stance “${value}”.`);
      writer.pause(3, `${where} ${key} ${value}`);
      // A stance may be saved before its target is named.
      const target = key === null ? { id: null, edits: [] } : registry.target(key, writer);
      commit([...target.edits, ...change({ stances: [...records.span.get(id).stances, { target: target.id, value }] })]);
    }
    if (authoredSpan.mode && authoredSpan.mode !== records.span.get(id).mode) {
      writer.pause(2, `${where} mode`);
      commit(change({ mode: authoredSpan.mode }));
    }
    if (authoredSpan.note) {
      writer.pause(8, `${where} note`);
      commit(change({ note: authoredSpan.note }));
    }
  }
  if (status === 'in-progress') return;
  if (status !== 'done') throw new Error(`${path} (${me}): “${status}” is no status.`);
  writer.pause(5, `${path} done`);
  const edit = app.changed('reading', records.reading.get(reading), { status, updatedAt: writer.now() });
  writer.commit(records, writer.id('g', `${path} ${me} done`), [edit]);
}

async function readArticle(path) {
  if (!read.has(path)) {
    const bytes = await readFile(join(samples, ...path.split('/')));
    const sourceSha256 = sha256(bytes);
    const id = `a_${sourceSha256.slice(0, 20)}`;
    const { text, blocks, meta } = app.extract(bytes, path);
    const textSha256 = sha256(text);
    const binding = { id, path, sourceSha256, textSha256, length: text.length, title: meta.title };
    read.set(path, { id, text, textSha256, blocks, binding, quotations: app.quotationsIn(text) });
  }
  return read.get(path);
}

/** Where the words of a span stand: from `quote` (its `nth` place, if it has several) to the end of `through`. */
function rangeOf(text, { quote, nth, through }, where) {
  const places = placesOf(text, quote);
  if (nth === undefined ? places.length !== 1 : places[nth - 1] === undefined)
    throw new Error(`${where}: found ${places.length} times${nth === undefined ? '' : `, no ${nth}.`}.`);
  const start = places[(nth ?? 1) - 1];
  if (through === undefined) return { start, end: start + quote.length };
  const last = text.indexOf(through, start);
  if (last < 0) throw new Error(`${where}: “${through}” does not follow.`);
  return { start, end: last + through.length };
}

function placesOf(text, words) {
  const places = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) places.push(at);
  return places;
}

/**
 * Where the words that name the speaker or introduce the statement stand: as whole words, in the span's own
 * paragraphs and outside quotations if they can be found there, and then as near to the span as may be.
 */
function nearest(article, range, words, where) {
  const { text, blocks, quotations } = article;
  const letter = /[\p{L}\p{N}]/u;
  const own = blocks.filter(({ start, end }) => start < range.end && end > range.start);
  const from = own[0]?.start ?? range.start;
  const to = own.at(-1)?.end ?? range.end;
  const places = placesOf(text, words)
    .map((start) => ({ start, end: start + words.length }))
    .filter(({ start, end }) => !letter.test(text[start - 1] ?? '') && !letter.test(text[end] ?? ''))
    .map((place) => ({
      place,
      away: place.start >= from && place.end <= to ? 0 : 1,
      quoted: quotations.some(({ start, end }) => start <= place.start && place.end <= end) ? 1 : 0,
      distance: Math.max(range.start - place.end, place.start - range.end, 0),
    }))
    .sort((a, b) => a.away - b.away || a.quoted - b.quoted || a.distance - b.distance || a.place.start - b.place.start);
  if (places.length === 0) throw new Error(`${where} “${words}” does not stand in the text.`);
  if (places[0].distance > 1500) throw new Error(`${where} “${words}” stands too far from it.`);
  return places[0].place;
}

async function writeFiles(files) {
  for (const [path, content] of files) {
    await mkdir(dirname(join(samples, path)), { recursive: true });
    await writeFile(join(samples, path), content);
    console.log(`${path}: ${content.split('\n').length - 1} lines, ${Buffer.byteLength(content)} bytes`);
  }
}

async function checkFiles(files) {
  for (const [path, content] of files) {
    const there = await readFile(join(samples, path), 'utf8').catch(() => null);
    if (there === content) continue;
    console.error(`samples/${path} is not in step with annotations.json and the articles: run node samples/make-journals.mjs`);
    process.exitCode = 1;
  }
}
