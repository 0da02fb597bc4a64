import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Takes one message; line breaks inside it stay, further lines are indented. */
export type Log = (message: string) => void;

/**
 * A log of at most `2 * maxBytes` bytes: when `file` is full it becomes `file`.1 and a new one is begun. A log that
 * cannot be written goes to standard error instead and never stops the app.
 */
export function openLog(file: string, maxBytes = 1_000_000): Log {
  let size = sizeOf(file);
  return (message) => {
    const line = `${new Date().toISOString()} ${message.replaceAll('\n', '\n  ')}\n`;
    try {
      if (size === null) {
        mkdirSync(dirname(file), { recursive: true });
        size = 0;
      } else if (size > 0 && size + Buffer.byteLength(line) > maxBytes) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      appendFileSync(file, line, { mode: 0o600 });
      size += Buffer.byteLength(line);
    } catch (error) {
      process.stderr.write(`${line}(The log ${file} cannot be written: ${String(error)})\n`);
    }
  };
}

function sizeOf(file: string): number | null {
  try {
    return statSync(file).size;
  } catch {
    return null;
  }
}
