/*
 * Exports as Factiva, LexisNexis Academic and Nexis Uni make them, with articles that nobody wrote, as the paragraphs
 * or lines that they come to. Empty strings are empty lines of a text file.
 */

const ferry = [
  'SEOUL — The transport minister said on Monday that the ferry line to the western islands would stay open through the winter, whatever it cost.',
  '“We do not leave islanders behind,” Han Ji-woo told reporters at the pier, two days after the operator had asked to stop.',
  'The operator, Hwanghae Lines, declined to comment.',
];
const harbour = [
  'The harbour board turned down a second container terminal by seven votes to four after a debate of nine hours.',
  'IN Busan the vote was followed closely, said Oh Min-seo, who speaks for the dockers.',
];

/** Factiva, “Full Article/Report”: fields without codes, each on a line. */
export const factivaLines = [
  'Politics',
  'Islands keep their ferry',
  'By Lena Marsh',
  '355 words',
  '27 February 2018',
  '08:15',
  'The Harbour Courier',
  'HARCOU',
  'A4',
  'English',
  'Copyright 2018. The Harbour Courier. All rights reserved.',
  ...ferry,
  'Document HARCOU0020180227ee2r0000x',
  'Board says no to second terminal',
  '1,204 words',
  '28 February 2018',
  'The Harbour Courier',
  'HARCOU',
  'English',
  '(c) 2018 The Harbour Courier',
  ...harbour,
  'Document HARCOU0020180228ee2s0000y',
  'Search Summary',
  'Text\tferry or harbour',
  '© 2018 Factiva, Inc. All rights reserved.',
];

/** The same on German screens. */
export const factivaGerman = [
  'Die Inseln behalten ihre Fähre',
  'Von Jana Petersen',
  '412 Wörter',
  '27. Februar 2018',
  'Hansa-Kurier',
  'HANKUR',
  '3',
  'Deutsch',
  'Copyright 2018 Hansa-Kurier. Alle Rechte vorbehalten.',
  'Die Verkehrsministerin hat am Montag gesagt, die Fähre zu den Halligen fahre auch im Winter weiter.',
  'Die Reederei wollte sich nicht äußern.',
  'Dokument HANKUR0020180227ee2r0001a',
  'Rat lehnt Terminal ab',
  '98 Wörter',
  '1. März 2018',
  'Hansa-Kurier',
  'HANKUR',
  'Deutsch',
  'Copyright 2018 Hansa-Kurier.',
  'Der Hafenrat hat ein zweites Terminal abgelehnt, wie er am Donnerstag mitteilte.',
  'Dokument HANKUR0020180301ee310001b',
];

/** Factiva, “Full Article/Report plus Indexing”: rows of a code and a value; text of several paragraphs stands below its code. */
export const factivaFields = [
  'SE\tPolitics',
  'HD\tIslands keep their ferry',
  'BY\tBy Lena Marsh',
  'CR\tHarbour News Agency',
  'WC\t355 words',
  'PD\t27 February 2018',
  'ET\t08:15',
  'SN\tThe Harbour Courier',
  'SC\tHARCOU',
  'PG\tA4',
  'LA\tEnglish',
  'CY\tCopyright 2018. The Harbour Courier. All rights reserved.',
  'LP',
  ferry[0]!,
  ferry[1]!,
  `TD\t${ferry[2]!}`,
  'NS\tgtrans : Transportation | gcat : Political/General News',
  'RE\tskorea : South Korea | asiaz : Asia',
  'PUB\tHarbour Press Ltd',
  'AN\tDocument HARCOU0020180227ee2r0000x',
  'HD\tBoard says no to second terminal',
  'WC\t1,204 words',
  'PD\t28 February 2018',
  'SN\tThe Harbour Courier',
  'SC\tHARCOU',
  'LA\tEnglish',
  `LP\t${harbour[0]!}`,
  'TD',
  harbour[1]!,
  'IN Incheon no one had asked for it.',
  'AN\tDocument HARCOU0020180228ee2s0000y',
];

/** The same as a text file: a code and blanks, text wrapped at 75 characters. */
export const factivaText = `HD   Islands keep their ferry
BY   By Lena Marsh
WC   355 words
PD   27 February 2018
SN   The Harbour Courier
SC   HARCOU
LA   English
CY   Copyright 2018. The Harbour Courier. All rights reserved.

LP   
SEOUL — The transport minister said on Monday that the ferry line to the
western islands would stay open through the winter, whatever it cost, and
that nobody on the islands should have to ask again before the spring of
next year.

TD   
“We do not leave islanders behind,” Han Ji-woo told reporters at the pier,
two days after the operator had asked to stop.

The operator, Hwanghae Lines, declined to comment.

AN   
Document HARCOU0020180227ee2r0000x


HD   Board says no to second terminal
WC   204 words
PD   28 February 2018
SN   The Harbour Courier
SC   HARCOU
LA   English

LP   
The harbour board turned down a second container terminal by seven votes
to four after a debate of nine hours.

AN   
Document HARCOU0020180228ee2s0000y
`;

const centred = (line: string) => ' '.repeat(Math.max(0, Math.floor((78 - line.length) / 2))) + line;

/** LexisNexis Academic as a text file of the later kind: the copyright stands below the text. */
export const lexisText = [
  'Download Request: Selected Items: 1-2',
  'Time Of Request: Tuesday, February 27, 2018  16:51:31',
  '',
  'Terms: (ferry OR harbour)',
  '',
  centred('1 of 2 DOCUMENTS'),
  '',
  centred('The Harbour Courier (London)'),
  '',
  centred('February 27, 2018 Tuesday'),
  centred('Edition 1;'),
  centred('Scotland'),
  '',
  'Islands keep their ferry',
  '',
  'BYLINE: Lena Marsh',
  '',
  'SECTION: NEWS; Pg. 3',
  '',
  'LENGTH: 355 words',
  '',
  'The transport minister said on Monday that the ferry line to the western',
  'islands would stay open through the winter, whatever it cost, and that the',
  'islanders should not have to ask for it again before the spring of next year.',
  '',
  '"LENGTH matters," she joked: the crossing takes nine hours.',
  '',
  'LOAD-DATE: February 28, 2018',
  '',
  'LANGUAGE: ENGLISH',
  '',
  'GRAPHIC: The pier of Baengnyeong on Monday morning',
  '',
  'PUBLICATION-TYPE: Newspaper',
  '',
  'JOURNAL-CODE: HAR',
  '',
  centred('Copyright 2018 Harbour Press Ltd'),
  centred('All Rights Reserved'),
  '',
  centred('2 of 2 DOCUMENTS'),
  '',
  centred('The Harbour Courier (London)'),
  '',
  centred('February 28, 2018 Wednesday'),
  '',
  'Board says no to second terminal',
  '',
  'LENGTH: 92 words',
  '',
  'The harbour board turned down a second container terminal by seven votes to',
  'four after a debate of nine hours.',
  '',
  'LOAD-DATE: March 1, 2018',
  '',
  'LANGUAGE: ENGLISH',
  '',
  'PUBLICATION-TYPE: Newspaper',
  '',
  centred('Copyright 2018 Harbour Press Ltd'),
  centred('All Rights Reserved'),
].join('\n');

/** LexisNexis Academic of the earlier kind: copyright first, headline and body under labels; as paragraphs. */
export const lexisEarlier = [
  '1 of 250 DOCUMENTS',
  'Copyright 1998 Harbour Press Company',
  'The Harbour Courier',
  'January 11, 1998, Sunday, Late Edition - Final',
  'SECTION: Section 1; Page 1; Column 6; Foreign Desk',
  'LENGTH: 1204 words',
  'HEADLINE: Islands Keep Their Ferry',
  'BYLINE: By LENA MARSH',
  'DATELINE: SEOUL, South Korea, Jan. 10',
  'BODY:',
  ...ferry,
  'LANGUAGE: ENGLISH',
  'LOAD-DATE: January 11, 1998',
];

export const lexisGerman = [
  'Dokument 1 von 2',
  'Hansa-Kurier',
  '27. Februar 2018 Dienstag',
  'Hauptausgabe',
  'Die Inseln behalten ihre Fähre',
  'AUTOR: Jana Petersen',
  'RUBRIK: POLITIK; S. 3',
  'LÄNGE: 412 Wörter',
  'Die Verkehrsministerin hat am Montag gesagt, die Fähre zu den Halligen fahre auch im Winter weiter.',
  'UPDATE: 28. Februar 2018',
  'SPRACHE: GERMAN; DEUTSCH',
  'PUBLICATION-TYPE: Zeitung',
  'Copyright 2018 Hansa-Kurier Verlag',
  'Alle Rechte vorbehalten',
  'Dokument 2 von 2',
  'Hansa-Kurier',
  '1. März 2018 Donnerstag',
  'Rat lehnt Terminal ab',
  'LÄNGE: 98 Wörter',
  'Der Hafenrat hat ein zweites Terminal abgelehnt, wie er am Donnerstag mitteilte.',
  'SPRACHE: GERMAN; DEUTSCH',
];

/** Nexis Uni: a cover that lists the articles, then each with title, source, day, labels, “Body” and an end. */
export const nexisUni = [
  'User Name: = 1a2b3c',
  'Date and Time: = Friday, March 23, 2018 5:13:00 PM CET',
  'Job Number: = 63000001',
  'Documents (2)',
  '1. Islands keep their ferry',
  'Client/Matter: -None-',
  'Search Terms: ferry',
  'Content Type\tNarrowed by',
  '2. Board says no to second terminal',
  'Islands keep their ferry',
  'The Harbour Courier (London)',
  'February 27, 2018 Tuesday 9:20 AM GMT',
  'Copyright 2018 Harbour Press Ltd All Rights Reserved',
  'Section:\u00a0POLITICS; Pg. 3; Version:2',
  'Length:\u00a0355 words',
  'Byline:\u00a0Lena Marsh',
  'Highlight:\u00a0Minister promises a winter of crossings',
  'Body',
  ...ferry,
  'Graphic',
  'The pier of Baengnyeong on Monday morning, Jon Pryce',
  'Classification',
  'Language: ENGLISH',
  'Publication-Type: Newspaper',
  'Subject: FERRIES (90%); ISLANDS & REEFS (78%)',
  'Load-Date:\u00a0February 28, 2018',
  'End of Document',
  'Board says no to second terminal',
  'The Harbour Courier (London)',
  'February 28, 2018 Wednesday',
  'Copyright 2018 Harbour Press Ltd All Rights Reserved',
  'Length: 92 words',
  'Body',
  ...harbour,
  'Load-Date: March 1, 2018',
  'End of Document',
];
