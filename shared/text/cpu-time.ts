declare const process: { cpuUsage(): { user: number; system: number } };

/** Milliseconds of processor time that `run` takes: for tests of speed, which a busy machine must not fail. */
export function cpuTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const after = process.cpuUsage();
  return (after.user + after.system - before.user - before.system) / 1000;
}
