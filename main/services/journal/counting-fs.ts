import type { JournalFs } from './journal-fs.ts';

/** The same files; `onRead` is told how many bytes were read of any of them. */
export const countingReads = (fs: JournalFs, onRead: (bytes: number) => void): JournalFs => ({
  ...fs,
  async open(path, flags) {
    const file = await fs.open(path, flags);
    return {
      async read(buffer, offset, length, position) {
        const { bytesRead } = await file.read(buffer, offset, length, position);
        onRead(bytesRead);
        return { bytesRead };
      },
      write: (...args) => file.write(...args),
      datasync: () => file.datasync(),
      truncate: (length) => file.truncate(length),
      stat: () => file.stat(),
      close: () => file.close(),
    };
  },
});
