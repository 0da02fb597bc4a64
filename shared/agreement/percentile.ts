/** The share of bootstrap resamples that may be undefined before their interval says nothing. */
const mostUndefined = 0.05;

/**
 * The 95 % percentile interval of what a bootstrap's resamples came to (Efron and Tibshirani 1993, ch. 13). NaN stands
 * for a resample in which the figure is undefined; null where more than one in twenty is.
 */
export function percentileInterval(values: Float64Array): { low: number; high: number } | null {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  if (known.length === 0 || known.length < (1 - mostUndefined) * values.length) return null;
  return {
    low: known[Math.floor(0.025 * known.length)]!,
    high: known[Math.max(0, Math.ceil(0.975 * known.length) - 1)]!,
  };
}
