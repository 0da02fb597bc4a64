import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Settings, settingsSchema } from '#shared/contract/contract.ts';
import { type Annotator, annotatorSchema, initialsOf } from '#shared/model/annotator.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { diskFailure } from '../journal/disk-failure.ts';

/** What is kept of this person on this machine; `Settings` is the part that windows see. */
const storedSchema = z.object({
  version: z.int().min(1),
  /** Tells this machine's journals from those of the same person on another. */
  machine: z.string().regex(/^[a-z0-9]{6}$/),
  ...settingsSchema.shape,
  /** By a folder's real path: where its journal is written, the latest choice first; the others are still read. */
  journalPlaces: z.record(z.string(), z.array(z.string()).min(1)),
  /** By a project's id: the folder that had it first, to tell a folder that was moved from one that was copied. */
  homes: z.record(z.string(), z.string()),
});
type Stored = z.infer<typeof storedSchema>;

export interface SettingsStore {
  readonly current: Settings;
  readonly machine: string;
  /** Where the journal of the folder with this real path is written, the latest choice first. */
  journalPlaces(root: string): readonly string[];
  homeOf(projectId: string): string | undefined;
  /**
   * Changes what is given and writes it. Fields that a newer version has put in are kept.
   * @throws Failure when it cannot be written; it holds until the app ends all the same
   */
  change(change: SettingsChange): Promise<Settings>;
  onChange(listener: (settings: Settings) => void): () => void;
}

export interface SettingsChange {
  /** Who the person says they are: they are introduced then. */
  annotator?: Partial<Pick<Annotator, 'name' | 'initials'>> | undefined;
  theme?: Settings['theme'] | undefined;
  textSize?: Settings['textSize'] | undefined;
  /** A recent folder to forget. */
  forget?: string | undefined;
  /** A folder that was opened just now. */
  opened?: Settings['recent'][number];
  journalPlace?: { root: string; place: string | null };
  home?: { id: string; root: string };
}

const maxRecent = 20;

/**
 * Reads `settings.json` in `folder`. A damaged one is set aside and its last good copy used instead, or, field by field,
 * what can be read and defaults for the rest; never throws for what the file holds.
 */
export async function openSettings(
  folder: string,
  log: (line: string) => void,
  userName: () => string = () => userInfo().username,
): Promise<SettingsStore> {
  const path = join(folder, 'settings.json');
  const backup = join(folder, 'settings.backup.json');
  const listeners = new Set<(settings: Settings) => void>();
  let writing: Promise<unknown> = Promise.resolve();

  let raw = await read(path);
  if (raw === 'damaged') {
    const aside = join(folder, `settings.damaged-${new Date().toISOString().replaceAll(/[-:.]/g, '')}.json`);
    await rename(path, aside).then(
      () => log(`The settings were damaged: they are kept in ${aside}, and the last good ones are used.`),
      (error) => log(`The settings are damaged and could not be set aside: ${String(error)}`),
    );
    raw = null;
  }
  const found = raw ?? (await read(backup));
  let extra = found === null || found === 'damaged' ? {} : found;
  let stored = readFields(extra, userName, log);
  // An id that is made now is the person's for ever.
  const isNew = raw === null || raw.machine !== stored.machine || !sameId(raw.annotator, stored.annotator);
  if (isNew) await write(stored).catch((error) => log(`The settings cannot be written: ${String(error)}`));
  else await keepBackup().catch((error) => log(`The settings have no second copy: ${String(error)}`));

  async function write(next: Stored): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(path, textOf(next));
  }
  async function keepBackup(): Promise<void> {
    const text = textOf(stored);
    if ((await readFile(backup, 'utf8').catch(() => '')) !== text) await writeFileAtomic(backup, text);
  }
  function textOf(next: Stored): string {
    return `${JSON.stringify({ ...extra, ...next }, null, 2)}\n`;
  }

  const visible = (): Settings => {
    const { annotator, introduced, theme, textSize, recent } = stored;
    return { annotator, introduced, theme, textSize, recent };
  };

  return {
    get current() {
      return visible();
    },
    get machine() {
      return stored.machine;
    },
    journalPlaces: (root) => stored.journalPlaces[root] ?? [],
    homeOf: (id) => stored.homes[id],
    async change(change) {
      const work = writing.then(async () => {
        // Another host of the same person may have changed them meanwhile.
        const there = await read(path);
        if (there !== null && there !== 'damaged') {
          extra = there;
          stored = readFields({ ...there, machine: stored.machine }, () => stored.annotator.name, log, stored);
        }
        stored = changeStored(stored, change);
        for (const listener of [...listeners]) listener(visible());
        await write(stored);
      });
      writing = work.catch(() => {});
      await work.catch((error) => {
        throw diskFailure(error, `The settings in ${folder} cannot be written`);
      });
      return visible();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The places kept for a folder's journal, for programs that change no settings; none when they cannot be read. */
export async function readJournalPlaces(folder: string, root: string): Promise<string[]> {
  const raw = await read(join(folder, 'settings.json'));
  const places =
    raw === null || raw === 'damaged' ? undefined : storedSchema.shape.journalPlaces.safeParse(raw.journalPlaces).data;
  return places?.[root] ?? [];
}

function changeStored(stored: Stored, change: SettingsChange): Stored {
  const { annotator, theme, textSize, forget, opened, journalPlace, home } = change;
  const next: Stored = {
    ...stored,
    annotator: { ...stored.annotator, ...annotator },
    introduced: stored.introduced || annotator !== undefined,
    theme: theme ?? stored.theme,
    textSize: textSize ?? stored.textSize,
    recent: [
      ...(opened ? [opened] : []),
      ...stored.recent.filter(({ path }) => path !== forget && path !== opened?.path),
    ].slice(0, maxRecent),
    homes: home ? { ...stored.homes, [home.id]: home.root } : stored.homes,
  };
  if (journalPlace) {
    const { root, place } = journalPlace;
    const before = (stored.journalPlaces[root] ?? []).filter((one) => one !== place);
    const { [root]: _, ...others } = stored.journalPlaces;
    next.journalPlaces = place === null ? others : { ...others, [root]: [place, ...before] };
  }
  return next;
}

async function read(path: string): Promise<Record<string, unknown> | 'damaged' | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'damaged';
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : 'damaged';
  } catch {
    return 'damaged';
  }
}

/** Each field that fits; for the others a default, told in the log unless the field is just not there. */
function readFields(
  raw: Record<string, unknown>,
  userName: () => string,
  log: (line: string) => void,
  fallback: Stored = defaultsFor(raw, userName),
): Stored {
  const fields = Object.entries(storedSchema.shape).map(([name, schema]) => {
    const parsed = (schema as z.ZodType).safeParse(raw[name]);
    if (!parsed.success && raw[name] !== undefined) log(`The setting “${name}” cannot be read; the default is used.`);
    return [name, parsed.success ? parsed.data : fallback[name as keyof Stored]];
  });
  return Object.fromEntries(fields) as Stored;
}

/** Settings of before people were asked who they are: whoever has changed the name that was proposed has said it. */
function defaultsFor(raw: Record<string, unknown>, userName: () => string): Stored {
  const proposed = defaults(userName);
  const { data: annotator } = annotatorSchema.safeParse(raw.annotator);
  return { ...proposed, introduced: annotator !== undefined && annotator.name !== proposed.annotator.name };
}

const sameId = (raw: unknown, { id }: Annotator) => annotatorSchema.safeParse(raw).data?.id === id;

const defaults = (userName: () => string): Stored => ({
  version: 1,
  machine: randomBase36(6),
  annotator: defaultAnnotator(userName),
  introduced: false,
  theme: 'system',
  textSize: 18,
  recent: [],
  journalPlaces: {},
  homes: {},
});

/** A first name for the person from their account’s: `mina.kask` becomes Mina Kask. They change it when they like. */
function defaultAnnotator(userName: () => string): Annotator {
  let account = '';
  try {
    account = userName();
  } catch {
    // An account without a name, as in some containers.
  }
  const words = account.split(/[\s._-]+/).filter((word) => word !== '');
  const name = words.map((word) => word.charAt(0).toLocaleUpperCase('en') + word.slice(1)).join(' ') || 'Annotator';
  const initials = initialsOf(name).slice(0, 8);
  const start = initials.toLowerCase().replaceAll(/[^a-z0-9]/g, '') || 'a';
  return { id: `${start}-${randomBase36(4)}`, name: name.slice(0, 200), initials };
}

function randomBase36(length: number): string {
  return Array.from(randomBytes(length * 2), (byte) => byte)
    .filter((byte) => byte < 252)
    .slice(0, length)
    .map((byte) => (byte % 36).toString(36))
    .join('')
    .padEnd(length, '0');
}
