import { useEffect, useMemo, useState } from 'react';
import type { CurrentText } from '#shared/review/placing.ts';
import { type LibraryEntry, useSessionActions } from '../../data/hooks.ts';

/** Milliseconds that main may take to read an article in which spans are only looked for. */
const readDeadline = 60_000;
/** So many texts are on their way at once. */
const atOnce = 4;
/** Milliseconds for which texts that have come are gathered, so that not everything is compared again at each. */
const gathered = 100;

/**
 * The texts of articles in which spans of several versions stand: undefined until it is read, which asking for it begins,
 * and null where there is none. They are read past the few that are kept for reading.
 */
export function useTexts(
  entries: ReadonlyMap<string, LibraryEntry> | undefined,
): ((article: string) => CurrentText | null | undefined) | undefined {
  const { link } = useSessionActions();
  const [texts, setTexts] = useState<ReadonlyMap<string, CurrentText | null>>(new Map());
  const [reader] = useState(() => createReader((id) => link.call('corpus.read', { id }, readDeadline), setTexts));
  useEffect(() => reader.stop, [reader]);
  return useMemo(
    () =>
      entries &&
      ((article) => {
        const entry = entries.get(article);
        if (entry === undefined || entry.failure !== null) return null;
        const version = `${article} ${entry.textSha256}`;
        const known = texts.get(version);
        if (known === undefined) reader.read(article, version);
        return known;
      }),
    [entries, texts, reader],
  );
}

type Texts = ReadonlyMap<string, CurrentText | null>;

function createReader(read: (id: string) => Promise<CurrentText>, set: (change: (before: Texts) => Texts) => void) {
  const asked = new Set<string>();
  const queue: { article: string; version: string }[] = [];
  let come: [version: string, text: CurrentText | null][] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = 0;
  const hand = () => {
    timer = undefined;
    const some = come;
    come = [];
    set((before) => new Map([...before, ...some]));
  };
  const next = async () => {
    const wanted = busy < atOnce ? queue.shift() : undefined;
    if (wanted === undefined) return;
    busy++;
    // The article says itself why it cannot be read; here its spans are only not all comparable.
    const found = await read(wanted.article).then(
      ({ text, textSha256 }) => ({ text, textSha256 }),
      () => null,
    );
    busy--;
    come.push([wanted.version, found]);
    timer ??= setTimeout(hand, gathered);
    void next();
  };
  return {
    read(article: string, version: string) {
      if (asked.has(version)) return;
      asked.add(version);
      queue.push({ article, version });
      void next();
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
