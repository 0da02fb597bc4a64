import { type Codebook, isAttributed, stanceOf } from '../codebook/codebook.ts';
import type { Speaker } from '../model/speaker.ts';
import type { Stance } from '../model/stance.ts';
import type { Target } from '../model/target.ts';
import { list, plural } from '../text/wording.ts';
import type { Case, Difference, Sided } from './case.ts';
import type { BasisChange } from './deciding.ts';

/** A side as the screen shows it: in blind mode by a number only. */
export interface ShownSide {
  id: string;
  name: string;
  /** A name short enough for a button or a lane. */
  short: string;
  /** From 1, in the order shown: its colour, its kind of line, its key. */
  number: number;
}

/** What ids are called. */
export interface Names {
  codebook: Codebook;
  speakers: ReadonlyMap<string, Speaker>;
  targets: ReadonlyMap<string, Target>;
  /** In the order shown: of the case in question, since where names are hidden each case has an order of its own. */
  sides: readonly ShownSide[];
}

const nouns: Record<Difference, string> = {
  only: 'Passage',
  layer: 'Layer',
  speaker: 'Speaker',
  stance: 'Stance',
  target: 'Target',
  mode: 'Mode',
  boundary: 'Boundary',
};

/** How a filter calls a way to differ. */
export const kindName = (difference: Difference): string => (difference === 'only' ? 'Only one' : nouns[difference]);

export const sideName = (id: string, { sides }: Pick<Names, 'sides'>): string =>
  sides.find((side) => side.id === id)?.name ?? id;

/** A case in a few words for a list: “Stance: + against ±”, “Only Jonas Weber”, “Boundary: 14 characters”. */
export function caseTitle(one: Case, names: Names): string {
  const [first] = one.differences;
  if (first === undefined) return 'Agreed';
  const spans = ordered(one, names);
  if (first === 'only') return onlyWords(one, names);
  if (first === 'boundary') return `Boundary: ${plural(apart(one), 'character')}`;
  return `${nouns[first]}: ${distinct(spans.map((sided) => short(first, sided, names))).join(' against ')}`;
}

/** What else differs than what the title says. */
export const alsoDiffers = (one: Case): string =>
  one.differences.length < 2 ? '' : `and ${list(one.differences.slice(1).map((kind) => nouns[kind].toLowerCase()))}`;

function onlyWords(one: Case, names: Names): string {
  const marked = ordered(one, names);
  if (marked.length === 1) return `Only ${sideName(marked[0]!.side, names)}`;
  return `Not ${list(one.missing.map((side) => sideName(side, names)))}`;
}

/** Who speaks in a case, as the first side that says so has it; the layer where nobody can. */
export function caseSubject(one: Case, names: Names): string {
  const spoken = ordered(one, names).find(({ span }) => span.speaker !== null)?.span.speaker;
  const speaker = spoken === undefined || spoken === null ? undefined : names.speakers.get(spoken)?.name;
  const { layer } = one.spans[0]!.span;
  if (isAttributed(names.codebook, layer)) return speaker ?? 'no speaker';
  return layerName(layer, names);
}

/** What differs: “Stance differs”, “Speaker and boundary differ”, “Only Jonas Weber marked this”. */
export function caseHeading(one: Case, names: Names): string {
  const rest = one.differences.filter((kind) => kind !== 'only');
  if (one.differences.includes('only')) {
    const marked = ordered(one, names).map(({ side }) => sideName(side, names));
    return `Only ${list(marked)} marked this`;
  }
  if (rest.length === 0) return one.spans.length > 2 ? 'All agree' : 'Both agree';
  const words = list(rest.map((kind) => nouns[kind].toLowerCase()));
  return `${words[0]?.toUpperCase()}${words.slice(1)} ${rest.length > 1 ? 'differ' : 'differs'}`;
}

/** What does not differ: “Same span, same speaker, same target”; empty where there is nothing to compare. */
export function sameWords(one: Case, { codebook }: Pick<Names, 'codebook'>): string {
  if (one.spans.length < 2)
    return one.missing.length === 0
      ? ''
      : `The other${one.missing.length > 1 ? 's' : ''} worked on this article and left it unmarked`;
  const differ = new Set(one.differences);
  const attributed = one.spans.every(({ span }) => isAttributed(codebook, span.layer));
  const stances = one.spans.some(({ span }) => span.stances.length > 0);
  const same: [Difference, string, boolean][] = [
    ['boundary', 'span', true],
    ['layer', 'layer', true],
    ['speaker', 'speaker', attributed],
    ['target', 'target', attributed && stances],
    ['stance', 'stance', attributed && stances],
    ['mode', 'mode', attributed],
  ];
  const words = same.flatMap(([kind, word, counts]) => (counts && !differ.has(kind) ? `same ${word}` : [])).join(', ');
  return words === '' ? '' : `${words[0]?.toUpperCase()}${words.slice(1)}`;
}

/** The spans in the order in which the sides are shown. */
export function ordered(one: Pick<Case, 'spans'>, { sides }: Pick<Names, 'sides'>): Sided[] {
  const place = new Map(sides.map(({ id, number }) => [id, number]));
  return [...one.spans].sort((a, b) => (place.get(a.side) ?? 0) - (place.get(b.side) ?? 0));
}

/** By how many characters the boundaries of the spans that differ most are apart. */
function apart({ spans }: Case): number {
  const starts = spans.map(({ start }) => start);
  const ends = spans.map(({ end }) => end);
  return Math.max(...starts) - Math.min(...starts) + Math.max(...ends) - Math.min(...ends);
}

function short(kind: Difference, { span }: Sided, names: Names): string {
  if (kind === 'layer') return layerName(span.layer, names).toLowerCase();
  if (kind === 'speaker') return (span.speaker !== null && names.speakers.get(span.speaker)?.name) || 'nobody';
  if (kind === 'mode') return span.mode ?? 'none';
  if (kind === 'stance') return span.stances.map((stance) => sign(stance, names)).join(' ') || 'none';
  return span.stances.map((stance) => targetName(stance, names)).join(', ') || 'none';
}

export const layerName = (layer: string, { codebook }: Pick<Names, 'codebook'>): string =>
  codebook.layers.find(({ id }) => id === layer)?.name ?? layer;
const sign = ({ value }: Stance, { codebook }: Names): string => stanceOf(codebook, value)?.sign ?? value;
export const targetName = ({ target }: Stance, { targets }: Pick<Names, 'targets'>): string =>
  target === null ? 'no target' : (targets.get(target)?.name ?? target);

const distinct = (words: readonly string[]): string[] => [...new Set(words)];

/** Why a case is open again: “Min-seo Kim changed speaker and stances”. */
export function reopenedWords(changes: readonly BasisChange[], nameOf: (side: string) => string): string {
  return list(
    changes.map(({ side, what, fields }) => {
      if (what === 'gone') return `${nameOf(side)} removed a mark`;
      if (what === 'added') return `${nameOf(side)} marked it since`;
      return `${nameOf(side)} changed ${list(fields)}`;
    }),
  );
}
