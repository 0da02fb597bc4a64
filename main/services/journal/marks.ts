/**
 * What of each writer's journal counts up to a line: how many changes, and a sum over their ids. What was made of these
 * changes is still theirs when all three are the same.
 */
export type Marks = Record<string, Mark>;

export interface Mark {
  n: number;
  count: number;
  /** Below 2^32. */
  sum: number;
}

/** Where changes of one journal stand on the disk, in its order: for reading them in another thread. */
export interface LinePlaces {
  writer: string;
  folder: string;
  files: string[];
  /** By change: which of the files, its number, and the bytes of its line there without the line feed. */
  file: Uint16Array<ArrayBuffer>;
  n: Float64Array<ArrayBuffer>;
  offset: Float64Array<ArrayBuffer>;
  length: Uint32Array<ArrayBuffer>;
  /** What counts up to the last of them. */
  mark: Mark;
}
