import { findDate } from './dates.ts';

/** What a line between headline and text says of the article besides its writer. */
export interface Dateline {
  readonly published: string | null;
  readonly outlet: string | null;
  readonly page: string | null;
}

const pageMark =
  /(?:^|[\s,(;·|])(?:pages?|pp?\.|pg\.|seite|s\.|p[aá]g(?:ina)?\.?)\s?([A-Z]{0,2}\d{1,3}(?:\s?[-–,&]\s?[A-Z]{0,2}\d{1,3})?)(?=$|[\s,);·|])|(?:^|[\s,(])([A-Z]?\d{1,3})\s?(?:면|面|頁|쪽)(?=$|[\s,)])/i;
/** Words that stand around a date and are none of its parts. */
const dateWords =
  /\b(?:published|posted|updated|last (?:updated|modified)|modified|first published|issued|date|on|at|as of|online|print(?:ed)?|edition|(?:late|early) (?:city )?(?:edition|final)|morning|evening|final|top|uhr|stand|veröffentlicht|aktualisiert|erstellt|publié|mis à jour|modifié|le|à|am|vom|gmt|utc|(?:[abceikjmp]|ac|ae|nz)st|edt|cet|cest|kst|jst|am|pm|a\.m\.|p\.m\.|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b\.?|입력|수정|등록|승인|발행|게재|기사|송고|최종|오전|오후|지면|[월화수목금토일]요일|\([월화수목금토일月火水木金土日]\)|公開|更新|配信|掲載|朝刊|夕刊|付|発行|午前|午後|[月火水木金土日]曜日?|发布|发表|时间|(?:ال)?(?:أحد|اثنين|إثنين|ثلاثاء|أربعاء|خميس|جمعة|سبت)|نُ?شر(?: في)?|آخر تحديث/gi;
const clock = /\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?|\d{1,2}\s?[時시时]\s?\d{1,2}\s?[分분]|(?<!\d)[+-]\d{2}:?\d{2}(?!\d)/g;
const outletWord =
  /\b(?:times|post|news|daily|herald|journal|tribune|gazette|guardian|observer|telegraph|independent|chronicle|globe|mail|press|today|wire|agency|shimbun|shinbun|mainichi|asahi|yomiuri|sankei|nikkei|kyodo|jiji|tokyo|ilbo|yonhap|hankyoreh|newsis|xinhua|reuters|associated press|bloomberg|bbc|cnn|npr|nhk|kbs|tass|interfax|zeitung|allgemeine|spiegel|welt|tagesschau|taz|standard|presse|monde|figaro|libération|croix|país|mundo|repubblica|corriere|stampa|economist|week(?:ly)?|magazine|review)\b|^(?:ap|afp|dpa|efe|upi|ansa|kna|epd)$|신문|일보|뉴스|방송|경제|新聞|通信|日報|时报|日报|放送|صحيفة|جريدة|وكالة/i;
/** Whether a short line without a verb names a newspaper, an agency or a station. */
export function isOutletName(line: string): boolean {
  return line.length <= 50 && line.split(/\s+/).length <= 5 && outletWord.test(line) && !/[.!?:,]/.test(line);
}

const agency =
  /\((?:[^()]{0,30}, )?(AP|AFP|dpa|Reuters|Yonhap|Kyodo|Jiji(?: Press)?|Xinhua|UPI|EFE|ANSA|TASS|Bloomberg|Newsis|CNN|BBC|PTI|IANS|ANI|WAFA|Anadolu|KCNA|CNA)(?: News)?\)/;

/**
 * Reads a line as date, outlet and page of the article; null when it is none, that is when anything but those would be
 * left over. A date inside a sentence makes no dateline.
 */
export function readDateline(line: string): Dateline | null {
  // Dates and pages have figures.
  if (line.length > 160 || !/\d/.test(line) || /[.!?。]["”’」]?\s+\p{Lu}\p{Ll}+ \p{Ll}/u.test(line)) return null;
  let rest = line.replace(/^[•‣▪◦●■·*※-]\s*/, '').replace(/^\((.*)\)$/, '$1');
  const page = pageMark.exec(rest);
  if (page) rest = cut(rest, page.index, page[0].length);
  let published: string | null = null;
  for (let found = findDate(rest); found; found = findDate(rest)) {
    published ??= found.iso;
    rest = cut(rest, found.start, found.end - found.start);
  }
  if (!published && !page) return null;
  const parts = rest
    .replace(clock, ' ')
    .split(/[,;|·•/()[\]<>【】「」]|\s[-–—:]\s|:\s|\s:/)
    .map((part) => part.replace(/^[\s.:–—-]+|[\s.:–—-]+$/g, ''))
    // What words about dates alone make up is dropped; a name may hold one of them (Morning Post).
    .filter((part) => /\p{L}{2}/u.test(part.replace(dateWords, ' ')));
  if (parts.length > 3 || parts.some((part) => part.length > 50 || !isName(part))) return null;
  const named = parts.find((part) => outletWord.test(part));
  return {
    published,
    outlet: named ?? (page ? (parts[0] ?? null) : null),
    page: page ? (page[1] ?? page[2] ?? null) : null,
  };
}

const cut = (line: string, start: number, length: number) => `${line.slice(0, start)} , ${line.slice(start + length)}`;

/** A name has small words only in between; several make a sentence cut short. */
function isName(part: string): boolean {
  const words = part.split(/\s+/);
  const small = words.filter(
    (word) => /^\p{Ll}/u.test(word) && !/^(?:of|the|and|de|der|die|das|du|des|la|le|les|el|for)$/.test(word),
  );
  return words.length <= 6 && (small.length === 0 || outletWord.test(part));
}

/** The agency, and the date if it is whole, with which a wire story's first sentence opens: `SEOUL, Feb. 27, 2018 (Yonhap) --`. */
export function readWireOpening(paragraph: string): Dateline | null {
  const opening = /^.{2,90}?(?:\s[-–—]{1,2}\s|\s=\s|—)/su.exec(paragraph.slice(0, 120))?.[0];
  if (!opening) return null;
  const outlet = agency.exec(opening)?.[1] ?? null;
  const place = /^\(?\p{Lu}[\p{Lu}\s.,’'-]{2,}/u.test(opening);
  if (!outlet && !place) return null;
  return { published: findDate(opening)?.iso ?? null, outlet, page: null };
}

const name = String.raw`\p{Lu}[\p{L}\p{M}'’.-]*`;
const particle = '(?:de|del|della|di|da|van|von|der|den|la|le|du|bin|al|el|ter|zu|y)';
const names = String.raw`${name}(?:\s+(?:${name}|${particle}))*`;
/** After "by" and the like: names only. */
const byNames = new RegExp(
  String.raw`^(?:(?:written |reported |story |text |analysis |opinion |interview )?by|von|par|por|di|door|af|texte?:|author:|autor:)\s+(${names}(?:\s*(?:,|and|und|et|&|y|with|mit|in)\s*${names})*)(?:[\s,|–—-]+.{0,80})?$`,
  'iu',
);
const namesWithRole = new RegExp(
  String.raw`^(${names}(?:\s*(?:,|and|&)\s*${names})*)\s*[,|–—-]\s*(?:staff (?:writer|reporter|correspondent)|(?:special |senior |chief |foreign |diplomatic )*(?:correspondent|reporter|writer|editor|columnist)|associated press|reuters|afp)\b.{0,80}$`,
  'iu',
);
/** What a line must have in it before it is asked for names in any script, which takes long. */
const bylineForms: readonly { readonly sign?: RegExp; readonly form: RegExp }[] = [
  { form: byNames },
  { sign: /writer|reporter|correspondent|editor|columnist|associated press|reuters|afp/iu, form: namesWithRole },
  {
    form: /^(?:(?:translated|translation|übersetzt|übersetzung|traduit|traduction|edited|compiled|reporting|reported|interviewed|interview(?: conducted)?) (?:by|von|aus|par)\b.{2,120})$/i,
  },
  { sign: / translation$/iu, form: /^([A-Z][\p{L}.&-]*(?: [A-Z][\p{L}.&-]*){0,3} translation)$/iu },
  { form: /^\(?(?:additional )?reporting by\b.{2,240}$/i },
  {
    form: /^((?:글|사진|취재|번역|정리)\s*[=:·]?\s*)?([가-힣]{2,4}(?:\s*[,·]\s*[가-힣]{2,4})*\s*(?:선임|수석|인턴|전문|특파|논설)?\s*(?:기자|특파원|위원|논설위원|에디터|칼럼니스트|통신원|교수))(?:\s*=?\s*[\w.+-]*@?[\w.-]*)?$/u,
  },
  {
    sign: /[者員長]/u,
    form: /^[[(［【]?[^\]】)]{0,30}(?:記者|特派員|論説委員|編集委員|支局長)\s*[:：=]?\s*[\p{L}・\s]{0,20}[\])］】]?$/u,
  },
  { form: /^[[【（(][^\]】）)]{1,16}[=＝]\s?[\p{L}・ ]{2,16}[\]】）)]$/u },
  {
    sign: /[كم]/u,
    form: /^(?:[^–—-]{2,30}\s[–—-]\s)?(?:بقلم|كتبت?|من مراسل(?:تنا|نا))\s*[:：]?\s*[\p{L}\p{M} ]{4,40}$/u,
  },
  { form: /^[a-z]{2,5}(?:\/[a-z]{2,5})*\s*\((?:[^)]*\b(?:dpa|afp|ap|rtr|reuters|epd|kna|efe|sid)\b[^)]*)\)$/i },
];
const onlyNames = new RegExp(`^${names}$`, 'u');
const joiningWord = new RegExp(`^(?:${particle}|and|und|et|y|with|mit|in|&)$`, 'u');
const mailbox = /[[(<]?\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[\])>]?/g;

/** The writers a line names, without "by" and without addresses; null when the line is no byline. */
export function readByline(line: string): string | null {
  if (line.length > 260) return null;
  const plain = line.replace(/^[•‣▪◦●■·*]\s*/, '');
  const bare = withSingleBlanks(plain.includes('@') ? plain.replace(mailbox, ' ') : plain);
  // Sentences may begin like bylines: "By Monday the talks had stalled."
  if (/[.!?。]$/.test(bare) && sevenBlanks.test(bare) && !/^\(?(?:additional )?reporting by/i.test(bare)) return null;
  for (const { sign, form } of bylineForms) {
    const found = sign?.test(bare) === false ? null : form.exec(bare);
    if (!found) continue;
    if (form === byNames && !isNames(found[1] ?? '')) continue;
    return (form === byNames || form === namesWithRole ? (found[1] ?? bare) : bare).replace(/[\s,|–—-]+$/, '');
  }
  if (bare !== plain && onlyNames.test(bare) && bare.split(' ').length <= 5) return bare;
  if (bare !== plain && /^[가-힣]{2,4}(?: 기자)?$/u.test(bare)) return bare;
  return null;
}

const sevenBlanks = /^(?:[^ ]* ){7}/;
const withSingleBlanks = (text: string) => (/[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text).trim();

/** The forms match without regard to case, for bylines in capitals; names begin with one. */
function isNames(text: string): boolean {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .every((word) => /^\p{Lu}/u.test(word) || joiningWord.test(word));
}

const person = String.raw`\p{Lu}[\p{L}\p{M}'’.\- ]{1,60}?(?:(?:,| and| und| et| y| e| &) \p{Lu}[\p{L}\p{M}'’.\- ]{1,60}?)?`;
const translatorForms: readonly RegExp[] = [
  new RegExp(
    String.raw`(?:^|[\s(,;|·–—-])(?:(?:[Tt]ranslated|[Tt]ranslation|TRANSLATED|TRANSLATION)(?: from (?:the )?\p{Lu}\p{Ll}+)?(?: by| BY|\s?[:：])|[Tt]ranslators?\s?[:：]|(?:[Üü]bersetzt|[Üü]bersetzung)(?: aus dem \p{Lu}\p{Ll}+)?(?: von|\s?:)|[Aa]us dem \p{Lu}\p{Ll}+(?: übersetzt)? von|[Tt]radui(?:t|te|ts)(?: (?:de l['’]|du |de )\p{Ll}+)? par|[Tt]raduction(?: (?:de l['’]|du )\p{Ll}+)?(?: par| de|\s?:)|[Tt]raducid[oa](?: del \p{Ll}+)? por|[Tt]raducción(?: de|\s?:)|[Tt]raduzid[oa] por|[Tt]radução(?: de|\s?:)|[Tt]radotto da|[Tt]raduzione(?: di|\s?:)|[Vv]ertaald door|[Vv]ertaling\s?:|Перевод\s?[:—–-])\s*(${person})\s*[.)\]]?(?:$|[;|·])`,
    'u',
  ),
  /^([A-Z][\p{L}.&-]*(?: [A-Z][\p{L}.&-]*){0,3} [Tt]ranslation)$/u,
  /(?:^|[\s(（[【、])(?:翻訳|訳|译|譯|翻译|翻譯)(?:者)?\s*[:：=＝／/]\s*([\p{L}・･ 　]{2,24}?)\s*[)）\]】]?$/u,
  /^[(（[【]([\p{Script=Han}\p{Script=Katakana}・ 　]{2,12}?)[ 　]?(?:訳|译|譯)[)）\]】]$/u,
  /^[([]?번역\s*[:：=·]?\s*([가-힣]{2,4}(?:\s*[,·]\s*[가-힣]{2,4})?)(?:\s*기자)?[)\]]?$/u,
  /^[([]?([가-힣]{2,4})\s?(?:옮김|번역)[)\]]?$/u,
];

/** Who translated the article, as a line says it in any of several languages; null when it does not. */
export function readTranslator(line: string): string | null {
  if (line.length > 200) return null;
  const plain = line.replace(/^[•‣▪◦●■·*_]\s*|[*_]$/g, '').trim();
  for (const form of translatorForms) {
    const found = form.exec(plain)?.[1]?.trim();
    if (found) return found;
  }
  return null;
}

/** The writers that a byline names besides the translator; null when it names the translator alone. */
export function withoutTranslator(line: string, byline: string): string | null {
  if (readTranslator(line) === null) return byline;
  const before =
    line.split(
      /[\s,;(（|·–—-]+(?=(?:translat|übersetz|aus dem|tradui|traduc|tradu[zç]|tradotto|vertaa?l|翻訳|訳|译|譯))/i,
    )[0] ?? '';
  return before === '' || before === line ? null : readByline(before);
}
