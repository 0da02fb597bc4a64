/** The name of a folder in the name of a file, which every system takes: without signs that one of them forbids, and not long. */
export function folderInFileName(folder: string): string {
  const kept = folder
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  return Array.from(kept).slice(0, 80).join('').trim() || 'Folder';
}
