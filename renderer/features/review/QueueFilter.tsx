import type { ReactNode } from 'react';
import { kindName, layerName, type Names, sideName } from '#shared/review/words.ts';
import styles from './Queue.module.css';
import type { Choices } from './queue.ts';
import type { Filter } from './view.ts';

/** Three ways to narrow the list: how the sides differ, the layer, the article. */
export function QueueFilter(props: {
  filter: Filter;
  choices: Choices;
  names: Names;
  titleOf: (article: string) => string;
  onFilter: (filter: Filter) => void;
}) {
  const { filter, choices, names, titleOf, onFilter } = props;
  const kind = filter.only === null ? (filter.kind ?? '') : `only ${filter.only}`;
  const chooseKind = (value: string) => {
    const only = names.sides.find(({ id }) => value === `only ${id}`)?.id ?? null;
    const chosen = [...choices.kinds.keys()].find((known) => known === value) ?? null;
    onFilter({ ...filter, only, kind: only === null ? chosen : null });
  };
  return (
    <div className={styles.filters}>
      <Select label="How they differ" value={kind} all="Kind" onChange={chooseKind}>
        {names.sides.flatMap(({ id }) =>
          choices.only.has(id) || filter.only === id ? (
            <option key={id} value={`only ${id}`}>
              Only {sideName(id, names)} ({choices.only.get(id) ?? 0})
            </option>
          ) : (
            []
          ),
        )}
        {[...choices.kinds].map(([difference, count]) =>
          difference === 'only' && names.sides.length < 3 ? null : (
            <option key={difference} value={difference}>
              {kindName(difference)} ({count})
            </option>
          ),
        )}
        {filter.kind !== null && !choices.kinds.has(filter.kind) && (
          <option value={filter.kind}>{kindName(filter.kind)} (0)</option>
        )}
      </Select>
      <Select
        label="Layer"
        value={filter.layer ?? ''}
        all="Layer"
        onChange={(value) => onFilter({ ...filter, layer: value || null })}
      >
        {optionsOf(choices.layers, filter.layer).map(([layer, count]) => (
          <option key={layer} value={layer}>
            {layerName(layer, names)} ({count})
          </option>
        ))}
      </Select>
      <Select
        label="Article"
        value={filter.article ?? ''}
        all="Article"
        onChange={(value) => onFilter({ ...filter, article: value || null })}
      >
        {optionsOf(choices.articles, filter.article).map(([article, count]) => (
          <option key={article} value={article}>
            {titleOf(article)} ({count})
          </option>
        ))}
      </Select>
    </div>
  );
}

/** What is chosen stays among the choices when nothing is left of it. */
const optionsOf = (choices: ReadonlyMap<string, number>, chosen: string | null): (readonly [string, number])[] =>
  chosen === null || choices.has(chosen) ? [...choices] : [...choices, [chosen, 0] as const];

function Select(props: {
  label: string;
  value: string;
  all: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <select
      className={styles.select}
      aria-label={props.label}
      value={props.value}
      data-on={props.value !== '' || undefined}
      onChange={(event) => {
        props.onChange(event.target.value);
        // Single keys decide again at once.
        event.target.blur();
      }}
    >
      <option value="">{props.all}</option>
      {props.children}
    </select>
  );
}
