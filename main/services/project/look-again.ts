/** From so many changes in a row on their folders are looked at, and everything. */
const some = 20;
const many = 2000;
/** Milliseconds without another change before that: longer than the half second for which the watcher gathers changes. */
const calm = 650;
const longCalm = 1000;

/**
 * Looks once more where much has changed, for what nobody told. `@parcel/watcher` copies its list of changes and empties
 * it without keeping others from it in between: what comes just then, a dozen of ten thousand on a busy machine, is gone.
 * And of changes that wait Linux drops what comes after 16,384, two or three a file, which the watcher does not tell.
 */
export class LookAgain {
  private changes = 0;
  private folders = new Set<string>();
  /** Changes in the root itself, where a new folder is one. */
  private atTop = 0;
  private everything = false;
  private timer: NodeJS.Timeout | null = null;

  /** @param look at files and folders, as paths in the root; null: at everything */
  constructor(private readonly look: (paths: readonly string[] | null) => void) {}

  /** These have been told; null: more than can be named. */
  told(paths: readonly string[] | null): void {
    this.changes += paths?.length ?? many;
    for (const path of paths ?? []) {
      const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      if (folder === '') this.atTop++;
      else this.folders.add(folder);
    }
    if (paths === null) this.atTop += many;
    this.due(calm);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
  }

  private due(after: number): void {
    this.stop();
    this.timer = setTimeout(() => this.go(), after).unref();
  }

  private go(): void {
    const { changes, folders, atTop } = this;
    this.changes = 0;
    this.folders = new Set();
    this.atTop = 0;
    this.everything ||= changes >= many;
    if (changes >= some && atTop < some) {
      this.look([...folders]);
      if (this.everything) this.due(longCalm);
    } else if (changes >= some || this.everything) {
      this.everything = false;
      this.look(null);
    }
  }
}
