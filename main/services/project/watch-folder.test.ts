import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeProjectFile } from './project-file.ts';
import { watchFolder } from './watch-folder.ts';

let home: string;
let root: string;
let stop = () => {};
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'rapporteur-watch-'));
  root = join(home, 'corpus');
  await mkdir(root);
});
afterEach(async () => {
  stop();
  await rm(home, { recursive: true, force: true });
});

async function watch(id: string | null): Promise<{ told: boolean[]; until(count: number): Promise<void> }> {
  const told: boolean[] = [];
  stop = watchFolder(root, id, (reachable) => told.push(reachable), 10);
  await sleep(40);
  return {
    told,
    async until(count) {
      for (let i = 0; i < 300 && told.length < count; i++) await sleep(10);
    },
  };
}

it('tells when the folder goes and when it is back', async () => {
  const { told, until } = await watch(null);
  await rename(root, `${root}-away`);
  await until(1);
  await rename(`${root}-away`, root);
  await until(2);
  expect(told).toEqual([false, true]);
});

it('does not take another folder in its place for it, but a copy of it', async () => {
  await writeProjectFile(root, 'f_1', new Date());
  const { told, until } = await watch('f_1');
  await rename(root, `${root}-away`);
  await until(1);
  await mkdir(root);
  await sleep(60);
  expect(told).toEqual([false]);
  await writeProjectFile(root, 'f_1', new Date());
  await until(2);
  expect(told).toEqual([false, true]);
});

it('takes a file in its place for gone, and tells nothing once stopped', async () => {
  const { told, until } = await watch(null);
  await rm(root, { recursive: true });
  await writeFile(root, '');
  await until(1);
  stop();
  await rm(root);
  await mkdir(root);
  await sleep(60);
  expect(told).toEqual([false]);
});
