import iconv from 'iconv-lite';

/** An encoding that files of articles come in. */
interface Candidate {
  /** As the web's encoding standard names it. */
  readonly name: string;
  readonly label: string;
  /** Letters beyond ASCII that each of its languages writes, the frequent ones first, in small letters. */
  readonly languages: readonly string[];
  /** Where two explain a text equally well, the more usual one is likelier. */
  readonly prior: number;
}

const western = ['éèàêçôîûùâëïœ', 'äüöß', 'óíáéñúü¿¡', 'ãçéáõíóêúâôà', 'åäöøæé', 'èàòùìé', 'ëéïè', 'íáþðóéöúæý'];
const central = ['íáéěřščžýůúóňťď', 'áíéčšžýúľťňôäďóĺŕ', 'łęąóśżćźń', 'áéöóőíüúű', 'ăîâşţ', 'čšžćđ', 'äüöß'];
const russian = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё';
const cyrillic = [russian, `${russian}іїєґ`, 'аоиетнрсвлкдмпуяјгзбцчшжћђљњџхф'];
const arabic = 'اليمونرتبهسعدفكقحجةأشصطخذىءإضئزثغظآؤ،؛؟پچژگکیًٌٍَُِّْ\u200c';
const greek = 'αοιετσνηυρπκμλςωάίόέήγδχθφύώβξζψϊϋΐΰ';
const hebrew = 'יוהלארמתבנשדםקחעפכטזןגסצךץףְֱֲִֵֶַָֹּׁׂ';
const thai = 'านรกอเง่มยลวดทสต้ะปบคหแจพชขใไโผซถธณฐศษฎฏญฉภฒฌฆฑฮฝฟฬ็ํัิีึืุู์ๆๅำฤฯ';

const oneByte: readonly Candidate[] = [
  { name: 'windows-1252', label: 'Western European (windows-1252)', languages: western, prior: 0.08 },
  { name: 'windows-1250', label: 'Central European (windows-1250)', languages: central, prior: 0.03 },
  { name: 'windows-1251', label: 'Cyrillic (windows-1251)', languages: cyrillic, prior: 0.05 },
  { name: 'windows-1253', label: 'Greek (windows-1253)', languages: [greek], prior: 0.03 },
  { name: 'windows-1254', label: 'Turkish (windows-1254)', languages: ['ıişğüöçİâî'], prior: 0.02 },
  { name: 'windows-1255', label: 'Hebrew (windows-1255)', languages: [hebrew], prior: 0.03 },
  { name: 'windows-1256', label: 'Arabic (windows-1256)', languages: [arabic], prior: 0.03 },
  { name: 'windows-1257', label: 'Baltic (windows-1257)', languages: ['āīēšūņžļčģķ', 'ėšūųžąįčę', 'äõüöšž'], prior: 0 },
  {
    name: 'windows-1258',
    label: 'Vietnamese (windows-1258)',
    languages: ['àđáưạơêôậ\u0300\u0301\u0309\u0303\u0323ăéúíóèýùìò'],
    prior: 0,
  },
  { name: 'windows-874', label: 'Thai (windows-874)', languages: [thai], prior: 0.03 },
  { name: 'iso-8859-2', label: 'Central European (ISO-8859-2)', languages: central, prior: 0.02 },
  { name: 'iso-8859-5', label: 'Cyrillic (ISO-8859-5)', languages: cyrillic, prior: 0 },
  { name: 'koi8-r', label: 'Russian (KOI8-R)', languages: [russian], prior: 0.03 },
  { name: 'koi8-u', label: 'Ukrainian (KOI8-U)', languages: [`${russian}іїєґ`], prior: 0.01 },
  { name: 'ibm866', label: 'Cyrillic of DOS (IBM866)', languages: [russian], prior: 0 },
  { name: 'macintosh', label: 'Western European of old Macs (Mac Roman)', languages: western, prior: -0.1 },
];
const manyBytes: readonly Candidate[] = [
  { name: 'shift_jis', label: 'Japanese (Shift_JIS)', languages: [], prior: 0.05 },
  { name: 'euc-jp', label: 'Japanese (EUC-JP)', languages: [], prior: 0.03 },
  { name: 'euc-kr', label: 'Korean (EUC-KR)', languages: [], prior: 0.04 },
  { name: 'gb18030', label: 'Chinese, simplified (GB18030)', languages: [], prior: 0.04 },
  { name: 'big5', label: 'Chinese, traditional (Big5)', languages: [], prior: 0.03 },
];
const marked: readonly Candidate[] = [
  { name: 'utf-8', label: 'Unicode (UTF-8)', languages: [], prior: 0 },
  { name: 'utf-16le', label: 'Unicode (UTF-16, little endian)', languages: [], prior: 0 },
  { name: 'utf-16be', label: 'Unicode (UTF-16, big endian)', languages: [], prior: 0 },
  { name: 'iso-2022-jp', label: 'Japanese mail (ISO-2022-JP)', languages: [], prior: 0 },
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

/** Bytes that a guess looks at. More make it no surer. */
const longestSample = 6_000;

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
    const share = controlShare(text);
    if (share > controlLimit) continue;
    const judged =
      candidate.languages.length === 0 ? eastAsian(text, candidate.name) : alphabetic(text, candidate.languages);
    found.push({ name: candidate.name, score: judged + candidate.prior - share * 20 });
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

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const control = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/;
/** More than this share of control characters and it is no text. */
export const controlLimit = 0.02;

export function controlShare(text: string): number {
  if (!control.test(text)) return 0;
  let controls = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 32 && (code < 9 || code > 13)) || (code >= 0x7f && code < 0xa0 && code !== 0x85)) controls++;
  }
  return controls / Math.max(text.length, 1);
}

/** Asked for each character in each encoding: what was found out is kept. */
const letters = new Map<string, boolean>();
function isLetter(character: string): boolean {
  let is = letters.get(character);
  if (is === undefined) {
    is = /[\p{L}\p{M}]/u.test(character);
    letters.set(character, is);
  }
  return is;
}
const isAsciiLetter = (character: string) => /[A-Za-z]/.test(character);

/** How usual the letters are that words of an alphabet hold, in the language that fits best. */
function alphabetic(text: string, languages: readonly string[]): number {
  const latin = /\p{Script=Latin}/u.test(languages[0]?.[0] ?? '');
  const all = new Set(languages.join(''));
  const ranks = languages.map(
    (letters) => new Map([...letters].map((letter, at, all) => [letter, 1 - (0.5 * at) / all.length])),
  );
  const sums = ranks.map(() => 0);
  let count = 0;
  let before = ' ';
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character > '\x7f') {
      const after = text[at + 1] ?? ' ';
      const small = character.toLowerCase();
      const place = placed(character, small, before, after, latin);
      for (const [index, rank] of ranks.entries()) {
        const usual = rank.get(character) ?? rank.get(small);
        if (usual === undefined && !isLetter(character)) sums[index]! += sign(character, before, after);
        else sums[index]! += (usual ?? (all.has(small) ? -0.2 : -1)) + place;
      }
      count++;
    }
    before = character;
  }
  return Math.max(...sums) / Math.max(1, count);
}

/** What speaks against a letter at its place, 0 or less. */
function placed(character: string, small: string, before: string, after: string, latin: boolean): number {
  if (!isLetter(character)) return 0;
  let worth = 0;
  if (small !== character) worth -= isLetter(before) ? (before.toLowerCase() === before ? 1.5 : 0.6) : 0.05;
  if (latin) {
    if (before > '\x7f' && isLetter(before)) worth -= 0.5;
    if (!isLetter(before) && !isLetter(after)) worth -= /[éàóyoeèú]/.test(small) ? 0.1 : 0.5;
  } else if (isAsciiLetter(before) || isAsciiLetter(after)) worth -= 1.5;
  return worth;
}

/** How usual it is that a sign other than a letter stands where it stands. */
function sign(character: string, before: string, after: string): number {
  const inside = isLetter(before) && isLetter(after);
  if (character === '’') return isLetter(before) ? 0.9 : 0.3;
  if (/[“„‘‚«‹]/.test(character)) return !isLetter(before) && !/\s/.test(after) ? 0.9 : 0.2;
  if (/[”»›]/.test(character)) return !/\s/.test(before) || /\s/.test(after) ? 0.9 : 0.2;
  if (/[–—…\u00a0\u00ad]/.test(character)) return 0.7;
  return inside ? -2 : usualSigns.has(character) ? 0.3 : -0.8;
}

const usualSigns = new Set('“”„‘’‚–—…«»‹›°§€£·©®™\u00a0\u00adº•№´');

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
      else if (code >= 0xac00 && code <= 0xd7a3) sum += korean ? (isCommon(character, name) ? 0.9 : -0.8) : -1;
      else if (code >= 0x4e00 && code <= 0x9fff)
        sum += frequent.has(character) ? (korean ? 0 : 1) : isCommon(character, name) ? (korean ? -0.4 : 0.3) : -0.6;
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

/** The rows that a standard begins with hold the common characters; of Korean's syllables, those of the older standard. */
const rows: Readonly<Record<string, readonly [first: number, last: number, from: number]>> = {
  gb18030: [0xb0, 0xd7, 0xa1],
  big5: [0xa4, 0xc6, 0x40],
  shift_jis: [0x88, 0x97, 0x40],
  'euc-jp': [0xb0, 0xcf, 0xa1],
  'euc-kr': [0xb0, 0xc8, 0xa1],
};
const common = new Map<string, ReadonlySet<string>>();

function isCommon(character: string, name: string): boolean {
  let found = common.get(name);
  if (found === undefined) {
    const [first, last, from] = rows[name]!;
    const bytes: number[] = [];
    for (let lead = first; lead <= last; lead++) for (let trail = from; trail < 0xff; trail++) bytes.push(lead, trail);
    found = new Set(decodeAs(Buffer.from(bytes), name));
    common.set(name, found);
  }
  return found.has(character);
}
