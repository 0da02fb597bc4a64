import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../services/files/atomic-write.ts';

const stateSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

/** A rectangle in screen coordinates, device-independent pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const usual = { width: 1360, height: 880 };
const leastVisible = { width: 160, height: 60 };

/**
 * Where to put a window: where it was last time if enough of it can be seen and caught by its title bar on a display
 * that is there now, else in the middle of the first display (`displays` are work areas, main one first).
 */
export function placeWindow(
  saved: WindowState | null,
  displays: readonly Box[],
): { width: number; height: number; x?: number; y?: number } {
  const home = displays[0];
  const sized = (size: { width: number; height: number }, area: Box | undefined) => ({
    width: Math.min(size.width, area?.width ?? size.width),
    height: Math.min(size.height, area?.height ?? size.height),
  });
  if (!saved) return sized(usual, home);
  for (const area of displays) {
    const place = { x: saved.x, y: saved.y, ...sized(saved, area) };
    if (catchable(place, area)) return place;
  }
  return sized(saved, home);
}

function catchable(window: Box, display: Box): boolean {
  const width = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x);
  const titleBar = window.y >= display.y && window.y + leastVisible.height <= display.y + display.height;
  return width >= leastVisible.width && titleBar;
}

/** What was saved; null at the first start and when the file is no longer what it should be. */
export function readWindowState(file: string): WindowState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps the state for the next start. */
export async function writeWindowState(file: string, state: WindowState): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify(state)}\n`);
}
