import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { sameJson } from '#shared/model/json.ts';
import type { Span } from '#shared/model/span.ts';

/** How long a span that is saved may differ from the list of spans before the list is believed. */
const patience = 1000;

/** A span as it will be once what is being saved is saved: keys and what they need on the screen come sooner. */
export interface Ahead {
  /** The rows with the span that is ahead of them in its place. */
  readonly rows: readonly Span[] | undefined;
  /** The newest version of a span that is in the rows or ahead of them. */
  newest(row: Span): Span;
  /** Shows a version at once; `saving` tells whether it could be saved. */
  show(span: Span, saving: Promise<boolean>): void;
  /** The span is to go: the rows alone count again. */
  drop(id: string): void;
}

/** Keeps one span ahead of the list of spans until the list has caught up, or until saving it was refused. */
export function useAhead(rows: readonly Span[] | undefined): Ahead {
  const latest = useRef<Span>(undefined);
  const [shown, setShown] = useState<Span>();

  const show = useCallback((span: Span, saving: Promise<boolean>) => {
    latest.current = span;
    setShown(span);
    const believeRows = () => {
      if (latest.current !== span) return;
      latest.current = undefined;
      setShown(undefined);
    };
    void saving.then((saved) => (saved ? setTimeout(believeRows, patience) : believeRows()));
  }, []);

  useEffect(() => {
    const ahead = latest.current;
    if (ahead === undefined || !rows?.some((row) => row.id === ahead.id && sameJson(row, ahead))) return;
    latest.current = undefined;
    setShown(undefined);
  }, [rows]);

  const drop = useCallback((id: string) => {
    if (latest.current?.id !== id) return;
    latest.current = undefined;
    setShown(undefined);
  }, []);

  const merged = useMemo(() => {
    if (shown === undefined || rows === undefined) return rows;
    const there = rows.some((row) => row.id === shown.id);
    return there ? rows.map((row) => (row.id === shown.id ? shown : row)) : [...rows, shown];
  }, [rows, shown]);
  const newest = useCallback((row: Span) => (latest.current?.id === row.id ? latest.current : row), []);
  return { rows: merged, newest, show, drop };
}
