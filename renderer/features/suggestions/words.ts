import type { Codebook } from '#shared/codebook/codebook.ts';
import { fewestLabels } from '#shared/suggest/stance/learn.ts';
import type { LearnedState } from '../../data/learning.ts';
import { plural } from '../../ui/format.ts';

/** A share of 0 … 1 as “63%”. */
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

/** In a sentence or two: what was learned, and what follows from it. */
export function standingInWords({ standing, labels, check }: LearnedState, codebook: Codebook): string {
  switch (standing) {
    case undefined:
      return 'Your labels are being read.';
    case 'none':
      return `Nothing yet. Give statements a stance, by hand or by accepting what is suggested: from ${fewestLabels} stances on, in two articles or more, the app can learn what you would choose.`;
    case 'few':
      return `${plural(labels, 'stance')} so far. From ${fewestLabels} on the app checks whether they tell anything; until then it suggests no stance from them.`;
    case 'one-article':
      return `All ${plural(labels, 'stance')} are in one article. What was learned is checked on articles it was not learned from, so it takes a second one.`;
    default: {
      if (check === null) return '';
      const top = codebook.stances.find(({ id }) => id === check.values[0]?.value)?.name ?? check.values[0]?.value;
      const compared = `On articles it had not learned from it chose your stance in ${percent(check.accuracy)} of ${plural(check.labels, 'label')}; always choosing “${top}” would have been right in ${percent(check.baseline)}.`;
      return standing === 'good'
        ? compared
        : `${compared} That is no better, so no stance is suggested from your labels until they tell more.`;
    }
  }
}

/** What forgetting, done or yet to do, is about: “89 stances and 74 names”. */
export const amountInWords = ({ labels, names }: Pick<LearnedState, 'labels' | 'names'>): string =>
  `${plural(labels, 'stance')} and ${plural(names, 'name')}`;

const timeFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
/** An instant in this machine's time zone: “22 Nov 2026, 11:24”. */
export const timeInWords = (iso: string): string => timeFormat.format(new Date(iso));
