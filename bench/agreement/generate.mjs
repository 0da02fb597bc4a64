import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const annotators = [
  { id: 'ax', name: 'Ada Xu', initials: 'AX' },
  { id: 'bm', name: 'Ben Moss', initials: 'BM' },
];
/** Spans of both annotators together in one article. */
export const spansAnArticle = 10;

const layers = ['statement', 'statement', 'statement', 'statement', 'commitment', 'frame'];
const modes = ['direct', 'direct', 'mixed', 'indirect', 'paraphrase'];
const values = ['strongly-oppose', 'oppose', 'mixed', 'support', 'strongly-support'];
const words =
  'The ministers said on Tuesday that the strait pact should be signed before the spring fishing season, “and not a day later,” although the Assembly has not been asked yet. Nobody in the port expects boats from the north to wait for it; their crews have families to feed, ';

/**
 * Makes a folder with the journals of two annotators who have marked `spans` spans between them, one change a span: about
 * nine of ten passages are marked by both, most of them alike. The same count always gives the same bytes.
 * @returns how many bytes the journals have
 */
export function generate(folder, spans) {
  const journals = join(folder, '.rapporteur', 'journal');
  mkdirSync(journals, { recursive: true });
  writeFileSync(join(folder, '.rapporteur', '.gitignore'), 'cache/\n*.lock\n');
  return annotators.reduce((bytes, annotator, side) => bytes + journal(journals, annotator, side, spans / 2), 0);
}

function journal(folder, annotator, side, count) {
  const file = openSync(join(folder, `${annotator.id}-bench.jsonl`), 'w');
  const writer = `${annotator.id}-bench`;
  const each = spansAnArticle / 2;
  let parts = [];
  let bytes = 0;
  let prev = '';
  let n = 0;
  const put = (content) => {
    const body = `{"n":${n},"prev":"${prev}",${content}`;
    prev = createHash('sha256').update(body).digest('hex');
    n++;
    parts.push(`${body},"hash":"${prev}"}\n`);
    if (parts.length < 1000) return;
    bytes += writeSync(file, parts.join(''));
    parts = [];
  };
  const createdAt = '2025-01-06T08:00:00.000Z';
  put(`"journal":${JSON.stringify({ format: 'rapporteur.journal/1', writer, annotator, createdAt })}`);
  for (let i = 0; i < count; i++) {
    const article = Math.floor(i / each);
    put(`"change":${JSON.stringify(change(annotator, side, article, i % each, i))}`);
  }
  bytes += writeSync(file, parts.join(''));
  closeSync(file);
  return bytes;
}

function change({ id: by }, side, number, place, i) {
  // What both see is drawn without the side, so that both draw the same.
  const both = random(number * 64 + place);
  const own = random((number * 64 + place) * 2 + side + 0x9e3779b9);
  const sha = fingerprint(number);
  const article = `a_${sha.slice(0, 20)}`;
  const at = new Date(Date.UTC(2025, 0, 6, 8) + i * 4000 + side * 1700).toISOString();
  const tail = (i * 2 + side).toString(16).padStart(12, '0');
  const id = `s_01943a2e-d770-7675-9356-${tail}`;
  const differs = own() < 0.1;
  const from = Math.floor(both() * 100);
  const length = 40 + Math.floor(both() * 110);
  const start = 200 + place * 400 + from + (differs ? 150 : 0) + (own() < 0.15 ? 4 : 0);
  const end = start + length;
  const exact = words.slice(from, from + length);
  const speaker = `p_01933e84-19b5-764d-a0d7-${pick(both, own, 0.08, 400).toString(16).padStart(12, '0')}`;
  const stanced = both() < 0.6;
  const target = `t_01933e84-3c95-7b32-8dbb-${pick(both, own, 0.05, 30).toString(16).padStart(12, '0')}`;
  const value = values[pick(both, own, 0.2, values.length)];
  const span = {
    id,
    article,
    textSha256: sha,
    layer: layers[pick(both, own, 0.05, layers.length)],
    start,
    end,
    quote: { exact, prefix: words.slice(0, 32), suffix: words.slice(-32) },
    speaker,
    mention: { start: start - 30, end: start - 22, text: 'Tsuchida' },
    cue: { start: start - 20, end: start - 16, text: 'said' },
    mode: modes[pick(both, own, 0.1, modes.length)],
    stances: stanced ? [{ target, value }] : [],
    attributes: {},
    labels: [],
    note: null,
    confidence: null,
    annotator: by,
    origin: 'manual',
    status: 'done',
    createdAt: at,
    updatedAt: at,
  };
  return {
    id: `c_01943a2e-d770-7d90-8423-${tail}`,
    at: `${at}+0000`,
    by,
    origin: 'user',
    gesture: `g_01943a2e-d770-7675-9356-${tail}`,
    edits: [{ kind: 'span', id, after: span }],
  };
}

/** A whole number below `count` that both sides see alike but for a share of `doubt`. */
function pick(both, own, doubt, count) {
  const seen = Math.floor(both() * count);
  return own() < doubt ? Math.floor(own() * count) : seen;
}

/** Mulberry32: numbers from 0 to below 1, always the same for a seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

let last = { number: -1, sha: '' };
/** Stands for the SHA-256 of an article’s text. */
function fingerprint(number) {
  if (last.number !== number) last = { number, sha: createHash('sha256').update(`article ${number}`).digest('hex') };
  return last.sha;
}
