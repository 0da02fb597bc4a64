import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openLog } from './log-file.ts';

const temporary = () => mkdtempSync(join(tmpdir(), 'log-'));

describe('openLog', () => {
  it('appends one dated message after another, over restarts', () => {
    const file = join(temporary(), 'logs', 'main.log');
    openLog(file)('first');
    openLog(file)('second\nwith more');
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z first$/);
    expect(lines[1]).toMatch(/Z second$/);
    expect(lines[2]).toBe('  with more');
  });

  it('never takes more than two files of the given size', () => {
    const folder = temporary();
    const log = openLog(join(folder, 'main.log'), 1000);
    for (let i = 0; i < 100; i++) log(`message ${i} ${'x'.repeat(50)}`);
    expect(readdirSync(folder).sort()).toEqual(['main.log', 'main.log.1']);
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).length).toBeLessThanOrEqual(1000);
    expect(readFileSync(join(folder, 'main.log'), 'utf8')).toContain('message 99 ');
  });

  it('goes on without a file when none can be written', () => {
    const folder = temporary();
    writeFileSync(join(folder, 'logs'), 'a file where the folder should be');
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      openLog(join(folder, 'logs', 'main.log'))('still said');
      expect(String(written.mock.calls[0]?.[0])).toContain('still said');
    } finally {
      written.mockRestore();
    }
  });
});
