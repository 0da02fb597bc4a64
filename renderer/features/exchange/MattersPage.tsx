import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import { useSession } from '../../data/hooks.ts';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { plural } from '../../ui/format.ts';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { MatterDetail } from './MatterDetail.tsx';
import styles from './Matters.module.css';
import type { Matters } from './use-matters.ts';
import { useSettling } from './use-settling.ts';
import { useWording } from './use-wording.ts';

/** Something that can be done about the matter that is shown; the first one is what Enter does. */
export interface MatterChoice {
  key: '1' | '2' | '3';
  name: string;
  run: () => void;
}

/** What came up when work was put together and is for a person to decide: one by one, both sides shown. */
export function MattersPage(props: {
  matters: Matters;
  codebook: Codebook;
  onOpenSpan: (article: string, span: string) => void;
  onBack: () => void;
}) {
  const { matters, codebook } = props;
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const wording = useWording(codebook);
  const settling = useSettling(matters.refresh);
  const [chosen, setActive] = useState<string>();
  const rows = matters.open ?? [];
  const index = Math.max(
    0,
    rows.findIndex(({ id }) => id === chosen),
  );
  const matter = rows[index];
  const choices = useRef<readonly MatterChoice[]>([]);
  /** The matter after this one, or before it at the end, has the keyboard when this one is settled. */
  const onSettled = () => setActive((rows[index + 1] ?? rows[index - 1])?.id);

  const { refresh } = matters;
  useEffect(refresh, [refresh]);

  const page = useRef<HTMLElement>(null);
  const any = rows.length > 0;
  // Whatever led here, the list has the keyboard.
  useEffect(() => {
    if (any) page.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus({ preventScroll: true });
  }, [any]);

  const step = (by: number) => setActive(rows[Math.min(rows.length - 1, Math.max(0, index + by))]?.id);
  const can = () => matter !== undefined && !readOnly;
  const choose = (key: MatterChoice['key']) => choices.current.find((one) => one.key === key)?.run();
  useActions([
    { id: 'matters.back', name: 'Back', group: 'Matters', keys: ['Escape'], run: props.onBack },
    { id: 'matters.next', name: 'Next matter', group: 'Matters', keys: ['J'], repeats: true, run: () => step(1) },
    {
      id: 'matters.previous',
      name: 'Previous matter',
      group: 'Matters',
      keys: ['K'],
      repeats: true,
      run: () => step(-1),
    },
    ...(['1', '2', '3'] as const).map((key) => ({
      id: `matters.choose-${key}`,
      name: `Settle it with choice ${key}`,
      group: 'Matters',
      keys: key === '1' ? ['1', 'Enter'] : [key],
      enabled: can,
      run: () => choose(key),
    })),
  ]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!event.repeat && can()) choose('1');
  };

  return (
    <main ref={page} className={styles.page}>
      <header className={styles.head}>
        <h1>Matters to settle</h1>
        <p>
          {matters.open === undefined
            ? 'Looking through the journals and the texts …'
            : 'None of them keeps you from working. What is settled is not asked again in this folder.'}
        </p>
        <Button look="plain" onPress={props.onBack}>
          Back
        </Button>
      </header>
      {matters.failure && (
        <p className={styles.failure} role="alert">
          Not everything could be looked for: {matters.failure}
        </p>
      )}
      {readOnly && (
        <p className={styles.failure}>This folder is open for reading only: look, but nothing is settled.</p>
      )}
      {matters.open !== undefined && rows.length === 0 && <p className={styles.nothing}>Nothing is left to settle.</p>}
      {rows.length > 0 && (
        <div className={styles.columns}>
          <div className={styles.list}>
            <p className={styles.count}>{plural(rows.length, 'matter')}</p>
            <VirtualList
              label="Matters"
              first
              rows={rows}
              rowHeight={48}
              idOf={({ id }) => id}
              activeId={matter?.id}
              onActive={setActive}
              onOpen={() => {}}
              onKeyDown={onKeyDown}
              renderRow={(row, { active }) => (
                <div className={styles.row} data-active={active || undefined}>
                  <small>{wording.kind(row)}</small>
                  <span dir="auto">{wording.title(row)}</span>
                </div>
              )}
              empty={null}
            />
          </div>
          {matter && (
            <MatterDetail
              key={matter.id}
              matter={matter}
              codebook={codebook}
              wording={wording}
              settling={settling}
              disabled={readOnly}
              within={choices}
              onSettled={onSettled}
              onOpenSpan={props.onOpenSpan}
            />
          )}
        </div>
      )}
    </main>
  );
}
