import type { Change } from '#shared/changes/change.ts';
import { apply } from '#shared/changes/edits.ts';
import type { CallArgs, CallName, Emit, Implementation, Journaled, Project } from '#shared/contract/contract.ts';
import { Failure, type FailureCode } from '#shared/contract/failure.ts';
import { linkedPorts, type Port } from '#shared/contract/port.ts';
import { serve } from '#shared/contract/serve.ts';
import type { Entry } from '#shared/model/article.ts';
import type { AnyRecord, Kind } from '#shared/model/kinds.ts';
import { createLink, type Dialler, type Link } from '../connect.ts';
import { newId } from '../ids.ts';

/**
 * The other side of the port for tests: one project whose journals are in memory and behave as the contract says. It
 * outlives links, as the disk outlives windows.
 */
export class FakeMain {
  readonly id = newId('g');
  writer = 'ann-here';
  annotator = { id: 'ann', name: 'Ann Analyst', initials: 'AA' };
  readOnly = false;
  /** Every writer's lines, in the order they came. */
  journals = new Map<string, Change[]>();
  entries: Entry[] = [];
  /** Called before each call; may throw a Failure or wait. */
  before: (call: CallName, args: unknown) => Promise<void> | void = () => {};
  /** Called after a call has done its work and before its answer is sent. */
  after: (call: CallName, args: unknown) => Promise<void> | void = () => {};
  calls: { call: CallName; args: unknown }[] = [];
  sincePage = 3;
  snapshotPage = 4;
  historyKept = 500;
  texts = new Map<string, string>();
  readonly bugs: unknown[] = [];
  readonly #windows = new Map<object, { emit: Emit; open: boolean }>();

  /** Lets every append fail from now on; null: lets them through again. */
  failAppends(code: FailureCode | null, message = 'It cannot be written.'): void {
    this.before = (call) => {
      if (code !== null && call === 'journal.append') throw new Failure(code, message);
    };
  }

  /**
   * A link as a window makes it; `drop` cuts its connection, and it dials again. `browser`: one with databases of its
   * own, which the tests' single browser has under another project id.
   */
  link(browser = ''): Link & { drop(): void } {
    let port: Port | undefined;
    let redial: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const dialler: Dialler = {
      start: ({ up, down }) => {
        const dial = () => {
          if (stopped) return;
          const [near, far] = linkedPorts();
          this.attach(far, browser);
          port = near;
          near.onClose(() => {
            down('lost');
            redial = setTimeout(dial, 20);
          });
          up(near);
        };
        queueMicrotask(dial);
      },
      stop() {
        stopped = true;
        clearTimeout(redial);
      },
    };
    const link = createLink(dialler);
    return Object.assign(Object.create(link) as Link, { drop: () => port?.close() });
  }

  /** A line that comes from elsewhere: told to every window that has the project open. */
  append(writer: string, change: Change): void {
    const journaled = this.#line(writer, change);
    for (const window of this.#windows.values()) {
      if (window.open) window.emit('journal.changes', { changes: [journaled] });
    }
  }

  emit: Emit = (name, data) => {
    for (const window of this.#windows.values()) if (window.open) window.emit(name, data);
  };

  positions(): Record<string, number> {
    return Object.fromEntries([...this.journals].map(([writer, lines]) => [writer, lines.length]));
  }

  /** What the journals say the records are: all lines in clock order. */
  records(): Map<string, AnyRecord> {
    const lines = [...this.journals.values()].flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    const records = new Map<string, AnyRecord>();
    for (const { edits } of lines) {
      for (const edit of edits) {
        const key = `${edit.kind} ${edit.id}`;
        const after = apply(records.get(key), edit);
        if (after === undefined) records.delete(key);
        else records.set(key, after);
      }
    }
    return records;
  }

  #line(writer: string, change: Change): Journaled {
    const lines = this.journals.get(writer) ?? [];
    lines.push(structuredClone(change));
    this.journals.set(writer, lines);
    return { writer, n: lines.length, change };
  }

  /** Answers the calls that come through a port. */
  attach(port: Port, browser = ''): void {
    const key = {};
    const window = { open: false, emit: undefined as unknown as Emit };
    const implementation = this.#implementation(window, key, browser);
    const guarded = Object.fromEntries(
      Object.entries(implementation).map(([name, run]) => [
        name,
        async (args: never) => {
          this.calls.push({ call: name as CallName, args });
          await this.before(name as CallName, args);
          const result = await (run as (args: never) => Promise<unknown>)(args);
          await this.after(name as CallName, args);
          return result;
        },
      ]),
    ) as unknown as Implementation;
    window.emit = serve(port, guarded, (_, error) => this.bugs.push(error));
    this.#windows.set(key, window);
    port.onClose(() => this.#windows.delete(key));
  }

  #project(path: string, browser: string): Project {
    return {
      id: this.id + browser,
      name: 'Test',
      path,
      journalPath: `${path}/.rapporteur`,
      writer: this.writer,
      annotator: this.annotator,
      readOnly: this.readOnly,
      notices: [],
      positions: this.positions(),
    };
  }

  #implementation(window: { open: boolean; emit: Emit }, key: object, browser: string): Implementation {
    const unsupported = async () => {
      throw new Failure('unsupported', 'Not in this test.');
    };
    const opened = () => {
      if (!window.open) throw new Failure('not-open', 'No folder is open.');
    };
    const scan = async () => {
      window.emit('corpus.progress', { phase: 'listing', done: 0, found: 0, failed: 0, message: null });
      for (let i = 0; i < this.entries.length; i += 2) {
        window.emit('corpus.entries', { entries: this.entries.slice(i, i + 2), gone: [] });
      }
      const found = this.entries.length;
      window.emit('corpus.progress', { phase: 'done', done: found, found, failed: 0, message: null });
    };
    return {
      'host.info': async () => ({
        host: 'test',
        version: '0',
        platform: 'test',
        open: null,
        import: null,
        samples: null,
      }),
      'host.pickFolder': unsupported,
      'host.listFolder': unsupported,
      'host.pickSave': unsupported,
      'host.pickFiles': unsupported,
      'host.reveal': unsupported,
      'host.openExternal': unsupported,
      'settings.read': unsupported,
      'settings.change': unsupported,
      'exchange.export': unsupported,
      'exchange.cancel': unsupported,
      'exchange.bundle': unsupported,
      'exchange.preview': unsupported,
      'exchange.accept': unsupported,
      'exchange.discard': unsupported,
      'exchange.report': unsupported,
      'journal.history': unsupported,
      'journal.removals': unsupported,
      'journal.conflicts': async () => ({ conflicts: [] }),
      'corpus.earlier': async () => ({ text: null }),
      'corpus.similar': async () => ({ articles: [] }),
      'corpus.encodings': unsupported,
      'corpus.table': unsupported,
      'corpus.add': unsupported,
      'search.run': unsupported,
      'search.cancel': unsupported,
      'occurrences.find': unsupported,
      'occurrences.cancel': unsupported,
      'project.open': async ({ path }) => {
        window.open = true;
        void scan();
        return this.#project(path, browser);
      },
      'project.close': async () => {
        window.open = false;
        return null;
      },
      'corpus.rescan': async () => {
        opened();
        await scan();
        return null;
      },
      'corpus.read': async ({ id }) => {
        const text = this.texts.get(id);
        if (text === undefined) throw new Failure('not-found', 'There is no such article.');
        const entry = this.entries.find((candidate) => candidate.id === id);
        if (entry === undefined) throw new Failure('not-found', 'There is no such article.');
        const { textSha256, sourceSha256, meta } = entry;
        return {
          id,
          text,
          textSha256: textSha256 ?? '',
          sourceSha256: sourceSha256 ?? '',
          blocks: [],
          meta,
          notices: [],
        };
      },
      'journal.append': async ({ changes }: CallArgs<'journal.append'>) => {
        opened();
        if (this.readOnly) throw new Failure('read-only', 'The folder is read-only.');
        const acks = changes.map((change) => {
          for (const [writer, lines] of this.journals) {
            const at = lines.findIndex((line) => line.id === change.id);
            if (at >= 0) return { id: change.id, writer, n: at + 1 };
          }
          const line = this.#line(this.writer, change);
          for (const [other, target] of this.#windows) {
            if (other !== key && target.open) target.emit('journal.changes', { changes: [line] });
          }
          return { id: change.id, writer: this.writer, n: line.n };
        });
        return { acks };
      },
      'journal.since': async ({ positions }) => {
        opened();
        for (const [writer, n] of Object.entries(positions)) {
          if (n > (this.journals.get(writer)?.length ?? 0)) throw new Failure('damaged', 'The journal was replaced.');
        }
        const after = [...this.journals].flatMap(([writer, lines]) =>
          lines.map((change, i) => ({ writer, n: i + 1, change })).filter(({ n }) => n > (positions[writer] ?? 0)),
        );
        return { changes: after.slice(0, this.sincePage), more: after.length > this.sincePage };
      },
      'journal.snapshot': async ({ cursor }) => {
        opened();
        const records = [...this.records()].map(([key, record]) => ({
          kind: key.slice(0, key.indexOf(' ')) as Kind,
          record: record as never,
        }));
        const from = Number(cursor ?? 0);
        const to = from + this.snapshotPage;
        const last = to >= records.length;
        return {
          records: records.slice(from, to),
          history: last ? (this.journals.get(this.writer) ?? []).slice(-this.historyKept) : [],
          total: records.length,
          cursor: last ? null : String(to),
          positions: this.positions(),
        };
      },
    };
  }
}
