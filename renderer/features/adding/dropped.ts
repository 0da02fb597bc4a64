/** A file that was dropped, with its path among what was dropped. */
export interface DroppedFile {
  path: string;
  file: File;
}

/** What was dropped, as far as it can be known without reading it; it can only be asked while the drop is handled. */
export interface Dropped {
  entries: readonly FileSystemEntry[];
  /** Of browsers that do not tell of folders. */
  files: readonly File[];
}

export function droppedFrom(data: DataTransfer): Dropped {
  const entries = [...data.items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry?.() ?? []) : []));
  return { entries, files: entries.length > 0 ? [] : [...data.files] };
}

export const isBundle = (name: string): boolean => name.toLowerCase().endsWith('.rapporteur');

/** So many files are taken from dropped folders. */
export const mostFiles = 2000;

/**
 * All files that were dropped, those in folders with the folders' names before theirs; hidden ones are passed over. Ends
 * at `mostFiles`.
 */
export async function filesOf({ entries, files }: Dropped): Promise<DroppedFile[]> {
  const found: DroppedFile[] = files.map((file) => ({ path: file.name, file }));
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry !== undefined && found.length < mostFiles; entry = waiting.shift()) {
    if (entry.name.startsWith('.')) continue;
    const path = entry.fullPath.replace(/^\//, '');
    if (isFile(entry)) found.push({ path, file: await fileAt(entry) });
    else if (isFolder(entry)) waiting.push(...(await entriesIn(entry)));
  }
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileAt = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // A hundred at a time, until there are no more.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
