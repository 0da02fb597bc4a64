import type { Figure, Measure } from './report.ts';

/** What a measure is called, and in one line what it tells. */
export interface MeasureWords {
  readonly name: string;
  readonly explains: string;
}

export const measureWords: Readonly<Record<Measure, MeasureWords>> = {
  'f1-strict': { name: 'Span F1, strict', explains: 'Spans of both with the same place and the same layer.' },
  'f1-exact': { name: 'Span F1, exact', explains: 'Spans of both with the same place, whatever the layer.' },
  'f1-partial': { name: 'Span F1, partial', explains: 'Spans that overlap; where the edges differ, counted half.' },
  'f1-type': { name: 'Span F1, type', explains: 'Spans that overlap and have the same layer.' },
  'u-alpha': {
    name: 'Unitizing alpha (uα)',
    explains: 'Whether the same stretches of text are marked, layer by layer, beyond what chance would bring.',
  },
  'u-alpha-boundaries': {
    name: 'Unitizing alpha, edges only (|uα)',
    explains: 'Whether the same stretches of text are marked, whatever the layer.',
  },
  'cu-alpha': {
    name: 'Unitizing alpha, values only (cuα)',
    explains: 'Whether what both marked has the same layer, character by character.',
  },
  'alpha-u-1995': {
    name: 'Unitizing alpha of 1995 (α_U)',
    explains: 'The older form of unitizing alpha, for comparison with earlier studies.',
  },
  gamma: {
    name: 'Gamma (γ)',
    explains: 'Place and layer in one figure, on the best alignment, against texts marked by chance.',
  },
  'speaker-kappa': { name: 'Speaker, Cohen’s kappa', explains: 'Whether matched spans have the same speaker.' },
  'speaker-alpha': { name: 'Speaker, alpha', explains: 'Whether matched spans have the same speaker.' },
  'stance-alpha-ordinal': {
    name: 'Stance, ordinal alpha',
    explains: 'How close on the scale the stances toward the same target are.',
  },
  'stance-kappa-weighted': {
    name: 'Stance, weighted kappa',
    explains: 'How many steps apart on the scale the stances toward the same target are.',
  },
  'target-kappa': { name: 'Target, Cohen’s kappa', explains: 'Whether matched spans name the same targets.' },
  'target-alpha': { name: 'Target, alpha', explains: 'Whether matched spans name the same targets.' },
  'mode-kappa': { name: 'Mode, Cohen’s kappa', explains: 'Whether matched spans have the same mode.' },
  'layer-kappa': { name: 'Layer, Cohen’s kappa', explains: 'Whether matched spans have the same layer.' },
  'layer-fleiss': {
    name: 'Layer, Fleiss’ kappa',
    explains: 'Whether passages that everybody marked have the same layer.',
  },
};

const alphas: readonly Measure[] = [
  ...(['u-alpha', 'u-alpha-boundaries', 'cu-alpha', 'alpha-u-1995'] as const),
  ...(['speaker-alpha', 'stance-alpha-ordinal', 'target-alpha'] as const),
];

/**
 * How far a figure can be relied on, in the words of Krippendorff 2004, p. 241: for alphas only, from .800 “reliable”,
 * from .667 “tentative”. Null for other measures and where the figure is undefined.
 */
export function reliability({ measure, value }: Pick<Figure, 'measure' | 'value'>): string | null {
  if (value === null || !alphas.includes(measure)) return null;
  return value >= 0.8 ? 'reliable' : value >= 0.667 ? 'tentative' : 'not reliable';
}

/** A figure as it is printed: `.81`, `−.03`, `1`, `undefined`. Only what is 1 or 0 is printed as such. */
export function formatFigure(value: number | null, decimals = 2): string {
  if (value === null) return 'undefined';
  if (Number.isInteger(value)) return value < 0 ? `−${-value}` : String(value);
  const unit = 10 ** decimals;
  // What is nearly 1 or nearly nothing is not yet it.
  const size = Math.abs(value);
  const whole = Math.floor(size);
  const nearest = Math.round((size - whole) * unit);
  const part = whole === 0 ? Math.min(unit - 1, Math.max(0, nearest)) : nearest;
  const rounded = whole + Math.floor(part / unit);
  const fraction = String(part % unit).padStart(decimals, '0');
  return `${value < 0 && rounded * unit + (part % unit) > 0 ? '−' : ''}${rounded === 0 ? '' : rounded}.${fraction}`;
}

/** `.72 to .88`; null without one. */
export function formatInterval(interval: Figure['interval'], decimals = 2): string | null {
  return interval && `${formatFigure(interval.low, decimals)} to ${formatFigure(interval.high, decimals)}`;
}

/** What a figure was computed on: “293 spans”. */
export const countText = ({ n, of }: Figure): string =>
  `${n.toLocaleString('en')} ${n === 1 ? of.replace(/s$/, '') : of}`;
