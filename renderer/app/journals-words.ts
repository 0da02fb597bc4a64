import type { JournalsProgress } from '../data/main-events.ts';
import { plural } from '../ui/format.ts';

const megabytes = (bytes: number) => Math.round(bytes / 1e6).toLocaleString('en');

/** How far main is with the journals, for the person who waits for it. */
export const journalsWords = ({ phase, done, total }: JournalsProgress): string =>
  phase === 'reading'
    ? `Reading the journals, ${megabytes(done)} of ${megabytes(total)} MB`
    : `Putting the journals together, ${done.toLocaleString('en')} of ${plural(total, 'change')}`;
