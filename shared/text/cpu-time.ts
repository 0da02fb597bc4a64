declare const process: { cpuUsage(): { user: number; system: number } };

/** Milliseconds of processor time that `run` takes, the runtime's own threads included. */
export function cpuTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const after = process.cpuUsage();
  return (after.user + after.system - before.user - before.system) / 1000;
}

/**
 * The least processor time, in milliseconds, of at most six runs; the first below `enough` is the last. For tests of
 * speed: a busy machine makes single runs slow, and no code quick.
 */
export function leastTime(enough: number, run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 6 && least >= enough; tries++) least = Math.min(least, cpuTime(run));
  return least;
}
