import { workerForTests } from './built-worker.ts';

/** Builds the worker before the first test, so that no test's time goes on it and no two build it side by side. */
export async function setup(): Promise<void> {
  await workerForTests();
}
