import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeWindow, readWindowState, type WindowState, writeWindowState } from './window-state.ts';

const laptop = { x: 0, y: 0, width: 1440, height: 900 };
const second = { x: 1440, y: -200, width: 2560, height: 1400 };
const saved: WindowState = { x: 1500, y: 0, width: 2000, height: 1200, maximized: false };

it('puts a window back on the display that it was on', () => {
  expect(placeWindow(saved, [laptop, second])).toEqual({ x: 1500, y: 0, width: 2000, height: 1200 });
});

it('brings it to the first display, no larger than that, when its own is gone', () => {
  expect(placeWindow(saved, [laptop])).toEqual({ width: 1440, height: 900 });
});

it('begins in the middle of the first display', () => {
  expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({ width: 1024, height: 700 });
  expect(placeWindow(null, [second])).toEqual({ width: 1360, height: 880 });
});

it('never leaves a window where nobody can catch it by its title bar', () => {
  const number = fc.integer({ min: -5000, max: 5000 });
  const size = fc.integer({ min: 1, max: 5000 });
  fc.assert(
    fc.property(
      fc.record({ x: number, y: number, width: size, height: size, maximized: fc.boolean() }),
      fc.array(
        fc.record({
          x: number,
          y: number,
          width: fc.integer({ min: 640, max: 4000 }),
          height: fc.integer({ min: 480, max: 4000 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      (state, displays) => {
        const { x, y, width } = placeWindow(state, displays);
        if (x === undefined || y === undefined) return true;
        return displays.some(
          (d) =>
            y >= d.y &&
            y + 60 <= d.y + d.height &&
            Math.min(x + width, d.x + d.width) - Math.max(x, d.x) >= Math.min(160, d.width),
        );
      },
    ),
  );
});

it('survives a restart, and a damaged file', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'window-')), 'data', 'window.json');
  expect(readWindowState(file)).toBeNull();
  await writeWindowState(file, saved);
  expect(readWindowState(file)).toEqual(saved);
  writeFileSync(file, '{"x":');
  expect(readWindowState(file)).toBeNull();
  writeFileSync(file, '{"x":1e99,"y":0,"width":-1,"height":0,"maximized":true}');
  expect(readWindowState(file)).toBeNull();
});
