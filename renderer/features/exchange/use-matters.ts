import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { FieldConflict } from '#shared/contract/contract.ts';
import { addTo } from '#shared/model/groups.ts';
import type { Span } from '#shared/model/span.ts';
import { settledMatters } from '#shared/review/matters.ts';
import { placedIn, type Unplaced } from '#shared/review/placing.ts';
import { useSession, useSessionActions, useSettlements, useSpeakers, useTargets } from '../../data/hooks.ts';
import { readTextKey } from '../../data/record-writer.ts';
import type { Session } from '../../data/session.ts';
import {
  type Matter,
  type Missing,
  namedInSpans,
  nameUnknown,
  openMatters,
  type Unknown,
  unknownToCodebook,
} from './matters.ts';

/** The matters that nobody has settled. */
export interface Matters {
  /** Undefined until they have been looked for once. */
  open: readonly Matter[] | undefined;
  /** Why not all could be looked for; null: they were. */
  failure: string | null;
  /** Looks again, for what lists do not follow: places in texts, and journals. */
  refresh: () => void;
}

interface Found {
  conflicts: readonly FieldConflict[];
  missing: readonly Missing[];
  unknown: readonly Unknown[];
  orphans: readonly Unplaced[];
  failure: string | null;
}

/** How long after a change from elsewhere is looked again, in milliseconds: several come together. */
const pause = 1500;
/** Looking takes so much of the time at most: every so many times as long as it took. */
const share = 5;

/** So many entries that are missing are looked for in the journals at a time; each costs a reading of them. */
const mostMissing = 50;

/** Follows what can be settled in the open folder. Looking goes on in the background; nothing waits for it. */
export function useMatters(codebook: Codebook): Matters {
  const session = useSessionActions();
  const ready = useSession((state) => state.status === 'ready' && state.scan?.phase === 'done');
  const project = useSession((state) => state.project?.id);
  const settlements = useSettlements();
  const speakers = useSpeakers();
  const targets = useTargets();
  const [found, setFound] = useState<Found>();
  const turn = useRef(0);
  const took = useRef(0);

  const refresh = useCallback(() => {
    const own = ++turn.current;
    const now = () => own === turn.current;
    const began = performance.now();
    void look(session, codebook, now).then((found) => {
      if (!now()) return;
      took.current = performance.now() - began;
      setFound(found);
    });
  }, [session, codebook]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another folder is looked through anew
  useEffect(() => {
    setFound(undefined);
    turn.current++;
    if (!ready) return;
    const first = setTimeout(refresh, pause);
    let next: ReturnType<typeof setTimeout> | undefined;
    const stop = session.link.on('journal.changes', () => {
      clearTimeout(next);
      next = setTimeout(refresh, Math.max(pause, took.current * share));
    });
    return () => {
      turn.current++;
      clearTimeout(first);
      clearTimeout(next);
      stop();
    };
  }, [ready, project, session, refresh]);

  const open = useMemo(() => {
    if (found === undefined || settlements === undefined) return undefined;
    return openMatters({
      ...found,
      speakers: speakers ?? [],
      targets: targets ?? [],
      settled: settledMatters(settlements),
    });
  }, [found, settlements, speakers, targets]);
  return { open, failure: found?.failure ?? null, refresh };
}

async function look(session: Session, codebook: Codebook, wanted: () => boolean): Promise<Found> {
  const failures: string[] = [];
  const noting = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      return otherwise;
    }
  };
  const { conflicts } = await noting(session.link.call('journal.conflicts', null, 120_000), { conflicts: [] });
  const unknown = unknownToCodebook(codebook);
  const named = namedInSpans();
  const elsewhere = new Map<string, Span[]>();
  const { live: lists } = session.store.getState();
  const texts = new Map((lists?.entries.get() ?? []).map((entry) => [entry.id, entry.textSha256]));
  const isElsewhere = ({ article, textSha256 }: Pick<Span, 'article' | 'textSha256'>) => {
    const text = texts.get(article);
    return text != null && text !== '' && text !== textSha256;
  };
  await noting(lookWhereItIsNeeded(), undefined);

  async function lookWhereItIsNeeded(): Promise<void> {
    const sums = (
      await Promise.all(
        (['article', 'stance', 'speaker', 'target'] as const).map((about) => session.readTallies(about)),
      )
    ).flat();
    const known = new Set([...(lists?.speakers.get() ?? []), ...(lists?.targets.get() ?? [])].map(({ id }) => id));
    if (nameUnknown(sums, codebook, known)) {
      await session.lookThroughSpans((span) => {
        unknown.see(span);
        named.see(span);
        return wanted();
      });
    }
    const marked = (await session.readTallies('text')).map(({ key }) => readTextKey(key));
    const changed = new Set(marked.filter(isElsewhere).map(({ article }) => article));
    for (const span of await session.readSpansOf([...changed]))
      if (isElsewhere(span)) addTo(elsewhere, span.article, span);
  }

  const orphans: Unplaced[] = [];
  for (const [article, spans] of elsewhere) {
    if (!wanted()) break;
    const text = await noting(session.readArticle(article), null);
    if (text) orphans.push(...placedIn(spans, text).orphans);
  }
  const { live } = session.store.getState();
  const registry = new Set([...(live?.speakers.get() ?? []), ...(live?.targets.get() ?? [])].map(({ id }) => id));
  const missing: Missing[] = [];
  for (const one of named.missingFrom(registry).slice(0, mostMissing)) {
    if (!wanted()) break;
    const { entries } = await noting(session.link.call('journal.history', { kind: one.what, id: one.id }, 120_000), {
      entries: [],
    });
    const last = entries.findLast(({ after }) => after !== null)?.after ?? null;
    missing.push({ ...one, was: last as Missing['was'] });
  }
  return { conflicts, missing, unknown: unknown.all(), orphans, failure: failures[0] ?? null };
}
