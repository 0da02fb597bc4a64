import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { bundled } from './bundled.mjs';
import { median, table } from './table.mjs';

const root = join(import.meta.dirname, '..');
const groups = [1, 8, 64];
const rounds = 5;

/** Changes a second that are safe on the disk: the journal against plain append and fdatasync of the same bytes. */
export async function run(options) {
  const seconds = Number(options.seconds ?? 2);
  if (!(seconds > 0)) throw new Error(`--seconds takes a positive number, not ${options.seconds}`);
  // Beside the checkout's modules: a temporary folder is often in memory, where a sync costs nothing.
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-commit-'));
  try {
    const { openJournal } = await bundled('main/services/journal/journal.ts', join(folder, 'build'));
    const results = [];
    for (const group of groups) {
      process.stderr.write(`${group} at once\n`);
      const ours = [];
      const plain = [];
      let bytes = 0;
      // Turn about, so that whatever else the disk is doing meets both.
      for (let round = 0; round < rounds; round++) {
        const place = join(folder, `${group}-${round}`);
        ours.push(await journalRate(openJournal, place, group, (seconds * 1000) / rounds));
        const lines = linesOf(place);
        bytes = median(lines.map((line) => line.length));
        plain.push(await plainRate(join(place, 'plain'), lines, group, (seconds * 1000) / rounds));
        rmSync(place, { recursive: true });
      }
      results.push({ group, bytes, journal: median(ours), plain: median(plain), share: median(ours) / median(plain) });
    }
    const report = { bench: 'commit', processors: cpus().length, secondsEach: seconds, groups: results };
    return { report, text: print(report), met: true };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Appends `group` single changes at once, waits until all are acknowledged, and again; changes a second. */
async function journalRate(openJournal, folder, group, milliseconds) {
  const journal = await openJournal({
    folder,
    writer: 'bench-here',
    annotator: { id: 'bench', name: 'Bench', initials: 'B' },
    now: Date.now,
  });
  let made = 0;
  const batch = () => Promise.all(Array.from({ length: group }, () => journal.append([change(made++)])));
  await batch();
  const first = made;
  const started = performance.now();
  while (performance.now() - started < milliseconds) await batch();
  const took = performance.now() - started;
  await journal.close();
  return ((made - first) * 1000) / took;
}

/** The journal's lines after its header, which are as many bytes as were acknowledged. */
function linesOf(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n')).filter(Boolean);
  const changes = lines.slice(1).map((line) => Buffer.from(`${line}\n`));
  if (changes.length === 0) throw new Error('The journal wrote nothing.');
  return changes;
}

/** The same lines, `group` in one write and one fdatasync; lines a second. */
async function plainRate(path, lines, group, milliseconds) {
  const file = await open(path, 'ax');
  let written = 0;
  const batch = async () => {
    const parts = [];
    for (let i = 0; i < group; i++) parts.push(lines[written++ % lines.length]);
    await file.appendFile(Buffer.concat(parts));
    await file.datasync();
  };
  await batch();
  const first = written;
  const started = performance.now();
  while (performance.now() - started < milliseconds) await batch();
  const took = performance.now() - started;
  await file.close();
  return ((written - first) * 1000) / took;
}

/** What marking one quote writes. */
function change(i) {
  const at = new Date().toISOString();
  const start = (i * 37) % 10_000;
  return {
    id: `c_bench_${i}`,
    at: `${at}+${(i % 1_600_000).toString(36).padStart(4, '0')}`,
    by: 'bench',
    origin: 'user',
    gesture: `g_bench_${i}`,
    edits: [
      {
        kind: 'span',
        id: `s_bench_${i}`,
        after: {
          id: `s_bench_${i}`,
          article: 'a_0123456789abcdef0123',
          textSha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
          layer: 'statement',
          start,
          end: start + 96,
          quote: {
            exact: 'The U.S. will continue to put pressure on Pyongyang until the North demonstrates its seriousness',
            prefix: 'denuclearization. He also said, “',
            suffix: ' toward denuclearization,” and vo',
          },
          speaker: null,
          mention: null,
          cue: null,
          mode: 'direct',
          stances: [],
          attributes: {},
          labels: [],
          note: null,
          confidence: null,
          annotator: 'bench',
          origin: 'manual',
          status: 'draft',
          createdAt: at,
          updatedAt: at,
        },
      },
    ],
  };
}

function print({ groups: results, processors }) {
  const rate = (value) => `${Math.round(value).toLocaleString('en')}/s`;
  return [
    `Changes a second that are on the disk; ${processors} processors, medians of ${rounds} turns.`,
    '',
    table([
      ['at once', 'bytes each', 'journal', 'append + fdatasync', 'share'],
      ...results.map(({ group, bytes, journal, plain, share }) => [
        String(group),
        String(bytes),
        rate(journal),
        rate(plain),
        `${(share * 100).toFixed(0)} %`,
      ]),
    ]),
    '',
    'The journal also numbers, hashes and chains each line, and answers a change it knows without writing it again.',
  ].join('\n');
}
