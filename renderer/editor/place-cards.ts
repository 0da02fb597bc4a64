/** A card that wants to stand at its line. Lengths in CSS pixels. */
export interface Wanted {
  readonly id: string;
  /** The top of its line. */
  readonly top: number;
  readonly height: number;
}

/**
 * Tops for cards in the given order, at least `gap` apart and never above 0, with the least sum of squared distances from
 * their lines. The selected card stands exactly at its line and the others make room; only when those before it would be
 * pushed above 0 does it stand right below them. O(n).
 */
export function placeCards(wanted: readonly Wanted[], selected: string | null, gap: number): Map<string, number> {
  // With the heights above it taken off, a card only has to stand no higher than the one before: isotonic regression.
  const shifts = new Float64Array(wanted.length);
  let shift = 0;
  let fixed = -1;
  for (const [i, card] of wanted.entries()) {
    shifts[i] = shift;
    shift += card.height + gap;
    if (card.id === selected) fixed = i;
  }
  const place = (from: number, to: number, least: number, most: number, into: Map<string, number>) => {
    // Pools of neighbours that touch, each at the mean of what its members want.
    const sums: number[] = [];
    const counts: number[] = [];
    for (let i = from; i < to; i++) {
      let sum = wanted[i]!.top - shifts[i]!;
      let count = 1;
      while (counts.length > 0 && sums.at(-1)! / counts.at(-1)! >= sum / count) {
        sum += sums.pop()!;
        count += counts.pop()!;
      }
      sums.push(sum);
      counts.push(count);
    }
    let i = from;
    for (const [pool, count] of counts.entries()) {
      const height = Math.min(most, Math.max(least, sums[pool]! / count));
      for (let left = count; left > 0; left--, i++) into.set(wanted[i]!.id, shifts[i]! + height);
    }
  };
  const tops = new Map<string, number>();
  if (fixed < 0) {
    place(0, wanted.length, 0, Number.POSITIVE_INFINITY, tops);
  } else {
    const line = Math.max(0, wanted[fixed]!.top - shifts[fixed]!);
    place(0, fixed, 0, line, tops);
    place(fixed, fixed + 1, line, line, tops);
    place(fixed + 1, wanted.length, line, Number.POSITIVE_INFINITY, tops);
  }
  return tops;
}
