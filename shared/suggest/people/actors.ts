import type { Speaker } from '../../model/speaker.ts';
import type { Gender } from './names.ts';

export type SpeakerKind = Speaker['kind'];

/** Somebody or something in an article that can say things, with what the article says of them and from where on. */
export interface Actor {
  readonly kind: SpeakerKind;
  /** The fullest name so far in small letters, without suffixes. */
  words: string[];
  /** The first word of the family name, in `words`. */
  family: number;
  /** How it is named, each form once, in the order of the text. */
  readonly forms: Form[];
  /** What titles and descriptions say, in the order of the text. */
  readonly facts: Fact[];
  gender: Gender | null;
  /** Where the text begins to show the gender; an offset. */
  genderFrom: number;
  /** Whether anything but capitals shows that this is a person or organisation at all. */
  sure: boolean;
  /** Described only (“a senior official of the ministry”). */
  readonly described: boolean;
  /** How often the family name alone has meant them. */
  bare: number;
  /** The last mention of them; an index into the references. */
  last: number;
}

export interface Form {
  text: string;
  at: number;
  /** The form with most words is the name. */
  length: number;
}

export interface Fact {
  at: number;
  role: string | null;
  affiliation: string | null;
  country: string | null;
}

/** How words mean somebody. */
export type How = 'name' | 'description' | 'nominal' | 'pronoun';

/** A mention of somebody in the text, with its title and the description beside it. */
export interface Reference {
  readonly start: number;
  readonly end: number;
  /** The name itself. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly actor: Actor;
  readonly how: How;
  /** How many sentences of the article stand before. */
  readonly sentence: number;
  readonly subject: boolean;
  /** Named in quoted words only, where they say nothing themselves. */
  readonly quoted: boolean;
  /** Stands in another’s description or possessive: “Berg’s lawyer”, “the Foreign Ministry’s spokesman”. */
  readonly inside: boolean;
  readonly sure: boolean;
  /** What a pronoun or nominal was read from. */
  readonly from: Reference | null;
  /** Who else the words may mean. */
  readonly others: readonly Actor[];
}

/** Somebody of whom nothing is known but a name or, when `described`, the head of a description. */
export const createActor = (
  kind: SpeakerKind,
  words: string[],
  family: number,
  sure: boolean,
  described = false,
): Actor => ({
  kind,
  words,
  family,
  forms: [],
  facts: [],
  gender: null,
  genderFrom: 0,
  sure,
  described,
  bare: 0,
  last: -1,
});

export function setGender(actor: Actor, gender: Gender | null, at: number): void {
  if (gender === null || actor.gender !== null) return;
  actor.gender = gender;
  actor.genderFrom = at;
}

/** More forms and facts than this say nothing new, and would make long texts slow. */
const most = 16;

export function addForm(actor: Actor, text: string, at: number, length: number): void {
  const { forms } = actor;
  for (const form of forms) if (form.text === text) return;
  if (forms.length < most) forms.push({ text, at, length });
}

export function addFact(actor: Actor, fact: Fact): void {
  if (fact.role === null && fact.affiliation === null && fact.country === null) return;
  if (actor.facts.length < most) actor.facts.push(fact);
}
