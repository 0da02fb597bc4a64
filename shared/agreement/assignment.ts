/**
 * The assignment of each row to a column of its own with the least sum of costs: `result[row]` is the column. Exact, by
 * shortest augmenting paths with dual prices (Kuhn 1955; Jonker and Volgenant 1987, doi 10.1007/BF02278710), in
 * O(rows² · columns). Costs are finite and stand row by row.
 * @throws RangeError for more rows than columns
 */
export function assign(costs: ArrayLike<number>, rows: number, columns: number): Int32Array {
  if (rows > columns) throw new RangeError('an assignment wants at least as many columns as rows');
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns + 1);
  /** Row of each column; the last column is where a row waits for its own. */
  const rowOf = new Int32Array(columns + 1).fill(-1);
  const before = new Int32Array(columns);
  const shortest = new Float64Array(columns);
  const done = new Uint8Array(columns + 1);
  for (let row = 0; row < rows; row++) {
    shortest.fill(Number.POSITIVE_INFINITY);
    done.fill(0);
    let column = columns;
    rowOf[column] = row;
    while (rowOf[column] !== -1) {
      done[column] = 1;
      const here = rowOf[column]!;
      let least = Number.POSITIVE_INFINITY;
      let next = -1;
      for (let other = 0; other < columns; other++) {
        if (done[other]) continue;
        const reduced = costs[here * columns + other]! - rowPrice[here]! - columnPrice[other]!;
        if (reduced < shortest[other]!) {
          shortest[other] = reduced;
          before[other] = column;
        }
        if (shortest[other]! < least) {
          least = shortest[other]!;
          next = other;
        }
      }
      for (let other = 0; other <= columns; other++) {
        if (done[other]) {
          rowPrice[rowOf[other]!]! += least;
          columnPrice[other]! -= least;
        } else if (other < columns) shortest[other]! -= least;
      }
      column = next;
    }
    while (column !== columns) {
      const previous = before[column]!;
      rowOf[column] = rowOf[previous]!;
      column = previous;
    }
  }
  const columnOf = new Int32Array(rows);
  for (let column = 0; column < columns; column++) if (rowOf[column] !== -1) columnOf[rowOf[column]!] = column;
  return columnOf;
}
