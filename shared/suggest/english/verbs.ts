/*
 * Verbs that report what somebody says, thinks or writes, by how surely they do, and how their forms are read.
 */

/** `finite`: said, says; `base`: say; `participle`: saying. */
export type VerbForm = 'finite' | 'base' | 'participle';

export interface ReportingVerb {
  /** The infinitive. */
  lemma: string;
  form: VerbForm;
  /**
   * 3: hardly ever anything but speech (say, tell, tweet); 2: mostly, with words in quotation marks (warn, praise, call);
   * 1: at times (want, see, show), good only where nothing better is near.
   */
  strength: 1 | 2 | 3;
}

const strong =
  'say tell add write ask tweet retweet reply respond answer explain note continue declare announce insist argue claim assert ' +
  'state remark observe comment joke quip shout yell chant scream whisper murmur mutter exclaim recall recount concede ' +
  'admit acknowledge conclude caution warn stress emphasize emphasise reiterate retort counter lament boast brag vow ' +
  'predict complain suggest contend maintain allege testify opine muse muse interject elaborate proclaim affirm ' +
  'reaffirm confide gush deadpan implore plead sneer crow text e-mail email blog intone thunder bellow bark';
const medium =
  'call describe criticize criticise praise blast slam mock hail denounce condemn accuse attack dismiss deride decry ' +
  'label dub brand characterize characterise urge promise pledge threaten propose recommend advise question wonder ' +
  'reveal disclose confirm deny reject point agree disagree believe think feel hope expect fear worry predict ' +
  'estimate report mention refer quote cite read portray compare liken defend applaud welcome thank blame ridicule ' +
  'lambaste rip bash chide rebuke scold taunt insult lash tout extol promote credit remind assure inform brief order ' +
  'demand request invite appeal convince lecture echo repeat paraphrase speak talk rail rant post sign share tell ' +
  'express voice offer cast frame paint depict bemoan mourn celebrate salute endorse back support oppose object protest ' +
  'find conclude discover determine rule judge consider regard view see deem term name title caption headline ' +
  'hint imply indicate signal underscore highlight outline detail discuss address summarize summarise reason ' +
  'profess swear attest certify concur opine posit speculate theorize ponder reflect reminisce volunteer venture apologize ' +
  'apologise shoot fire snap hit push lobby press challenge dare advocate cheer boo heckle sing pray cry exhort instruct ' +
  'teach preach philosophize clarify correct specify stipulate mandate dictate';
const weak =
  'want need know understand learn hear remember forget mean include show make give put use go come get begin start ' +
  'open close keep become seem appear look sound take try plan seek aim intend prefer like love hate enjoy admire ' +
  'respect trust doubt suspect assume presume suppose imagine dream favor favour accept embrace adopt raise tackle ' +
  'stand pose present issue release publish print run carry feature contain bear list describe define identify ' +
  'contrast link tie draw lay set sum wrap turn point reach touch focus dwell fixate choose decide refuse decline';

const irregular: Readonly<Record<string, readonly [past: string, participle: string]>> = {
  say: ['said', 'said'],
  tell: ['told', 'told'],
  write: ['wrote', 'written'],
  speak: ['spoke', 'spoken'],
  think: ['thought', 'thought'],
  feel: ['felt', 'felt'],
  read: ['read', 'read'],
  find: ['found', 'found'],
  see: ['saw', 'seen'],
  swear: ['swore', 'sworn'],
  shoot: ['shot', 'shot'],
  hit: ['hit', 'hit'],
  sing: ['sang', 'sung'],
  teach: ['taught', 'taught'],
  cast: ['cast', 'cast'],
  rip: ['ripped', 'ripped'],
  slam: ['slammed', 'slammed'],
  quip: ['quipped', 'quipped'],
  snap: ['snapped', 'snapped'],
  admit: ['admitted', 'admitted'],
  concur: ['concurred', 'concurred'],
  refer: ['referred', 'referred'],
  rebut: ['rebutted', 'rebutted'],
  dub: ['dubbed', 'dubbed'],
  brag: ['bragged', 'bragged'],
  know: ['knew', 'known'],
  understand: ['understood', 'understood'],
  hear: ['heard', 'heard'],
  forget: ['forgot', 'forgotten'],
  mean: ['meant', 'meant'],
  show: ['showed', 'shown'],
  make: ['made', 'made'],
  give: ['gave', 'given'],
  put: ['put', 'put'],
  go: ['went', 'gone'],
  come: ['came', 'come'],
  get: ['got', 'gotten'],
  begin: ['began', 'begun'],
  keep: ['kept', 'kept'],
  become: ['became', 'become'],
  take: ['took', 'taken'],
  seek: ['sought', 'sought'],
  stand: ['stood', 'stood'],
  run: ['ran', 'run'],
  bear: ['bore', 'borne'],
  draw: ['drew', 'drawn'],
  lay: ['laid', 'laid'],
  set: ['set', 'set'],
  sum: ['summed', 'summed'],
  wrap: ['wrapped', 'wrapped'],
  choose: ['chose', 'chosen'],
  plan: ['planned', 'planned'],
  blog: ['blogged', 'blogged'],
  submit: ['submitted', 'submitted'],
};
/** Verbs that double their last letter although they are regular otherwise. */
const doubling = new Set([
  'rip',
  'slam',
  'quip',
  'snap',
  'admit',
  'concur',
  'refer',
  'dub',
  'brag',
  'hit',
  'put',
  'get',
  'begin',
  'forget',
  'run',
  'set',
  'sum',
  'wrap',
  'plan',
  'blog',
]);

const forms = new Map<string, ReportingVerb>();
for (const [list, strength] of [
  [strong, 3],
  [medium, 2],
  [weak, 1],
] as const) {
  for (const lemma of new Set(list.split(' '))) {
    const add = (word: string, form: VerbForm) => {
      if (!forms.has(word)) forms.set(word, { lemma, form, strength });
    };
    const stem = lemma.endsWith('e') ? lemma.slice(0, -1) : doubling.has(lemma) ? lemma + lemma.at(-1) : lemma;
    const [past, participle] =
      irregular[lemma] ??
      (/[^aeiou]y$/.test(lemma)
        ? [`${lemma.slice(0, -1)}ied`, `${lemma.slice(0, -1)}ied`]
        : [`${stem}ed`, `${stem}ed`]);
    add(past, 'finite');
    add(participle, 'finite');
    add(
      /[^aeiou]y$/.test(lemma)
        ? `${lemma.slice(0, -1)}ies`
        : /(?:s|x|ch|sh|o)$/.test(lemma)
          ? `${lemma}es`
          : `${lemma}s`,
      'finite',
    );
    add(lemma, 'base');
    add(`${lemma.endsWith('ee') || lemma.endsWith('ie') ? lemma : stem}ing`, 'participle');
  }
}

/** Every form of every reporting verb. */
export const reportingForms: readonly string[] = [...forms.keys()];

/** How a word, in lower case, reports; undefined when it is no reporting verb. */
export const reportingVerb = (word: string): ReportingVerb | undefined => forms.get(word);
