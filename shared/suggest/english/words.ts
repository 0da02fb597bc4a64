/*
 * What the rules know of English besides verbs: closed classes of words, and nouns for people and bodies that speak.
 * All in lower case with straight apostrophes, as `Token.lower`.
 */

const set = (...lists: string[]): ReadonlySet<string> => new Set(lists.flatMap((list) => list.split(/\s+/)));

export const determiners = set(
  'the a an this that these those some many several few other others another both all most any each every no one two',
  'three four five six seven eight nine ten dozens hundreds half such various certain numerous multiple',
);

export const possessives = set('his her their its my our your');

/** Pronouns that can be the subject of a verb of saying. */
export const subjects = set('he she they it we i you who everyone everybody somebody someone nobody');

/** Pronouns that are never a subject. */
export const objects = set('me him us them himself herself itself themselves myself ourselves yourself');

export const prepositions = set(
  'of in on at for from with to by as during after before about against into over under between among through since',
  'without within across behind despite like near outside inside toward towards upon via amid amidst around along',
  'beneath aboard amongst atop beyond following regarding concerning per throughout until till unlike besides off onto out up down above below',
);

/** Small words inside names: “Ursula von der Leyen”. */
export const particles = set('von van der den de del della la le du di da dos bin ibn abu ter ten zu');

export const conjunctions = set('and or but nor yet so plus');

/** Words that begin a clause. */
export const subordinators = set(
  'that when while because if although though unless where whether which who whom whose than what how why whenever',
  'whereas wherever',
);

export const auxiliaries = set(
  'has have had having is are was were be been being am do does did will would can could may might shall should must',
  "hasn't haven't hadn't isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't shouldn't mustn't",
  "cannot 's 'd 'll 've 're not ought he'd she'd they'd he's she's they're i'd i'm we're we've",
);

/** Adverbs that stand between a subject and its verb, besides those in -ly. */
const adverbs = set(
  'also then later still now just even only never ever once again often always too however meanwhile instead already',
  'first last further furthermore moreover nonetheless nevertheless thus therefore perhaps maybe simply soon today',
  'tonight yesterday tomorrow twice sometimes somewhat rather quite very long much more less well back publicly',
  'monday tuesday wednesday thursday friday saturday sunday ago earlier afterward afterwards likewise otherwise online',
  'here there all',
);

export const isAdverb = (word: string): boolean =>
  adverbs.has(word) || (word.length > 4 && word.endsWith('ly') && !notAdverbs.has(word));
const notAdverbs = set('family ally reply assembly italy july supply bully rally early elderly friendly');

export const weekdays = set('monday tuesday wednesday thursday friday saturday sunday');
export const months = set(
  'january february march april may june july august september october november december',
  'jan jan. feb feb. mar. apr. jun. jul. aug aug. sept sept. sep. oct oct. nov nov. dec dec.',
);

/** Nouns for somebody who speaks, by office, trade or part in events; the singular. */
const roles = set(
  'spokesman spokeswoman spokesperson president vice-president chairman chairwoman chairperson chair minister',
  'premier chancellor secretary senator congressman congresswoman representative governor mayor councilman councilwoman',
  'candidate nominee incumbent challenger official officer aide adviser advisor ally strategist consultant operative',
  'manager director chief head leader deputy assistant counsel attorney lawyer prosecutor judge justice sheriff',
  'commissioner commander general admiral colonel major captain lieutenant sergeant ambassador envoy diplomat negotiator',
  'expert analyst economist professor researcher scholar scientist historian author writer journalist reporter editor',
  'columnist anchor host moderator correspondent commentator pundit critic blogger producer actor actress singer artist',
  'founder co-founder owner executive ceo cfo partner investor banker entrepreneur businessman businesswoman',
  'activist organizer organiser advocate campaigner protester demonstrator supporter opponent voter resident neighbor',
  'neighbour witness victim survivor suspect defendant plaintiff worker employee farmer teacher student doctor nurse',
  'physician surgeon pastor priest bishop rabbi imam pope king queen prince princess duke monarch emperor dictator',
  'master skipper lawmaker legislator politician statesman delegate member veteran soldier pilot trader driver owner',
  'man woman boy girl guy lady father mother dad mom son daughter brother sister husband wife widow friend colleague',
  'boss coach player star source insider observer watchdog guard pollster speaker whip counterpart successor predecessor',
  'democrat republican conservative liberal libertarian socialist fellow comedian filmmaker intern person parent',
);

/** Nouns for bodies and writings that speak. */
const bodies = set(
  'ministry government administration department agency office bureau commission committee council court parliament',
  'congress senate house party campaign company firm corporation bank group organization organisation association union',
  'foundation institute institution university school college church newspaper paper magazine site website network',
  'station outlet channel team staff board panel delegation embassy consulate army military navy police force',
  'coalition alliance movement federation league authority regime kremlin pentagon white-house camp community crowd',
  'report statement letter memo email e-mail message note document filing lawsuit complaint book article editorial',
  'readout record summary posting listing card playbook manual guideline bylaw op-ed column post tweet ad advertisement release study survey poll transcript speech text headline caption website',
  'petition resolution bill order ruling opinion manifesto pamphlet video sign banner poster song narrator account',
  'nation country state city public public-opinion jury majority minority opposition press media union',
);

const plural = (noun: string): string =>
  noun.endsWith('man')
    ? `${noun.slice(0, -3)}men`
    : noun.endsWith('person') && noun !== 'person'
      ? `${noun.slice(0, -6)}people`
      : /[^aeo]y$/.test(noun)
        ? `${noun.slice(0, -1)}ies`
        : /(?:s|x|ch|sh)$/.test(noun)
          ? `${noun}es`
          : `${noun}s`;

const withPlurals = (nouns: ReadonlySet<string>, ...more: string[]): ReadonlySet<string> =>
  new Set([...nouns, ...[...nouns].map(plural), ...more.flatMap((list) => list.split(' '))]);

export const roleNouns = withPlurals(roles, 'people wives policemen police ones folks americans attorneys-general');
export const bodyNouns = withPlurals(bodies);
