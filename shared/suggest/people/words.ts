import type { Token } from '../english/tokens.ts';
import { weekdays } from '../english/words.ts';
import { familyFirstNames, femaleNames, maleNames, particles } from './name-lists.ts';

/** What a word can be in the names and descriptions of people; a word may be several of these. */
export const is = {
  /** Ends the description of one person: “minister”, “spokeswoman”. */
  role: 1,
  /** The same of several people: “ministers”. */
  roles: 2,
  /** Stands before a role and belongs to it: “prime”, “deputy”, “former”. */
  modifier: 4,
  /** Stands before a name only and says no role: “Mr.”, “Dr.”. */
  honorific: 8,
  /** Ends the name of an organisation: “ministry”, “party”, “Inc.”. */
  organisation: 16,
  /** Stands inside titles and the names of organisations: “state”, “affairs”. */
  field: 32,
  preposition: 64,
  /** Begins sentences and clauses and is in no name: “the”, “but”, “when”. */
  grammar: 128,
  /** Days, months, feasts, adjectives of parties and creeds: capitals that name no one. */
  noName: 256,
  /** Stands inside the names of persons in small letters: “van”, “bin”. */
  particle: 512,
  female: 1024,
  male: 2048,
  /** Either of the two. */
  given: 1024 | 2048,
  /** Reports speech, and so can stand before its subject: “said”. */
  says: 4096,
  /** A place or an event that a name is only part of: “peninsula”, “summit”. */
  place: 8192,
  /** A surname that stands first in Korean, Chinese, Vietnamese and Hungarian names. */
  familyFirst: 16384,
  /** A seat of power that stands for who sits there: “Kremlin”. */
  seat: 32768,
  /** Fits anyone: “the candidate”, “the lawmaker”. */
  anyone: 65536,
  /** Something written or shown, which says things but is no one: “report”. */
  thing: 131072,
  /** Names nobody: “sources”, “critics”. */
  nobody: 262144,
  /** Says what somebody is to another, and is no office: “rival”, “wife”. */
  relation: 524288,
  /** Days, months, feasts, times of the day. */
  date: 1048576,
  /** Grammar and titles that are names of persons as well: “Will”, “Dean”, “King”. */
  nameToo: 2097152,
  /** Pronouns whose meaning is followed through the text: “he”, “she”, “it”. */
  pronoun: 4194304,
} as const;

const classes = new Map<string, number>();

function put(flag: number, words: string): void {
  for (const word of words.split(' ')) classes.set(word, (classes.get(word) ?? 0) | flag);
}

/** What a word in small letters can be, as flags of `is`. */
export const kindOfWord = (lower: string): number => classes.get(lower) ?? 0;

export const isPreposition = ({ kind, lower }: Token): boolean =>
  kind === 'word' && (kindOfWord(lower) & is.preposition) !== 0;

/** Whether “under” begins the title “under secretary”, and is no preposition. */
export const isUnderSecretary = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.lower === 'under' && /^secretar(?:y|ies)$/.test(tokens[at + 1]?.lower ?? '');

export const isPrepositionAt = (tokens: readonly Token[], at: number): boolean =>
  isPreposition(tokens[at]!) && !isUnderSecretary(tokens, at);

put(
  is.role,
  'president minister premier chancellor secretary senator sen. congressman congresswoman congressperson representative ' +
    'rep. governor gov. mayor lawmaker legislator parliamentarian councilman councilwoman councilor councillor alderman ' +
    'ambassador envoy consul diplomat negotiator commissioner chairman chairwoman chairperson chair chief director head ' +
    'leader general gen. admiral adm. colonel col. captain capt. major maj. lieutenant lt. sergeant sgt. commander cmdr. ' +
    'cpl. corporal officer official spokesman spokeswoman spokesperson spokesmen adviser advisor aide strategist ' +
    'consultant pollster manager coordinator administrator superintendent sheriff prosecutor attorney lawyer solicitor ' +
    'counsel judge justice professor lecturer historian economist analyst expert scholar scientist researcher fellow ' +
    'scientist physician surgeon doctor nurse teacher journalist reporter columnist editor correspondent anchor host ' +
    'author writer blogger commentator critic activist organizer organiser advocate lobbyist founder co-founder owner ' +
    'ceo cfo coo cto executive banker investor businessman businesswoman entrepreneur developer mogul billionaire tycoon ' +
    'speaker whip candidate nominee front-runner frontrunner rival opponent incumbent challenger contender delegate member ' +
    'vice-president actor actress singer comedian director producer filmmaker artist athlete coach player quarterback ' +
    'pastor priest bishop archbishop cardinal rabbi imam pope patriarch ayatollah king queen prince princess emperor ' +
    'sultan emir sheikh crown monarch resident voter student veteran farmer worker protester protestor ' +
    'witness victim survivor neighbor neighbour friend wife husband widow widower mother father son daughter brother sister ' +
    'uncle aunt cousin nephew niece grandmother grandfather girlfriend boyfriend partner fiancé fiancée spouse democrat ' +
    'republican libertarian socialist conservative undersecretary treasurer trustee principal dean provost ' +
    'inspector detective investigator agent auditor accountant engineer pilot astronaut moderator ' +
    'vice-chairman vice-minister ex-president ex-minister deputy-minister secretary-general director-general undersecretary-general ' +
    'pres. amb. chancellor warden clerk ally donor speechwriter biographer liaison psychologist sociologist ethicist counselor counsellor treasurer supporter staffer operative surrogate insider hopeful ' +
    'congressional-aide colleague classmate crewman skipper under-secretary under-secretary-general ombudsman rapporteur dictator strongman warlord tsar czar mediator lord governor-general',
);
put(
  is.roles,
  'presidents ministers premiers chancellors secretaries senators congressmen representatives governors mayors lawmakers ' +
    'legislators ambassadors envoys diplomats negotiators commissioners chairmen chairs chiefs directors heads leaders ' +
    'generals admirals officers officials spokesmen advisers advisors aides strategists consultants pollsters ' +
    'prosecutors attorneys lawyers judges justices professors historians economists analysts experts scholars scientists ' +
    'researchers doctors teachers journalists reporters columnists editors correspondents authors writers commentators ' +
    'critics activists organizers advocates lobbyists founders owners executives investors businessmen entrepreneurs ' +
    'candidates nominees rivals opponents delegates members bishops pastors priests residents voters students veterans ' +
    'workers protesters witnesses friends democrats republicans conservatives liberals supporters staffers operatives ' +
    'counterparts politicians people sources insiders observers authorities men women parents children police ' +
    'govs. sens. reps. gens. officials allies colleagues surrogates donors hopefuls',
);
put(
  is.nobody,
  'officials sources source critics experts analysts observers insiders some many others people somebody someone anyone ' +
    'everyone everybody nobody authorities witnesses supporters opponents lawmakers aides residents voters',
);
put(
  is.modifier,
  'rear brigadier prime foreign vice deputy assistant associate acting interim chief cabinet former ex- late then senior junior press ' +
    'executive managing general principal special first second permanent top former longtime veteran retired ' +
    'outgoing incoming elect president-elect presidential congressional parliamentary legislative judicial ' +
    'majority minority house senate communications policy political campaign chief-of-staff staff legal ' +
    'medical regional national federal provincial municipal civil ruling governing supreme unification district ' +
    'state district financial nuclear presumptive likely fellow honorary global ' +
    'international domestic co- vice-presidential gubernatorial senatorial democratic republican conservative liberal ' +
    'libertarian labour labor royal crown emeritus adjunct visiting spiritual ' +
    'military naval police under- public media digital news petty warrant',
);
put(
  is.honorific,
  'mr. mr mrs. mrs ms. ms miss mx. dr. dr prof. prof sir dame madame madam monsieur herr frau señor señora rev. reverend fr. hon. st.',
);
put(
  is.organisation,
  'ministry department office agency agencies committee subcommittee council commission party parties university college ' +
    'institute institution academy school association union federation confederation league alliance coalition bank court ' +
    'senate house parliament congress assembly duma knesset diet bundestag legislature corp. corporation inc. inc co. ltd. ' +
    'ltd llc llp plc company companies firm group foundation fund trust center centre society club times post news journal ' +
    'herald tribune daily gazette chronicle globe newspaper magazine broadcaster network website outlet ' +
    'force forces army navy corps marines guard police bureau administration authority board panel cabinet campaign ' +
    'organization organisation embassy consulate mission delegation secretariat directorate government airlines airways ' +
    'motors industries holdings systems technologies laboratories hospital church diocese museum library studio studios ' +
    'records entertainment pac think-tank thinktank chamber brotherhood movement front militia junta command headquarters ' +
    'service services treasury caucus tribunal politburo presidium registry exchange ngo charity watchdog regulator',
);
put(is.organisation, 'brothers partners associates communications media enterprises solutions');
put(
  is.field,
  'state defense defence affairs security foreign interior finance trade commerce economy economic health education ' +
    'environment energy agriculture transport transportation labor labour welfare justice treasury homeland ' +
    'intelligence information technology science culture tourism sports industry development planning policy ' +
    'reunification unification peace peaceful strategic arms disarmament asian pacific european african western eastern ' +
    'northern southern central american-pacific international national nuclear public political military legal budget ' +
    'management veterans housing urban rural water resources immigration customs border human rights relations ' +
    'fisheries fishery marine maritime oceans climate shipping cooperation operations communications research innovation reconstruction counterterrorism cyber space aviation ' +
    'staff chiefs nations states elections ethics oversight reform appropriations fatherland treasury exchequer ' +
    'korea koreas asia east south north west southeast northeast middle gulf pacific atlantic european eurasian africa america eu u.n. un',
);
put(
  is.preposition,
  'of in on at by for with from to into onto over under after before during about against between among through without ' +
    'within across behind beyond near since until toward towards upon despite like unlike via per amid amidst alongside ' +
    'outside inside around including regarding concerning following besides except throughout',
);
put(
  is.grammar,
  'the a an this that these those and but or nor so yet if when while as because although though since unless until ' +
    'whether where who whom whose which what why how he she it they we you i his her its their our your my him them us me ' +
    'himself herself itself themselves there here then thus hence therefore however meanwhile moreover furthermore also ' +
    'still even just only now today yesterday tomorrow earlier later recently once again instead indeed perhaps maybe ' +
    'not no yes none nothing never ever always often sometimes usually is are was were be been being am do does did has ' +
    'have had will would can could may might must shall should let one two three four five six seven eight nine ten both ' +
    'each every all any either neither some many most more much few several other others another such same own very too ' +
    'about after against among at before behind below beneath beside between beyond by despite down during except for ' +
    'from in inside into like near of off on onto out outside over past per through throughout to toward under ' +
    'underneath unlike up upon via with within without according asked citing speaking saying adding given based ' +
    'additionally nevertheless nonetheless otherwise rather similarly finally first second third last next overall ' +
    'apparently clearly certainly obviously actually currently eventually ultimately previously initially fortunately ' +
    'unfortunately surely instead enough well oh thank please critics officials analysts experts sources observers ' +
    'supporters opponents others people everyone somebody nobody nothing something anything everything part much ' +
    'because when whenever wherever whoever whatever photo image copyright getty file caption video print read click ' +
    'share subscribe sign log follow comment comments related advertisement updated published posted',
);
put(is.date | is.noName, [...weekdays].join(' '));
put(
  is.date | is.noName,
  'january february march april june july august september ' +
    'october november december jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. mon. tue. tues. wed. thu. ' +
    'thur. thurs. fri. sat. sun. christmas easter thanksgiving ramadan a.m. p.m. am pm est edt gmt pst pdt',
);
// A grammatical word besides.
put(is.date, 'may');
put(
  is.noName,
  'passover hanukkah republican republicans democrat democrats democratic gop muslim muslims christian christians ' +
    'jewish jews jew catholic catholics islamic islam protestant protestants sunni shiite communist communists ' +
    'marxist liberal liberals conservative conservatives latino latinos hispanic hispanics asian asians european ' +
    'europeans african-american african-americans arab arabs black white western eastern northern southern god ' +
    'internet english covid covid-19 ok tv',
);
put(
  is.relation,
  'rival opponent incumbent challenger contender hopeful friend wife husband widow widower mother father son daughter ' +
    'brother sister uncle aunt cousin nephew niece grandmother grandfather girlfriend boyfriend partner fiancé fiancée ' +
    'spouse democrat republican libertarian socialist conservative supporter donor critic ally surrogate witness victim ' +
    'survivor neighbor neighbour resident voter insider protester protestor member colleague classmate',
);
put(is.particle, particles);
put(
  is.says,
  'said says say told tells tell added adds add asked asks warned warns noted notes stated states explained explains ' +
    'argued argues insisted insists declared declares announced announces claimed claims stressed stresses emphasized ' +
    'emphasised replied replies responded responds commented recalled recalls wrote writes tweeted tweets continued ' +
    'continues concluded concludes acknowledged admitted conceded suggested pointed remarked observed reported reports ' +
    'predicted vowed pledged urged called demanded denied confirmed complained joked quipped testified asserted maintained ' +
    'reiterated contended agreed cautioned described questioned wondered promised countered shot quoted',
);
put(
  is.place,
  'peninsula sea ocean river bay island islands mountain mountains valley desert lake canal strait straits street avenue ' +
    'road boulevard square park airport station bridge tower hotel stadium arena theater theatre hall airfield border zone ' +
    'city county province region district village town coast beach hemisphere olympics paralympics games summit conference ' +
    'convention forum war wars act bill law treaty agreement accord accords pact deal constitution amendment resolution ' +
    'day week month year cup prize award awards oscar election elections primary primaries debate dialogue talks meeting ' +
    'crisis plan program programme initiative doctrine project operation exercise missile missiles rocket plane aircraft ' +
    'revolution uprising holocaust depression festival building plaza rally tour show convoy virus disease east west north south',
);
put(is.place, 'brexit obamacare medicare medicaid facebook-live');
put(
  is.seat,
  'kremlin pentagon vatican hague élysée elysée elysee whitehall fed nato unesco unicef opec asean interpol hamas hezbollah isis taliban',
);
put(
  is.anyone,
  'senator governor congressman congresswoman representative mayor candidate nominee front-runner frontrunner businessman businesswoman mogul billionaire tycoon lawmaker politician leader ' +
    'official republican democrat man woman contender hopeful rival incumbent challenger author veteran native conservative ' +
    'liberal star host executive lawyer attorney statesman diplomat expert analyst economist professor writer actor actress ' +
    'singer comedian activist year-old strongman dictator strategist dad mom father mother',
);
put(
  is.thing,
  'report reports statement statements document documents letter letters study studies survey poll email emails e-mail ' +
    'memo memos filing complaint lawsuit suit ad ads article articles story editorial book tweet tweets post posts release ' +
    'speech sign signs account passage petition record records transcript investigation indictment ruling opinion order ' +
    'draft resolution communique communiqué announcement note message video text posting advertisement commercial page data ' +
    'findings analysis review bill deal project words quote slogan headline caption communiqué declaration invitation',
);
put(is.female, femaleNames);
put(is.male, maleNames);
put(is.familyFirst, familyFirstNames);
put(is.pronoun, 'he she it');
put(is.nameToo, 'oh will per dean king pope bishop judge major prince');

const tails = new Set(
  (
    'based led backed style born era wide type run owned controlled related funded only made sponsored elect winning winner ' +
    'nominated aligned affiliated leaning trained educated'
  ).split(' '),
);
const heads = new Set([
  'anti',
  'pro',
  'non',
  'post',
  'pre',
  'ex',
  'mid',
  'un',
  'inter',
  'trans',
  'neo',
  'multi',
  'vice',
]);
const general = is.field | is.place | is.noName | is.organisation | is.modifier | is.grammar;

/** Whether a capitalised compound names nobody, as “Texas-based”, “North-South”, “Rocket-14”; “Reed-Veal” and “Jae-in” may. */
export function isGeneralCompound(text: string, isPlace: (word: string) => boolean): boolean {
  const parts = text.split('-');
  const last = parts.at(-1)!;
  const code = last.charCodeAt(0);
  if ((code >= 0x30 && code <= 0x39) || tails.has(last.toLowerCase()) || heads.has(parts[0]!.toLowerCase()))
    return true;
  return parts.every((part) => (kindOfWord(part.toLowerCase()) & general) !== 0 || isPlace(part));
}
