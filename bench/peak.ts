import { readFileSync } from 'node:fs';

/** The most memory that this process has had, in bytes; Linux alone tells it apart from that of the one that started it. */
export function peakOf(): number {
  try {
    const [, peak] = /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(peak) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
