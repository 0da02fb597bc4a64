import type { EventData } from '#shared/contract/contract.ts';
import type { Entry } from '#shared/model/article.ts';

/** Milliseconds between two batches of rows. */
const interval = 100;
/** Rows in the first batch, so that something is there to read, and in the others, so that they are few. */
const first = 50;
const full = 500;

/** Rows on their way to the listener: together, but never long. */
export class Batch {
  private readonly entries = new Map<string, Entry>();
  private readonly gone = new Set<string>();
  private timer: NodeJS.Timeout | null = null;
  private begun = false;

  constructor(private readonly send: (change: EventData<'corpus.entries'>) => void) {}

  take(change: { readonly entries: readonly Entry[]; readonly gone: readonly string[] }): void {
    for (const id of change.gone) {
      this.entries.delete(id);
      this.gone.add(id);
    }
    for (const entry of change.entries) {
      this.gone.delete(entry.id);
      this.entries.set(entry.id, entry);
      if (this.entries.size >= (this.begun ? full : first)) this.flush();
    }
    if (this.entries.size + this.gone.size > 0) this.timer ??= setTimeout(() => this.flush(), interval);
  }

  flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.entries.size === 0 && this.gone.size === 0) return;
    this.begun = true;
    const change = { entries: [...this.entries.values()], gone: [...this.gone] };
    this.entries.clear();
    this.gone.clear();
    this.send(change);
  }
}
