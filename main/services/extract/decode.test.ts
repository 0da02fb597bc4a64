import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decode, encodingsOf } from './decode.ts';
import { decodeAs, encodingLabels } from './guess-encoding.ts';

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
    expect(decode(bytes(korean), none)).toMatchObject({
      text: korean,
      notices: [],
      encoding: { name: 'utf-8', sure: true },
    });
    expect(decode(bytes([0xef, 0xbb, 0xbf], korean), none)).toMatchObject({
      text: korean,
      notices: [],
      encoding: { name: 'utf-8', sure: true },
    });
    expect(decode(bytes('\uFEFF\uFEFFx'), none).text).toBe('\uFEFFx');
  });

  test.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('%s with a mark', (name) => {
    for (const text of [korean, german, 'plain words\n', '😀 and 👩‍👩‍👧\n'])
      expect(decode(iconv.encode(text, name, { addBOM: true }), none)).toMatchObject({ text, notices: [] });
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
    expect(decode(iconv.encode(text, 'macroman'), () => 'macintosh')).toMatchObject({ text, notices: [] });
    expect(decode(bytes(text), () => 'macintosh')).toMatchObject({ text, notices: [] });
    expect(decode(iconv.encode('“ok” – ok', 'windows-1252'), () => 'iso-8859-1').text).toBe('“ok” – ok');
  });

  test('Japanese mail', () => {
    const escaped = bytes([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42], ' (Japan)\n');
    expect(decode(escaped, none)).toMatchObject({ text: '日本 (Japan)\n', notices: ['Read as ISO-2022-JP.'] });
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
          fc
            .string({ unit: fc.constantFrom('a', 'é', '日', '😀', '\0', '\x1b', '\ufffe', '\u0301', '\n') })
            .map((text) => Buffer.from(text)),
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
      { numRuns: 100 },
    );
  });
});

describe('the guess, and what overrules it', () => {
  const iconvName: Record<string, string> = {
    'euc-kr': 'cp949',
    ibm866: 'cp866',
    big5: 'big5hkscs',
    'windows-874': 'cp874',
  };
  const encode = (text: string, name: string) =>
    name === 'iso-2022-jp' ? toIso2022(text) : iconv.encode(text, iconvName[name] ?? name);
  /** JIS X 0208 is EUC-JP without the high bits. */
  function toIso2022(text: string): Buffer {
    const parts: number[] = [];
    let wide = false;
    for (const character of text) {
      const raw = [...iconv.encode(character, 'euc-jp')];
      if ((raw.length === 2) !== wide) parts.push(0x1b, ...(wide ? [0x28, 0x42] : [0x24, 0x42]));
      wide = raw.length === 2;
      parts.push(...raw.map((byte) => byte & 0x7f));
    }
    return Buffer.from(wide ? [...parts, 0x1b, 0x28, 0x42] : parts);
  }

  test.each([
    [
      'windows-1252',
      'Der Präsident empfängt heute die Botschafter',
      'Les députés européens ont voté',
      'La señora dijo que sí',
      '“No comment,” she said – twice',
    ],
    [
      'windows-1250',
      'Vláda schválila nový rozpočet na příští rok',
      'Sejm przyjął ustawę większością głosów',
      'A kormány elfogadta a jövő évi költségvetést',
    ],
    [
      'windows-1251',
      'Правительство утвердило бюджет',
      'Президентът прие посланиците',
      'Уряд схвалив бюджет на її прохання',
    ],
    ['windows-1253', 'Η κυβέρνηση ενέκρινε τον προϋπολογισμό'],
    ['windows-1254', 'Hükümet gelecek yılın bütçesini onayladı, muhalefet karşı çıktı'],
    ['windows-1255', 'הממשלה אישרה את התקציב'],
    ['windows-1256', 'وافقت الحكومة على الميزانية الجديدة'],
    [
      'windows-1257',
      'Valdība apstiprināja nākamā gada budžetu',
      'Vyriausybė patvirtino kitų metų biudžetą, kurį pateikė ministrė',
    ],
    ['windows-874', 'รัฐบาลอนุมัติงบประมาณปีหน้า'],
    ['koi8-r', 'Правительство утвердило бюджет', 'Послы прибыли в столицу'],
    ['ibm866', 'Правительство утвердило бюджет на следующий год'],
    ['shift_jis', '内閣は来年度の予算案を決定した', '円安が進む', 'サミット開幕'],
    ['euc-jp', '内閣は来年度の予算案を決定した', 'サミット開幕'],
    ['iso-2022-jp', '内閣は来年度の予算案を決定した'],
    ['euc-kr', '정부가 내년 예산안을 의결했다', '국회 본회의'],
    ['gb18030', '政府通过了明年的预算', '国务院总理'],
    ['big5', '政府通過了明年的預算', '行政院院長'],
  ])('%s is told by a line, and by a long text', (name, ...lines) => {
    for (const line of lines)
      for (const text of [line, `${line}.\n`.repeat(30)])
        expect(decode(encode(text, name), none).text, line).toBe(text);
  });

  test.each([...encodingLabels.keys()])('what is written in %s and read as %s is what was written', (name) => {
    const repertoire =
      name === 'iso-2022-jp'
        ? [...'政府は対話にアイウ、。「」abc XYZ 123\n']
        : name.startsWith('utf')
          ? [...'aé日😀\u0301\u200fא한\n ']
          : [...'abc XYZ 123.\n', ...own(name)];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...repertoire), { maxLength: 60 }), (characters) => {
        const text = characters.join('');
        const read = decode(encode(text, name), none, name);
        expect(read).toEqual({ text, notices: [], encoding: { name, sure: true, chosen: true } });
      }),
      { numRuns: 25 },
    );
  });
  /** Characters of an encoding that are its own only one way. */
  function own(name: string): string[] {
    const texts = 'äöüßéèçñåøæÄÖąćęłńśźżřšžýůőűăâşţабвгдежзЯЖѓαβγδεάήışğאבגדابتثجāēģกขค政府對話通过日本アイ정부한국';
    return Array.from(texts).filter(
      (character) => decodeAs(encode(character, name), name) === character && !encode(character, name).includes(0x3f),
    );
  }

  test('what a person chose is kept to, with what does not fit in it told', () => {
    const latin = iconv.encode('déjà vu', 'windows-1252');
    expect(decode(latin, none, 'utf-8').notices).toEqual([expect.stringMatching(/as chosen; 2 places/)]);
    expect(decode(bytes('été'), none, 'windows-1252').text).toBe('Ã©tÃ©');
    expect(decode(bytes('été'), none, 'no-such-encoding').text).toBe('été');
    expect(() => decode(bytes('plain words'), none, 'utf-16le')).not.toThrow();
  });

  test('the choices begin with the guess and show a line that tells them apart', () => {
    const choices = encodingsOf(
      iconv.encode(`${'Plain words.\n'.repeat(50)}Правительство утвердило бюджет.`, 'koi8-r'),
    );
    expect(choices[0]).toMatchObject({
      name: 'koi8-r',
      label: 'Russian (KOI8-R)',
      sample: 'Правительство утвердило бюджет.',
    });
    expect(choices.map(({ name }) => name)).toContain('windows-1251');
    expect(encodingsOf(bytes('Grüße aus Wien'))[0]).toMatchObject({ name: 'utf-8', sample: 'Grüße aus Wien' });
    expect(encodingsOf(iconv.encode('日本の政府', 'utf-16le', { addBOM: true }))[0]).toMatchObject({
      name: 'utf-16le',
    });
  });
});
