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

  private readonly began = Date.now();

  /** @param quiet milliseconds in which only a failure is told: what is over by then is not worth a word */
  constructor(
    private readonly send: (progress: EventData<'corpus.progress'>) => void,
    private readonly quiet = 0,
  ) {}

  tell(phase: Phase, message: string | null = null): void {
    const now = Date.now();
    const told = this.last > 0;
    if (!told && now - this.began < this.quiet && phase !== 'failed' && message === null) return;
    this.last = now;
    this.send({ phase, done: this.done, found: this.found, failed: this.failed, message });
  }

  /** Tells if the last telling is long enough ago. */
  tellNow(phase: Phase): void {
    if (Date.now() - this.last >= interval) this.tell(phase);
  }
}
