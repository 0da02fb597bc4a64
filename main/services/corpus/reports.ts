import type { Report } from '../store/protocol.ts';

/** Reports in one message to the store, the first ones sooner; and UTF-16 code units of text. */
const first = 10;
const full = 100;
/** Where somebody may want something else of the store meanwhile. */
const few = 20;
const longest = 1_000_000;
/** Milliseconds for which what was read waits for more, where a file takes long. */
const longestWait = 250;
/** Messages that the store may have before it: it is never idle, and texts do not gather. */
const mostUnderway = 3;

/** What was read, on its way to the store: in order, together, and no more of it than the store can take. */
export class Reports {
  private waiting: Report[] = [];
  private characters = 0;
  private sent = 0;
  private readonly underway = new Set<Promise<void>>();
  private failure: unknown = null;
  private due: NodeJS.Timeout | null = null;

  /** @param small whether messages are to be short, so that what else is asked of the store soon has its turn */
  constructor(
    private readonly send: (reports: readonly Report[]) => Promise<void>,
    private readonly small: () => boolean = () => false,
  ) {}

  /** Resolves when more may be added. Rejects with what the sending of earlier ones failed with. */
  async add(report: Report): Promise<void> {
    this.waiting.push(report);
    this.characters += report.articles?.characters ?? 0;
    const many = this.sent < 50 ? first : this.small() ? few : full;
    if (this.waiting.length < many && this.characters < longest) {
      this.due ??= setTimeout(() => {
        this.due = null;
        if (this.underway.size < mostUnderway) this.flush();
      }, longestWait);
      return;
    }
    this.flush();
    while (this.underway.size >= mostUnderway) await Promise.race(this.underway);
    if (this.failure !== null) throw this.failure;
  }

  /** Resolves when everything has been taken. */
  async end(): Promise<void> {
    this.flush();
    await Promise.all(this.underway);
    if (this.failure !== null) throw this.failure;
  }

  private flush(): void {
    if (this.due !== null) clearTimeout(this.due);
    this.due = null;
    if (this.waiting.length === 0) return;
    const reports = this.waiting;
    this.waiting = [];
    this.characters = 0;
    this.sent += reports.length;
    const sending = this.send(reports).then(
      () => void this.underway.delete(sending),
      (error) => {
        this.underway.delete(sending);
        this.failure ??= error;
      },
    );
    this.underway.add(sending);
  }
}
