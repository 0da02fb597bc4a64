import type { Ref } from 'react';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { statusNames } from '../../ui/StatusDot.tsx';
import styles from './Library.module.css';
import { type Facet, facets } from './rows.ts';
import { useArrangement } from './use-library.ts';

const names: Record<Facet, string> = {
  all: 'All',
  ...statusNames,
  'to-look-at': 'To look at',
  failed: 'Problems',
};

/** Words to filter by, and the article statuses with their numbers. */
export function Filter({ counts, field }: { counts: Record<Facet, number>; field?: Ref<HTMLInputElement> }) {
  const { words, facet } = useArrangement();
  return (
    <div className={styles.filter}>
      <SearchBox
        {...(field ? { box: field } : {})}
        label="Filter articles"
        placeholder="Filter by title, outlet, date"
        value={words}
        onChange={(words) => useArrangement.setState({ words })}
      />
      <fieldset className={styles.facets} aria-label="Status">
        {facets
          .filter((name) => counts[name] > 0 || name === 'all' || name === facet)
          .map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === facet}
              onClick={() => useArrangement.setState({ facet: name })}
            >
              {names[name]} <span>{counts[name].toLocaleString('en')}</span>
            </button>
          ))}
      </fieldset>
    </div>
  );
}
