import { isDeepStrictEqual } from 'node:util';
import type { Journaled, Notice, Positions } from '#shared/contract/contract.ts';
import type { Journal } from '../journal/journal.ts';

interface FollowOptions {
  journal: Pick<Journal, 'writer' | 'positions' | 'refresh' | 'since' | 'notices'>;
  /** Changes of other writers that have come, in the order of each one's journal. */
  onChanges(changes: Journaled[]): void;
  /** What a person should know of the journals has changed. */
  onNotices(notices: readonly Notice[]): void;
  log(line: string): void;
  /** Milliseconds from the end of one look to the next. */
  interval?: number;
}

/** Tells what other writers' journals gain while the folder is open. */
export interface Following {
  /** Looks now; answers when everything found has been told. Never throws: what could not be read is tried again. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Looks at the journals every two seconds. It asks instead of being told, because a network share tells nothing of what
 * other machines write to it; a look costs a listing and one `stat` a file.
 */
export function followJournals({ journal, onChanges, onNotices, log, interval = 2000 }: FollowOptions): Following {
  let told: Positions = journal.positions();
  let notices = journal.notices;
  let logged = '';
  let stopped = false;
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;

  async function tell(writer: string, last: number): Promise<void> {
    for (let from = Math.max(0, told[writer] ?? 0); from < last; ) {
      // The others are passed over: one that cannot be read must not keep this one waiting.
      const page = await journal.since({ ...journal.positions(), [writer]: from });
      const changes = page.changes.filter((one) => one.writer === writer);
      if (stopped) return;
      if (changes.length > 0) onChanges(changes);
      from = page.more ? (changes.at(-1)?.n ?? last) : last;
      told = { ...told, [writer]: from };
    }
  }

  async function lookOnce(): Promise<void> {
    const failures: string[] = [];
    const failed = (error: unknown) => void failures.push(String(error));
    await journal.refresh().catch(failed);
    const now = journal.positions();
    for (const [writer, last] of Object.entries(now)) {
      if (stopped) return;
      const before = told[writer] ?? -1;
      // Own changes are told by whoever appends them. What a journal has no longer is told again when it is back.
      if (writer === journal.writer || before > last) told = { ...told, [writer]: last };
      else await tell(writer, last).catch(failed);
    }
    told = Object.fromEntries(Object.entries(told).filter(([writer]) => now[writer] !== undefined));
    if (!isDeepStrictEqual(notices, journal.notices)) {
      notices = journal.notices;
      onNotices(notices);
    }
    const problem = failures.join('\n');
    if (problem !== logged && problem !== '') log(`Following the journals: ${problem}`);
    logged = problem;
  }

  function look(): Promise<void> {
    turn = turn.then(() => (stopped ? undefined : lookOnce()));
    return turn;
  }
  const later = () => {
    timer = setTimeout(() => void look().finally(() => stopped || later()), interval).unref();
  };
  later();
  return {
    look,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
