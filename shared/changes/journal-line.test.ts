import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from './change.ts';
import { fitsLine, maxLineBytes, readLine, writeHeader, writeLine } from './journal-line.ts';

declare const process: {
  getBuiltinModule(name: 'node:crypto'): {
    createHash(name: string): { update(text: string): { digest(encoding: 'hex'): string } };
  };
};
const { createHash } = process.getBuiltinModule('node:crypto');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Any text, lone surrogates, line separators and look-alikes of the line's own ending among it. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc.constantFrom(`","hash":"${'0'.repeat(64)}"}`, '\n', '\r\n', '\u2028', '\uFEFF', '__proto__'),
);
const someText = anyText.filter((text) => text !== '');
const fields = fc.dictionary(someText, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 });

const changes: fc.Arbitrary<Change> = fc.record({
  id: someText,
  at: fc.constant('2026-11-22T08:00:00.000Z+0000'),
  by: someText,
  origin: fc.constantFrom('user', 'undo', 'import'),
  gesture: someText,
  edits: fc.array(
    fc.record({ kind: fc.constantFrom('span', 'speaker', 'later-kind'), id: someText, after: fields, before: fields }),
    { minLength: 1, maxLength: 3 },
  ),
}) as fc.Arbitrary<never>;

const header = {
  writer: 'mk-1',
  annotator: { id: 'mk', name: 'Mina Kask', initials: 'MK' },
  createdAt: '2026-11-22T08:00:00.000Z',
};

describe('a line', () => {
  it('gives back what was written, in one line', () => {
    fc.assert(
      fc.property(fc.nat(), anyText, changes, (n, prev, change) => {
        const { line, hash } = writeLine(n, prev, change, sha256);
        expect(line).not.toMatch(/[\n\r]/);
        const read = readLine(line, sha256);
        expect(read).toEqual({ n, prev, hash, change: JSON.parse(JSON.stringify(change)) });
      }),
    );
  });

  it('can be checked on its bytes alone', () => {
    fc.assert(
      fc.property(fc.nat(), changes, (n, change) => {
        const { line, hash } = writeLine(n, '', change, sha256);
        const end = ',"hash":""}'.length + 64;
        expect(line.slice(-end)).toBe(`,"hash":"${hash}"}`);
        expect(sha256(line.slice(0, -end))).toBe(hash);
      }),
    );
  });

  it('does not survive the change of one character, and reading it never throws', () => {
    fc.assert(
      fc.property(changes, fc.nat(), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), (change, at, other) => {
        const { line } = writeLine(7, 'x', change, sha256);
        const where = at % line.length;
        fc.pre(line[where] !== other && line[where] !== other[0]);
        expect(readLine(line.slice(0, where) + other + line.slice(where + 1), sha256)).toHaveProperty('fault');
      }),
    );
  });

  it('cut anywhere is a fault', () => {
    fc.assert(
      fc.property(changes, fc.nat(), (change, at) => {
        const { line } = writeLine(7, 'x', change, sha256);
        expect(readLine(line.slice(0, at % line.length), sha256)).toHaveProperty('fault');
      }),
    );
  });

  it('of anything else is a fault, also when its checksum is right', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.json()), (text) => {
        expect(readLine(text, sha256)).toHaveProperty('fault');
        const sealed = `${text},"hash":"${sha256(text)}"}`;
        const read = readLine(sealed, sha256);
        if (!('fault' in read)) expect(read).toHaveProperty('n');
      }),
    );
  });

  it('that is nested more deeply than any change is a fault', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = `{"n":1,"prev":"","change":{"id":"c","at":"x","by":"x","origin":"user","gesture":"g","edits":[{"kind":"span","id":"s","after":{"x":${deep}}}]}`;
    expect(readLine(`${body},"hash":"${sha256(body)}"}`, sha256)).toEqual({
      fault: 'holds no change that can be read',
    });
  });
});

describe('a change', () => {
  it('that is said to fit makes a line that is not too long, wherever it stands', () => {
    const { Buffer } = globalThis as unknown as { Buffer: { byteLength(text: string): number } };
    const bytes = (text: string) => Buffer.byteLength(text);
    const [anyOne] = fc.sample(changes, { numRuns: 1, seed: 1 }) as [Change];
    const letters = fc.constantFrom('x', 'ü', '한', '😀', '"', '\u0007');
    fc.assert(
      fc.property(letters, fc.integer({ min: -400, max: 100 }), (letter, away) => {
        const each = bytes(JSON.stringify(letter)) - 2;
        const note = letter.repeat(Math.floor((maxLineBytes + away * 2) / each));
        const change = { ...anyOne, edits: [{ kind: 'target', id: 't', after: { note } }] } as Change;
        const { line } = writeLine(Number.MAX_SAFE_INTEGER, 'f'.repeat(64), change, () => '0'.repeat(64));
        if (fitsLine(change)) expect(bytes(line)).toBeLessThanOrEqual(maxLineBytes);
        else expect(bytes(line)).toBeGreaterThan(maxLineBytes - 400);
      }),
      { numRuns: 8 },
    );
  });
});

describe('a header', () => {
  it('gives back what was written', () => {
    const { line, hash } = writeHeader(0, '', header, sha256);
    expect(readLine(line, sha256)).toEqual({
      n: 0,
      prev: '',
      hash,
      journal: { format: 'rapporteur.journal/1', ...header },
    });
  });

  it('of another format cannot be read as one', () => {
    const { line } = writeHeader(0, '', header, sha256);
    const body = line.slice(0, -(',"hash":""}'.length + 64)).replace('rapporteur.journal/1', 'something/1');
    expect(readLine(`${body},"hash":"${sha256(body)}"}`, sha256)).toEqual({ fault: 'is a header that cannot be read' });
  });
});
