import compromise from 'compromise';
import type { Mention, Range } from '../../shared/model/range.ts';
import { paragraphsOf, quotationsIn } from '../../shared/text/quotations.ts';
import type { FoundQuote } from './gold.ts';

/*
 * What simple means come to. The first two are given the quotations of our own reader of marks, so that they differ from
 * ours in the choice of quotations and speakers only; compromise finds both itself.
 */

/** Every quotation is speech, by whoever's capitalised name stands nearest outside of quotation marks, in its paragraph or before. */
export function nearestName(text: string): FoundQuote[] {
  const { quotations, paragraphOf } = read(text);
  const names = namesIn(text, quotations);
  return quotations.map((quote) => {
    const paragraph = paragraphOf(quote);
    const inParagraph = names.filter(({ start, end }) => start >= paragraph.start && end <= paragraph.end);
    const speaker = nearestTo(quote, inParagraph) ?? names.findLast(({ end }) => end <= quote.start) ?? null;
    return { ...quote, speaker };
  });
}

const reporting = new Set(
  (
    'said says say saying told tells added adds stated states asked asks replied wrote writes tweeted argued argues ' +
    'explained explains noted notes warned warns insisted insists claimed claims declared declares announced ' +
    'admitted acknowledged continued concluded recalled remarked responded suggested suggests testified joked ' +
    'called calls described describes criticized urged'
  ).split(' '),
);
const pronouns = new Set('he she they it i we who'.split(' '));

/**
 * A quotation is speech when a reporting verb stands in its paragraph; the speaker is the name, pronoun or “the …” before
 * the nearest such verb, or right after it. Where the paragraph has none, long quotations go on the last speaker's.
 */
export function reportingVerb(text: string): FoundQuote[] {
  const { quotations, paragraphOf } = read(text);
  const words = wordsIn(text, quotations);
  const verbs = words.filter(({ text: word }) => reporting.has(word.toLowerCase()));
  const found: FoundQuote[] = [];
  let last: Mention | null = null;
  for (const quote of quotations) {
    const paragraph = paragraphOf(quote);
    const speakers = verbs
      .filter(({ start, end }) => start >= paragraph.start && end <= paragraph.end)
      .map((verb) => ({ verb, subject: subjectOf(text, words, verb, paragraph, quotations) }))
      .filter((each): each is { verb: Mention; subject: Mention } => each.subject !== null);
    const verb = nearestTo(
      quote,
      speakers.map((each) => each.verb),
    );
    const subject = speakers.find((each) => each.verb === verb)?.subject;
    if (subject !== undefined) last = subject;
    else if (last === null || quote.end - quote.start < 40) continue;
    found.push({ ...quote, speaker: last });
  }
  return found;
}

/** What compromise takes for quotations, by the person or pronoun it finds nearest outside of them in the paragraph. */
export function byCompromise(text: string): FoundQuote[] {
  const document = compromise(text);
  const rangesOf = (view: { json(options: object): unknown }): Mention[] =>
    (view.json({ offset: true, terms: false }) as { text: string; offset: { start: number } }[]).flatMap(
      ({ text: words, offset }) => {
        // Its offsets leave out what stands before the first word, which its texts take in.
        const start = [0, 1, 2, 3].map((by) => offset.start - by).find((at) => text.startsWith(words, at));
        return start === undefined ? [] : [{ start, end: start + words.length, text: words }];
      },
    );
  const quotations = rangesOf(document.quotations());
  const outside = (range: Range) => !quotations.some((each) => range.start < each.end && range.end > each.start);
  const people = [...rangesOf(document.people()), ...rangesOf(document.pronouns())].filter(outside);
  const paragraphs = paragraphsOf(text);
  return quotations.map((quote) => {
    const paragraph = holding(paragraphs, quote);
    const near = people.filter(({ start, end }) => start >= paragraph.start && end <= paragraph.end);
    return { start: quote.start, end: quote.end, speaker: nearestTo(quote, near) };
  });
}

function read(text: string) {
  const paragraphs = paragraphsOf(text);
  const quotations = quotationsIn(text, paragraphs)
    .filter(({ depth }) => depth === 0)
    .map(({ start, end }) => ({ start, end }));
  return { quotations, paragraphOf: (range: Range) => holding(paragraphs, range) };
}

/** The paragraph that a range begins in, drawn out to where the range ends. */
function holding(paragraphs: readonly Range[], { start, end }: Range): Range {
  const first = paragraphs.find((each) => each.end > start);
  const last = paragraphs.find((each) => each.end >= end);
  return { start: Math.min(first?.start ?? start, start), end: Math.max(last?.end ?? end, end) };
}

function nearestTo<R extends Range>(to: Range, ranges: readonly R[]): R | null {
  const distance = ({ start, end }: Range) => Math.max(start - to.end, to.start - end, 0);
  return ranges.reduce<R | null>((best, each) => (best && distance(best) <= distance(each) ? best : each), null);
}

/** Words outside of the quotations. */
function wordsIn(text: string, quotations: readonly Range[]): Mention[] {
  const words: Mention[] = [];
  let next = 0;
  for (const { 0: word, index: start } of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}.’'-]*/gu)) {
    while (next < quotations.length && quotations[next]!.end <= start) next++;
    if (next < quotations.length && quotations[next]!.start <= start) continue;
    const bare = word.replace(/[.’'-]+$/u, '');
    words.push({ start, end: start + bare.length, text: bare });
  }
  return words;
}

const lowerInNames = new Set('de la van von der bin al el du di'.split(' '));
const noNames = new Set(
  (
    'the a an this that these those in on at by for from to of with as and but or if when while after before since ' +
    'although however so still yet then there here it he she they we i you his her their our my its what why how who ' +
    'not no some many most all both one two monday tuesday wednesday thursday friday saturday sunday january february ' +
    'march april may june july august september october november december'
  ).split(' '),
);
const isCapital = (word: string) => /^\p{Lu}/u.test(word);
const isNameWord = (word: string) => isCapital(word) && !noNames.has(word.toLowerCase().replace(/[’']s$/u, ''));

/** Runs of capitalised words. */
function namesIn(text: string, quotations: readonly Range[]): Mention[] {
  const names: Mention[] = [];
  let run: Mention[] = [];
  const end = () => {
    while (run.length > 0 && !isCapital(run.at(-1)!.text)) run.pop();
    const [first] = run;
    if (first !== undefined) names.push(mention(text, first.start, run.at(-1)!.end));
    run = [];
  };
  for (const word of wordsIn(text, quotations)) {
    if (run.length > 0 && !/^[ .]*$/.test(text.slice(run.at(-1)!.end, word.start))) end();
    if (isNameWord(word.text) || (run.length > 0 && lowerInNames.has(word.text))) run.push(word);
    else end();
  }
  end();
  return names;
}

/** The words right before a verb that can be its subject, or else those right after it. */
function subjectOf(
  text: string,
  words: readonly Mention[],
  verb: Mention,
  paragraph: Range,
  quotations: readonly Range[],
): Mention | null {
  const at = words.indexOf(verb);
  const apart = (a: Mention, b: Mention) =>
    !/^[ ,.]*$/.test(text.slice(a.end, b.start)) || quotations.some((q) => q.start >= a.end && q.end <= b.start);
  const within = (word: Mention | undefined): word is Mention =>
    word !== undefined && word.start >= paragraph.start && word.end <= paragraph.end;

  // Before: back to the beginning of the clause, at most a dozen words, for the last name, pronoun or “the …” in it.
  const before: Mention[] = [];
  for (let i = at - 1, later = verb; within(words[i]) && before.length < 12; i--) {
    const word = words[i]!;
    if (apart(word, later) || /[.!?]\s/.test(text.slice(word.end, later.start))) break;
    before.unshift(word);
    later = word;
  }
  const subject = phraseIn(text, before, 'last');
  if (subject !== null) return subject;
  const after: Mention[] = [];
  for (let i = at + 1, earlier = verb; within(words[i]) && after.length < 6; i++) {
    const word = words[i]!;
    if (apart(earlier, word) || text.slice(earlier.end, word.start).includes(',')) break;
    after.push(word);
    earlier = word;
  }
  return phraseIn(text, after, 'first');
}

/** A pronoun, a run of capitalised words, or the words from an article on. */
function phraseIn(text: string, words: readonly Mention[], which: 'first' | 'last'): Mention | null {
  const phrases: Mention[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const lower = word.text.toLowerCase();
    if (pronouns.has(lower)) phrases.push(word);
    else if (isNameWord(word.text)) {
      let to = i;
      while (
        to + 1 < words.length &&
        isNameWord(words[to + 1]!.text) &&
        !text.slice(words[to]!.end, words[to + 1]!.start).includes(',')
      )
        to++;
      phrases.push(mention(text, word.start, words[to]!.end));
      i = to;
    } else if (lower === 'the' || lower === 'a' || lower === 'an') {
      let to = i;
      while (to + 1 < words.length && to < i + 3 && !text.slice(words[to]!.end, words[to + 1]!.start).includes(','))
        to++;
      if (to > i) phrases.push(mention(text, word.start, words[to]!.end));
      i = to;
    }
  }
  return (which === 'first' ? phrases[0] : phrases.at(-1)) ?? null;
}

const mention = (text: string, start: number, end: number): Mention => ({ start, end, text: text.slice(start, end) });
