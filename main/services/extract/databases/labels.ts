import { findDate } from '../dates.ts';
import { languageTag } from '../language.ts';

/*
 * The words that news databases put around articles, in the languages of their screens: English, German, French,
 * Spanish, Italian, Portuguese, Dutch, and some that they share.
 */

const words =
  'words?|wörter|wort|mots?|palabras?|parole|parola|palavras?|woorden|woord|ord|słów|слов(?:а|о)?|kelime|字|文字|語|단어|คำ';
/** `355 words`, alone on a line. */
export const wordCount = new RegExp(String.raw`^\d{1,3}(?:[.,\s\u00a0’']?\d{3})*[\s\u00a0]?(?:${words})\.?$`, 'iu');

export const copyright =
  /^(?:©|ⓒ|\(c\)|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|(?:todos los )?derechos reservados|tutti i diritti riservati|todos os direitos reservados)/i;

const languages: readonly [string, RegExp][] = [
  ['en', /^(?:english|englisch|anglais|inglés|inglese|inglês|engels|英語|英语|영어|английский)$/i],
  ['de', /^(?:german|deutsch|allemand|alemán|tedesco|alemão|duits|ドイツ語|德语|독일어|немецкий)$/i],
  ['fr', /^(?:french|französisch|français|francés|francese|francês|frans|フランス語|法语|프랑스어|французский)$/i],
  ['es', /^(?:spanish|spanisch|espagnol|español|spagnolo|espanhol|spaans|スペイン語|西班牙语|스페인어|испанский)$/i],
  ['it', /^(?:italian|italienisch|italien|italiano|italiaans|イタリア語)$/i],
  ['pt', /^(?:portuguese|portugiesisch|portugais|portugués|portoghese|português|portugees|ポルトガル語)$/i],
  ['nl', /^(?:dutch|niederländisch|néerlandais|neerlandés|olandese|holandês|nederlands|オランダ語)$/i],
  ['ja', /^(?:japanese|japanisch|japonais|japonés|giapponese|japonês|japans|日本語|일본어|японский)$/i],
  ['ko', /^(?:korean|koreanisch|coréen|coreano|koreaans|韓国語|한국어|корейский)$/i],
  [
    'zh',
    /^(?:(?:simplified |traditional )?chinese(?: [-–(]? ?(?:simplified|traditional)\)?)?|chinesisch|chinois|chino|cinese|chinês|中文|中国語|简体中文|繁體中文|중국어)$/i,
  ],
  ['ru', /^(?:russian|russisch|russe|ruso|russo|русский|ロシア語)$/i],
  ['ar', /^(?:arabic|arabisch|arabe|árabe|arabo|العربية)$/i],
  ['sv', /^(?:swedish|schwedisch|suédois|sueco|svedese|svenska)$/i],
  ['da', /^(?:danish|dänisch|danois|danés|danese|dansk)$/i],
  ['no', /^(?:norwegian|norwegisch|norvégien|noruego|norvegese|norsk)$/i],
  ['fi', /^(?:finnish|finnisch|finnois|finlandés|suomi)$/i],
  ['pl', /^(?:polish|polnisch|polonais|polaco|polacco|polski)$/i],
  ['tr', /^(?:turkish|türkisch|turc|turco|türkçe)$/i],
];

/** ISO 639-1 of a language's name or tag; null for what is none. */
export function languageNamed(value: string): string | null {
  const name = value.trim();
  return languages.find(([, form]) => form.test(name))?.[0] ?? languageTag(name);
}

const zones: Readonly<Record<string, string>> = {
  GMT: 'Z',
  UTC: 'Z',
  BST: '+01:00',
  CET: '+01:00',
  MEZ: '+01:00',
  CEST: '+02:00',
  MESZ: '+02:00',
  EET: '+02:00',
  MSK: '+03:00',
  IST: '+05:30',
  HKT: '+08:00',
  SGT: '+08:00',
  JST: '+09:00',
  KST: '+09:00',
  AEST: '+10:00',
  AEDT: '+11:00',
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
};

/** The day of a line, with the time after it where there is one: `July 1, 2019 Monday 9:20 AM GMT`. ISO 8601, or null. */
export function momentOf(line: string): string | null {
  const found = findDate(line);
  if (found === null) return null;
  const time = timeOf(line.slice(found.end)) ?? timeOf(line.slice(0, found.start));
  return time === null ? found.iso : `${found.iso}T${time}`;
}

/** `9:20 AM GMT` as `09:20:00Z`; a zone that is not told is left out. Null for what is no time. */
export function timeOf(words: string): string | null {
  const found = /(?<![\d:])(\d{1,2})[:.](\d{2})(?::(\d{2}))?(?![\d:])\s*([AP])?\.?(?:M\b)?\.?\s*([A-Z]{2,4}\b)?/i.exec(
    words,
  );
  if (found === null) return null;
  const [, hours = '', minutes = '', seconds = '00', half, zone] = found;
  let hour = Number(hours);
  if (half !== undefined) hour = (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  return `${String(hour).padStart(2, '0')}:${minutes}:${seconds}${zones[zone?.toUpperCase() ?? ''] ?? ''}`;
}

export type LabelMeaning =
  | 'byline'
  | 'section'
  | 'length'
  | 'headline'
  | 'dateline'
  | 'highlight'
  | 'graphic'
  | 'body'
  | 'language'
  | 'loaded'
  | 'page'
  | 'outlet'
  | 'published'
  | 'url'
  | 'furniture';

const meanings: readonly [LabelMeaning, string][] = [
  ['byline', 'byline|author|autor|autoren|auteur|auteurs|autore|autores|von|firma|naam auteur'],
  ['section', 'section|rubrik|ressort|rubrique|sección|seccion|sezione|seção|sectie'],
  ['length', 'length|länge|laenge|longueur|longitud|lunghezza|extensão|tamanho|lengte'],
  ['headline', 'headline|überschrift|titel|titre|título|titolo'],
  ['dateline', 'dateline|ort|lieu'],
  ['highlight', 'highlight|standfirst|vorspann|zusammenfassung|résumé|abstract|encart'],
  ['graphic', 'graphic|grafik|bild|illustration|photo|foto'],
  ['body', 'body|text|volltext|corps|texte|cuerpo|testo|corpo'],
  ['language', 'language|sprache|langue|idioma|lingua|língua|taal'],
  [
    'loaded',
    'load-date|ladedatum|update|date-chargement|date de chargement|fecha de carga|data di caricamento|laaddatum',
  ],
  ['page', 'page|seite|página|pagina'],
  ['outlet', 'source|publication|quelle|fuente|fonte|bron'],
  ['published', 'date|datum|fecha|data'],
  ['url', 'url|link'],
  [
    'furniture',
    'publication-type|pub-type|publikationstyp|publikationsart|type de publication|tipo de publicación|document-type|dokumenttyp|journal code|journal-code|subject|company|organization|organisation|ticker|industry|geographic|person|city|state|country|keyword|keywords|series|correction|correction-date|notes|type|acc-no|isbn|issn|publisher|distribution|classification|cite|edition|pub-code|file-name|name|ipr|dateline-story|url-seed|schlagwörter|thema|themen|sachgebiet|firmen|branche|personen|copyright',
  ],
];
const byLabel = new Map(
  meanings.flatMap(([meaning, names]) => names.split('|').map((name) => [name, meaning] as const)),
);

/** A line that begins with a label and a colon: what it means, and where its value begins. Null for other lines. */
export function readLabel(line: string): { label: string; meaning: LabelMeaning; value: string; at: number } | null {
  const found = /^([\p{L}][\p{L}\s-]{1,24}?)[\s\u00a0]?[:：][\s\u00a0]*/u.exec(line.slice(0, 60));
  if (found === null) return null;
  const label = found[1]!.trim();
  const meaning = byLabel.get(label.toLowerCase());
  if (meaning === undefined) return null;
  return { label, meaning, value: line.slice(found[0].length).trim(), at: found[0].length };
}

const pageOf =
  /(?:^|,\s*)(?:pg?\.|pp\.|pages?|seite|s\.|pág\.?|pag\.?|p)\s*([A-Z]{0,2}\d[\w-]{0,8}(?:\s?,\s?[A-Z]{0,2}\d{1,3})*)$/i;

/** `NEWS; Pg. 3; Version:2` as section and page. */
export function sectionAndPage(value: string): { section: string | null; page: string | null } {
  let page: string | null = null;
  const section = value
    .split(/\s*;\s*/)
    .map((part) => {
      const found = pageOf.exec(part);
      if (found === null) return part;
      page ??= found[1]!;
      return part.slice(0, found.index);
    })
    .filter((part) => part !== '' && !/^(?:column|col\.?|spalte|version)\b/i.test(part))
    .join('; ');
  return { section: section || null, page };
}

/** A writer's name without the word before it. */
export const writer = (value: string): string | null =>
  value.replace(/^(?:by|von|par|por|di|door|de)\s+(?=\p{L})/iu, '').replace(/[\s;,]+$/, '') || null;
