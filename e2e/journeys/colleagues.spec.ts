import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AgreementReport, Figure } from '#shared/agreement/report.ts';
import { formatFigure, measureWords } from '#shared/agreement/words.ts';
import { expect, type TestApp, test } from '../fixtures/app.ts';
import { cli } from '../fixtures/command-line.ts';
import { Discussion } from '../screens/discussion.ts';
import { Exchange, Matters } from '../screens/exchange.ts';
import { Introduction } from '../screens/introduction.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';
import { type DecisionKey, Review } from '../screens/review.ts';

test.use({ source: 'samples', introduced: false });

interface Statement {
  words: string;
  speaker: string;
  stance: number;
  target: string;
}
const say = (words: string, speaker: string, stance: number, target: string): Statement => ({
  ...{ words, speaker, stance, target },
});

const drill = 'Three navies open strait drill';
const grain = 'Grain corridor reopens';
const tsuchida = 'Aiko Tsuchida';
const parliaments = 'the sea does not wait for parliaments,';
const rescue = 'a humanitarian search and rescue exercise with additional elements.';
const ministry = 'South Korean defense ministry';
const delay = 'would have been a decision, not a delay.';
const ships = 'Certain countries speak of rescue and bring 14 warships,';
const support = 'We support the corridor.';
const bread = 'Bread cannot be a bargaining chip';
const relieved = "We're relieved.";

/** What both mark alike. */
const agreed: Record<string, Statement> = {
  [drill]: say('We share a picture.', 'Thomas Delacroix', 4, 'Steady Beacon'),
  [grain]: say('Nobody won, and 17 ships can sail.', 'Amara Lindgren-Nwosu', 4, 'Grain corridor'),
};
const reviewers: Record<string, Statement[]> = {
  [drill]: [
    say(`The pact is not yet in force, but ${parliaments}`, tsuchida, 4, 'Strait pact'),
    say(rescue, ministry, 3, 'Steady Beacon'),
    say(delay, 'Caroline Whitlock', 4, 'Steady Beacon'),
    say(ships, 'Lin Wenbo', 1, 'Steady Beacon'),
  ],
  [grain]: [
    say(bread, 'Nadia el-Sherbini', 5, 'Grain corridor'),
    say(relieved, 'Philippa Garrod', 4, 'Grain corridor'),
  ],
};
const colleagues: Record<string, Statement[]> = {
  [drill]: [
    say(parliaments, tsuchida, 4, 'Strait pact'),
    say(rescue, 'Bae Sang-cheol', 3, 'Steady Beacon'),
    say(delay, 'Caroline Whitlock', 2, 'Steady Beacon'),
    say(ships, 'Lin Wenbo', 1, 'United States'),
  ],
  [grain]: [
    say(support, 'Selin Karahisar', 5, 'Grain corridor'),
    say(relieved, 'Philippa Garrod', 3, 'Grain corridor'),
  ],
};

/** One of two people at their own machine, with the screens that they see. */
class Person {
  readonly library: Library;
  readonly reader: Reader;
  readonly discussion: Discussion;
  readonly exchange: Exchange;
  readonly review: Review;
  readonly matters: Matters;

  constructor(readonly app: TestApp) {
    const { page } = app;
    this.library = new Library(page);
    this.reader = new Reader(page);
    this.discussion = new Discussion(page);
    this.exchange = new Exchange(page, app);
    this.review = new Review(page);
    this.matters = new Matters(page);
  }

  get id(): string {
    return JSON.parse(readFileSync(join(this.app.dataDir, 'settings.json'), 'utf8')).annotator.id;
  }

  /** What both are told apart by, since they have the same name and initials. */
  get name(): string {
    return `Kim (${this.id.slice(this.id.lastIndexOf('-') + 1)})`;
  }

  async open(article: string): Promise<void> {
    await this.library.show();
    await this.library.open(article);
  }

  async send(file: string, choose?: Parameters<Exchange['bundle']>[1]): Promise<void> {
    await this.exchange.bundle(file, choose);
    await expect(this.exchange.sending.getByRole('button', { name: 'Done' })).toBeFocused();
    await this.app.page.keyboard.press('Enter');
    await expect(this.exchange.sending).toBeHidden();
  }

  async takeIn(): Promise<void> {
    const { receiving } = this.exchange;
    await receiving.getByRole('button', { name: 'Take in' }).click();
    await expect(receiving.getByRole('status')).toContainText('Taken in');
    await receiving.getByRole('button', { name: 'Done', exact: true }).click();
    await expect(receiving).toBeHidden();
  }
}

const onlyHashes = (dialog: Exchange['sending']) => dialog.locator('label').filter({ hasText: 'Stay here' }).click();

test('two people annotate, exchange, compare, adjudicate, send back and answer @desktop', async ({ people }) => {
  test.setTimeout(180_000);
  const [a, b] = people;
  for (const app of people) rmSync(join(app.corpus, '.rapporteur', 'journal'), { recursive: true });
  const work = join(a.dataDir, '..', 'from the colleague.rapporteur');
  const answers = join(a.dataDir, '..', 'from the reviewer.rapporteur');
  const again = join(a.dataDir, '..', 'from the colleague again.rapporteur');
  await Promise.all([a.start(), b.start()]);
  const reviewer = new Person(a);
  const colleague = new Person(b);

  await test.step('both are called Kim, and say so', async () => {
    for (const { app } of [reviewer, colleague]) {
      const introduction = new Introduction(app.page);
      await expect(introduction.name).toBeFocused();
      await app.page.keyboard.type('Kim');
      await app.page.keyboard.press('Enter');
      await expect(introduction.dialog).toBeHidden();
    }
    expect(reviewer.id).not.toBe(colleague.id);
  });

  await test.step('each marks statements in two articles, and submits them', async () => {
    // One begins with the one article, the other with the other: of each name it is known whose entry is older.
    await Promise.all([markAll(reviewer, reviewers, [drill, grain]), markAll(colleague, colleagues, [grain, drill])]);
  });

  await test.step('the colleague’s bundle is looked at, and taken in once', async () => {
    await colleague.send(work, onlyHashes);
    const { exchange, app } = reviewer;
    await exchange.open(work);
    expect(await exchange.counts(colleague.name)).toEqual({ New: 8 });
    await expect(exchange.receiving).toContainText('17 the same as here.');
    await reviewer.takeIn();
    await exchange.open(work);
    await expect(exchange.receiving).toContainText('there is nothing to take in');
    expect(await exchange.counts(colleague.name)).toEqual({ Known: 8 });
    await app.page.keyboard.press('Escape');
    await expect(exchange.receiving).toBeHidden();
  });

  await test.step('who is in both registries is settled to be one, the older entry', async () => {
    const { matters, app } = reviewer;
    await matters.show();
    await expect(matters.rows).toHaveCount(9);
    expect((await matters.rows.locator('small').allInnerTexts()).sort()).toEqual([
      ...Array(6).fill('One person twice?'),
      ...Array(3).fill('One target twice?'),
    ]);
    for (let left = 9; left > 0; left--) {
      await expect(matters.rows).toHaveCount(left);
      await app.page.keyboard.press('1');
    }
    await expect(app.page.getByText('Nothing is left to settle.')).toBeVisible();
    await expect(app.page.getByText('There is one Steady Beacon now.')).toBeVisible();
    await reviewer.reader.expectSaved();
  });

  const { review, app } = reviewer;
  const press = (key: string) => app.page.keyboard.press(key);

  await test.step('what differs is in the queue, the gravest first', async () => {
    await review.show();
    await expect(review.cases).toHaveCount(7);
    const [mine, theirs] = [reviewer.name, colleague.name];
    expect(await review.titles()).toEqual([
      `Only ${theirs}`,
      `Only ${mine}`,
      'Stance: + against −',
      `Speaker: ${ministry} against Bae Sang-cheol`,
      'Target: Steady Beacon against United States',
      'Stance: + against ±',
      'Boundary: 34 characters',
    ]);
    await expect(review.progress).toContainText('0 of 7 disagreements decided');
    await review.list('Agreed');
    await expect(review.cases).toHaveCount(2);
    await review.list('Open');
  });

  await test.step('the figures on the screen are those of the command line', async () => {
    const report = await agreementOf(reviewer, colleague);
    expect(report.left).toEqual([]);
    expect(report.pooled).toMatchObject({ spans: { [reviewer.id]: 8, [colleague.id]: 8 }, matched: 7 });
    expect(await review.figures()).toEqual(report.pooled.figures.map(figureOnScreen));
    const strip = await review.stripFigures();
    expect(Object.keys(strip)).toHaveLength(6);
    expect(strip['Span F1, strict']).toBe(shownAs(report.pooled.figures, 'f1-strict'));
    expect(strip['Stance, matched']).toBe(shownAs(report.pooled.figures, 'stance-alpha-ordinal'));
  });

  await test.step('each case is decided with a key of its own', async () => {
    const decide = async (words: string, heading: string, key: DecisionKey) => {
      await review.expectCase(words, heading);
      await press(key);
    };
    await decide(support, `Only ${colleague.name} marked this`, 'x');
    await review.write(/^Why none/, 'A general word, not a stance on the renewal.');
    await decide(bread, `Only ${reviewer.name} marked this`, 'a');
    await decide(delay, 'Stance differs', 'e');
    await press('3');
    await press('Enter');
    await review.expectCase(rescue, 'Speaker differs');
    await press('s');
    await review.write(/look again/, 'The ministry says so in a statement, not the minister.');
    await press('a');
    await review.expectCase(ships, 'Target differs');
    await press('r');
    await review.write('Comment', 'Both are meant here.');
    await app.page
      .getByRole('group', { name: `Answer to ${colleague.name}` })
      .getByRole('button', { name: 'Request changes' })
      .click();
    await press('2');
    await decide(relieved, 'Stance differs', 'l');
    await expect(review.progress).toContainText('5 of 7');
    await decide(parliaments, 'Boundary differs', 'b');
    await decide(relieved, 'Stance differs', 'a');
    await expect(review.progress).toContainText('7 of 7 disagreements decided');
    await press('t');
    await expect(review.agreements).toContainText('In 2 cases of 2 articles');
    await press('Enter');
    await expect(review.agreements).toBeHidden();
    await review.list('Decided');
    await expect(review.cases).toHaveCount(9);
    await reviewer.reader.expectSaved();
  });

  await test.step('what stands is what the command line exports as adjudicated', async () => {
    expect(await adjudicatedIn(reviewer)).toEqual(
      [
        agreed[drill] as Statement,
        agreed[grain] as Statement,
        say(parliaments, tsuchida, 4, 'Strait pact'),
        say(rescue, ministry, 3, 'Steady Beacon'),
        say(delay, 'Caroline Whitlock', 3, 'Steady Beacon'),
        say(ships, 'Lin Wenbo', 1, 'Steady Beacon'),
        say(ships, 'Lin Wenbo', 1, 'United States'),
        say(bread, 'Nadia el-Sherbini', 5, 'Grain corridor'),
        say(relieved, 'Philippa Garrod', 4, 'Grain corridor'),
      ]
        .map(inWords)
        .sort(),
    );
  });

  await test.step('sent back, the corrections stand beside the colleague’s own marks', async () => {
    await reviewer.send(answers, onlyHashes);
    const { exchange, reader, discussion, app } = colleague;
    await exchange.open(answers);
    expect(await exchange.counts(reviewer.name)).toEqual({ New: 8 });
    expect(await exchange.counts(/^Adjudicated/)).toEqual({ New: 9 });
    expect(await exchange.counts(colleague.name)).toEqual({ Changed: 5, Known: 3 });
    await colleague.takeIn();
    await colleague.open(drill);
    await expect(discussion.status).toHaveText('Changes requested');
    await expect(app.page.getByText(`Changes requested by ${reviewer.name}`)).toBeVisible();
    await reader.press('l');
    await expect(discussion.correction).toContainText('Decided otherwise');
    await expect(discussion.correction).toContainText(ministry);
    await expect(discussion.correction).toContainText('The ministry says so in a statement');
    await reader.press('i');
    await discussion.write('Why it stays', 'He signed the statement.');
    await reader.press('l');
    await expect(discussion.correction).toContainText('mixed');
    await reader.press('y');
    await expect(discussion.correction).toBeHidden();
    await reader.click(ships);
    await expect(reader.card).toContainText('Both are meant here.');
    await reader.press('r');
    await discussion.write('Comment', 'Yes, I would have marked both.');
    await reader.press('Escape');
    await reader.click(parliaments);
    await reader.press('5');
    await expect(reader.card.getByRole('button', { name: 'Strongly support' })).toHaveAttribute('aria-pressed', 'true');
    await reader.press('Escape');
    await discussion.submit();
    await reader.expectSaved();
    await colleague.send(again, async (dialog) => {
      await dialog.getByText('What changed since you sent one on').click();
      await onlyHashes(dialog);
    });
  });

  await test.step('the accepted correction leaves its case decided, the other change opens exactly its own again', async () => {
    const { exchange } = reviewer;
    await exchange.open(again);
    expect(await exchange.counts(colleague.name)).toMatchObject({ Changed: 2 });
    await reviewer.takeIn();
    await review.show();
    await review.list('Open');
    await expect(review.cases).toHaveCount(1);
    await expect(review.cases).toContainText(`Open again: ${colleague.name} changed stances`);
    await expect(review.progress).toContainText('6 of 7 disagreements decided');
    await review.expectCase(parliaments, 'Stance and boundary differ');
    await expect(review.case).toContainText(`Since it was decided, ${colleague.name} changed stances.`);
    await review.list('Decided');
    await review.cases.filter({ hasText: `Speaker: ${ministry}` }).click();
    await review.expectCase(rescue, 'Speaker differs');
    await expect(review.case).toContainText('He signed the statement.');
    await review.cases.filter({ hasText: 'Target:' }).click();
    await review.expectCase(ships, 'Target differs');
    await expect(review.case).toContainText('Yes, I would have marked both.');
    const { pooled } = await agreementOf(reviewer, colleague);
    expect(await review.figures()).toEqual(pooled.figures.map(figureOnScreen));
  });

  await test.step('nothing was lost', async () => {
    const verified = await Promise.all(people.map(({ dataDir, corpus }) => cli(dataDir, 'verify', corpus, '--json')));
    for (const { status, out, errors } of verified) {
      expect.soft(out + errors).toContain('"findings": []');
      expect.soft(status).toBe(0);
    }
  });
});

/** Marks what both mark alike, and what one marks otherwise; submits both articles. */
async function markAll(person: Person, marks: Record<string, Statement[]>, articles: string[]): Promise<void> {
  const { reader, discussion } = person;
  for (const article of articles) {
    await person.open(article);
    const statements = [agreed[article] as Statement, ...(marks[article] ?? [])];
    for (const statement of statements) await reader.markQuote(statement.words, statement);
    await reader.press('Escape');
    await expect.poll(async () => (await reader.painted()).sort()).toEqual(statements.map(({ words }) => words).sort());
    await discussion.submit();
  }
  await reader.expectSaved();
}

/** How far the two agree, as the command line says. */
async function agreementOf(reviewer: Person, colleague: Person): Promise<AgreementReport> {
  const { app } = reviewer;
  const between = `${reviewer.id},${colleague.id}`;
  const { status, out, errors } = await cli(app.dataDir, 'agreement', app.corpus, '--between', between, '--json');
  expect(errors).toBe('');
  expect(status).toBe(0);
  return JSON.parse(out) as AgreementReport;
}

/** A figure as the sheet with all figures has it. */
function figureOnScreen({ measure, value, interval, n, of }: Figure): string[] {
  return [
    measureWords[measure].name,
    formatFigure(value),
    interval === null ? '' : `${formatFigure(interval.low)}–${formatFigure(interval.high)}`,
    `${n.toLocaleString('en')} ${n === 1 ? of.replace(/s$/, '') : of}`,
  ];
}

const shownAs = (figures: readonly Figure[], measure: Figure['measure']): string | undefined => {
  const figure = figures.find((one) => one.measure === measure);
  return figure && formatFigure(figure.value);
};

const stances = ['strongly-oppose', 'oppose', 'mixed', 'support', 'strongly-support'];
const inWords = ({ words, speaker, stance, target }: Statement): string =>
  `${words} – ${speaker} – ${stances[stance - 1]} – ${target}`;

/** What a review has settled on, as the command line exports it. */
async function adjudicatedIn({ app }: Person): Promise<string[]> {
  const args = ['export', app.corpus, '--annotator', 'adjudicated', '--per', 'statement'];
  const { status, out } = await cli(app.dataDir, ...args);
  expect(status).toBe(0);
  return out
    .trim()
    .split('\n')
    .map((line) => {
      const { text, speaker, stances } = JSON.parse(line);
      return `${text} – ${speaker.name} – ${stances[0].value} – ${stances[0].target.name}`;
    })
    .sort();
}
