import type { EventData } from '#shared/contract/contract.ts';

type Phase = EventData<'corpus.progress'>['phase'];

/** Milliseconds between two tellings. */
const interval = 50;

/** Tells how far a scan is, at most every 50 ms. */
export class Progress {
  done = 0;
  found = 0;
  failed = 0;
  private last = 0;

  constructor(private readonly send: (progress: EventData<'corpus.progress'>) => void) {}

  tell(phase: Phase, message: string | null = null): void {
    this.last = Date.now();
    this.send({ phase, done: this.done, found: this.found, failed: this.failed, message });
  }

  /** Tells if the last telling is long enough ago. */
  tellNow(phase: Phase): void {
    if (Date.now() - this.last >= interval) this.tell(phase);
  }
}
