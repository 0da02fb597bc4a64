import { useState } from 'react';
import type { LinkState } from '../data/connect.ts';
import { useSession, useSessionActions } from '../data/hooks.ts';
import { useHost } from '../data/host.ts';
import { Button } from '../ui/Button.tsx';
import { plural } from '../ui/format.ts';
import styles from './Banners.module.css';

/** What the person has to know before going on; the graver things first, and gone when they no longer hold. */
export function Banners({ linkState, onPickJournal }: { linkState: LinkState; onPickJournal: () => void }) {
  const { info } = useHost();
  const session = useSessionActions();
  const project = useSession((state) => state.project);
  const saved = useSession((state) => state.saved);
  const degraded = useSession((state) => state.degraded);
  const unreachable = useSession((state) => (state.reachable ? null : state.unreachable));
  const notices = useSession((state) => state.notices);
  const rebuilt = useSession((state) => state.rebuilt);
  const [closed, setClosed] = useState<ReadonlySet<unknown>>(new Set());
  const hide = (what: unknown) => setClosed(new Set([...closed, what]));
  if (project === null && linkState === 'open') return null;

  return (
    <div className={styles.banners} role="status">
      {linkState === 'lost' && (
        <p data-look="danger">
          The connection to Rapporteur’s own services is lost
          {info.host === 'web' && '. If it was ended, start it again and open the address that it prints'}. What you
          mark meanwhile waits here and is saved when they are back.
        </p>
      )}
      {linkState === 'refused' && (
        <p data-look="danger">
          Rapporteur was started anew and does not know this window. Open the address that it printed; what is waiting
          here is saved from there.
        </p>
      )}
      {unreachable !== null && <p data-look="danger">{unreachable}</p>}
      {saved.failure && saved.unsaved > 0 && (
        <p data-look="danger">
          <span>
            The last {saved.unsaved === 1 ? 'change is' : `${plural(saved.unsaved, 'change')} are`} not safe yet:{' '}
            {saved.failure.message}
            {saved.failure.code === 'bad-arguments' ? '' : ' Rapporteur keeps trying.'}
          </span>
          <Button onPress={() => void session.retry()}>Try now</Button>
        </p>
      )}
      {degraded && (
        <p data-look="danger">
          <span>
            The app’s own database does not answer ({degraded.message}). Marks go to the journal directly; lists may be
            behind.
          </span>
          <Button onPress={() => void session.retry()}>Try again</Button>
        </p>
      )}
      {rebuilt && rebuilt.why !== 'first' && !closed.has(rebuilt) && (
        <p>
          <span>
            {reasons[rebuilt.why]} Everything was rebuilt from the journal: {plural(rebuilt.spans, 'span')} in{' '}
            {plural(rebuilt.articles, 'article')}.
          </span>
          <Button look="plain" onPress={() => hide(rebuilt)}>
            Understood
          </Button>
        </p>
      )}
      {notices
        .filter((notice) => !closed.has(notice))
        .map((notice) => (
          <p key={notice.code + notice.message} data-look={grave.has(notice.code) ? 'danger' : undefined}>
            <span>{notice.message}</span>
            {notice.code === 'journal-elsewhere' && <Button onPress={onPickJournal}>Choose another place…</Button>}
            <Button look="plain" onPress={() => hide(notice)}>
              Understood
            </Button>
          </p>
        ))}
    </div>
  );
}

const grave = new Set(['journal-damaged', 'read-only', 'newer-format']);

const reasons = {
  lost: 'This machine’s database of the folder was gone.',
  older: 'This machine’s database of the folder was written by another version.',
  replaced: 'The journal in the folder is not the one that this machine knew.',
  damaged: 'This machine’s database of the folder was damaged.',
} as const;
