import type { Mention } from '../../model/range.ts';
import type { Rule } from './attribution.ts';
import type { Reported } from './indirect.ts';

/** Why a quotation is ascribed as it is, in words for the annotator: “reporting verb after the quote: “… ,” Tillerson said”. */
export function reasonOf(rule: Rule, cue: Mention | null, mention: Mention | null): string {
  const who = mention === null ? '' : short(mention.text);
  switch (rule) {
    case 'after':
      return `reporting verb after the quote: “… ,” ${inOrder(cue, mention)}`;
    case 'before':
      return `reporting verb before the quote: ${inOrder(cue, mention)} “…”`;
    case 'within':
      return `words quoted in what is reported: ${inOrder(cue, mention)} … “…”`;
    case 'trailing':
      return `the sentence ends with who says it: “…” …, ${inOrder(cue, mention)}`;
    case 'according':
      return `the sentence names its source: ${inOrder(cue, mention)}`;
    case 'colon':
      return `a colon leads from ${who} to the quote`;
    case 'subject':
      return `${who} is what its sentence is about`;
    case 'goes-on':
      return `goes on from the quote before it, by ${who}`;
    case 'same-paragraph':
      return `${who} is quoted just before`;
    case 'announced':
      return `the sentence before leads to it: ${inOrder(cue, mention)} …`;
    case 'foreign':
      return 'words in quotation marks; who says them is read in English only';
    case 'none':
      return 'words in quotation marks; nothing says whose';
  }
}

/** Why reported words are taken for a statement. */
export function reportedReason({ rule }: Pick<Reported, 'rule'>, cue: Mention, mention: Mention): string {
  const said = inOrder(cue, mention);
  switch (rule) {
    case 'that':
      return `reported speech: ${said} that …`;
    case 'clause':
      return `reported speech: ${said} …`;
    case 'according':
      return `reported speech: ${said}`;
    case 'trailing':
      return `reported speech: …, ${said}`;
    case 'infinitive':
    case 'object':
      return `what somebody promises, asks or rejects: ${said} …`;
  }
}

/** The cue and the mention in the order in which they stand. */
function inOrder(cue: Mention | null, mention: Mention | null): string {
  return [cue, mention]
    .filter((one) => one !== null)
    .sort((a, b) => a.start - b.start)
    .map(({ text }) => short(text))
    .join(' ');
}

const longest = 40;

function short(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length <= longest ? flat : `${flat.slice(0, longest).replace(/\s\S*$/, '')} …`;
}
