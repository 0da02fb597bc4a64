import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decode } from './decode.ts';

const none = () => null;
const bytes = (...parts: (string | number[] | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const korean =
  '외교부 당국자는 “대화의 문은 열려 있다”고 말했다.\n북한은 아직 공식 반응을 내놓지 않았다. 회담은 다음 주에 다시 열린다.\n';
const japanese =
  '政府は、対話に応じるまで圧力を強める方針だ。\n外相は「扉は閉ざしていない」と述べた。会談は来週に再び開かれる。\n';
const german =
  'Die Minister für Äußeres trafen sich am Übergang. „Es war kühl“, sagte einer – müde, aber höflich.\nSie möchten später fortfahren.\n';

describe('what is text', () => {
  test('UTF-8 is taken as it is, with or without a mark', () => {
    expect(decode(bytes(korean), none)).toEqual({ text: korean, notices: [] });
    expect(decode(bytes([0xef, 0xbb, 0xbf], korean), none)).toEqual({ text: korean, notices: [] });
    expect(decode(bytes('\uFEFF\uFEFFx'), none).text).toBe('\uFEFFx');
  });

  test.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('%s with a mark', (name) => {
    for (const text of [korean, german, 'plain words\n', '😀 and 👩‍👩‍👧\n'])
      expect(decode(iconv.encode(text, name, { addBOM: true }), none)).toEqual({ text, notices: [] });
  });

  test.each(['utf-16le', 'utf-16be'])('%s without a mark is found by its order of bytes, and told', (name) => {
    for (const text of [korean, japanese, german, 'a few plain words\n']) {
      const read = decode(iconv.encode(text, name), none);
      expect(read.text).toBe(text);
      expect(read.notices).toEqual([expect.stringMatching(/^Read as UTF-16/)]);
    }
  });

  test.each([
    ['windows-1252', german],
    ['cp949', korean.repeat(3)],
    ['shift_jis', japanese.repeat(3)],
    ['euc-jp', japanese.repeat(3)],
    ['gb18030', '外交部发言人表示，对话的大门是敞开的。双方将在下周继续会谈，这对地区和平十分重要。\n'.repeat(3)],
    ['windows-1251', 'Министр иностранных дел заявил, что переговоры продолжатся на следующей неделе.\n'.repeat(3)],
  ])('%s is guessed, and told as a guess', (name, text) => {
    const read = decode(iconv.encode(text, name), none);
    expect(read.text).toBe(text);
    expect(read.notices).toEqual([expect.stringMatching(/^Read as .*, a guess/)]);
  });

  test('what a page says of itself comes before a guess, and behind strict UTF-8', () => {
    const text = 'été à la carte, déjà vu\n';
    expect(decode(iconv.encode(text, 'macroman'), () => 'macintosh')).toEqual({ text, notices: [] });
    expect(decode(bytes(text), () => 'macintosh')).toEqual({ text, notices: [] });
    expect(decode(iconv.encode('“ok” – ok', 'windows-1252'), () => 'iso-8859-1').text).toBe('“ok” – ok');
  });

  test('Japanese mail', () => {
    const escaped = bytes([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42], ' (Japan)\n');
    expect(decode(escaped, none)).toEqual({ text: '日本 (Japan)\n', notices: ['Read as ISO-2022-JP.'] });
  });

  test('a few damaged bytes in UTF-8 do not turn the rest into another encoding', () => {
    const cut = decode(bytes(korean).subarray(0, -3), none);
    expect(cut.text.startsWith(korean.slice(0, -3))).toBe(true);
    const damaged = decode(bytes(korean, [0x92], korean), none);
    expect(damaged.text).toBe(`${korean}\uFFFD${korean}`);
    expect(damaged.notices).toEqual(['The file is UTF-8 with one damaged place, shown as “\uFFFD”.']);
  });
});

describe('what is no text', () => {
  test.each([
    ['%PDF-1.4\n%âãÏÓ', /PDF/],
    ['PK\x03\x04....', /ZIP archive or an office document/],
    ['\x89PNG\r\n\x1a\n', /PNG/],
    ['\xd0\xcf\x11\xe0\xa1\xb1', /old office document/],
    ['{\\rtf1\\ansi Hello}', /RTF/],
    ['SQLite format 3\0', /database/],
  ])('%j is named', (start, words) => {
    expect(() => decode(Buffer.from(start, 'latin1'), none)).toThrow(words);
  });

  test('random bytes are refused, at any length and whatever they hold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 400, maxLength: 4000 }), (random) => {
        expect(() => decode(random, none)).toThrow(/not text/);
      }),
      { numRuns: 100 },
    );
  });

  test('any bytes are either text without lone surrogates or a refusal for a person', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
        ),
        (input) => {
          try {
            const { text } = decode(input, none);
            expect(Buffer.from(text).toString()).toBe(text);
          } catch (error) {
            expect(error).toMatchObject({ name: 'Failure', code: 'unsupported' });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
