import type { Report } from '../store/protocol.ts';

/** Reports in one message to the store, the first ones sooner; and UTF-16 code units of text. */
const first = 10;
const full = 100;
/** Where somebody may want something else of the store meanwhile. */
const few = 20;
const longest = 1_000_000;
/** Milliseconds for which what was read waits for more, where a file takes long. */
const longestWait = 250;
/** Messages that the store may have before it: it is never idle, and what else is asked of it soon has its turn. */
const mostUnderway = 3;
/**
 * Reports that wait here, and their UTF-16 code units: the store stands still at times, while it tidies its index or
 * the disk is busy, and reading goes on meanwhile.
 */
const mostWaiting = 1000;
const mostCharacters = 8_000_000;

/** What was read, on its way to the store: in order, together, and no more of it than the store can take. */
export class Reports {
  private waiting: Report[] = [];
  private characters = 0;
  private sent = 0;
  private readonly underway = new Set<Promise<void>>();
  private failure: unknown = null;
  private timer: NodeJS.Timeout | null = null;
  /** What waits has waited long enough. */
  private due = false;

  /** @param small whether messages are to be short, so that what else is asked of the store soon has its turn */
  constructor(
    private readonly send: (reports: readonly Report[]) => Promise<void>,
    private readonly small: () => boolean = () => false,
  ) {}

  /** Resolves when more may be added. Rejects with what the sending of earlier ones failed with. */
  async add(report: Report): Promise<void> {
    this.waiting.push(report);
    this.characters += charactersOf(report);
    this.sendWhatIsFull();
    while (this.failure === null && (this.waiting.length >= mostWaiting || this.characters >= mostCharacters))
      await Promise.race(this.underway);
    if (this.failure !== null) throw this.failure;
  }

  /** Resolves when everything has been taken. */
  async end(): Promise<void> {
    this.due = this.waiting.length > 0;
    this.sendWhatIsFull();
    while (this.underway.size > 0) await Promise.race(this.underway);
    if (this.failure !== null) throw this.failure;
  }

  private sendWhatIsFull(): void {
    while (this.failure === null && this.waiting.length > 0 && this.underway.size < mostUnderway) {
      const some = this.nextMessage();
      if (some === null) break;
      this.sendNow(some);
    }
    if (this.waiting.length > 0 && !this.due) this.timer ??= setTimeout(() => this.hurry(), longestWait);
  }

  private hurry(): void {
    this.timer = null;
    this.due = true;
    this.sendWhatIsFull();
  }

  /** The reports of one message; null when it is worth waiting for more. */
  private nextMessage(): Report[] | null {
    const many = this.sent < 50 ? first : this.small() ? few : full;
    let length = 0;
    let characters = 0;
    while (length < this.waiting.length && length < many && characters < longest)
      characters += charactersOf(this.waiting[length++]!);
    if (length < many && characters < longest && !this.due) return null;
    this.characters -= characters;
    return this.waiting.splice(0, length);
  }

  private sendNow(reports: readonly Report[]): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.due &&= this.waiting.length > 0;
    this.sent += reports.length;
    const sending = this.send(reports)
      .catch((error) => {
        this.failure ??= error;
      })
      .then(() => {
        this.underway.delete(sending);
        this.sendWhatIsFull();
      });
    this.underway.add(sending);
  }
}

const charactersOf = ({ articles }: Report): number => articles?.characters ?? 0;
