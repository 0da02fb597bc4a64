import { firstWeights, secondWeights, type Weights } from './body-weights.ts';
import { isBoilerplateLine, opensComments, opensLinks } from './boilerplate-rules.ts';
import { readByline, readDateline } from './datelines.ts';
import { plainWords } from './lines.ts';
import type { Run } from './page-text.ts';

/*
 * Which blocks of a page are the body of its article. Readability votes, and a linear model looks twice at each block:
 * first at what it is (its words, its markup, where it stands, whether Readability kept it), then at what the first look
 * made of the blocks around it, as boilerplate comes in stretches (after Kohlschütter, Fankhauser, Nejdl 2010, and
 * Vogels, Ganea, Eickhoff 2018, who found a block's neighbours to tell as much as the block). Traits are yes or no; each
 * has two weights, one for what Readability kept and one for what it left. `npm run -s bench -- pages --learn DIR` makes
 * the weights.
 */

/** A page as the model sees it. */
export interface PageBlocks {
  readonly runs: readonly Run[];
  readonly lines: readonly string[];
  /** Indices of the runs that Readability kept; empty when it found nothing. */
  readonly kept: ReadonlySet<number>;
  readonly title: string | null;
  readonly description: string | null;
  /** What the page's JSON-LD gives as the article's text, if it does. */
  readonly told: string | null;
}

/** What can be said of each block, by name. */
type Traits = string[];

/** The indices of the runs that are the article's text: neither headline, caption nor furniture, if the model is right. */
export function bodyOf(page: PageBlocks): Set<number> {
  const first = firstTraits(page);
  const scores = scoresOf(first, page.kept, firstWeights);
  const second = secondTraits(page, scores);
  const last = scoresOf(second, page.kept, secondWeights);
  const sums = scores.map((score, index) => score + last[index]!);
  const body = new Set([...page.runs.keys()].filter((index) => sums[index]! > 0));
  for (const index of inDoubt(page, body, sums)) body.add(index);
  const words = (indices: Iterable<number>) =>
    [...indices].reduce((sum, index) => sum + wordsIn(page.lines[index]!), 0);
  // A page unlike those that the model has learnt from: Readability is then the better judge.
  if (words(body) >= words(page.kept) * smallestPart) return body;
  return new Set([...page.kept, ...body].sort((a, b) => a - b));
}

/**
 * Lists amid the body, and sentences, that Readability kept and the model is in doubt about: what it has learnt from
 * leaves out lists that people count as text, and has few pages of many short parts.
 */
function inDoubt({ runs, lines, kept }: PageBlocks, body: ReadonlySet<number>, sums: readonly number[]): number[] {
  const [first, last] = [Math.min(...body), Math.max(...body)];
  return runs.flatMap((run, index) => {
    if (!kept.has(index) || body.has(index)) return [];
    const item = run.within.has('LI') && run.linked < 0.3 && index > first && index < last && sums[index]! > -doubt;
    const prose =
      run.within.has('P') && sums[index]! > -proseDoubt && isProse(run, lines[index]!, wordsIn(lines[index]!));
    return item || prose ? [index] : [];
  });
}

const doubt = 2.5;
const proseDoubt = 2;

/** Of the words that Readability keeps, the model seldom leaves fewer where it is right. */
const smallestPart = 0.3;

/** The log odds that each block is body. */
export function scoresOf(traits: readonly Traits[], kept: ReadonlySet<number>, weights: Weights): number[] {
  return traits.map((names, index) => {
    const column = kept.has(index) ? 0 : 1;
    let score = 0;
    for (const name of names) score += weights[name]?.[column] ?? 0;
    return score;
  });
}

const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const denseAll = new RegExp(dense.source, 'gu');

/** Words; of scripts without blanks two characters count as one. */
export function wordsIn(line: string): number {
  if (!dense.test(line)) return line.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const signs = line.match(denseAll)?.length ?? 0;
  return Math.ceil(signs / 2) + (line.replace(denseAll, ' ').match(/[\p{L}\p{N}]+/gu)?.length ?? 0);
}

const step = (value: number, steps: readonly number[]) => {
  const at = steps.findIndex((limit) => value <= limit);
  return at < 0 ? `over ${steps.at(-1)}` : `to ${steps[at]}`;
};

const sentenceEnd = /[.!?…。！？؟۔](?:["”’'»)\]）」』›*]|\s|\[\d+\])*$/;
const credit =
  /\b(?:photo(?:graph(?:er|y)?)?s?|image|picture|illustration|foto|bild|fotografie|grafik|crédits?|credit|getty|afp|reuters|epa|dpa|imago|picture alliance|shutterstock|istock|ap|pa wire|file photo|archivbild|symbolbild|courtesy(?: of)?|via)\b|©|写真|撮影|사진/i;
const prompt =
  /^(?:sign|subscribe|get|follow|join|click|read|watch|listen|download|share|register|log|see|more|also|don['’]t|try|find|visit|support|donate|become|enter|check|tap|lesen|mehr|jetzt|hier|abonnieren|newsletter|melden|lire|voir|abonnez|inscrivez|à lire|suivez|leggi|iscriviti|lee|lea|suscr[ií]bete|les|läs|læs|czytaj)(?=[\s:,!]|$)/i;
const yours = /\b(?:you|your|our|we|us|my account|sie|ihre?[nms]?|wir|unsere?[nrms]?|vous|votre|nos|notre|nous)\b/i;

/** What classes, ids and roles say, by what they are about. */
const hintFamilies: readonly [string, RegExp][] = [
  [
    'body',
    /(?:article|story|entry|post|content|page|news|body)[-_]{0,2}(?:body|content|text|copy|main|paragraph)|articlebody|\bprose\b|paragraph|\brich-?text\b|wysiwyg|\bbodytext\b|\btext\b/,
  ],
  ['article', /article|story|\bentry\b|\bpost\b/],
  [
    'related',
    /relat(?:ed|ion)|recirc|more-?(?:on|from|stories|news)|see-?also|read-?(?:more|also|next)|further|linkbox|zum-thema|liens/,
  ],
  [
    'recommended',
    /recommend|recommand|popular|most-?(?:read|viewed)|trending|outbrain|taboola|latest|top-?stor|up-?next|empfehl|ranking/,
  ],
  [
    'teaser',
    /teaser|\bcards?\b|card-|-card|promo|\btile|thumb|\bitem\b|\bfeed\b|\blisting|carousel|slider|swiper|\bgrid\b/,
  ],
  ['share', /shar(?:e|ing)|social|follow|facebook|twitter|whatsapp|toolbar|\btools?\b|action/],
  ['newsletter', /newsletter|subscri|sign-?up|signin|login|register|mailing|optin|abo\b|abbo|membership|donat|support/],
  ['paywall', /paywall|regwall|piano|premium|paid|offer|meter(?:ed)?|plus-?box/],
  ['advert', /\bads?\b|\bad-|-ad\b|advert|sponsor|anzeige|werbung|promot|affiliate|commerc|product|price|shop|buy/],
  ['caption', /caption|credit|legend|bildunterschrift|bu\b|cutline|copyright|figcaption|imgtext/],
  ['picture', /image|img|photo|picture|foto|bild|figure|gallery|galer|slideshow|media|lightbox|zoom/],
  ['player', /video|player|audio|podcast|\bplay\b|playlist|speech|listen/],
  ['writer', /author|byline|\bbio\b|writer|autor|auteur|contributor|reporter|profile|signature/],
  ['comment', /comment|disqus|kommentar|discuss|forum|coral|reply|respond/],
  [
    'topic',
    /\btags?\b|\btag-|-tags?\b|topic|categor|keyword|section-?(?:name|label)|kicker|eyebrow|overline|rubric|label|badge/,
  ],
  ['menu', /\bnav|menu|breadcrumb|navigation|\bsearch|skip|pagination|pager|\btabs?\b|toc\b|jump/],
  ['footer', /footer|\bfoot\b|colophon|impressum|bottom|copyright|legal|disclaimer|correction|ethic|trust|standards/],
  ['header', /header|masthead|banner|\btop\b|\bhead\b|hero/],
  [
    'margin',
    /sidebar|aside|\brail|secondary|complementary|widget|module|right-?col|infobox|info-?box|fact-?box|\bbox\b|marginal/,
  ],
  ['consent', /cookie|consent|gdpr|privacy|cmp\b|modal|popup|overlay|dialog|toast|alert|notification/],
  ['date', /\bdate|time|publish|updated|timestamp|datum|\bmeta\b|meta-|-meta|readtime|info\b/],
  ['title', /headline|title|heading|\bhed\b/],
  [
    'standfirst',
    /standfirst|summary|\blead\b|-lead|lead-|lede|\bdek\b|\bdeck\b|subtitle|sub-?head|intro|excerpt|description|abstract|chapo|strap|vorspann|teaser-?text|perex|ingress/,
  ],
  ['points', /key-?points|bullet|takeaway|highlights|at-?a-?glance|tldr/],
  ['quote', /quote|pull-?quote|zitat/],
  ['embed', /embed|tweet|instagram|iframe|oembed|external|placeholder/],
  ['live', /live-?blog|\blive\b|ticker|timeline/],
  ['interactive', /poll|quiz|survey|chart|graph|map\b|interactive|form|button|btn|input|rating/],
  ['unseen', /sr-only|visually-?hidden|screen-?reader|hidden|noprint|no-print|hide|print-only|assistive/],
  ['list', /\blist|\bul\b|-list/],
];

/** Many blocks of a page have the same classes around them: each set of them is read once. */
function hintReader(): (where: string, hints: string) => readonly string[] {
  const known = new Map<string, string[]>();
  return (where, hints) => {
    const key = `${where}: ${hints}`;
    let found = known.get(key);
    if (!found) {
      found =
        hints === '' ? [] : hintFamilies.flatMap(([name, form]) => (form.test(hints) ? [`${where}: ${name}`] : []));
      known.set(key, found);
    }
    return found;
  };
}

/** Sequences of words in the text that JSON-LD gives; null when there is too little of it to tell by its absence. */
function toldSequences(told: string | null): Set<string> | null {
  if (told === null || told.length < 400) return null;
  const words = plainWords(told.replace(/<[^>]{1,200}>/g, ' ')).split(' ');
  const found = new Set<string>();
  for (let at = 0; at + 3 <= words.length; at++) found.add(words.slice(at, at + 3).join(' '));
  return found;
}

function shareTold(line: string, told: ReadonlySet<string>): number | null {
  const words = plainWords(line).split(' ');
  if (words.length < 3) return null;
  let inside = 0;
  for (let at = 0; at + 3 <= words.length; at++) if (told.has(words.slice(at, at + 3).join(' '))) inside++;
  return inside / (words.length - 2);
}

const headings = ['H1', 'H2', 'H3', 'H4', 'H5', 'H6'];
const isProse = (run: Run, line: string, words: number) => words >= 12 && run.linked < 0.4 && sentenceEnd.test(line);

/** What each block is by itself and by where it stands. */
export function firstTraits(page: PageBlocks): Traits[] {
  const { runs, lines, kept } = page;
  const words = lines.map(wordsIn);
  const prose = runs.map((run, index) => isProse(run, lines[index]!, words[index]!));
  // Words of prose in each block that holds blocks, kept by Readability and in all.
  const held = new Map<number, { all: number; kept: number; prose: number; keptRuns: number; runs: number }>();
  for (const [index, run] of runs.entries())
    for (const number of run.around.slice(1)) {
      const sum = held.get(number) ?? { all: 0, kept: 0, prose: 0, keptRuns: 0, runs: 0 };
      sum.all += words[index]!;
      sum.runs++;
      if (prose[index]) sum.prose++;
      if (kept.has(index)) {
        sum.kept += words[index]!;
        sum.keptRuns++;
      }
      held.set(number, sum);
    }
  // The block whose children hold most prose: where the article stands, whatever Readability says.
  const direct = new Map<number, number>();
  for (const [index, run] of runs.entries())
    if (prose[index])
      direct.set(run.parent, (direct.get(run.parent) ?? 0) + words[index]! * (kept.has(index) ? 1.5 : 1));
  const [home = -1] = [...direct].reduce<readonly [number, number]>(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    [-1, 0],
  );
  const homeAround = runs.find(({ parent }) => parent === home)?.around ?? [];
  const proseAtHome = [...runs.keys()].filter((index) => prose[index] && runs[index]!.parent === home);
  const [firstHome = -1, lastHome = -1] = [proseAtHome[0], proseAtHome.at(-1)];
  const keptAll = [...kept].sort((a, b) => a - b);
  const [firstKept = -1, lastKept = -1] = [keptAll[0], keptAll.at(-1)];
  const allProse = prose.reduce((sum, is, index) => sum + (is ? words[index]! : 0), 0);
  const keptProse = prose.reduce((sum, is, index) => sum + (is && kept.has(index) ? words[index]! : 0), 0);
  const votes =
    keptProse < 40
      ? 'vote: hardly any'
      : keptProse < allProse * 0.4
        ? 'vote: little of the prose'
        : 'vote: most of the prose';

  const title = page.title === null ? '' : plainWords(page.title);
  const description = page.description === null ? '' : plainWords(page.description);
  const sequences = toldSequences(page.told);
  const said = hintReader();
  const seen = new Map<string, number>();
  for (const line of lines) if (line.length <= 300) seen.set(line, (seen.get(line) ?? 0) + 1);

  return runs.map((run, index) => {
    const line = lines[index]!;
    const count = words[index]!;
    const size = step(count, [1, 3, 6, 10, 16, 25, 40, 70]);
    const ended = sentenceEnd.test(line);
    const names: string[] = ['always', `words ${size}`, votes];
    const add = (is: boolean, name: string) => {
      if (is) names.push(name);
    };
    add(ended, 'ends a sentence');
    add(ended && count > 10, 'sentence of more than 10 words');
    add(/[:：]$/.test(line), 'ends on a colon');
    add(/[,،、，;]/.test(line), 'has a comma');
    add(/["“”„«»「」]/.test(line), 'has a quotation mark');
    add(/^\p{Ll}/u.test(line), 'begins small');
    add(/^[^\p{Ll}]*$/u.test(line) && /\p{Lu}{3}/u.test(line), 'all capitals');
    add((line.match(/\p{N}/gu)?.length ?? 0) > line.length * 0.2, 'many figures');
    add(/\s[|»>›•·]\s|[|»›→▸▶]\s*$|^[»›→▸▶|•]/.test(line), 'separators');
    add(/@|https?:|www\.|\.(?:com|de|org|net)\b/i.test(line), 'address');
    add(count <= 60 && credit.test(line), 'credit of a picture');
    add(count <= 40 && credit.test(line.slice(-50)), 'ends on the credit of a picture');
    add(count <= 40 && prompt.test(line), 'begins as a prompt');
    add(count <= 60 && yours.test(line), 'you and we');
    add(/[!?]$/.test(line), 'exclaims or asks');
    add(/\n/.test(line), 'line breaks');
    add(line.includes('\t'), 'row of a table');
    const capitals = line.match(/(?:^|\s)\p{Lu}/gu)?.length ?? 0;
    add(count >= 3 && capitals >= count * 0.7, 'words in capitals');
    if (line.length <= 260) {
      add(readByline(line) !== null, 'byline');
      add(readDateline(line) !== null, 'dateline');
    }
    add(line.length <= 600 && isBoilerplateLine(line), 'rule: boilerplate');
    add(line.length <= 80 && (opensLinks(line) || opensComments(line)), 'rule: opens links or comments');
    const linked = step(run.linked, [0, 0.3, 0.7, 0.95]);
    names.push(`linked ${linked}`);
    add(run.linked > 0.7 && count > 6, 'long link');
    add(run.linked > 0.7 && ended, 'linked sentence');

    for (const name of run.within) names.push(`in ${headings.includes(name) ? 'heading' : name}`);
    const heading = headings.find((level) => run.within.has(level));
    if (heading) names.push(`in ${heading}`);
    add(run.within.has('P') && count > 10, 'paragraph of more than 10 words');
    add(run.within.has('LI') && ended, 'list item ends a sentence');
    add(run.within.has('LI') && run.linked > 0.5, 'linked list item');
    names.push(...(run.close === '' ? ['close: nothing'] : said('close', run.close)), ...said('far', run.hints));

    const parent = held.get(run.parent);
    const grand = held.get(run.around[2] ?? 0);
    if (parent)
      names.push(
        `parent kept ${step(parent.kept / parent.all, [0, 0.3, 0.7])}`,
        `parent prose ${step(parent.prose, [0, 1, 2, 4])}`,
      );
    if (grand)
      names.push(
        `grandparent kept ${step(grand.kept / grand.all, [0, 0.3, 0.7])}`,
        `grandparent prose ${step(grand.prose, [0, 1, 2, 4])}`,
      );
    if (run.parent === home) names.push('home: child');
    else {
      const depth = run.around.indexOf(home);
      if (depth > 0) names.push(`home: ${step(depth, [2, 3])} deep`);
      else {
        const shared = homeAround.findIndex((number) => run.around.includes(number));
        names.push(shared < 0 ? 'home: elsewhere' : `home: ${step(shared, [2, 3, 4, 6])} up`);
      }
    }
    if (home >= 0) {
      if (index < firstHome) names.push(`before home ${step(firstHome - index, [1, 2, 4, 8, 16])}`);
      else if (index > lastHome) names.push(`after home ${step(index - lastHome, [1, 2, 4, 8, 16])}`);
      else names.push('within home');
      add(run.parent === home && index > lastHome, 'child after the last prose');
      add(run.parent !== home && index > firstHome && index < lastHome, 'amid but not child');
    }
    if (firstKept >= 0) {
      if (index < firstKept) names.push(`before kept ${step(firstKept - index, [1, 2, 4, 8])}`);
      else if (index > lastKept) names.push(`after kept ${step(index - lastKept, [1, 2, 4, 8])}`);
      else names.push('within kept');
    }
    add(prose[index] === true, 'prose');
    add(prose[index - 1] === true, 'after prose');
    add(prose[index + 1] === true, 'before prose');
    add(index > 0 && runs[index - 1]!.parent === run.parent, 'sibling before');
    add(index + 1 < runs.length && runs[index + 1]!.parent === run.parent, 'sibling after');
    add((seen.get(line) ?? 0) > 1, 'stands twice');
    if (count >= 3 && count <= 60) {
      const bare = plainWords(line);
      add(title !== '' && (bare === title || (bare.length > 20 && title.startsWith(bare))), 'is the title');
      add(description !== '' && (description.startsWith(bare) || bare.startsWith(description)), 'is the description');
    }
    if (sequences) {
      const share = shareTold(line, sequences);
      if (share !== null) names.push(`told ${step(share, [0.1, 0.7])}`);
      else names.push('told: too short');
    }
    return names;
  });
}

const levels = [-4, -1.5, 0, 1.5, 4];
const far = 'none';

/** What the first look made of a block and of those around it. */
export function secondTraits(page: PageBlocks, scores: readonly number[]): Traits[] {
  const { runs, lines, kept } = page;
  const words = lines.map(wordsIn);
  const likely = scores.map((score) => 1 / (1 + Math.exp(-score)));
  const total = likely.reduce((sum, share, index) => sum + share * words[index]!, 0) || 1;
  const siblings = new Map<number, { sum: number; words: number }>();
  const upper = new Map<number, { sum: number; words: number }>();
  const put = (map: Map<number, { sum: number; words: number }>, key: number, index: number) => {
    const entry = map.get(key) ?? { sum: 0, words: 0 };
    entry.sum += likely[index]! * words[index]!;
    entry.words += words[index]!;
    map.set(key, entry);
  };
  for (const [index, run] of runs.entries()) {
    put(siblings, run.parent, index);
    put(upper, run.around[2] ?? 0, index);
  }
  let before = 0;
  return runs.map((run, index) => {
    const own = likely[index]! * words[index]!;
    const level = (at: number) => (at < 0 || at >= runs.length ? far : step(scores[at]!, levels));
    const others = siblings.get(run.parent)!;
    const rest = others.words - words[index]!;
    const above = upper.get(run.around[2] ?? 0)!;
    const names = ['always', `own ${step(scores[index]!, [-6, -4, -2.5, -1.5, -0.7, 0, 0.7, 1.5, 2.5, 4, 6])}`];
    names.push(`last ${level(index - 1)}`, `last but one ${level(index - 2)}`);
    names.push(`next ${level(index + 1)}`, `next but one ${level(index + 2)}`);
    names.push(rest <= 0 ? 'siblings none' : `siblings ${step((others.sum - own) / rest, [0.1, 0.4, 0.7, 0.9])}`);
    names.push(`cousins ${step(above.sum / Math.max(1, above.words), [0.1, 0.4, 0.7, 0.9])}`);
    names.push(`body before ${step(before / total, [0.005, 0.05, 0.3, 0.8, 0.97])}`);
    names.push(`body after ${step((total - before - own) / total, [0.005, 0.05, 0.3, 0.8, 0.97])}`);
    names.push(`words ${step(words[index]!, [3, 10, 25])}`);
    if (total < 80) names.push('short body');
    if (kept.size === 0) names.push('nothing kept');
    for (const name of ['LI', 'P', 'BLOCKQUOTE', 'TABLE', 'PRE']) if (run.within.has(name)) names.push(`in ${name}`);
    if (headings.some((name) => run.within.has(name)))
      names.push('in heading', `heading, next ${level(index + 1)}`, `heading, last ${level(index - 1)}`);
    before += own;
    return names;
  });
}
