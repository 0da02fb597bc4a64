import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import styles from './VirtualList.module.css';

/**
 * A list of any length of which only what is in sight is in the page. One stop for Tab; arrows, Page, Home and End
 * move the active row, Enter opens it.
 */
export function VirtualList<T>(props: {
  label: string;
  rows: readonly T[];
  rowHeight: number;
  idOf: (row: T) => string;
  /** Row that the keyboard is on. */
  activeId: string | undefined;
  onActive: (id: string) => void;
  onOpen: (id: string) => void;
  renderRow: (row: T, state: { active: boolean }) => ReactNode;
  empty: ReactNode;
  /** Keys that the list's screen takes for itself: those whose default it prevents. */
  onKeyDown?: (event: KeyboardEvent) => void;
  /** Rows that are selected, where several can be; while none is, the one that the keyboard is on is told as such. */
  chosen?: ReadonlySet<string>;
  /** Has the keyboard from the start, unless something else has it. */
  first?: boolean;
  /** How far it is scrolled, in pixels: where it begins, and kept for the screen that comes back. */
  offset?: { start: number; keep: (offset: number) => void };
}) {
  const { label, rows, rowHeight, idOf, activeId, onActive, onOpen, renderRow, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  const activeIndex = useMemo(
    () => (activeId === undefined ? -1 : rows.findIndex((row) => idOf(row) === activeId)),
    [rows, idOf, activeId],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialOffset: props.offset?.start ?? 0,
    // The active row stays in the page when it is scrolled out of sight: the listbox refers to it.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      return activeIndex < 0 || inSight.includes(activeIndex) ? inSight : [...inSight, activeIndex];
    },
  });

  const any = rows.length > 0;
  useEffect(() => {
    if (props.first && any && document.activeElement === document.body)
      scroller.current?.focus({ preventScroll: true });
  }, [props.first, any]);

  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, virtual]);

  const keep = useRef(props.offset?.keep);
  keep.current = props.offset?.keep;
  useLayoutEffect(() => () => keep.current?.(virtual.scrollOffset ?? 0), [virtual]);

  const click = useRef((_id: string) => {});
  click.current = (id) => {
    onActive(id);
    onOpen(id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    props.onKeyDown?.(event);
    if (event.defaultPrevented) return;
    if (event.altKey || event.ctrlKey || event.metaKey || rows.length === 0) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const index = Math.min(rows.length - 1, Math.max(0, step));
      onActive(idOf(rows[index] as T));
      // Also where it is active already, but scrolled out of sight.
      virtual.scrollToIndex(index, { align: 'auto' });
    } else if (event.key === 'Enter' && activeId !== undefined && activeIndex >= 0) {
      event.preventDefault();
      onOpen(activeId);
    }
  };

  if (rows.length === 0) return <div className={styles.empty}>{empty}</div>;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      aria-label={label}
      aria-activedescendant={activeIndex >= 0 ? `${prefix}-${activeIndex}` : undefined}
      aria-multiselectable={props.chosen !== undefined || undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index] as T;
          const id = idOf(row);
          return (
            <Row
              key={id}
              id={id}
              row={row}
              place={`${prefix}-${item.index}`}
              index={item.index}
              count={rows.length}
              start={item.start}
              size={item.size}
              here={item.index === activeIndex}
              selected={props.chosen?.size ? props.chosen.has(id) : item.index === activeIndex}
              renderRow={renderRow}
              click={click}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps<T> {
  id: string;
  row: T;
  /** Its id in the page. */
  place: string;
  index: number;
  count: number;
  start: number;
  size: number;
  here: boolean;
  selected: boolean;
  renderRow: (row: T, state: { active: boolean }) => ReactNode;
  click: { readonly current: (id: string) => void };
}

/** Scrolling draws only the rows that come into sight. */
const Row = memo(function Row<T>(props: RowProps<T>) {
  const style: CSSProperties = { height: props.size, transform: `translateY(${props.start}px)` };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the listbox, which holds the focus
    // biome-ignore lint/a11y/useFocusableInteractive: a click on a row gives the focus to the listbox around it
    <div
      id={props.place}
      role="option"
      aria-selected={props.selected}
      data-here={props.here || undefined}
      aria-setsize={props.count}
      aria-posinset={props.index + 1}
      className={styles.row}
      style={style}
      onClick={() => props.click.current(props.id)}
    >
      {props.renderRow(props.row, { active: props.here })}
    </div>
  );
}) as <T>(props: RowProps<T>) => ReactNode;
