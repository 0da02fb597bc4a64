/** The part of the session's state that a module may see and change: screens follow what it sets. */
export interface StatePart<T> {
  get(): T;
  set(change: Partial<T>): void;
}
