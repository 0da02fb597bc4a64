import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Figures, FiguresState, Wanted } from './figures.ts';

const FiguresContext = createContext<Figures | null>(null);

export function FiguresProvider({ value, children }: { value: Figures; children?: ReactNode }) {
  return createElement(FiguresContext.Provider, { value }, children);
}

/** How long figures may be out of date before that is shown, in milliseconds: what is quicker is not worth a flicker. */
const patience = 200;

/** The figures of what is compared; undefined: nothing is, yet. */
export function useFigures(wanted: Wanted | undefined): FiguresState & { slow: boolean } {
  const figures = useContext(FiguresContext);
  if (figures === null) throw new Error('No FiguresProvider around this component');
  useEffect(() => {
    if (wanted !== undefined) figures.want(wanted);
  }, [figures, wanted]);
  const state = useSyncExternalStore(figures.subscribe, figures.get);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!state.working) return;
    const timer = setTimeout(() => setSlow(true), patience);
    return () => clearTimeout(timer);
  }, [state.working]);
  return { ...state, slow };
}
