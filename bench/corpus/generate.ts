/*
 * Invented news, the same at every run: an article for every number, of about 4 kB, with what real ones have — headline,
 * byline and date, quotations, prompts that stand under every article of an outlet, one in thirty in Japanese, and one in
 * two hundred that another outlet prints, too.
 */

const outlets = ['The Harbour Gazette', 'Northern Courier', 'The Evening Ledger', 'Valley Post', 'The Island Times'];
const people =
  'Anna Berg,Tomas Lindqvist,Mina Kask,Hugo Almeida,Ruth Okafor,Pavel Novak,Sofia Marin,Idris Bello,Clara Weiss,Daniel Moreau,Nadia Haddad,Leon Fischer'.split(
    ',',
  );
const roles =
  'transport minister,mayor,union leader,spokesperson for the port,head of the water board,opposition leader,chief economist,school inspector,director of the hospital,police commissioner'.split(
    ',',
  );
const places =
  'Ostland,Westland,Eastmoor,Port Kellan,Aldervale,Brackwater,Stonebridge,the capital,the northern district,Lower Marsh'.split(
    ',',
  );
const subjects =
  'the harbour plan,the new rail line,the budget,the strike,the water tariff,the housing bill,the fishing quota,the election law,the school reform,the power station'.split(
    ',',
  );
const verbs = 'said,told reporters,added,warned,insisted,explained,argued,conceded'.split(',');
const nouns =
  'pressure,support,criticism,delay,agreement,proposal,report,hearing,decision,vote,contract,protest,survey,inquiry,shortage,repair,subsidy,forecast,complaint,warning'.split(
    ',',
  );
const adjectives =
  'growing,public,unexpected,formal,sharp,local,costly,broad,early,cautious,temporary,regional,joint,open,serious'.split(
    ',',
  );
const actions = 'postponed,approved,rejected,reviewed,welcomed,questioned,published,withdrew,extended,blocked'.split(
  ',',
);
const prompts = [
  ['Sign up for our morning newsletter', 'Share this article'],
  ['Tell us what you think', 'More from this section'],
  ['Subscribe for full access', 'Print this page'],
  ['Read more about this', 'Follow us for updates'],
  ['Have a story for us? Write to the newsroom', 'All rights reserved'],
];
const japanese =
  '政府は,港の計画について,新しい鉄道の建設を,住民の反対にもかかわらず,来月までに決定する,と発表した。,市長は会見で,「十分な説明が必要だ」,と述べた。,専門家によると,費用は当初の予定を上回る,見通しだ。,組合は交渉を続ける,方針を示した。'.split(
    ',',
  );

/** A random number 0 … 1 after another, from a seed: mulberry32 by Tommy Ettinger, in the public domain. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Generated {
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

/** The article of a number, in a folder of a thousand. */
export function articleAt(number: number): Generated {
  // What two outlets print differs in the head and the prompts only.
  const story = number % 200 === 199 ? number - 1 : number;
  const random = randomFrom(story * 7919 + 17);
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const outlet = outlets[number % outlets.length]!;
  const folder = `${String(Math.floor(number / 1000)).padStart(3, '0')}`;
  const path = `${folder}/${2001 + (number % 20)}-${number}.txt`;
  const date = `${one(['January', 'March', 'June', 'September', 'November'])} ${1 + Math.floor(random() * 27)}, ${2001 + (number % 20)}`;
  const isJapanese = story % 30 === 7;
  const title = isJapanese
    ? `${one(['港の計画', '新しい鉄道', '予算案', '水道料金'])}をめぐり議論続く ${story}`
    : `${one(adjectives).replace(/^./, (c) => c.toUpperCase())} ${one(nouns)} over ${one(subjects)} in ${one(places)}`;
  const paragraphs: string[] = [];
  let length = 0;
  while (length < (isJapanese ? 1300 : 3700)) {
    const sentences = Array.from({ length: 2 + Math.floor(random() * 4) }, () =>
      isJapanese ? japaneseSentence(one, random) : sentence(one, random),
    );
    const paragraph = sentences.join(isJapanese ? '' : ' ');
    paragraphs.push(paragraph);
    length += paragraph.length;
  }
  const head = `${title}\n\nBy ${one(people)}\n${outlet}, ${date}\n\n`;
  const text = `${head}${paragraphs.join('\n\n')}\n\n${prompts[number % prompts.length]!.join('\n\n')}\n`;
  return { path, title, text };
}

type One = <T>(all: readonly T[]) => T;

function sentence(one: One, random: () => number): string {
  const figure = Math.floor(random() * 900) + 12;
  const kind = random();
  if (kind < 0.25)
    return `“We have seen ${one(adjectives)} ${one(nouns)} in ${one(places)}, and ${one(subjects)} cannot wait,” ${one(people)}, ${one(roles)}, ${one(verbs)}.`;
  if (kind < 0.5)
    return `The ${one(roles)} ${one(actions)} ${one(subjects)} after ${figure} residents of ${one(places)} signed a ${one(adjectives)} ${one(nouns)}.`;
  if (kind < 0.75)
    return `According to a ${one(adjectives)} ${one(nouns)} seen on Tuesday, ${one(subjects)} would cost ${figure} million more than the council had ${one(actions)} last year.`;
  return `Officials in ${one(places)} ${one(verbs)} that the ${one(nouns)} of ${one(subjects)} had ${one(['grown', 'fallen', 'been delayed', 'surprised them'])}, while ${one(people)} ${one(actions)} a ${one(adjectives)} ${one(nouns)}.`;
}

function japaneseSentence(one: One, random: () => number): string {
  return `${Array.from({ length: 4 }, () => one(japanese)).join('')}${Math.floor(random() * 900)}人が参加した。`;
}
