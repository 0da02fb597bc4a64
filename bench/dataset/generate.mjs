import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const annotator = { id: 'ax', name: 'Ada Xu', initials: 'AX' };
export const spansAnArticle = 10;

const sentences = [
  'The harbour council met for the third time this month, and again left without a vote on the fishing quota.',
  '“We were promised boats before the spring,” said Ingrid Saar, who speaks for the smaller crews of the north shore.',
  'Her colleagues from the canning plants were less patient; two of them walked out before the coffee was cold.',
  'The minister, Teodor Lunde, had told the assembly on Monday that no crew would be asked to wait beyond April.',
  'According to a note seen by this paper, the ministry expects the strait pact to be signed “in weeks, not months”.',
  'Nobody at the meeting wanted to say what happens to the licences that run out in the meantime.',
  'Critics of the pact point to last year’s storm, when half of the fleet lay idle and prices doubled within a week.',
  'Lunde’s office answered late in the evening that it would “study every proposal with the care that it deserves”.',
];
const modes = ['direct', 'mixed', 'indirect', 'paraphrase'];
const values = ['strongly-oppose', 'oppose', 'mixed', 'support', 'strongly-support'];
const pad = (number) => number.toString(16).padStart(12, '0');
const speakerId = (number) => `p_01933e84-19b5-764d-a0d7-${pad(number)}`;
const targetId = (number) => `t_01933e84-3c95-7b32-8dbb-${pad(number)}`;
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** The text of an article, about four thousand characters; the same number always gives the same. */
export const textOf = (number) => `Harbour talks, day ${number}${bodies[number % bodies.length]}`;

const bodies = sentences.map((_, number) => {
  const paragraphs = [''];
  for (let p = 0; p < 9; p++) {
    const some = [];
    for (let s = 0; s < 4; s++) some.push(sentences[(number * 7 + p * 5 + s * 3) % sentences.length]);
    paragraphs.push(some.join(' '));
  }
  return paragraphs.join('\n\n');
});

/** Where the paragraphs of a body stand in it. */
const paragraphs = bodies.map((body) => {
  const ranges = [];
  for (let start = 2; start < body.length; ) {
    const feed = body.indexOf('\n\n', start);
    const end = feed === -1 ? body.length : feed;
    ranges.push({ start, end });
    start = end + 2;
  }
  return ranges;
});

/** What an article is known by. With the hash of its text, when that is known, it takes next to no time. */
export function articleOf(number, known = undefined) {
  const text = textOf(number);
  const textSha256 = known ?? sha256(text);
  return {
    id: `a_${textSha256.slice(0, 20)}`,
    path: pathOf(number),
    textSha256,
    sourceSha256: textSha256,
    text,
    blocks: blocksOf(number, text),
  };
}

const blocks = new Map();
/** Texts of the same body and as long a headline have the same. */
function blocksOf(number, text) {
  const body = number % bodies.length;
  const headline = text.length - bodies[body].length;
  const key = headline * bodies.length + body;
  const found = blocks.get(key) ?? [
    { start: 0, end: headline, kind: 'headline' },
    ...paragraphs[body].map(({ start, end }) => ({ start: start + headline, end: end + headline, kind: 'paragraph' })),
  ];
  blocks.set(key, found);
  return found;
}

export const pathOf = (number) =>
  `${String(Math.floor(number / 1000)).padStart(3, '0')}/${String(number % 1000).padStart(3, '0')}.txt`;

/**
 * Makes the journal of one annotator who has marked `spans` spans, one change a span, with speakers, targets and the
 * bindings of articles. The same count always gives the same bytes.
 * @returns how many bytes the journal has
 */
export function generate(folder, spans) {
  const journals = join(folder, '.rapporteur', 'journal');
  mkdirSync(journals, { recursive: true });
  writeFileSync(join(folder, '.rapporteur', '.gitignore'), 'cache/\n*.lock\n');
  const writer = `${annotator.id}-bench`;
  const file = openSync(join(journals, `${writer}.jsonl`), 'w');
  let parts = [];
  let bytes = 0;
  let prev = '';
  let n = 0;
  const put = (content) => {
    const body = `{"n":${n},"prev":"${prev}",${content}`;
    prev = sha256(body);
    parts.push(`${body},"hash":"${prev}"}\n`);
    if (++n % 1000 !== 0) return;
    bytes += writeSync(file, parts.join(''));
    parts = [];
  };
  const change = (i, edits) => {
    const at = new Date(Date.UTC(2025, 0, 6, 8) + i * 4000).toISOString();
    const ids = { id: `c_01943a2e-d770-7d90-8423-${pad(i)}`, gesture: `g_01943a2e-d770-7675-9356-${pad(i)}` };
    put(
      `"change":${JSON.stringify({ id: ids.id, at: `${at}+0000`, by: annotator.id, origin: 'user', gesture: ids.gesture, edits })}`,
    );
  };
  const createdAt = '2025-01-06T08:00:00.000Z';
  put(`"journal":${JSON.stringify({ format: 'rapporteur.journal/1', writer, annotator, createdAt })}`);
  const known = { aliases: [], role: 'minister', affiliation: null, country: 'NO', note: null };
  for (let i = 0; i < 400; i++)
    change(i, [
      {
        kind: 'speaker',
        id: speakerId(i),
        after: { id: speakerId(i), name: `Speaker ${i}`, kind: 'person', ...known },
      },
    ]);
  for (let i = 0; i < 30; i++)
    change(400 + i, [
      { kind: 'target', id: targetId(i), after: { id: targetId(i), name: `Target ${i}`, aliases: [], note: null } },
    ]);
  let article = null;
  for (let i = 0; i < spans; i++) {
    const place = i % spansAnArticle;
    if (place === 0) article = articleOf(i / spansAnArticle);
    const span = spanOf(article, i, place, createdAt);
    const { id, path, sourceSha256, textSha256, text } = article;
    const binding = { id, path, sourceSha256, textSha256, length: text.length, title: text.slice(0, 20) };
    const bound = place === 0 ? [{ kind: 'article', id, after: binding }] : [];
    change(430 + i, [...bound, { kind: 'span', id: span.id, after: span }]);
  }
  bytes += writeSync(file, parts.join(''));
  closeSync(file);
  return bytes;
}

function spanOf({ id: article, text, textSha256 }, i, place, at) {
  const start = 60 + place * 370 + (i % 17);
  const end = start + 60 + (i % 90);
  const words = (from, length) => ({ start: from, end: from + length, text: text.slice(from, from + length) });
  return {
    id: `s_01943a2e-d770-7675-9356-${pad(i)}`,
    ...{ article, textSha256, layer: i % 5 === 0 ? 'commitment' : 'statement', start, end },
    quote: {
      exact: text.slice(start, end),
      prefix: text.slice(Math.max(0, start - 32), start),
      suffix: text.slice(end, end + 32),
    },
    speaker: speakerId((i * 31) % 400),
    mention: words(end + 4, 8),
    cue: words(end + 14, 5),
    mode: modes[i % modes.length],
    stances: i % 5 < 3 ? [{ target: targetId(i % 30), value: values[i % values.length] }] : [],
    ...{ attributes: {}, labels: [], note: i % 11 === 0 ? 'Compare with Monday.' : null, confidence: null },
    ...{ annotator: annotator.id, origin: 'manual', status: 'done', createdAt: at, updatedAt: at },
  };
}
