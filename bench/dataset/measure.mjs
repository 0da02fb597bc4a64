import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { articleOf, pathOf, spansAnArticle } from './generate.mjs';

/* One step of the bench in a process of its own: STEP FOLDER PROGRAM SPANS; prints what it measured as JSON. */

const [step, folder, program, count] = process.argv.slice(2);
const spans = Number(count);
const exported = join(folder, 'exported.jsonl');
const load = (name) => import(pathToFileURL(join(program, `${name}.mjs`)).href);
const seconds = async (work) => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

/** Seconds that all threads have worked. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const mostMemory = () => process.resourceUsage().maxRSS * 1024;

/** The memory of all threads now, and at most until `end`. */
function watchMemory() {
  const before = process.memoryUsage.rss();
  const mostBefore = mostMemory();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 20);
  return {
    before,
    end() {
      clearInterval(timer);
      look();
      // The system misses no moment, but knows of one most only, which may have been before.
      const most = mostMemory();
      return { before, peak: most > mostBefore ? most : peak };
    },
  };
}

async function open() {
  const { openJournal } = await load('journal');
  const cacheDir = join(folder, '.rapporteur', 'cache');
  const journal = await openJournal({
    folder: join(folder, '.rapporteur', 'journal'),
    checkpoint: join(cacheDir, 'journals.index'),
    writer: null,
    annotator: { id: 'nobody', name: 'Nobody', initials: '?' },
    now: Date.now,
  });
  const { openRecords } = await load('records');
  const records = openRecords({ cacheDir, journal, workerFile: join(program, 'worker.mjs'), log: console.error });
  return { journal, records };
}

const steps = {
  /** The journals, and the database of records after them. */
  async open() {
    let opened;
    const journals = await seconds(async () => {
      opened = await open();
    });
    const peak = mostMemory();
    const made = await seconds(() => opened.records.update());
    await opened.records.close();
    await opened.journal.close();
    return { journals, peak, records: made };
  },
  async export() {
    const { exportDataset } = await load('export');
    const { journal, records } = await open();
    await records.update();
    const meta = Object.fromEntries(
      ['title', 'outlet', 'published', 'page', 'section', 'byline', 'translator', 'language', 'url'].map((f) => [
        f,
        null,
      ]),
    );
    const count = spans / spansAnArticle;
    const numbers = new Map();
    const hashes = Buffer.alloc(count * 32);
    const ids = [];
    for (let i = 0; i < count; i++) {
      const { id, textSha256 } = articleOf(i);
      // In one piece, as from a database.
      ids.push(Buffer.from(id).toString('latin1'));
      numbers.set(ids[i], i);
      hashes.write(textSha256, i * 32, 'hex');
    }
    const hashOf = (i) => hashes.toString('hex', i * 32, i * 32 + 32);
    // Each by its name, here and below: where an object is spread and then given more, Node 20 makes a shape for every one
    // of them, which lasts until all that has aged is collected.
    const entryOf = (i) => {
      const hash = hashOf(i);
      return {
        id: ids[i],
        path: pathOf(i),
        bytes: 4000,
        sourceSha256: hash,
        textSha256: hash,
        length: 4000,
        meta,
        duplicateOf: null,
        failure: null,
        notices: [],
      };
    };
    const corpus = {
      async *portions() {
        for (let from = 0; from < count; from += 1000)
          yield Array.from({ length: Math.min(1000, count - from) }, (_, i) => entryOf(from + i));
      },
      async read(id) {
        const i = numbers.get(id);
        const { path, textSha256, sourceSha256, text, blocks } = articleOf(i, hashOf(i));
        return { id, path, sourceSha256, textSha256, text, blocks, meta, notices: [] };
      },
    };
    // What is left of opening and of the bench's own work would hide what an export takes.
    globalThis.gc();
    await setTimeout(1000);
    const watched = watchMemory();
    let result;
    const used = cpu();
    const time = await seconds(async () => {
      result = await exportDataset({
        request: {
          ...{ format: 'jsonl', per: 'article', offsets: 'codepoint', unannotated: false },
          ...{ articles: null, annotators: null, path: exported },
        },
        ...{ records, corpus, checkWorkerFile: join(program, 'check-worker.mjs') },
      });
    });
    const { before, peak } = watched.end();
    if (result.spans !== spans || result.left.length > 0) throw new Error(`It wrote ${result.spans} spans.`);
    await records.close();
    await journal.close();
    return { seconds: time, processor: cpu() - used, bytes: result.bytes, before, peak };
  },
  /** The same lines from memory, of which it holds the first hundred megabytes, again and again. */
  async plain() {
    const lines = [];
    let held = 0;
    const reading = createInterface({ input: createReadStream(exported) });
    let total = 0;
    for await (const line of reading) {
      const bytes = Buffer.byteLength(line) + 1;
      total += bytes;
      if (held < 100e6) lines.push(`${line}\n`);
      held += bytes;
    }
    const objects = lines.slice(0, 2000).map((line) => JSON.parse(line));
    const file = openSync(join(folder, 'plain.jsonl'), 'w');
    const used = cpu();
    const time = await seconds(async () => {
      for (let written = 0, i = 0; written < total; i += 6)
        written += writeSync(file, lines.slice(i % lines.length, (i % lines.length) + 6).join(''));
      fsyncSync(file);
    });
    const processor = cpu() - used;
    closeSync(file);
    const made = await seconds(async () => {
      for (const object of objects) JSON.stringify(object);
    });
    return { seconds: time, processor, bytes: total, stringify: (made / objects.length) * (spans / spansAnArticle) };
  },
};

const measured = await steps[step]();
process.stdout.write(JSON.stringify({ ...measured, most: mostMemory() }));
