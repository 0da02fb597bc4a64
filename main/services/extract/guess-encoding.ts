import iconv from 'iconv-lite';

/** An encoding that files of articles come in. */
interface Candidate {
  /** As the web's encoding standard names it. */
  readonly name: string;
  readonly label: string;
  /** Letters beyond ASCII that its languages write, the frequent ones first, in small letters. */
  readonly letters: string;
  /** Where two explain a text equally well, the more usual one is likelier. */
  readonly prior: number;
}

const western = 'éèàäöüçêôîßóíáñúãåøæâùûëïœõìòÿðþ¿¡';
const central = 'áíéěřščžýůúóňťďłąęśżźćńöüőűăâîşţđľäôĺŕßë';
const russian = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё';
const cyrillic = `${russian}іїєґўјљњћђџ`;
const arabic = 'اليمونرتبهسعدفكقحجةأشصطخذىءإضئزثغظآؤ،؛؟پچژگکیًٌٍَُِّْ\u200c';
const greek = 'αοιετσνηυρπκμλςωάίόέήγδχθφύώβξζψϊϋΐΰ';
const hebrew = 'יוהלארמתבנשדםקחעפכטזןגסצךץףְֱֲִֵֶַָֹּׁׂ';
const thai = 'านรกอเง่มยลวดทสต้ะปบคหแจพชขใไโผซถธณฐศษฎฏญฉภฒฌฆฑฮฝฟฬ็ํัิีึืุู์ๆๅำฤฯ';

const oneByte: readonly Candidate[] = [
  { name: 'windows-1252', label: 'Western European (windows-1252)', letters: western, prior: 0.08 },
  { name: 'windows-1250', label: 'Central European (windows-1250)', letters: central, prior: 0.03 },
  { name: 'windows-1251', label: 'Cyrillic (windows-1251)', letters: cyrillic, prior: 0.05 },
  { name: 'windows-1253', label: 'Greek (windows-1253)', letters: greek, prior: 0.03 },
  { name: 'windows-1254', label: 'Turkish (windows-1254)', letters: 'ışğüöçİâîû', prior: 0.02 },
  { name: 'windows-1255', label: 'Hebrew (windows-1255)', letters: hebrew, prior: 0.03 },
  { name: 'windows-1256', label: 'Arabic (windows-1256)', letters: arabic, prior: 0.03 },
  { name: 'windows-1257', label: 'Baltic (windows-1257)', letters: 'āšēīėžūųčąįęņļģķõäöü', prior: 0 },
  { name: 'windows-1258', label: 'Vietnamese (windows-1258)', letters: 'àđáưạơêôậ́̀̉̃ăéúíóèýùìò', prior: 0 },
  { name: 'windows-874', label: 'Thai (windows-874)', letters: thai, prior: 0.03 },
  { name: 'iso-8859-2', label: 'Central European (ISO-8859-2)', letters: central, prior: 0.02 },
  { name: 'iso-8859-5', label: 'Cyrillic (ISO-8859-5)', letters: cyrillic, prior: 0 },
  { name: 'koi8-r', label: 'Russian (KOI8-R)', letters: russian, prior: 0.03 },
  { name: 'koi8-u', label: 'Ukrainian (KOI8-U)', letters: `${russian}іїєґ`, prior: 0.01 },
  { name: 'ibm866', label: 'Cyrillic of DOS (IBM866)', letters: russian, prior: 0 },
  { name: 'macintosh', label: 'Western European of old Macs (Mac Roman)', letters: western, prior: 0 },
];
const manyBytes: readonly Candidate[] = [
  { name: 'shift_jis', label: 'Japanese (Shift_JIS)', letters: '', prior: 0.05 },
  { name: 'euc-jp', label: 'Japanese (EUC-JP)', letters: '', prior: 0.03 },
  { name: 'euc-kr', label: 'Korean (EUC-KR)', letters: '', prior: 0.04 },
  { name: 'gb18030', label: 'Chinese, simplified (GB18030)', letters: '', prior: 0.04 },
  { name: 'big5', label: 'Chinese, traditional (Big5)', letters: '', prior: 0.03 },
];
const marked: readonly Candidate[] = [
  { name: 'utf-8', label: 'Unicode (UTF-8)', letters: '', prior: 0 },
  { name: 'utf-16le', label: 'Unicode (UTF-16, little endian)', letters: '', prior: 0 },
  { name: 'utf-16be', label: 'Unicode (UTF-16, big endian)', letters: '', prior: 0 },
  { name: 'iso-2022-jp', label: 'Japanese mail (ISO-2022-JP)', letters: '', prior: 0 },
];
const candidates = [...oneByte, ...manyBytes];

/** All encodings that can be chosen, by their names, with words for people. */
export const encodingLabels: ReadonlyMap<string, string> = new Map(
  [...marked, ...candidates].map(({ name, label }) => [name, label]),
);

/** Names that `iconv` has otherwise, or for something narrower than what the web means by them. */
const iconvNames: Readonly<Record<string, string>> = {
  'euc-kr': 'cp949',
  ibm866: 'cp866',
  big5: 'big5hkscs',
  'windows-874': 'cp874',
};

/** Bytes as text in an encoding of the list; U+FFFD for what it does not have. Keeps a byte order mark. */
export function decodeAs(bytes: Uint8Array, name: string): string {
  if (name === 'iso-2022-jp') return new TextDecoder(name, { ignoreBOM: true }).decode(bytes);
  return iconv.decode(bytes as Buffer, iconvNames[name] ?? name, { stripBOM: false });
}

/** Characters that a guess looks at. More make it no surer. */
const longestSample = 60_000;

export interface Guess {
  readonly name: string;
  /** About -2 … 1: how much what lies beyond ASCII looks like its languages. */
  readonly score: number;
}

/**
 * The encodings that bytes beyond ASCII can be in, the likeliest first; those that have no characters for them are
 * left out. Judged by the letters that come out: how usual they are, whether scripts are mixed in a word, capitals stand
 * inside words, symbols between letters, and for Chinese, Japanese and Korean whether they are the common ones.
 */
export function guessEncodings(bytes: Uint8Array, also: readonly string[] = []): Guess[] {
  const sample = sampleOf(bytes);
  const found: Guess[] = [];
  for (const candidate of candidates) {
    const text = decodeAs(sample, candidate.name);
    if (text.slice(0, -1).includes('\uFFFD') || (text.endsWith('\uFFFD') && sample.length === bytes.length)) continue;
    if (controls.test(text)) continue;
    const judged = candidate.letters === '' ? eastAsian(text, candidate.name) : alphabetic(text, candidate.letters);
    found.push({ name: candidate.name, score: judged + candidate.prior });
  }
  for (const name of also) found.push({ name, score: alphabetic(decodeAs(sample, name), western) });
  return found.sort((a, b) => b.score - a.score);
}

/** The likeliest encoding of bytes that are not UTF-8; null when none has characters for them. */
export const likeliest = (bytes: Uint8Array, also: readonly string[] = []): string | null =>
  guessEncodings(bytes, also)[0]?.name ?? null;

/** Lines with something beyond ASCII from the beginning of the text: only they tell encodings apart. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= longestSample) return bytes;
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let start = 0; start < bytes.length && length < longestSample; ) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found + 1;
    const line = bytes.subarray(start, Math.min(end, start + longestSample));
    if (line.some((byte) => byte >= 0x80)) {
      parts.push(line);
      length += line.length;
    }
    start = end;
  }
  return Buffer.concat(parts);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no text has
const controls = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]/;
const usualSigns = new Set('“”„‘’‚–—…«»‹›°§€£·©®™\u00a0\u00adº•№´');
const isLetter = (character: string) => /[\p{L}\p{M}]/u.test(character);
const isAsciiLetter = (character: string) => /[A-Za-z]/.test(character);

/** How usual the letters are that words of an alphabet hold. */
function alphabetic(text: string, letters: string): number {
  const rank = new Map([...letters].map((letter, at, all) => [letter, 1 - (0.7 * at) / all.length]));
  const latin = /\p{Script=Latin}/u.test(letters[0] ?? '');
  let sum = 0;
  let count = 0;
  let before = ' ';
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character > '\x7f') {
      const after = text[at + 1] ?? ' ';
      sum += worth(character, before, after, rank, latin);
      count++;
    }
    before = character;
  }
  return sum / Math.max(1, count);
}

function worth(
  character: string,
  before: string,
  after: string,
  rank: ReadonlyMap<string, number>,
  latin: boolean,
): number {
  const small = character.toLowerCase();
  const usual = rank.get(character) ?? rank.get(small);
  if (!isLetter(character)) {
    const inside = isLetter(before) && isLetter(after) && character !== '’' && character !== '\u00ad';
    if (usual !== undefined) return usual;
    return inside ? -2 : usualSigns.has(character) ? 0.4 : -0.8;
  }
  let worth = usual ?? -1;
  if (small !== character) worth -= isLetter(before) ? (before.toLowerCase() === before ? 1.5 : 0.6) : 0.05;
  if (latin) {
    if (before > '\x7f' && isLetter(before)) worth -= 0.7;
    if (!isLetter(before) && !isLetter(after)) worth -= /[éàóyoeèú]/.test(small) ? 0.1 : 0.5;
  } else if (isAsciiLetter(before) || isAsciiLetter(after)) worth -= 1.5;
  return worth;
}

const frequent = new Set(
  '的一是不了在人有我他这中大来上国个到说们为子和你地出会也时要就可以对生能而得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运' +
    '這個們來為時會國說過後發對經還開現從實與長軍體機關點業將兩間問戰動頭見義條系氣題爾別變電數報結產總論務處認門員統區隊決馬則聽達強難權設記類據邊張該規萬覺術領確傳師觀讓識導爭運當進沒樣' +
    '日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賀訴辺造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳極種美岡影命含福蔵量望松非撃佐核観察整段横融型白深字答夜製票況音申様財港識注呼渉達',
);

/** How usual the characters are, weighed by their bytes. */
function eastAsian(text: string, name: string): number {
  const japanese = name === 'shift_jis' || name === 'euc-jp';
  const korean = name === 'euc-kr';
  let sum = 0;
  let count = 0;
  let before = ' ';
  for (const character of text) {
    if (character > '\x7f') {
      const code = character.codePointAt(0)!;
      count++;
      if (code >= 0xff61 && code <= 0xff9f) sum -= 0.8;
      else if (code >= 0x3040 && code <= 0x30ff) sum += japanese ? 1 : -0.8;
      else if (code >= 0xac00 && code <= 0xd7a3) sum += korean ? (isCommonHangul(character) ? 0.9 : -0.8) : -1;
      else if (code >= 0x4e00 && code <= 0x9fff)
        sum += frequent.has(character)
          ? korean
            ? 0
            : 1
          : isFirstLevel(character, name)
            ? korean
              ? -0.4
              : 0.3
            : -0.6;
      else if ((code >= 0x3000 && code <= 0x3011) || (code >= 0xff01 && code <= 0xff5e) || usualSigns.has(character))
        sum += 0.4;
      else if (code >= 0x2460 && code <= 0x27bf) sum += 0;
      else sum -= 1;
      if (isAsciiLetter(before) && code >= 0x3400) sum -= 0.7;
    } else if (before >= '\u3400' && isAsciiLetter(character)) sum -= korean ? 0.2 : 0.5;
    before = character;
  }
  return sum / Math.max(1, count);
}

/** Whether the older, smaller standard has it, whose two bytes are both beyond 0xA0. */
function isCommonHangul(character: string): boolean {
  const [first = 0, second = 0] = iconv.encode(character, 'cp949');
  return first >= 0xb0 && first <= 0xc8 && second >= 0xa1;
}

/** The standards have the common characters in rows of their own, before the rest. */
function isFirstLevel(character: string, name: string): boolean {
  const [first = 0, second = 0] = iconv.encode(character, iconvNames[name] ?? name);
  if (name === 'gb18030') return first >= 0xb0 && first <= 0xd7 && second >= 0xa1;
  if (name === 'big5') return first >= 0xa4 && first <= 0xc6;
  if (name === 'shift_jis') return first >= 0x88 && first <= 0x97;
  if (name === 'euc-jp') return first >= 0xb0 && first <= 0xcf;
  return false;
}
