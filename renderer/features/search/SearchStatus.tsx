import type { Problem } from '#shared/search/tree.ts';
import { Button } from '../../ui/Button.tsx';
import { plural } from '../../ui/format.ts';
import { countFound } from './hits.ts';
import styles from './Search.module.css';
import { mostPlaces, type SearchState } from './search-state.ts';

/** The line under the field: what cannot be understood, how far the search is, or what it has found. */
export function SearchStatus(props: {
  id: string;
  search: SearchState;
  /** The folder is being read, so that there may be more. */
  reading: boolean;
  problem: Problem | null;
  onStop: () => void;
  onAgain: () => void;
}) {
  const { search, problem } = props;
  const notices = search.phase === 'done' ? (search.result?.notices ?? []) : [];
  return (
    <div className={styles.status}>
      <p id={props.id} role="status" data-problem={problem !== null || undefined} title={notices.join('\n')}>
        {problem?.message ?? words(search, props.reading)}
        {problem === null && notices.length > 0 && <span className={styles.notices}> · {notices.join(' · ')}</span>}
      </p>
      {search.phase === 'searching' && (
        <Button look="plain" onPress={props.onStop}>
          Stop
        </Button>
      )}
      {(search.phase === 'failed' || search.phase === 'stopped') && (
        <Button look="plain" onPress={props.onAgain}>
          Search again
        </Button>
      )}
    </div>
  );
}

function words(search: SearchState, reading: boolean): string {
  const { phase, found, stale, result, failure } = search;
  if (phase === 'nothing') return 'Enter searches the texts of the whole folder.';
  if (phase === 'failed') return `The search ended: ${failure}`;
  const counts = countFound(stale ? [] : found);
  const so = inWords(counts.places, counts.articles);
  if (phase === 'searching') return counts.articles > 0 ? `Searching: ${so} so far` : 'Searching …';
  if (phase === 'stopped') return `Stopped: ${so} so far`;
  if (result === null || result.articles === 0)
    return reading ? 'Nothing was found so far; the folder is still being read.' : 'Nothing was found.';
  if (!result.complete) return `More than ${mostPlaces.toLocaleString('en')} places: narrow the search`;
  const all = inWords(result.places, result.articles);
  return reading ? `${all} so far; the folder is still being read` : all;
}

const inWords = (places: number, articles: number) =>
  places > 0 ? `${plural(places, 'place')} in ${plural(articles, 'article')}` : plural(articles, 'article');
