import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Range } from '../../model/range.ts';
import { speakerWith as speaker } from '../../model/testing.ts';
import { anyText } from '../../text/arbitrary-text.ts';
import { leastTime } from '../../text/cpu-time.ts';
import { paragraphsOf } from '../../text/quotations.ts';
import { type Token, tokensOf } from '../english/tokens.ts';
import { type Entity, indexRegistry, link, type People, type Resolved, readPeople, resolve } from './people.ts';

const peopleOf = (text: string, paragraphs: readonly Range[] = paragraphsOf(text)): People =>
  readPeople(
    text,
    paragraphs,
    paragraphs.map((paragraph) => tokensOf(text, paragraph)),
  );

/** Resolves the mention between braces; the braces are not part of the text. */
function resolved(marked: string): Resolved {
  const start = marked.indexOf('{');
  const end = marked.indexOf('}') - 1;
  return resolve(peopleOf(marked.replace(/[{}]/g, '')), { start, end });
}

const nameOf = (marked: string) => resolved(marked).entity?.name ?? null;

describe('named persons', () => {
  test.each([
    ['a title and a full name', '{Trade Minister Hana Mori} said no.', 'Hana Mori'],
    ['the family name later', 'Trade Minister Hana Mori spoke. “No,” {Mori} said.', 'Hana Mori'],
    ['with Mr. or Ms.', 'Trade Minister Hana Mori spoke. “No,” {Ms. Mori} said.', 'Hana Mori'],
    ['with the title', 'Trade Minister Hana Mori spoke. “No,” {Minister Mori} said.', 'Hana Mori'],
    ['two family names', 'Anna Bell Sanders spoke. {Bell Sanders} left.', 'Anna Bell Sanders'],
    ['the last of two family names', 'Anna Bell Sanders spoke. {Sanders} left.', 'Anna Bell Sanders'],
    ['without the middle name', 'David F. Osten spoke. {David Osten} left.', 'David F. Osten'],
    ['an initial', 'David F. Osten spoke. {D. Osten} left.', 'David F. Osten'],
    ['a short given name', 'Senator Robert Quill spoke. {Bob Quill} left.', 'Robert Quill'],
    ['a suffix', 'Sen. Carl Osten Jr. spoke. {Osten} left.', 'Carl Osten Jr.'],
    ['a particle', 'Chris van Dorn spoke. {Van Dorn} left.', 'Chris van Dorn'],
    ['Korean order', 'President Shin Tae-yong spoke. {Shin} left.', 'Shin Tae-yong'],
    ['Korean order without a hyphen', 'Ri Yong Chol spoke. {Ri} left.', 'Ri Yong Chol'],
    ['Chinese order', 'Geng Liwei, a spokesman for the ministry, spoke. {Geng} left.', 'Geng Liwei'],
    ['both orders of a Japanese name', 'Prime Minister Shinzo Mori spoke. {Mori Shinzo} left.', 'Shinzo Mori'],
    ['a possessive', 'Hana Mori spoke. It was {Mori’s} view.', 'Hana Mori'],
    ['two possessives', 'Carl Bell met Ann Roe. {Bell’s and Roe’s} lawyers left.', 'Ann Roe'],
    ['a given name that one person has', 'Hillary Quill spoke. Then {Hillary} left.', 'Hillary Quill'],
    ['a description after the name', '{Carl Holm, president of Clear Water, a charity,} said so.', 'Carl Holm'],
    ['a description before the name', '{Ohio’s Republican attorney general, Pam Roe,} said so.', 'Pam Roe'],
    ['an employer in the possessive', '{The Harbor Post’s Jo Marten} wrote so.', 'Jo Marten'],
    [
      'a long title',
      '{Deputy Secretary of Energy for Asian and Pacific Affairs Randall G. Shrike} agreed.',
      'Randall G. Shrike',
    ],
    [
      'a title with a country at its end',
      '{National Harbor Council (NHC) director for Korea Alison Hook} agreed.',
      'Alison Hook',
    ],
    ['a month that is a name', 'Prime Minister Theresa May spoke. “No,” {May} said.', 'Theresa May'],
    ['two persons of one family name', 'Bill Quill met Hillary Quill. Then {Bill Quill} spoke.', 'Bill Quill'],
  ])('%s', (_, marked, name) => {
    expect(nameOf(marked)).toBe(name);
  });

  test('a family name that two bear is whom it meant last, and not sure', () => {
    const { entity, sure, reason } = resolved('Kim Hong-su met Kim Yong Chol. “No,” {Kim} said.');
    expect(entity?.name).toBe('Kim Yong Chol');
    expect(sure).toBe(false);
    expect(reason).toBe('“Kim” may be Kim Yong Chol or Kim Hong-su: Kim Yong Chol was named last');
  });

  test('two given names of one family are two persons', () => {
    const people = peopleOf('Bill Quill spoke. Hillary Quill left.');
    expect(new Set(people.references.map(({ actor }) => actor)).size).toBe(2);
  });

  test('aliases are the other forms so far', () => {
    expect(resolved('Anna Bell Sanders spoke. Sanders left. {Bell Sanders} wept.').entity).toEqual({
      kind: 'person',
      name: 'Anna Bell Sanders',
      aliases: ['Sanders', 'Bell Sanders'],
      role: null,
      affiliation: null,
      country: null,
    });
  });

  test('a name is as full as the text was up to the mention', () => {
    expect(nameOf('{Mori} says no to tariffs\n\nTrade Minister Hana Mori said no.')).toBe('Mori');
  });

  test.each([
    ['persons', '{Patrick Roe and Chris Dunn} said so.', 'Patrick Roe and Chris Dunn', 2],
    ['governments', '{Tokyo and Washington} are also expressing doubt.', 'Japan and United States', 2],
    ['governments', '{Japan and the United States} said so.', 'Japan and United States', 2],
    ['governments', 'So said {Tokyo, Seoul and Washington}.', 'Japan, South Korea and United States', 3],
  ])('a list of %s is a group', (kinds, marked, name, count) => {
    const { entity, reason } = resolved(marked);
    expect(entity).toMatchObject({ kind: 'group', name });
    expect(reason).toMatch(new RegExp(`names ${count} ${kinds}$`));
  });
});

describe('names that are words as well', () => {
  const given =
    'Per Will Mark May June Art Bill Grant Frank Rich Rob Sue Grace Hope Faith Joy Dick Jack Drew Chase Miles Dean Duke';
  test.each(given.split(' '))('“%s Lund” is a person', (name) => {
    expect(nameOf(`{${name} Lund} spoke.`)).toBe(`${name} Lund`);
    expect(nameOf(`So said {${name} Lund}, the minister.`)).toBe(`${name} Lund`);
    expect(nameOf(`Minister ${name} Lund spoke. {Lund} left.`)).toBe(`${name} Lund`);
  });

  const family =
    'Mark May June Art Bill Grant Frank Rich Rob Grace Hope Faith Joy Jack Drew Chase Miles Dean Duke King Pope Bishop Judge Major';
  test.each(family.split(' '))('“Anna %s” is a person, and so is the family name after her', (name) => {
    expect(nameOf(`{Anna ${name}} spoke.`)).toBe(`Anna ${name}`);
    expect(nameOf(`Anna ${name} spoke. {${name}} left.`)).toBe(`Anna ${name}`);
  });
  test.each(['Dean', 'King', 'Pope', 'Bishop', 'Judge', 'Major'])('“Hana %s”, whose given name is rare', (name) => {
    expect(resolved(`{Hana ${name}} spoke.`).entity).toMatchObject({ name: `Hana ${name}`, role: null });
  });

  test.each([
    ['a title', '{King Lund} spoke.', 'Lund', 'King'],
    ['a title before a full name', '{Dean Ann Lund} spoke.', 'Ann Lund', 'Dean'],
    ['a title before a name that is known', 'Dean Ann Lund spoke. {Dean Lund} left.', 'Ann Lund', 'Dean'],
    ['a question', 'Will {Lund} go?', 'Lund', null],
    ['a question about who is known', 'Ann Lund spoke. “Will {Lund} go?”', 'Ann Lund', null],
    ['a preposition', 'Ann Lund spoke. Per {Lund}, it rained.', 'Ann Lund', null],
    ['a month', 'Ann Lund spoke. In June {Lund} left.', 'Ann Lund', null],
    ['a month that is grammar, too', 'Ann Lund spoke. Last May {Lund} left.', 'Ann Lund', null],
    ['a heading', 'Ann Lund spoke.\n\nWhat Will {Lund} Say Today', 'Ann Lund', null],
    ['the king', 'Anna King spoke. The {King} left.', null, null],
  ])('%s is no name', (_, marked, name, role) => {
    const { entity } = resolved(marked);
    expect(entity?.name ?? null).toBe(name);
    expect(entity?.role ?? null).toBe(role);
  });
});

describe('what titles and descriptions say', () => {
  test.each([
    ['{Foreign Minister Taro Endo} spoke.', 'Foreign Minister', null, null],
    ['{U.S. Secretary of State Rex Tiller} spoke.', 'Secretary of State', null, 'US'],
    ['{ROK Foreign Minister Kang Kyung-min} spoke.', 'Foreign Minister', null, 'KR'],
    ['{Chief Cabinet Secretary Yoshi Sugano} spoke.', 'Chief Cabinet Secretary', null, null],
    ['{White House press secretary Sara Holt} spoke.', 'press secretary', 'White House', 'US'],
    [
      '{Chang Kyung-min}, South Korean Trade Ministry’s acting chief of policy planning, spoke.',
      'acting chief of policy planning',
      'South Korean Trade Ministry',
      'KR',
    ],
    ['{Geng Liwei}, spokesman of China’s Trade Ministry, spoke.', 'spokesman', 'China’s Trade Ministry', 'CN'],
    ['{Rep. Anna Holm (D-Ohio)} spoke.', 'Rep.', 'D-Ohio', 'US'],
    ['{Former Florida Gov. Jed Holt} spoke.', 'Former Gov.', 'Florida', 'US'],
    ['The ministry’s spokeswoman, {Hua Lifen}, spoke.', 'spokeswoman', null, null],
    [
      '{Carl Holm, 66, director of the Harbor Institute for Peace}, spoke.',
      'director',
      'Harbor Institute for Peace',
      null,
    ],
    ['{Jo Marten, president of France,} spoke.', 'president', null, 'FR'],
    ['{Jo Marten, ambassador to Japan,} spoke.', 'ambassador to Japan', null, null],
    [
      '{Mina Holm, special envoy for peace on the peninsula,} spoke.',
      'special envoy for peace on the peninsula',
      null,
      null,
    ],
    ['{Ryu Tae-min} [of North Korea] spoke.', null, null, 'KP'],
    ['{Carl Holm of the Harbor Institute} spoke.', null, 'Harbor Institute', null],
    ['{Acme spokesman Lee Dorn} spoke.', 'spokesman', 'Acme', null],
    ['{Harbor Post reporter Jo Marten} spoke.', 'reporter', 'Harbor Post', null],
    ['{Harbour Commissioner Ann Berg} spoke.', 'Harbour Commissioner', null, null],
    ['{Ann Berg}, Harbour Commissioner, spoke.', 'Harbour Commissioner', null, null],
    ['{Norwegian Harbour Commissioner Ann Berg} spoke.', 'Harbour Commissioner', null, 'NO'],
    ['The Acme Institute spoke. {Acme Institute President Ann Berg} left.', 'President', 'Acme Institute', null],
    ['Acme, a company, grows. {Acme President Ann Berg} spoke.', 'President', 'Acme', null],
    ['{Acme CEO Ann Berg} spoke.', 'CEO', 'Acme', null],
    ['{Reuters Editor Ann Berg} spoke.', 'Editor', 'Reuters', null],
    ['{Orange County Mayor Ann Berg} spoke.', 'Mayor', 'Orange County', null],
  ])('%s', (marked, role, affiliation, country) => {
    expect(resolved(marked).entity).toMatchObject({ kind: 'person', role, affiliation, country });
  });

  test('an office says more than a relation, and a longer title than its beginning', () => {
    expect(resolved('Her rival Carl Holm spoke. Senator Carl Holm left. {Holm} wept.').entity?.role).toBe('Senator');
    expect(resolved('Secretary Holm spoke. Secretary of State Carl Holm left. {Holm} wept.').entity?.role).toBe(
      'Secretary of State',
    );
  });
});

describe('organisations and governments', () => {
  test.each([
    ['{Beijing}, however, said it does not “hold the key.”', 'government', 'China', 'CN'],
    ['{The North} said so.', 'person', null, null],
    ['South Korea spoke. {The North} said so.', 'government', 'North Korea', 'KP'],
    ['{The Japanese government} said so.', 'government', 'Japan', 'JP'],
    ['{N. Korea} vows revenge', 'government', 'North Korea', 'KP'],
    ['{The South Korean Ministry of Trade} said so.', 'organisation', 'South Korean Ministry of Trade', 'KR'],
    ['That is so, said {Seoul’s Ministry of Trade}.', 'organisation', 'Seoul’s Ministry of Trade', 'KR'],
    [
      '{Sorimadang, official website of North Korea’s Committee for Trade}, warned so.',
      'organisation',
      'Sorimadang',
      'KP',
    ],
    ['A U.S. political magazine, {The Lantern}, describes this.', 'organisation', 'The Lantern', 'US'],
    ['{The FBI} said so.', 'organisation', 'FBI', null],
    ['{Bell’s campaign} said so.', 'organisation', 'Bell’s campaign', null],
    ['{The American Harbor Legion} said so.', 'organisation', 'American Harbor Legion', 'US'],
  ])('%s', (marked, kind, name, country) => {
    const { entity } = resolved(marked);
    if (name === null) expect(entity).toBeNull();
    else expect(entity).toMatchObject({ kind, name, country });
  });

  test('the short form in brackets is an alias', () => {
    expect(resolved('{The Ministry of Trade (MOT)} said so.').entity).toMatchObject({
      name: 'Ministry of Trade',
      aliases: ['MOT'],
    });
  });
});

describe('names with small words', () => {
  test.each([
    ['an article', 'So said {Tarek al-Sabri}.', 'Tarek al-Sabri'],
    ['an article, when the mention is cut short', 'So said {Tarek} al-Sabri.', 'Tarek al-Sabri'],
    ['the name with its article later', 'Tarek al-Sabri spoke. “No,” {al-Sabri} said.', 'Tarek al-Sabri'],
    ['the name without it later', 'Tarek al-Sabri spoke. “No,” {Sabri} said.', 'Tarek al-Sabri'],
    ['the article with a capital', 'Mona el-Tahawi spoke. {El-Tahawi} left.', 'Mona el-Tahawi'],
    ['a pronoun', 'Mona el-Tahawi spoke. {She} left.', 'Mona el-Tahawi'],
    ['bin', 'Khalid bin Omran spoke. {Bin Omran} left.', 'Khalid bin Omran'],
    ['ibn and al-', '{Tarek ibn al-Sabri} spoke.', 'Tarek ibn al-Sabri'],
    ['abu', '{Mona abu Tahawi} spoke.', 'Mona abu Tahawi'],
    ['de', 'Lena de Moura spoke. “No,” {De Moura} said.', 'Lena de Moura'],
    ['da', '{Lena da Moura} spoke.', 'Lena da Moura'],
    ['dos', '{Lena dos Montes} spoke.', 'Lena dos Montes'],
    ['van', 'Piet van Loon spoke. “No,” {van Loon} said.', 'Piet van Loon'],
    ['van der', '{Piet van der Loon} spoke.', 'Piet van der Loon'],
    ['von der', 'So said {Otto} von der Ahe, a banker.', 'Otto von der Ahe'],
    ['la and le', '{Yves de la Croze} met Jean le Bret.', 'Yves de la Croze'],
    ['du', '{Yves du Croze} spoke.', 'Yves du Croze'],
    ['an apostrophe', 'Yves d’Aubry spoke. {D’Aubry} left.', 'Yves d’Aubry'],
    ['a family name that is grammar', '{Oh Se-ra} spoke.', 'Oh Se-ra'],
    ['and alone later', 'Oh Se-ra spoke. “No,” {Oh} said.', 'Oh Se-ra'],
    ['two countries in a list', 'He met the spokesmen of France and the Netherlands. {He} left.', null],
  ])('%s', (_, marked, name) => {
    expect(nameOf(marked)).toBe(name);
  });

  test.each(['An Oslo-run ship met {Lund}.', 'An Acme-built ship met {Lund}.', 'So Acme-only ships met {Lund}.'])(
    'grammar before a compound is no name: %s',
    (marked) => {
      expect(nameOf(marked)).toBe('Lund');
    },
  );
});

describe('descriptions with the name after them', () => {
  test.each([
    ['{Its spokeswoman}, Ada Lund, told reporters so.', 'Ada Lund', 'spokeswoman'],
    ['{Its transport minister}, Selma Kara, spoke.', 'Selma Kara', 'transport minister'],
    ['{Its Trade Ministry spokesman}, Geng Liwei (耿立伟), told reporters so.', 'Geng Liwei', 'spokesman'],
    ['“No,” {its director}, Tarek al-Sabri, said.', 'Tarek al-Sabri', 'director'],
    ['Its director, {Tarek al-Sabri}, spoke.', 'Tarek al-Sabri', 'director'],
    ['In Harwich, {the president of the guild}, Per Lund, said so.', 'Per Lund', 'president of the guild'],
    ['{The head of the dockers’ union}, Ada Lund, spoke.', 'Ada Lund', 'head of the dockers’ union'],
    ['{Bell’s lawyer}, Ada Lund, spoke.', 'Ada Lund', 'lawyer'],
  ])('%s', (marked, name, role) => {
    expect(resolved(marked)).toMatchObject({ sure: true, entity: { name, role } });
  });

  test('the reason says that the name is right after', () => {
    expect(resolved('{Its spokeswoman}, Ada Lund, spoke.').reason).toBe(
      '“Its spokeswoman” is Ada Lund, named right after',
    );
  });

  test.each([
    ['the next of a list', 'Ada Lund met {the head of the union}, Per Bell, and others.', null],
    ['another sentence', 'Ada Lund met {the head} of the union. Per Bell left.', null],
  ])('%s is not the one described', (_, marked, name) => {
    expect(nameOf(marked)).toBe(name);
  });

  test('a town before a description is nobody', () => {
    expect(peopleOf('In Harwich, the president of the guild, Per Lund, said so.').references).toHaveLength(1);
  });
});

describe('long titles and what stands around names', () => {
  test.each([
    ['{U.S. Under Secretary of State Ada Lund} spoke.', 'Ada Lund', 'Under Secretary of State', null, 'US'],
    ['{U.S. Under Secretary Ada Lund} spoke.', 'Ada Lund', 'Under Secretary', null, 'US'],
    ['{Petty Officer Second Class Hana Mori} spoke.', 'Hana Mori', 'Petty Officer Second Class', null, null],
    [
      'So said {Lieutenant Commander Hana Mori of the Coast Guard}.',
      'Hana Mori',
      'Lieutenant Commander',
      'Coast Guard',
      null,
    ],
    [
      '{Fisheries scientist Bae Eun-ju} of the Reef Institute spoke.',
      'Bae Eun-ju',
      'Fisheries scientist',
      'Reef Institute',
      null,
    ],
    [
      'So said {a member of the Danish delegation}.',
      'member of the Danish delegation',
      'member',
      'Danish delegation',
      'DK',
    ],
    ['So said {a colleague in the Harbor Party}.', 'colleague in the Harbor Party', 'colleague', 'Harbor Party', null],
    ['{A Korean official} spoke.', 'Korean official', 'official', null, 'KR'],
    ['{A Korean} spoke.', 'Korean', null, null, 'KR'],
    ['“{My Korean colleague} spoke.”', 'Korean colleague', 'colleague', null, 'KR'],
  ])('%s', (marked, name, role, affiliation, country) => {
    expect(resolved(marked).entity).toMatchObject({ kind: 'person', name, role, affiliation, country });
  });

  test('“the under secretary” is who was called so', () => {
    expect(nameOf('U.S. Under Secretary Ada Lund spoke. “No,” {the U.S. under secretary} said.')).toBe('Ada Lund');
    expect(nameOf('It fell under Secretary Ada Lund. {Lund} left.')).toBe('Ada Lund');
  });

  test.each([
    ['{The United Nations} has put forward a plan.', 'United Nations', null],
    ['{The Oslo-run website Harbor Voice} wrote so.', 'Harbor Voice', 'NO'],
    ['{The broadcaster NRX} said so.', 'NRX', null],
    ['{The Mary Holm Center} said so.', 'Mary Holm Center', null],
    ['{The Foreign Ministry in Oslo} said so.', 'Foreign Ministry', 'NO'],
    ['The Danish Foreign Ministry spoke. {The ministry} left.', 'Danish Foreign Ministry', 'DK'],
  ])('%s', (marked, name, country) => {
    expect(resolved(marked).entity).toMatchObject({ kind: 'organisation', name, country });
  });

  test('a ministry in another country’s capital is another', () => {
    expect(nameOf('The Danish Foreign Ministry spoke. {The ministry in Oslo} did not.')).toBe(null);
    const { entity } = resolved(
      'The Foreign Ministry in Riga spoke. The Foreign Ministry in Oslo did not. {The ministry} was asked.',
    );
    expect(entity).toMatchObject({ name: 'Foreign Ministry', country: 'NO' });
  });

  test('“Korean” in the names of what is of both is of neither', () => {
    expect(resolved('{The Korean Central Bureau} spoke.').entity?.country).toBe(null);
  });
});

describe('words that are nobody when they stand alone', () => {
  test.each(['Don’t', 'We’ve', 'Und', 'Die', 'Les', 'Het', 'WRITE', 'NEVER', 'SAY'])('%s', (word) => {
    expect(nameOf(`“No to all of it,” {${word}} said.`)).toBe(null);
    expect(nameOf(`He came. {${word}} is not all of it.`)).toBe(null);
  });

  test.each([
    ['a short form', 'So said {NRX} today.', 'NRX'],
    ['in a name', '{Die Laterne} wrote so.', 'Die Laterne'],
    ['of a person who is known', 'Jo Les spoke. {Les} left.', 'Jo Les'],
  ])('%s is somebody', (_, marked, name) => {
    expect(nameOf(marked)).toBe(name);
  });
});

describe('pronouns', () => {
  test.each([
    ['the subject before', 'Minister Kang Mi-ran spoke. {She} said no.', 'Kang Mi-ran'],
    ['gender', 'Mary Holm met Carl Osten. {She} said no.', 'Mary Holm'],
    ['gender the other way', 'Mary Holm met Carl Osten. {He} said no.', 'Carl Osten'],
    ['the subject, not the object', 'Carl Osten met Paul Dunn. “No,” {he} said.', 'Carl Osten'],
    ['in its own sentence', 'Mary Holm agreed. While {she} agreed, others did not.', 'Mary Holm'],
    [
      'not whom the clause before names',
      'Mary Holm spoke. Citing a speech by Minister Ute Roe, {she} left.',
      'Mary Holm',
    ],
    ['not who is only named in quoted words', 'Carl Osten spoke. “Paul Dunn lied,” {he} said.', 'Carl Osten'],
    ['over several sentences', 'Mary Holm spoke. She left. She ran. {She} said no.', 'Mary Holm'],
    ['a title that shows gender', 'Spokeswoman Ri Chun-mi met Osten. {She} said no.', 'Ri Chun-mi'],
    ['not the owner', 'Carl Osten’s lawyer, Paul Dunn, spoke. {He} said no.', 'Paul Dunn'],
    ['a government', 'Beijing, however, said {it} does not agree.', 'China'],
    ['an organisation', 'The Harbor Institute spoke. {It} warned of war.', 'Harbor Institute'],
    ['in quoted words', 'Mary Holm spoke. “I know what {she} said.”', 'Mary Holm'],
    ['a relative clause', 'Mary Holm, {who} spoke first, left.', 'Mary Holm'],
    ['not who is the subject of quoted words', 'Carl Osten spoke. “Paul Dunn may well go,” {he} said.', 'Carl Osten'],
    ['over what is quoted between', 'Mary Holm spoke. “It rains. It pours.” “We wait,” {she} said.', 'Mary Holm'],
    ['nobody of that gender', 'Mary Holm spoke. {He} said no.', null],
    ['nobody at all', '{She} said no.', null],
    ['the writer', 'Mary Holm spoke. {We} said no.', null],
    [
      'the subject before, not an earlier woman',
      'Mary Holm spoke first. Bae Eun-ju, a scientist, said that it rained. “It pours,” {she} said.',
      'Bae Eun-ju',
    ],
    [
      'who is described between',
      'Mary Holm, the mayor, agreed.\n\nBae Eun-ju, a scientist at the institute, said it rained. “It pours,” {she} said.',
      'Bae Eun-ju',
    ],
    [
      'a subject with an employer',
      'Mary Holm spoke. “No,” said Holm.\n\nDean Bae Eun-ju of the Reef Institute, who watched, said so. “It pours,” {she} said.',
      'Bae Eun-ju',
    ],
    [
      'not a lone capital that nothing shows to be a person',
      'Mary Holm spoke. On Monday Zorvex grew and it rained. Then {she} left.',
      'Mary Holm',
    ],
    ['who was quoted just before', 'Paul Dunn spoke. Mori told us to sit. “Please,” {he} said.', 'Mori'],
    [
      'a subject with a clause of its own',
      'Mary Holm spoke. Mori, who was minister before, left. On Monday {she} told a committee so.',
      'Mori',
    ],
    [
      'not the subject before against the gender',
      'Mary Holm spoke first. Carl Osten agreed. “It rains,” {she} said.',
      'Mary Holm',
    ],
  ])('%s', (_, marked, name) => {
    expect(nameOf(marked)).toBe(name);
  });

  test('a pronoun shows the gender from there on', () => {
    expect(nameOf('Kang Mi-ran spoke. She left. Then Cho Tae-su came. Kang nodded, and {she} wept.')).toBe(
      'Kang Mi-ran',
    );
  });

  test('the reason says why', () => {
    expect(resolved('Minister Kang Mi-ran spoke. {She} said no.')).toMatchObject({
      sure: true,
      reason: '“She” is Kang Mi-ran, the subject of the sentence before',
    });
    expect(resolved('{She} said no.').reason).toBe('nobody whom “She” could mean is named before');
  });

  test('somebody in the sentence before is not said to be in the same', () => {
    expect(resolved('“We will stop,” said Mary Holm. “We must,” {she} added.')).toMatchObject({
      sure: true,
      reason: '“she” is Mary Holm, the subject of the sentence before',
    });
    expect(resolved('“We will stop. We will not go,” said Mary Holm while {she} left.').reason).toBe(
      '“she” is Mary Holm, named in the same sentence',
    );
  });

  test('two who fit as well leave it unsure', () => {
    expect(resolved('Carl Osten spoke and Paul Dunn spoke. {He} said no.').sure).toBe(false);
  });

  test('they are those named together', () => {
    expect(nameOf('Mary Holm and Carl Osten met. {They} said no.')).toBe('Mary Holm and Carl Osten');
  });
});

describe('descriptions', () => {
  test.each([
    ['the minister', 'Trade Minister Hana Mori met Carl Osten. {The minister} said no.', 'Hana Mori'],
    [
      'two words tell ministers apart',
      'Trade Minister Hana Mori met Defense Minister Ken Ito. {The trade minister} said no.',
      'Hana Mori',
    ],
    ['the senator of a title cut short', 'Sen. Carl Osten spoke. {The senator} said no.', 'Carl Osten'],
    [
      'the former president',
      'Former President Carl Osten met President Paul Dunn. {The former president} said no.',
      'Carl Osten',
    ],
    ['the spokesman', 'Geng Liwei, a spokesman for Acme, spoke. {The spokesman} said no.', 'Geng Liwei'],
    [
      'the ministry',
      'The South Korean Ministry of Trade spoke. They agreed, said {the ministry}.',
      'South Korean Ministry of Trade',
    ],
    [
      'an official has a description for a name',
      '{A senior official of the Ministry of Trade (MOT)} said no.',
      'senior official of the Ministry of Trade (MOT)',
    ],
    [
      'and is meant by “the official”',
      'A Trade Ministry official spoke. {The official} said no.',
      'Trade Ministry official',
    ],
    ['and by pronouns', 'A Trade Ministry spokeswoman spoke. {She} said no.', 'Trade Ministry spokeswoman'],
    ['the two leaders', 'Shin Tae-yong met Hana Mori. {The two leaders} said no.', 'Shin Tae-yong and Hana Mori'],
    ['who is described by others', 'Shin Tae-yong met Hana Mori. {The top envoys of the two countries} said no.', null],
    ['officials', 'Hana Mori spoke. {Officials} said no.', null],
    ['a source', 'Hana Mori spoke. {A source} said no.', null],
    ['a report', 'Hana Mori spoke. {The report} said no.', null],
    ['a spokesman of nobody', 'Hana Mori spoke. {A spokesman} said no.', null],
    ['a letter by somebody', 'Hana Mori spoke. {Mori’s letter} said no.', null],
    [
      'a minister of another country',
      'Japanese Trade Minister Hana Mori spoke. {The Chinese trade minister} said no.',
      null,
    ],
  ])('%s', (_, marked, name) => {
    expect(nameOf(marked)).toBe(name);
  });

  test('a minister of whom the text has told no country is perhaps the one of the country', () => {
    expect(resolved('Trade Minister Hana Mori spoke. {The Japanese trade minister} left.')).toMatchObject({
      sure: false,
      reason: '“The Japanese trade minister” may be Hana Mori, who was called so before',
    });
    expect(resolved('Japanese Trade Minister Hana Mori spoke. {The Japanese trade minister} left.').sure).toBe(true);
  });

  test('who is addressed in quoted words is not described by them', () => {
    expect(resolved('“Mr. Bell, you are a lawyer,” he said. {Bell} left.').entity?.role).toBe(null);
  });

  test('an unnamed official keeps the affiliation', () => {
    expect(resolved('{A senior official of the Ministry of Trade} said no.').entity).toMatchObject({
      kind: 'person',
      role: 'senior official',
      affiliation: 'Ministry of Trade',
    });
  });
});

const entity = (name: string, fields: Partial<Entity> = {}): Entity => ({
  kind: 'person',
  name,
  aliases: [],
  role: null,
  affiliation: null,
  country: null,
  ...fields,
});
const government = { kind: 'government' } as const;
const organisation = { kind: 'organisation' } as const;

/** A number as a word of its own: no two sound alike. */
const lettersOf = (n: number): string =>
  n < 10 ? 'bdfklmnrst'[n]! : `${lettersOf(Math.floor(n / 10))}a${'bdfklmnrst'[n % 10]}`;

describe('the registry', () => {
  const registry = indexRegistry([
    speaker('Kang Kyung-hwa', { country: 'KR', role: 'Foreign Minister' }),
    speaker('Kim Jong-un', { country: 'KP' }),
    speaker('Kim Hong-kyun', { country: 'KR' }),
    speaker('Volodymyr Zelensky', { country: 'UA' }),
    speaker('Mohammed Al-Sudani'),
    speaker('Taro Kōno', { country: 'JP', role: 'Foreign Minister' }),
    speaker('Gōsuke Ōta'),
    speaker('Xi Jinping', { country: 'CN' }),
    speaker('Shinzo Abe', { country: 'JP' }),
    speaker('Viktor Orbán', { country: 'HU' }),
    speaker('David F. Helvey'),
    speaker('Robert Quill', { aliases: ['the Fox'] }),
    speaker('Anna Roe', { country: 'US' }),
    speaker('Carla Roe', { country: 'GB' }),
    speaker('North Korea', { ...government, aliases: ['DPRK'] }),
    speaker('China', government),
    speaker('Government of Japan', { ...government, country: 'JP' }),
    speaker('Ministry of Foreign Affairs (MOFA)', { ...organisation, country: 'JP' }),
    speaker('South Korean Ministry of Foreign Affairs', { ...organisation, country: 'KR' }),
    speaker('Harbor Institute', organisation),
    speaker('The Lantern', organisation),
    speaker('Yang Mi-ran'),
    speaker('Osten'),
    speaker('Norwegian Trade Office', organisation),
  ]);

  test.each<[string, Entity, string]>([
    ['the name', entity('Anna Roe'), 'Anna Roe'],
    ['an alias', entity('The Fox'), 'Robert Quill'],
    ['a hyphen less', entity('Kang Kyung Hwa'), 'Kang Kyung-hwa'],
    ['another spelling', entity('Kang Kyung-wha'), 'Kang Kyung-hwa'],
    ['given name first', entity('Kyung-hwa Kang'), 'Kang Kyung-hwa'],
    ['capital syllables', entity('Kim Jong Un'), 'Kim Jong-un'],
    ['McCune–Reischauer', entity('Kim Jŏng-ŭn'), 'Kim Jong-un'],
    ['an Arabic article less', entity('Mohammed Sudani'), 'Mohammed Al-Sudani'],
    ['an Arabic article alone', entity('al-Sudani'), 'Mohammed Al-Sudani'],
    ['another Arabic article', entity('Mohammed el-Sudani'), 'Mohammed Al-Sudani'],
    ['Zelenskyy', entity('Volodymyr Zelenskyy'), 'Volodymyr Zelensky'],
    ['Zelenskiy', entity('Vladimir Zelenskiy'), 'Volodymyr Zelensky'],
    ['Muhammad', entity('Muhammad Al-Sudani'), 'Mohammed Al-Sudani'],
    ['a long vowel left out', entity('Taro Kono'), 'Taro Kōno'],
    ['a long vowel with h', entity('Gosuke Ohta'), 'Gōsuke Ōta'],
    ['a long vowel doubled', entity('Gousuke Oota'), 'Gōsuke Ōta'],
    ['Pinyin with a hyphen', entity('Xi Jin-ping'), 'Xi Jinping'],
    ['Japanese order', entity('Abe Shinzo'), 'Shinzo Abe'],
    ['Hungarian order', entity('Orban Viktor'), 'Viktor Orbán'],
    ['no middle name', entity('David Helvey'), 'David F. Helvey'],
    ['initials', entity('D. F. Helvey'), 'David F. Helvey'],
    ['a short form', entity('Bob Quill'), 'Robert Quill'],
    ['a family name that one has', entity('Kono'), 'Taro Kōno'],
    ['a family name and a country', entity('Roe', { country: 'GB' }), 'Carla Roe'],
    ['a common family name and a country', entity('Kim', { country: 'KR' }), 'Kim Hong-kyun'],
    ['a country', entity('North Korea', { ...government, country: 'KP', aliases: ['Pyongyang'] }), 'North Korea'],
    ['a government by its country', entity('Japan', { ...government, country: 'JP' }), 'Government of Japan'],
    ['an abbreviation in brackets', entity('MOFA', organisation), 'Ministry of Foreign Affairs (MOFA)'],
    [
      'a ministry’s country',
      entity('South Korean Foreign Ministry', { ...organisation, country: 'KR' }),
      'South Korean Ministry of Foreign Affairs',
    ],
    [
      'a ministry’s capital',
      entity('Seoul’s Ministry of Foreign Affairs', organisation),
      'South Korean Ministry of Foreign Affairs',
    ],
    ['without “the”', entity('Lantern', organisation), 'The Lantern'],
    ['with “the”', entity('The Harbor Institute', organisation), 'Harbor Institute'],
  ])('knows %s', (_, given, name) => {
    expect(link(given, registry)).toEqual({ how: 'known', id: `p_${name}`, name });
  });

  test.each<[string, Entity, string[]]>([
    ['a family name that two have', entity('Roe'), ['Anna Roe', 'Carla Roe']],
    ['a family name that many have', entity('Kim'), ['Kim Jong-un', 'Kim Hong-kyun']],
    // One entry alone: it, or somebody new.
    ['the same name in another country', entity('Anna Roe', { country: 'FR' }), ['Anna Roe']],
    ['a family name that many have, of one only', entity('Yang'), ['Yang Mi-ran']],
    ['somebody of whom only the family name is known', entity('Paul Osten'), ['Osten']],
    ['an organisation whose country is not known', entity('Trade Office', organisation), ['Norwegian Trade Office']],
  ])('leaves the choice of %s', (_, given, names) => {
    const found = link(given, registry);
    expect(found.how === 'choice' ? found.among.map(({ name }) => name) : found).toEqual(names);
  });

  test.each<[string, Entity]>([
    ['nobody of that name', entity('Paul Dunn')],
    ['another given name', entity('Bert Roe')],
    ['another Korean given name', entity('Kim Jong-il')],
    ['a ministry of another country', entity('China’s Foreign Ministry', { ...organisation, country: 'CN' })],
    ['another government', entity('Norway', { ...government, country: 'NO' })],
  ])('proposes %s', (_, given) => {
    expect(link(given, registry)).toEqual({ how: 'new', proposal: given });
  });

  test.each([
    ['in a country that fits', entity('Yang', { country: 'KR' }), [speaker('Yang Mi-ran', { country: 'KR' })]],
    [
      'with a role that fits',
      entity('Yang', { role: 'Deputy Minister' }),
      [speaker('Yang Mi-ran', { role: 'minister' })],
    ],
  ])('a common family name decides %s', (_, given, speakers) => {
    expect(link(given, indexRegistry(speakers))).toMatchObject({ how: 'known', name: 'Yang Mi-ran' });
  });

  test('nobody is open', () => {
    expect(link(null, registry)).toEqual({ how: 'open' });
  });

  test('in an empty registry everybody is new, nobody open', () => {
    const empty = indexRegistry([]);
    const given = entity('Hana Mori', { aliases: ['Mori'], country: 'JP' });
    expect(link(given, empty)).toEqual({ how: 'new', proposal: given });
    expect(link(null, empty)).toEqual({ how: 'open' });
  });

  test.each([
    ['North Korea', 'Pyongyang'],
    ['DPRK', 'North Korea'],
    ['N. Korea', 'DPRK'],
    ['US', 'Washington'],
    ['United States', 'U.S.'],
    ['ROK', 'Seoul'],
    ['PRC', 'Beijing'],
    ['Britain', 'London'],
  ])('the government “%s” is “%s”', (registered, named) => {
    const one = indexRegistry([speaker(registered, government)]);
    const { entity: found } = resolved(`{${named}} said so.`);
    expect(link(found, one)).toMatchObject({ how: 'known', name: registered });
  });

  test('a name in the registry is found in a large one as fast as in a small one', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => speaker(`${lettersOf(i)}a ${lettersOf(i * 7)}o`));
    const large = indexRegistry(many);
    const time = leastTime(1500, () => {
      for (let i = 0; i < 2000; i++)
        expect(link(entity(many[i * 9]!.name), large)).toMatchObject({ how: 'known', id: many[i * 9]!.id });
    });
    expect(time).toBeLessThan(1500);
  });
});

/** Sentences to put together: names, titles, pronouns, lists, quotations. */
const sentences = [
  'Trade Minister Hana Mori met Carl Osten, president of the Harbor Institute.',
  '“We will not go,” she said.',
  'He left, and Mori told Osten’s lawyer, Paul Dunn, so.',
  'Beijing, however, said it would not.',
  'The minister and the two leaders agreed.',
  'A senior official of the Ministry of Trade (MOT) called Kim Yong Chol a friend.',
  'Kim spoke; Kim Hong-su did not.',
  'Rep. Anna Holm (D-Ohio), who spoke first, said: “Hana Mori lied.”',
];
const anyArticle = fc
  .array(fc.array(fc.constantFrom(...sentences), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 })
  .map((paragraphs) => paragraphs.map((list) => list.join(' ')).join('\n\n'));

test('never throws, and mentions stand in the text', () => {
  const registry = indexRegistry([speaker('Hana Mori'), speaker('Japan', government)]);
  fc.assert(
    fc.property(anyText, fc.nat(), fc.nat(), (text, a, b) => {
      const people = peopleOf(text);
      for (const { start, end, nameStart, nameEnd } of people.references) {
        expect(start).toBeLessThanOrEqual(nameStart);
        expect(nameStart).toBeLessThan(nameEnd);
        expect(nameEnd).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(text.length);
      }
      const start = Math.min(a % (text.length + 1), b % (text.length + 1));
      const end = Math.max(a % (text.length + 1), b % (text.length + 1));
      const { entity: found, reason } = resolve(people, { start, end });
      expect(reason).not.toBe('');
      link(found, registry);
    }),
  );
});

test('a paragraph more changes nothing before it', () => {
  fc.assert(
    fc.property(anyArticle, fc.oneof(anyArticle, anyText), (text, more) => {
      const paragraphs = paragraphsOf(text);
      const longer = `${text}\n\n${more}`;
      const after = [...paragraphs, { start: text.length + 2, end: longer.length }];
      const before = peopleOf(text, paragraphs);
      const people = peopleOf(longer, after);
      for (const { start, end } of before.references)
        expect(resolve(people, { start, end })).toEqual(resolve(before, { start, end }));
      for (const paragraph of paragraphs)
        for (const { start, end } of tokensOf(text, paragraph))
          expect(resolve(people, { start, end })).toEqual(resolve(before, { start, end }));
    }),
    { numRuns: 50 },
  );
});

describe('takes linear time', () => {
  test.each([
    ['capitals', 'Abcd '],
    ['names', 'Hana Mori '],
    ['one name', 'Mori said. '],
    ['pronouns', 'Hana Mori met Carl Osten. He said she said it did. '],
    ['titles', 'Minister '],
    ['titles and links', 'Minister of Trade for '],
    ['possessives', 'Bell’s Ministry’s '],
    ['commas', 'Bell, minister of '],
    ['descriptions', 'a Trade Ministry official, '],
    ['brackets', 'Ministry (MOT) '],
    ['countries', 'South Korea North Korea '],
    ['new names', ''],
  ])(
    '%s',
    (_, unit) => {
      // Tokenised once and repeated: what is measured is the reading of the tokens.
      const units =
        unit === ''
          ? Array.from({ length: 30_000 }, (_, i) => `Jo Z${lettersOf(i)}. `)
          : Array.from({ length: 1_000_000 / unit.length }, () => unit);
      const known = new Map<string, Token[]>();
      const list: Token[] = [];
      let offset = 0;
      for (const piece of units) {
        const own = known.get(piece) ?? tokensOf(piece, { start: 0, end: piece.length });
        known.set(piece, own);
        for (const token of own) list.push({ ...token, start: token.start + offset, end: token.end + offset });
        offset += piece.length;
      }
      const text = units.join('');
      const paragraph = { start: 0, end: text.length };
      const tokens = [list];
      let people: People | undefined;
      expect(leastTime(3000, () => (people = readPeople(text, [paragraph], tokens, [])))).toBeLessThan(3000);
      expect(leastTime(200, () => resolve(people!, { start: text.length - 5, end: text.length - 1 }))).toBeLessThan(
        200,
      );
    },
    20_000,
  );
});
