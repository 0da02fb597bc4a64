import { createContext, createElement, type ReactNode, useContext } from 'react';
import type { Suggester } from './suggester.ts';
import type { WaitingCounts } from './waiting-counts.ts';

/** What suggests in this window, and how much waits in each article. */
export interface Suggesting {
  suggester: Suggester;
  counts: WaitingCounts;
}

const SuggestingContext = createContext<Suggesting | null>(null);

export function SuggestingProvider({ value, children }: { value: Suggesting; children?: ReactNode }) {
  return createElement(SuggestingContext.Provider, { value }, children);
}

export function useSuggesting(): Suggesting {
  const value = useContext(SuggestingContext);
  if (value === null) throw new Error('No SuggestingProvider around this component');
  return value;
}
