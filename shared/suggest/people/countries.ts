import { addTo } from '../../model/groups.ts';
import type { Token } from '../english/tokens.ts';

/** A country as news names it. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  code: string;
  name: string;
}

/** How a word stands for a country: its name, an adjective or people, its capital, or a part of it. */
export type PlaceKind = 'name' | 'demonym' | 'capital' | 'part';

/** Words that stand for a country. */
export interface Place {
  country: Country;
  kind: PlaceKind;
  /** How many tokens it takes. */
  length: number;
}

/** Code, name, adjectives and people, capitals, other names and abbreviations. */
type Row = readonly [code: string, name: string, demonyms: string, capitals: string, others?: string];

/** The members and observers of the United Nations, and Taiwan and Hong Kong, which ISO 3166-1 lists as well. */
const rows: readonly Row[] = [
  ['AF', 'Afghanistan', 'Afghan Afghans', 'Kabul'],
  ['AL', 'Albania', 'Albanian Albanians', 'Tirana'],
  ['DZ', 'Algeria', 'Algerian Algerians', 'Algiers'],
  ['AD', 'Andorra', 'Andorran', 'Andorra la Vella'],
  ['AO', 'Angola', 'Angolan Angolans', 'Luanda'],
  ['AG', 'Antigua and Barbuda', 'Antiguan', 'Saint John’s', 'Antigua'],
  ['AR', 'Argentina', 'Argentine Argentinian Argentines', 'Buenos Aires'],
  ['AM', 'Armenia', 'Armenian Armenians', 'Yerevan'],
  ['AU', 'Australia', 'Australian Australians', 'Canberra'],
  ['AT', 'Austria', 'Austrian Austrians', 'Vienna'],
  ['AZ', 'Azerbaijan', 'Azerbaijani Azeri Azerbaijanis', 'Baku'],
  ['BS', 'Bahamas', 'Bahamian', 'Nassau'],
  ['BH', 'Bahrain', 'Bahraini Bahrainis', 'Manama'],
  ['BD', 'Bangladesh', 'Bangladeshi Bangladeshis', 'Dhaka'],
  ['BB', 'Barbados', 'Barbadian', 'Bridgetown'],
  ['BY', 'Belarus', 'Belarusian Belarusians', 'Minsk'],
  ['BE', 'Belgium', 'Belgian Belgians', 'Brussels'],
  ['BZ', 'Belize', 'Belizean', 'Belmopan'],
  ['BJ', 'Benin', 'Beninese', 'Porto-Novo'],
  ['BT', 'Bhutan', 'Bhutanese', 'Thimphu'],
  ['BO', 'Bolivia', 'Bolivian Bolivians', 'Sucre,La Paz'],
  ['BA', 'Bosnia and Herzegovina', 'Bosnian Bosnians', 'Sarajevo', 'Bosnia,Bosnia-Herzegovina'],
  ['BW', 'Botswana', 'Botswanan', 'Gaborone'],
  ['BR', 'Brazil', 'Brazilian Brazilians', 'Brasilia,Brasília'],
  ['BN', 'Brunei', 'Bruneian', 'Bandar Seri Begawan', 'Brunei Darussalam'],
  ['BG', 'Bulgaria', 'Bulgarian Bulgarians', 'Sofia'],
  ['BF', 'Burkina Faso', 'Burkinabe', 'Ouagadougou'],
  ['BI', 'Burundi', 'Burundian', 'Gitega'],
  ['CV', 'Cape Verde', 'Cape-Verdean', 'Praia', 'Cabo Verde'],
  ['KH', 'Cambodia', 'Cambodian Cambodians', 'Phnom Penh'],
  ['CM', 'Cameroon', 'Cameroonian Cameroonians', 'Yaounde,Yaoundé'],
  ['CA', 'Canada', 'Canadian Canadians', 'Ottawa'],
  ['CF', 'Central African Republic', 'Central-African', 'Bangui'],
  ['TD', 'Chad', 'Chadian Chadians', 'N’Djamena'],
  ['CL', 'Chile', 'Chilean Chileans', 'Santiago'],
  ['CN', 'China', 'Chinese', 'Beijing', 'People’s Republic of China,PRC,P.R.C.,Peking,mainland China'],
  ['CO', 'Colombia', 'Colombian Colombians', 'Bogota,Bogotá'],
  ['KM', 'Comoros', 'Comorian', 'Moroni'],
  ['CG', 'Republic of the Congo', 'Congolese', 'Brazzaville', 'Congo-Brazzaville'],
  ['CD', 'Democratic Republic of the Congo', '', 'Kinshasa', 'Democratic Republic of Congo,DRC,DR Congo,Congo'],
  ['CR', 'Costa Rica', 'Costa-Rican', 'San Jose,San José'],
  ['CI', 'Ivory Coast', 'Ivorian', 'Yamoussoukro', 'Côte d’Ivoire,Cote d’Ivoire'],
  ['HR', 'Croatia', 'Croatian Croatians', 'Zagreb'],
  ['CU', 'Cuba', 'Cuban Cubans', 'Havana'],
  ['CY', 'Cyprus', 'Cypriot Cypriots', 'Nicosia'],
  ['CZ', 'Czech Republic', 'Czech Czechs', 'Prague', 'Czechia'],
  ['DK', 'Denmark', 'Danish Danes', 'Copenhagen'],
  ['DJ', 'Djibouti', 'Djiboutian', ''],
  ['DM', 'Dominica', '', 'Roseau'],
  ['DO', 'Dominican Republic', 'Dominican Dominicans', 'Santo Domingo'],
  ['EC', 'Ecuador', 'Ecuadorian Ecuadorean Ecuadorians', 'Quito'],
  ['EG', 'Egypt', 'Egyptian Egyptians', 'Cairo'],
  ['SV', 'El Salvador', 'Salvadoran Salvadorans', 'San Salvador'],
  ['GQ', 'Equatorial Guinea', 'Equatoguinean', 'Malabo'],
  ['ER', 'Eritrea', 'Eritrean Eritreans', 'Asmara'],
  ['EE', 'Estonia', 'Estonian Estonians', 'Tallinn'],
  ['SZ', 'Eswatini', 'Swazi', 'Mbabane', 'Swaziland'],
  ['ET', 'Ethiopia', 'Ethiopian Ethiopians', 'Addis Ababa'],
  ['FJ', 'Fiji', 'Fijian Fijians', 'Suva'],
  ['FI', 'Finland', 'Finnish Finns', 'Helsinki'],
  ['FR', 'France', 'French', 'Paris'],
  ['GA', 'Gabon', 'Gabonese', 'Libreville'],
  ['GM', 'Gambia', 'Gambian Gambians', 'Banjul'],
  ['GE', 'Georgia', 'Georgian Georgians', 'Tbilisi'],
  ['DE', 'Germany', 'German Germans', 'Berlin', 'Federal Republic of Germany'],
  ['GH', 'Ghana', 'Ghanaian Ghanaians', 'Accra'],
  ['GR', 'Greece', 'Greek Greeks', 'Athens'],
  ['GD', 'Grenada', 'Grenadian', ''],
  ['GT', 'Guatemala', 'Guatemalan Guatemalans', 'Guatemala City'],
  ['GN', 'Guinea', 'Guinean', 'Conakry'],
  ['GW', 'Guinea-Bissau', '', 'Bissau'],
  ['GY', 'Guyana', 'Guyanese', ''],
  ['HT', 'Haiti', 'Haitian Haitians', 'Port-au-Prince'],
  ['HN', 'Honduras', 'Honduran Hondurans', 'Tegucigalpa'],
  ['HK', 'Hong Kong', 'Hongkonger Hongkongers', ''],
  ['HU', 'Hungary', 'Hungarian Hungarians', 'Budapest'],
  ['IS', 'Iceland', 'Icelandic Icelanders', 'Reykjavik'],
  ['IN', 'India', 'Indian Indians', 'New Delhi,Delhi'],
  ['ID', 'Indonesia', 'Indonesian Indonesians', 'Jakarta'],
  ['IR', 'Iran', 'Iranian Iranians', 'Tehran,Teheran', 'Islamic Republic of Iran'],
  ['IQ', 'Iraq', 'Iraqi Iraqis', 'Baghdad'],
  ['IE', 'Ireland', 'Irish', 'Dublin', 'Republic of Ireland'],
  ['IL', 'Israel', 'Israeli Israelis', 'Jerusalem,Tel Aviv'],
  ['IT', 'Italy', 'Italian Italians', 'Rome'],
  ['JM', 'Jamaica', 'Jamaican Jamaicans', ''],
  ['JP', 'Japan', 'Japanese', 'Tokyo'],
  ['JO', 'Jordan', 'Jordanian Jordanians', 'Amman'],
  ['KZ', 'Kazakhstan', 'Kazakh Kazakhs', 'Astana,Nur-Sultan'],
  ['KE', 'Kenya', 'Kenyan Kenyans', 'Nairobi'],
  ['KI', 'Kiribati', 'I-Kiribati', 'Tarawa'],
  [
    'KP',
    'North Korea',
    'North-Korean North-Koreans N.-Korean',
    'Pyongyang',
    'DPRK,D.P.R.K.,N. Korea,N Korea,NK,Democratic People’s Republic of Korea',
  ],
  [
    'KR',
    'South Korea',
    'South-Korean South-Koreans S.-Korean Korean Koreans',
    'Seoul',
    'ROK,R.O.K.,S. Korea,S Korea,Republic of Korea',
  ],
  ['KW', 'Kuwait', 'Kuwaiti Kuwaitis', 'Kuwait City'],
  ['KG', 'Kyrgyzstan', 'Kyrgyz', 'Bishkek'],
  ['LA', 'Laos', 'Lao Laotian Laotians', 'Vientiane'],
  ['LV', 'Latvia', 'Latvian Latvians', 'Riga'],
  ['LB', 'Lebanon', 'Lebanese', 'Beirut'],
  ['LS', 'Lesotho', 'Basotho', 'Maseru'],
  ['LR', 'Liberia', 'Liberian Liberians', 'Monrovia'],
  ['LY', 'Libya', 'Libyan Libyans', 'Tripoli'],
  ['LI', 'Liechtenstein', '', 'Vaduz'],
  ['LT', 'Lithuania', 'Lithuanian Lithuanians', 'Vilnius'],
  ['LU', 'Luxembourg', 'Luxembourgish', ''],
  ['MG', 'Madagascar', 'Malagasy', 'Antananarivo'],
  ['MW', 'Malawi', 'Malawian Malawians', 'Lilongwe'],
  ['MY', 'Malaysia', 'Malaysian Malaysians', 'Kuala Lumpur'],
  ['MV', 'Maldives', 'Maldivian Maldivians', ''],
  ['ML', 'Mali', 'Malian Malians', 'Bamako'],
  ['MT', 'Malta', 'Maltese', 'Valletta'],
  ['MH', 'Marshall Islands', 'Marshallese', 'Majuro'],
  ['MR', 'Mauritania', 'Mauritanian Mauritanians', 'Nouakchott'],
  ['MU', 'Mauritius', 'Mauritian', 'Port Louis'],
  ['MX', 'Mexico', 'Mexican Mexicans', 'Mexico City'],
  ['FM', 'Micronesia', 'Micronesian', 'Palikir', 'Federated States of Micronesia'],
  ['MD', 'Moldova', 'Moldovan Moldovans', 'Chisinau,Chișinău'],
  ['MC', 'Monaco', 'Monegasque', ''],
  ['MN', 'Mongolia', 'Mongolian Mongolians', 'Ulaanbaatar,Ulan Bator'],
  ['ME', 'Montenegro', 'Montenegrin Montenegrins', 'Podgorica'],
  ['MA', 'Morocco', 'Moroccan Moroccans', 'Rabat'],
  ['MZ', 'Mozambique', 'Mozambican Mozambicans', 'Maputo'],
  ['MM', 'Myanmar', 'Burmese', 'Naypyidaw,Naypyitaw,Yangon', 'Burma'],
  ['NA', 'Namibia', 'Namibian Namibians', 'Windhoek'],
  ['NR', 'Nauru', 'Nauruan', 'Yaren'],
  ['NP', 'Nepal', 'Nepalese Nepali', 'Kathmandu'],
  ['NL', 'Netherlands', 'Dutch', 'Amsterdam,Hague', 'Holland'],
  ['NZ', 'New Zealand', 'New-Zealander New-Zealanders', 'Wellington'],
  ['NI', 'Nicaragua', 'Nicaraguan Nicaraguans', 'Managua'],
  ['NE', 'Niger', 'Nigerien', 'Niamey'],
  ['NG', 'Nigeria', 'Nigerian Nigerians', 'Abuja'],
  ['MK', 'North Macedonia', 'Macedonian Macedonians', 'Skopje', 'Macedonia'],
  ['NO', 'Norway', 'Norwegian Norwegians', 'Oslo'],
  ['OM', 'Oman', 'Omani Omanis', 'Muscat'],
  ['PK', 'Pakistan', 'Pakistani Pakistanis', 'Islamabad'],
  ['PW', 'Palau', 'Palauan', 'Ngerulmud'],
  ['PS', 'Palestine', 'Palestinian Palestinians', 'Ramallah', 'State of Palestine,Palestinian Authority'],
  ['PA', 'Panama', 'Panamanian Panamanians', 'Panama City'],
  ['PG', 'Papua New Guinea', 'Papuan', 'Port Moresby', 'PNG'],
  ['PY', 'Paraguay', 'Paraguayan Paraguayans', 'Asuncion,Asunción'],
  ['PE', 'Peru', 'Peruvian Peruvians', 'Lima'],
  ['PH', 'Philippines', 'Philippine Filipino Filipinos', 'Manila'],
  ['PL', 'Poland', 'Polish Poles', 'Warsaw'],
  ['PT', 'Portugal', 'Portuguese', 'Lisbon'],
  ['QA', 'Qatar', 'Qatari Qataris', 'Doha'],
  ['RO', 'Romania', 'Romanian Romanians', 'Bucharest'],
  ['RU', 'Russia', 'Russian Russians', 'Moscow', 'Russian Federation'],
  ['RW', 'Rwanda', 'Rwandan Rwandans', 'Kigali'],
  ['KN', 'Saint Kitts and Nevis', '', 'Basseterre', 'St. Kitts and Nevis'],
  ['LC', 'Saint Lucia', 'Saint-Lucian', 'Castries', 'St. Lucia'],
  ['VC', 'Saint Vincent and the Grenadines', '', 'Kingstown', 'St. Vincent and the Grenadines'],
  ['WS', 'Samoa', 'Samoan Samoans', 'Apia'],
  ['SM', 'San Marino', 'Sammarinese', ''],
  ['ST', 'Sao Tome and Principe', 'Santomean', 'Sao Tome', 'São Tomé and Príncipe'],
  ['SA', 'Saudi Arabia', 'Saudi Saudis Saudi-Arabian', 'Riyadh'],
  ['SN', 'Senegal', 'Senegalese', 'Dakar'],
  ['RS', 'Serbia', 'Serbian Serbs', 'Belgrade'],
  ['SC', 'Seychelles', 'Seychellois', ''],
  ['SL', 'Sierra Leone', 'Sierra-Leonean', 'Freetown'],
  ['SG', 'Singapore', 'Singaporean Singaporeans', ''],
  ['SK', 'Slovakia', 'Slovak Slovaks', 'Bratislava'],
  ['SI', 'Slovenia', 'Slovenian Slovene Slovenes', 'Ljubljana'],
  ['SB', 'Solomon Islands', '', 'Honiara', 'Solomons'],
  ['SO', 'Somalia', 'Somali Somalis', 'Mogadishu'],
  ['ZA', 'South Africa', 'South-African South-Africans', 'Pretoria,Cape Town'],
  ['SS', 'South Sudan', 'South-Sudanese', 'Juba'],
  ['ES', 'Spain', 'Spanish Spaniards', 'Madrid'],
  ['LK', 'Sri Lanka', 'Sri-Lankan Sri-Lankans', 'Colombo'],
  ['SD', 'Sudan', 'Sudanese', 'Khartoum'],
  ['SR', 'Suriname', 'Surinamese', 'Paramaribo'],
  ['SE', 'Sweden', 'Swedish Swedes', 'Stockholm'],
  ['CH', 'Switzerland', 'Swiss', 'Bern'],
  ['SY', 'Syria', 'Syrian Syrians', 'Damascus'],
  ['TW', 'Taiwan', 'Taiwanese', 'Taipei', 'Republic of China'],
  ['TJ', 'Tajikistan', 'Tajik Tajiks', 'Dushanbe'],
  ['TZ', 'Tanzania', 'Tanzanian Tanzanians', 'Dodoma,Dar es Salaam'],
  ['TH', 'Thailand', 'Thai Thais', 'Bangkok'],
  ['TL', 'East Timor', 'Timorese', 'Dili', 'Timor-Leste'],
  ['TG', 'Togo', 'Togolese', 'Lome,Lomé'],
  ['TO', 'Tonga', 'Tongan Tongans', 'Nuku’alofa'],
  ['TT', 'Trinidad and Tobago', 'Trinidadian', 'Port of Spain', 'Trinidad'],
  ['TN', 'Tunisia', 'Tunisian Tunisians', 'Tunis'],
  ['TR', 'Turkey', 'Turkish Turks', 'Ankara', 'Türkiye,Turkiye'],
  ['TM', 'Turkmenistan', 'Turkmen', 'Ashgabat'],
  ['TV', 'Tuvalu', 'Tuvaluan', 'Funafuti'],
  ['UG', 'Uganda', 'Ugandan Ugandans', 'Kampala'],
  ['UA', 'Ukraine', 'Ukrainian Ukrainians', 'Kyiv,Kiev'],
  ['AE', 'United Arab Emirates', 'Emirati Emiratis', 'Abu Dhabi', 'UAE,U.A.E.,Emirates'],
  [
    'GB',
    'United Kingdom',
    'British Britons',
    'London',
    'Britain,Great Britain,UK,U.K.,England,Scotland,Wales,Northern Ireland',
  ],
  [
    'US',
    'United States',
    'American Americans',
    'Washington',
    'U.S.,US,USA,U.S.A.,United States of America,America,U.S,Washington D.C.,Washington DC',
  ],
  ['UY', 'Uruguay', 'Uruguayan Uruguayans', 'Montevideo'],
  ['UZ', 'Uzbekistan', 'Uzbek Uzbeks', 'Tashkent'],
  ['VU', 'Vanuatu', 'Ni-Vanuatu', 'Port Vila'],
  ['VA', 'Holy See', '', '', 'Vatican,Vatican City'],
  ['VE', 'Venezuela', 'Venezuelan Venezuelans', 'Caracas'],
  ['VN', 'Vietnam', 'Vietnamese', 'Hanoi', 'Viet Nam'],
  ['YE', 'Yemen', 'Yemeni Yemenis', 'Sanaa,Sana’a'],
  ['ZM', 'Zambia', 'Zambian Zambians', 'Lusaka'],
  ['ZW', 'Zimbabwe', 'Zimbabwean Zimbabweans', 'Harare'],
];

/** The states of the United States, which titles name without the country, and as newspapers shorten them. */
const states =
  'Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Hawaii,Idaho,Illinois,Indiana,Iowa,' +
  'Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,' +
  'Nevada,New Hampshire,New Jersey,New Mexico,New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,' +
  'Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,West Virginia,Wisconsin,Wyoming,' +
  'New York City,Los Angeles,San Francisco,San Diego,Las Vegas,New Orleans,St. Louis,Salt Lake City,Kansas City,' +
  'Ala.,Ariz.,Ark.,Calif.,Colo.,Conn.,Del.,Fla.,Ga.,Ill.,Ind.,Kan.,Ky.,La.,Mass.,Md.,Mich.,Minn.,Miss.,Mo.,Mont.,Neb.,' +
  'Nev.,N.H.,N.J.,N.M.,N.Y.,N.C.,N.D.,Okla.,Ore.,Pa.,R.I.,S.C.,S.D.,Tenn.,Tex.,Va.,Vt.,Wash.,Wis.,W.Va.,Wyo.';

interface Entry {
  rest: readonly string[];
  country: Country;
  kind: PlaceKind;
}

/** By their first word, the longest first. */
const byFirst = new Map<string, Entry[]>();
const byName = new Map<string, { country: Country; kind: PlaceKind }>();
const byCode = new Map<string, Country>();

const plain = (words: string) => words.toLowerCase().replaceAll('’', "'");

function put(words: string, country: Country, kind: PlaceKind): void {
  const name = plain(words);
  if (byName.has(name)) return;
  byName.set(name, { country, kind });
  const [first, ...rest] = name.split(' ');
  addTo(byFirst, first!, { rest, country, kind });
  byFirst.get(first!)!.sort((a, b) => b.rest.length - a.rest.length);
}

const list = (words: string, by: string) => (words === '' ? [] : words.split(by));

for (const [code, name, demonyms, capitals, others = ''] of rows) {
  const country = { code, name };
  byCode.set(code, country);
  put(name, country, 'name');
  for (const other of list(others, ',')) put(other, country, 'name');
  for (const demonym of list(demonyms, ' ')) {
    put(demonym, country, 'demonym');
    if (/^(?:[NS]\.|North|South|New|Sri|Sierra|Costa|Saudi|Saint|Cape|Central)-/.test(demonym))
      put(demonym.replace('-', ' '), country, 'demonym');
  }
  for (const capital of list(capitals, ',')) put(capital, country, 'capital');
}
for (const state of states.split(',')) put(state, byCode.get('US')!, 'part');

/** The country that words name, describe or have as their capital, whatever their case; “the” before them is passed over. */
export function countryNamed(words: string): { country: Country; kind: PlaceKind } | null {
  const name = plain(words).trim();
  return byName.get(name) ?? (name.startsWith('the ') ? byName.get(name.slice(4)) : undefined) ?? null;
}

/** The country of an ISO 3166-1 alpha-2 code. */
export const countryOfCode = (code: string): Country | null => byCode.get(code.toUpperCase()) ?? null;

/** “Korean” alone is said of the South, but not in the names of these. */
const ofBothKoreas = new Set("central people's workers' workers army war peninsula language".split(' '));

/** The place that begins at a token, the longest; only capitalised words name places. */
export function placeAt(tokens: readonly Token[], at: number): Place | null {
  const token = tokens[at]!;
  if (!token.capital) return null;
  const entries = byFirst.get(token.lower);
  if (entries === undefined) return null;
  // “US” is a country, “us” in a headline is not: short names count as they are written.
  if (token.lower === 'us' && token.text !== 'US') return null;
  if (token.lower === 'korean' && ofBothKoreas.has(tokens[at + 1]?.lower ?? '')) return null;
  for (const { rest, country, kind } of entries) {
    let same = true;
    for (let i = 0; same && i < rest.length; i++) {
      const next = tokens[at + 1 + i];
      same = next !== undefined && next.lower === rest[i];
    }
    if (same) return { country, kind, length: rest.length + 1 };
  }
  return null;
}
