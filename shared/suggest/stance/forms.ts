/*
 * How a word of a cue phrase or of a target's name is found in a text, whatever its form and spelling.
 */

/** Words that have no other forms, so that “not” does not stand for “noted”. */
const fixed = new Set(
  (
    'the and but for nor not yet off out too all any one two own our his her its their with from into onto upon over ' +
    'under that this these those than then when while where which who whom whose what how why only just even also far ' +
    'against about between without within toward towards never ever always very more most less least such same other'
  ).split(' '),
);

/** Past tense and participle, where they are not regular. */
const irregular: Readonly<Record<string, string>> = {
  be: 'am is are was were been being',
  have: 'has had having',
  do: 'does did done doing',
  go: 'goes went gone going',
  become: 'became',
  break: 'broke broken',
  bring: 'brought',
  build: 'built',
  buy: 'bought',
  choose: 'chose chosen',
  come: 'came',
  cut: 'cutting',
  draw: 'drew drawn',
  fall: 'fell fallen',
  fight: 'fought',
  find: 'found',
  get: 'got gotten getting',
  give: 'gave given',
  hold: 'held',
  keep: 'kept',
  know: 'knew known',
  leave: 'left',
  lose: 'lost',
  make: 'made',
  mean: 'meant',
  pay: 'paid',
  put: 'putting',
  rise: 'rose risen',
  say: 'said',
  see: 'saw seen',
  send: 'sent',
  set: 'setting',
  shake: 'shook shaken',
  speak: 'spoke spoken',
  spend: 'spent',
  stand: 'stood',
  swear: 'swore sworn',
  take: 'took taken',
  tell: 'told',
  think: 'thought',
  throw: 'threw thrown',
  undertake: 'undertook undertaken',
  uphold: 'upheld',
  win: 'won winning',
  withdraw: 'withdrew withdrawn',
  withhold: 'withheld',
  write: 'wrote written',
};

const american: readonly (readonly [RegExp, string])[] = [
  [/^(\p{L}{3,})is(e|es|ed|er|ers|ing|ation|ations)$/u, '$1iz$2'],
  [/^(\p{L}{3,})ys(e|es|ed|ing)$/u, '$1yz$2'],
  [/^(\p{L}{2,})our(s|ed|ing|able|ably|ite)?$/u, '$1or$2'],
  [/^(def|off|lic|pret)ence(s?)$/u, '$1ense$2'],
  [/^(program)me(s?)$/u, '$1$2'],
  [/^sceptic(.*)$/u, 'skeptic$1'],
  [/^(cent|theat|met)re(s?)$/u, '$1er$2'],
  [/^(.*)judgement(s?)$/u, '$1judgment$2'],
  [/^(.*[aeiou]l)l(ed|ing|er|ers)$/u, '$1$2'],
];

/**
 * The forms that a word in its dictionary form may have in a text, itself among them: those of verbs and the plural of
 * nouns, in British and American spelling. Some are no words at all, which nobody will write. English only.
 * @param word in lower case, with straight apostrophes
 */
export function formsOf(word: string): Set<string> {
  const forms = new Set([word]);
  if (irregular[word] !== undefined) for (const form of irregular[word].split(' ')) if (form) forms.add(form);
  if (word.length > 2 && /^[a-z-]+$/.test(word) && !fixed.has(word)) for (const form of regular(word)) forms.add(form);
  for (const form of [...forms]) {
    for (const [british, other] of american) if (british.test(form)) forms.add(form.replace(british, other));
  }
  return forms;
}

function regular(word: string): string[] {
  const stem = word.slice(0, -1);
  if (/[^aeiou]y$/.test(word)) return [`${stem}ies`, `${stem}ied`, `${word}ing`];
  if (word.endsWith('ie')) return [`${word}s`, `${word}d`, `${word.slice(0, -2)}ying`];
  if (word.endsWith('e')) return [`${word}s`, `${word}d`, word.endsWith('ee') ? `${word}ing` : `${stem}ing`];
  const plural = /(?:[sxz]|[cs]h)$/.test(word) ? `${word}es` : `${word}s`;
  const plain = [plural, `${word}ed`, `${word}ing`];
  // Whether the last consonant is doubled depends on the stress: both are looked for.
  const doubled = /[^aeiou][aeiou][^aeiouwxy]$/.test(word) ? `${word}${word.at(-1)}` : undefined;
  return doubled === undefined ? plain : [...plain, `${doubled}ed`, `${doubled}ing`];
}

const bases = new Map(
  Object.entries(irregular).flatMap(([base, forms]) => forms.split(' ').map((form): [string, string] => [form, base])),
);

/**
 * What the forms of a word have in common: “warn” for “warned”, “critic” + “is” for “criticized”. It need be no word; two
 * words that have it in common are counted as one. English only.
 * @param word in lower case, with straight apostrophes
 */
export function stemOf(word: string): string {
  const base = bases.get(word);
  if (base !== undefined) return base;
  if (word.length < 4 || fixed.has(word) || !/^[a-z-]+$/.test(word)) return word;
  const stem = word
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?<=[sxz]|[cs]h)es$|(?<=[^su])s$/, '')
    .replace(/(?<=[aeiouy].*)(?:ed|ing)$/, '')
    .replace(/([^aeiouls])\1$/, '$1')
    .replace(/(?<=...)e$/, '')
    .replace(/(?<=...)iz$/, 'is')
    .replace(/(?<=...)our$/, 'or');
  return fixed.has(stem) ? `${stem}e` : stem.length > 1 ? stem : word;
}
