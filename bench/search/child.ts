import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { recordsSchema } from '../../main/services/records/schema.ts';
import { createSearcher } from '../../main/services/search/searcher.ts';
import { openDatabase } from '../../main/services/store/open-database.ts';
import { indexed } from '../../shared/search/words.ts';
import { articleAt } from '../corpus/generate.ts';
import { peakOf } from '../peak.ts';

/* Fills a store and searches it in a process of its own; prints one line of JSON. */

const [folder, count, turns, workerFile] = process.argv.slice(2) as [string, string, string, string];
const articles = Number(count);

/** What analysts ask, of every kind; the number of one in ten thousand stands in few texts. */
const queries: Record<string, readonly string[]> = {
  'common word': ['minister', 'harbour', 'support', 'the'],
  'rare word': ['9997', '8527', '4777', 'nowhere'],
  phrase: ['"housing bill"', '"union leader" pressure', '"formal inquiry"'],
  'and, or, not': ['protest strike -budget', '(repair OR shortage) Brackwater', 'tariff -pressure'],
  prefix: ['subsid*', 'spokes* press*'],
  near: ['Berg NEAR/3 mayor', 'NEAR(delay "rail line", 5)'],
  Japanese: ['専門家', '港', '組合 -水道'],
  'with details': ['pressure outlet:harbour', 'strike date:2005..2006', 'title:protest support', 'outlet:valley'],
  'with marks': ['pressure speaker:berg', 'speaker:weiss stance:oppose target:budget', 'support layer:statement by:mk'],
  'regular expression': ['/port (of|for) \\w+/', '/(a+)+$/ strike', '/\\d{3} residents of [A-Z]/'],
};

mkdirSync(folder, { recursive: true });
fillStore();
const records = join(folder, 'records.sqlite');
fillRecords();

const searcher = createSearcher({
  workerFile,
  store: () => join(folder, 'corpus.sqlite'),
  records: { path: records, update: async () => {} },
});
// The thread alone keeps no process.
const awake = setInterval(() => {}, 1000);
const cold = await timed('pressure');
const kinds = [];
for (const [kind, all] of Object.entries(queries)) {
  const first: number[] = [];
  const whole: number[] = [];
  let places = 0;
  for (let turn = 0; turn < Number(turns); turn++)
    for (const query of all) {
      const each = await timed(query);
      first.push(each.first);
      // A search goes on while its first places are looked at: the whole is timed, but only once of each kind.
      if (turn === 0 && query === all[0]) whole.push((await timed(query, 50_000)).whole);
      places = Math.max(places, each.places);
    }
  kinds.push({ kind, first, whole, places });
}
await searcher.close();
clearInterval(awake);
process.stdout.write(`${JSON.stringify({ cold: cold.first, kinds, peak: peakOf() })}\n`);

/** Milliseconds to the first places, or to the end where there are none, and to the end. */
async function timed(query: string, most = 500) {
  const began = performance.now();
  let first: number | null = null;
  const { places } = await searcher.run(
    { id: 'q', query, articles: null, most },
    new AbortController().signal,
    ({ found }) => {
      if (found.length > 0) first ??= performance.now() - began;
    },
  );
  const whole = performance.now() - began;
  return { first: first ?? whole, whole, places };
}

function fillStore() {
  const { db } = openDatabase(folder);
  const row = db.prepare(
    `INSERT INTO article(n, id, path, file, bytes, source_sha256, text_sha256, length, title, outlet, published, lines, sketch)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const body = db.prepare('INSERT INTO body(n, text, blocks) VALUES (?, ?, ?)');
  const words = db.prepare('INSERT INTO word(rowid, title, body) VALUES (?, ?, ?)');
  const lines = Array.from({ length: 20 }, (_, i) => String(i).padStart(13, '0')).join(' ');
  const sketch = Buffer.alloc(512, 7);
  for (let from = 0; from < articles; from += 1000) {
    db.exec('BEGIN');
    for (let n = from + 1; n <= Math.min(from + 1000, articles); n++) {
      const { path, title, text } = articleAt(n - 1);
      const [, outlet, date] = /\n(The [A-Z][^,\n]+|[A-Z][^,\n]+), ([A-Z][a-z]+ \d+, \d{4})\n/.exec(text) ?? [];
      const published = date === undefined ? null : new Date(`${date} UTC`).toISOString().slice(0, 10);
      const hash = `${n}`.padStart(64, '0');
      row.run([
        n,
        `a_${n}`,
        path,
        path,
        text.length,
        hash,
        hash,
        text.length,
        title,
        outlet ?? null,
        published,
        lines,
        sketch,
      ]);
      body.run([n, text, JSON.stringify([[0, text.length, 'paragraph']])]);
      words.run([n, indexed(title), indexed(text)]);
    }
    db.exec('COMMIT');
  }
  db.close();
}

/** One article in ten has ten spans. */
function fillRecords() {
  const db = new Database(records);
  db.prepare('PRAGMA journal_mode=WAL').all();
  db.exec(`PRAGMA synchronous=OFF; ${recordsSchema}; BEGIN`);
  const fold = db.prepare(
    `INSERT INTO fold(kind, id, at, writer, line, part, state, single, json) VALUES (?, ?, '', 'w', 1, 0, 0, 1, ?)`,
  );
  const speakers = ['Anna Berg', 'Clara Weiss', 'Hugo Almeida', 'Ruth Okafor'];
  const targets = ['the budget', 'the strike', 'the harbour plan'];
  for (const [i, name] of speakers.entries()) fold.run(['speaker', `p_${i}`, JSON.stringify({ name, aliases: [] })]);
  for (const [i, name] of targets.entries()) fold.run(['target', `t_${i}`, JSON.stringify({ name, aliases: [] })]);
  fold.run(['annotator', 'n_mk', JSON.stringify({ name: 'Mina Kask', initials: 'MK' })]);
  const span = db.prepare(
    `INSERT INTO span(id, article, side, layer, speaker, origin, status, start, "end", text_sha256, noted)
     VALUES (?, ?, 'n_mk', ?, ?, 'manual', 'done', 0, 1, '', 0)`,
  );
  const stance = db.prepare('INSERT INTO stance(span, article, target, value) VALUES (?, ?, ?, ?)');
  for (let n = 10; n <= articles; n += 10)
    for (let i = 0; i < 10; i++) {
      const id = `s_${n}_${i}`;
      span.run([id, `a_${n}`, i < 8 ? 'statement' : 'frame', i < 8 ? `p_${(n + i) % 4}` : null]);
      if (i < 8) stance.run([id, `a_${n}`, `t_${(n / 10 + i) % 3}`, i % 2 ? 'oppose' : 'support']);
    }
  db.exec('COMMIT');
  db.close();
}
