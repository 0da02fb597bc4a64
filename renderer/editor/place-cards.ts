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
  const tops = placeTops(
    wanted.map((card) => card.top),
    wanted.map((card) => card.height),
    wanted.findIndex((card) => card.id === selected),
    gap,
  );
  return new Map(wanted.map((card, i) => [card.id, tops[i]!]));
}

/** As `placeCards`, by index: `fixed` is the selected card's, or -1. */
export function placeTops(
  wanted: ArrayLike<number>,
  heights: ArrayLike<number>,
  fixed: number,
  gap: number,
): Float64Array<ArrayBuffer> {
  const count = wanted.length;
  // With the heights above it taken off, a card only has to stand no higher than the one before: isotonic regression.
  const shifts = new Float64Array(count);
  for (let i = 1; i < count; i++) shifts[i] = shifts[i - 1]! + heights[i - 1]! + gap;
  const tops = new Float64Array(count);
  const sums = new Float64Array(count);
  const sizes = new Int32Array(count);
  const place = (from: number, to: number, least: number, most: number) => {
    // Pools of neighbours that touch, each at the mean of what its members want.
    let pools = 0;
    for (let i = from; i < to; i++) {
      let sum = wanted[i]! - shifts[i]!;
      let size = 1;
      while (pools > 0 && sums[pools - 1]! / sizes[pools - 1]! >= sum / size) {
        pools--;
        sum += sums[pools]!;
        size += sizes[pools]!;
      }
      sums[pools] = sum;
      sizes[pools] = size;
      pools++;
    }
    let i = from;
    for (let pool = 0; pool < pools; pool++) {
      const height = Math.min(most, Math.max(least, sums[pool]! / sizes[pool]!));
      for (const end = i + sizes[pool]!; i < end; i++) tops[i] = shifts[i]! + height;
    }
  };
  if (fixed < 0) {
    place(0, count, 0, Number.POSITIVE_INFINITY);
  } else {
    const line = Math.max(0, wanted[fixed]! - shifts[fixed]!);
    place(0, fixed, 0, line);
    place(fixed, fixed + 1, line, line);
    place(fixed + 1, count, line, Number.POSITIVE_INFINITY);
  }
  return tops;
}
