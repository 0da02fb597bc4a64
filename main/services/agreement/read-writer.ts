import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '#shared/changes/change.ts';
import { journalFormat, maxLineBytes, readLine } from '#shared/changes/journal-line.ts';
import type { Annotator } from '#shared/model/annotator.ts';
import type { Span } from '#shared/model/span.ts';
import { sha256 } from '../files/hash.ts';
import { scanLines } from '../files/scan-lines.ts';
import { createEntryReader } from '../journal/chain.ts';
import { nodeJournalFs } from '../journal/journal-fs.ts';
import { loadWriter, noticesOf } from '../journal/load-writer.ts';
import { allFields, bitOf, checkFields, statusNumber, writeStances } from './fields.ts';
import { type Instant, readInstant } from './instant.ts';
import {
  C,
  changeWidth,
  compareInstants,
  E,
  editWidth,
  flags,
  type Hash,
  hashOf,
  IdTable,
  Texts,
  Words,
} from './rows.ts';
import { type Part, UsualLine } from './usual-line.ts';

/** A writer's journal files, in their order. */
export interface WriterJob {
  folder: string;
  key: string;
  names: string[];
}

/** What a writer's journal comes to; can be sent between threads. */
export interface WriterRows {
  key: string;
  folder: string;
  changes: { pieces: Uint32Array[]; length: number };
  edits: { pieces: Uint32Array[]; length: number };
  texts: (string | null)[];
  /** Whether the order is that of the clock, too. */
  inClockOrder: boolean;
  /** Instants that the clock does not write, by change. */
  oddInstants: Map<number, string>;
  /** Changes of whole records that are few beside the spans: who annotates, and which files articles are bound to. */
  annotators: { change: number; edit: Change['edits'][number] }[];
  bindings: WriterRows['annotators'];
  /** Of how people want files to be read. */
  sources: WriterRows['annotators'];
  annotator: Annotator | null;
  /** Where each file's bytes begin in the count over all files. */
  files: { name: string; from: number }[];
  notices: string[];
}

/**
 * Reads a writer's journal as `loadWriter` does, in one pass and with little memory, as long as its files are flawless;
 * where anything is wrong with them, `loadWriter` itself says what counts.
 */
export async function readWriter(job: WriterJob): Promise<WriterRows> {
  const quick = new RowsOf(job);
  if (await readFlawless(job, quick)) return quick.done([]);
  const rows = new RowsOf(job);
  const { folder, key, names } = job;
  const loaded = await loadWriter(nodeJournalFs, folder, key, names);
  const reader = createEntryReader(nodeJournalFs, folder);
  try {
    const from = new Map<string, number>();
    for (const { name, size } of loaded.files) from.set(name, rows.file(name, size));
    // The order that `changes()` of the journals gives to those of one instant.
    for (const entry of [...loaded.entries].sort((a, b) => a.n - b.n))
      rows.change(await reader.read(entry), (from.get(entry.file) ?? 0) + entry.offset);
  } finally {
    await reader.close();
  }
  rows.annotator = loaded.annotator;
  return rows.done(noticesOf(key, loaded, Date.now()).map(({ message }) => message));
}

/** False when anything at all is not as a journal should be. */
async function readFlawless({ folder, names }: WriterJob, rows: RowsOf): Promise<boolean> {
  const line = new UsualLine();
  let last = { n: -1, hash: '' };
  for (const name of names) {
    const path = join(folder, name);
    let flawless = true;
    let isFirst = true;
    try {
      if (!(await nodeJournalFs.info(path)).isFile()) return false;
      // Not waited for: a thread has nothing else to do, and every wait costs more than the reading.
      const file = openSync(path, 'r');
      const read = async (...where: [Uint8Array, number, number, number]) => ({ bytesRead: readSync(file, ...where) });
      const from = rows.file(name, 0);
      try {
        const size = await scanLines({ read }, maxLineBytes, (bytes, offset) => {
          if (!flawless) return;
          flawless = false;
          if (bytes === null) return;
          if (!isFirst && line.read(bytes)) {
            if (!line.follows(last.hash) || line.n !== last.n + 1 || !rows.usual(line, from + offset)) return;
            last = { n: line.n, hash: line.hash };
            flawless = true;
            return;
          }
          const whole = readLine(bytes.toString('utf8'), sha256);
          if ('fault' in whole || whole.prev !== last.hash || isFirst !== 'journal' in whole) return;
          // A further file of the writer may leave numbers out.
          const follows = isFirst && name !== names[0] ? whole.n > last.n : whole.n === last.n + 1;
          if (!follows) return;
          last = { n: whole.n, hash: whole.hash };
          if ('journal' in whole) {
            if (whole.journal.format !== journalFormat) return;
            isFirst = false;
            // As `loadWriter`, which reads the files from the last one on.
            rows.annotator = whole.journal.annotator;
          } else if (!rows.change(whole.change, from + offset)) return;
          flawless = true;
        });
        rows.fileEnds(from + size);
      } finally {
        closeSync(file);
      }
    } catch {
      // What is wrong with it is found and told by `loadWriter`.
      return false;
    }
    if (!flawless || isFirst) return false;
  }
  return true;
}

/** Takes a writer's changes in, one after another. */
class RowsOf {
  annotator: Annotator | null = null;
  private readonly changes = new Words(changeWidth);
  private readonly edits = new Words(editWidth);
  private readonly texts = new Texts();
  private readonly known = new IdTable(this.changes);
  private readonly oddInstants = new Map<number, string>();
  private readonly annotators: WriterRows['annotators'] = [];
  private readonly bindings: WriterRows['bindings'] = [];
  private readonly sources: WriterRows['sources'] = [];
  private readonly files: WriterRows['files'] = [];
  private bytes = 0;
  private inClockOrder = true;

  constructor(private readonly job: WriterJob) {}

  /** Begins a file; answers where its bytes begin. */
  file(name: string, size: number): number {
    const from = this.bytes;
    this.files.push({ name, from });
    this.bytes += size;
    return from;
  }

  fileEnds(at: number): void {
    this.bytes = at;
  }

  /** False when the change was there before. */
  usual(line: UsualLine, byte: number): boolean {
    const { from, to } = line.at;
    const instant = readInstant(line.bytes, from, to);
    if (!this.begin(line.hashOf(line.change), instant ?? line.text(line.at), byte)) return false;
    const { edits } = this;
    const row = this.edit(line.hashOf(line.id), flags.adds | allSpanFields);
    edits.set(row, E.article, this.usualTextOf(line, line.article, E.article));
    edits.set(row, E.annotator, this.usualTextOf(line, line.annotator, E.annotator));
    edits.set(row, E.origin, this.usualTextOf(line, line.origin, E.origin));
    edits.set(row, E.start, line.start);
    edits.set(row, E.end, line.end);
    edits.set(row, E.layer, this.usualTextOf(line, line.layer, E.layer));
    edits.set(row, E.speaker, this.textOf(line, line.speaker));
    edits.set(row, E.mode, this.usualTextOf(line, line.mode, E.mode));
    edits.set(row, E.stances, this.textOf(line, line.stances));
    this.setText(row, line.hashOf(line.textSha256));
    return true;
  }

  private setText(row: number, { high, low }: Hash): void {
    this.edits.set(row, E.textSha256, high);
    this.edits.set(row, E.textSha256 + 1, low);
  }

  private textOf(line: UsualLine, part: Part): number {
    return part.from === -1 ? 0 : this.texts.ofHashed(line.hashOf(part), () => line.text(part));
  }

  /** The same, for what is mostly as it was in the line before. */
  private usualTextOf(line: UsualLine, part: Part, word: number): number {
    if (part.from === -1) return 0;
    const before = this.before[word] ?? { bytes: new Uint8Array(64), length: -1, number: 0 };
    this.before[word] = before;
    const length = part.to - part.from;
    let k = 0;
    if (length === before.length) while (k < length && line.bytes[part.from + k] === before.bytes[k]) k++;
    if (k === before.length) return before.number;
    before.number = this.textOf(line, part);
    before.length = length <= before.bytes.length ? length : -1;
    for (k = 0; k < before.length; k++) before.bytes[k] = line.bytes[part.from + k]!;
    return before.number;
  }
  private readonly before: { bytes: Uint8Array; length: number; number: number }[] = [];

  /** False when the change was there before. */
  change(change: Change, byte: number): boolean {
    const at = Buffer.from(change.at);
    if (!this.begin(hashOf(change.id), readInstant(at, 0, at.length) ?? change.at, byte)) return false;
    const number = this.changes.length - 1;
    for (const edit of change.edits) {
      if (edit.kind === 'span' || edit.kind === 'reading') this.record(edit);
      else if (edit.kind === 'annotator') this.annotators.push({ change: number, edit });
      else if (edit.kind === 'article') this.bindings.push({ change: number, edit });
      else if (edit.kind === 'source') this.sources.push({ change: number, edit });
    }
    return true;
  }

  private begin({ high, low }: Hash, at: Instant | string, byte: number): boolean {
    const { changes } = this;
    if (this.known.get(high, low) !== -1) return false;
    const row = changes.add();
    changes.set(row, C.id, high);
    changes.set(row, C.id + 1, low);
    this.known.put(row);
    if (typeof at === 'string') {
      this.oddInstants.set(row, at);
      this.inClockOrder = false;
    } else {
      changes.set(row, C.day, at.day);
      changes.set(row, C.millisecond, at.millisecond);
      changes.set(row, C.counter, at.counter);
      if (row > 0 && this.inClockOrder) this.inClockOrder = compareInstants(changes, row - 1, row) <= 0;
    }
    changes.set(row, C.firstEdit, this.edits.length);
    changes.set(row, C.byteHigh, Math.floor(byte / 2 ** 32));
    changes.set(row, C.byte, byte % 2 ** 32);
    return true;
  }

  private edit({ high, low }: Hash, sets: number): number {
    const row = this.edits.add();
    this.edits.set(row, E.id, high);
    this.edits.set(row, E.id + 1, low);
    this.edits.set(row, E.sets, sets);
    return row;
  }

  private record(edit: Change['edits'][number]): void {
    const kind = edit.kind as 'span' | 'reading';
    const { edits, texts } = this;
    const isReading = kind === 'reading' ? flags.isReading : 0;
    // Records of the two kinds may have the same id.
    const id = hashOf(kind === 'span' ? edit.id : `reading ${edit.id}`);
    if (edit.after === undefined) return void this.edit(id, flags.removes | isReading);
    const adds = edit.before === undefined;
    const { sets, faults } = checkFields(kind, edit.id, edit.after, adds);
    const row = this.edit(id, sets | (adds ? flags.adds : 0) | isReading);
    edits.set(row, E.faults, faults);
    const good = (field: string) => (sets & ~faults & bitOf(kind, field)) !== 0;
    const put = (word: number, field: string) => {
      const value = (edit.after as Record<string, unknown>)[field];
      if (good(field)) edits.set(row, word, texts.of(value as string | null));
    };
    put(E.article, 'article');
    put(E.annotator, 'annotator');
    if (kind === 'reading') {
      if (good('status')) edits.set(row, E.origin, statusNumber((edit.after as { status: unknown }).status));
      return;
    }
    const { start, end, stances, textSha256 } = edit.after as Partial<Span>;
    // No text is so long that an offset would not fit.
    if (good('start')) edits.set(row, E.start, Math.min(start!, 2 ** 32 - 1));
    if (good('end')) edits.set(row, E.end, Math.min(end!, 2 ** 32 - 1));
    if (good('stances')) edits.set(row, E.stances, texts.of(writeStances(stances!)));
    put(E.origin, 'origin');
    put(E.layer, 'layer');
    put(E.speaker, 'speaker');
    put(E.mode, 'mode');
    if (good('textSha256')) this.setText(row, hashOf(textSha256!));
  }

  done(notices: string[]): WriterRows {
    const { changes, edits, oddInstants, annotators, bindings, sources, annotator, files, inClockOrder } = this;
    return {
      key: this.job.key,
      folder: this.job.folder,
      changes: { pieces: changes.pieces, length: changes.length },
      edits: { pieces: edits.pieces, length: edits.length },
      texts: this.texts.list,
      inClockOrder,
      ...{ oddInstants, annotators, bindings, sources, annotator, files, notices },
    };
  }
}

const allSpanFields = allFields('span');
