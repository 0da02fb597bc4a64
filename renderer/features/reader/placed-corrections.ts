import type { ArticleText } from '#shared/contract/contract.ts';
import type { Range } from '#shared/model/range.ts';
import type { Correction } from '#shared/review/corrections.ts';
import type { Thread } from '#shared/review/threads.ts';
import type { PaintedSpan } from '../../editor/TextView.tsx';
import { placeSpans } from './place-spans.ts';

/** A correction at its place in the text that is shown: where what was decided stands, or the annotator's own mark. */
export interface PlacedCorrection extends Range {
  id: string;
  correction: Correction;
}

/** What a correction is called among the cards; no span has such an id. */
export const correctionId = ({ id }: Pick<Correction, 'id'>): string => `correction ${id}`;

/** The corrections that are open, where they stand in the text; those of which no words are in it are left out. */
export function placeCorrections(
  article: Pick<ArticleText, 'text' | 'textSha256'>,
  corrections: readonly Correction[],
): PlacedCorrection[] {
  return corrections.flatMap((correction) => {
    if (correction.state !== 'open') return [];
    const about = [correction.adjudicated[0], correction.mine].filter((span) => span != null);
    const [place] = placeSpans(article, about).placed;
    return place === undefined
      ? []
      : [{ id: correctionId(correction), correction, start: place.start, end: place.end }];
  });
}

const paintedBefore = new WeakMap<PlacedCorrection, PaintedSpan>();

/** What was decided, as a thin line below the words: the own mark beside it keeps its colours. */
export function paintedCorrection(one: PlacedCorrection): PaintedSpan[] {
  if (one.correction.adjudicated.length === 0) return [];
  const { id, start, end } = one;
  const painted = paintedBefore.get(one) ?? { id, start, end, paint: 'adjudicated', emphasis: 'quiet' as const };
  paintedBefore.set(one, painted);
  return [painted];
}

/** A place at which an answer is waited for: a correction, or a mark that the annotator is asked to look at again. */
export interface OpenPlace extends Range {
  /** What is to be selected there. */
  id: string;
}

/**
 * Where answers are waited for in an article, in text order and each once.
 * @param asking threads in which the annotator is asked
 * @param placeOf where a span stands; undefined: it is not shown
 */
export function openPlaces(
  corrections: readonly PlacedCorrection[],
  asking: readonly Thread[],
  placeOf: (span: string) => (Range & { own: boolean }) | undefined,
): OpenPlace[] {
  const told = new Set(corrections.flatMap(({ correction }) => correction.threads.map(({ id }) => id)));
  const asked = asking.flatMap((thread): OpenPlace[] => {
    if (told.has(thread.id)) return [];
    const places = thread.about.flatMap((id) => {
      const place = placeOf(id);
      return place ? [{ id, ...place }] : [];
    });
    const place = places.find(({ own }) => own) ?? places[0];
    return place === undefined ? [] : [{ id: place.id, start: place.start, end: place.end }];
  });
  const byId = new Map([...corrections, ...asked].map(({ id, start, end }) => [id, { id, start, end }]));
  return [...byId.values()].sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
}

/** The first place after what is selected, or after the caret; undefined: there is none further on. */
export function nextPlace(
  places: readonly OpenPlace[],
  from: { selected: string | null; caret: number },
): OpenPlace | undefined {
  const at = places.findIndex(({ id }) => id === from.selected);
  return at >= 0 ? places[at + 1] : places.find(({ start }) => start >= from.caret);
}
