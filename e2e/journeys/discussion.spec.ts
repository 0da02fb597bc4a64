import AxeBuilder from '@axe-core/playwright';
import type { Edit } from '#shared/changes/change.ts';
import { added, changed } from '#shared/changes/edits.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Span } from '#shared/model/span.ts';
import { judgedOf } from '#shared/review/deciding.ts';
import { expect, introduce, type TestApp, test } from '../fixtures/app.ts';
import { doAs, recordsIn } from '../fixtures/journals.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

test.use({ source: 'samples' });

const [mine, theirs] = ['mk-sample1', 'jw-sample2'];
const [nobodyFirst, noBox, noTransponder, forTheBox, opportunity] = [
  'And they tell us that there will be a fisheries treaty',
  'No treaty, no box!',
  'will not switch on a single transponder by force this year.',
  'I’m for the box.',
  'a historic opportunity for the whole coast.',
];

/** What Jonas Weber decided, asked and said in his own app. */
function jonasReviews({ corpus }: TestApp): void {
  const at = new Date().toISOString();
  const spans = recordsIn(corpus, [mine, theirs], 'span');
  const marked = (words: string, annotator: string): Span => {
    const found = spans.find((span) => span.annotator === annotator && span.quote.exact.startsWith(words));
    if (!found) throw new Error(`The samples have no “${words}” by ${annotator}.`);
    return found;
  };
  let count = 0;
  const decide = (spans: Span[], stands: Span, reason: string | null): Edit[] => {
    const id = `d_${++count}`;
    const { suggested: _, ...copied } = stands;
    const decided: Span = {
      ...copied,
      ...{ id: `s_${id}`, annotator: 'jw', origin: 'adjudicated', basedOn: spans.map((span) => span.id) },
    };
    const decision: Decision = {
      ...{ id, article: stands.article, verdict: 'take', taken: [stands.id], spans: [decided.id], reason },
      judged: spans.map((span) => judgedOf({ span, side: span.annotator, start: span.start, end: span.end })),
      ...{ adjudicator: 'jw', at },
    };
    return [added('span', decided), added('decision', decision)];
  };
  const say = (span: Span, text: string, asks: string | null): Edit => {
    const id = `m_${++count}`;
    const { article } = span;
    const written = { author: 'jw', text, asks, answer: null, createdAt: at, updatedAt: at };
    return added('comment', { id, thread: id, article, about: [span.id], ...written });
  };
  const both = (words: string) => [marked(words, 'mk'), marked(words, 'jw')];
  const reading = recordsIn(corpus, [mine, theirs], 'reading').find(
    ({ article, annotator }) => annotator === 'mk' && article === marked(noBox, 'mk').article,
  );
  doAs(corpus, theirs, [
    ...decide([marked(nobodyFirst, 'jw')], marked(nobodyFirst, 'jw'), null),
    ...decide(both(noTransponder), marked(noTransponder, 'jw'), 'The sentence before names the speaker.'),
    ...decide(both(forTheBox), marked(forTheBox, 'jw'), 'He is for it and against being the last: mixed.'),
    say(marked(noBox, 'mk'), 'A chant: is it a statement at all?', 'mk'),
    say(marked(opportunity, 'mk'), 'Good catch.', null),
    say(marked('We', 'mk'), 'Who is “we” here?', 'mk'),
    changed('reading', reading!, { status: 'changes-requested', by: 'jw', updatedAt: at })!,
  ]);
}

test('what a colleague decided, asks and says is answered beside the own marks; nothing that was is lost', async ({
  app,
}) => {
  introduce(app.dataDir, { machine: 'mk0000', annotator: { id: 'mk', name: 'Min-seo Kim', initials: 'MK' } });
  jonasReviews(app);
  const page = await app.start();
  const library = new Library(page);
  const reader = new Reader(page);
  const correction = page.getByRole('region', { name: 'Selected correction' });
  const comments = page.getByRole('region', { name: 'Comments' });
  const box = page.getByRole('textbox', { name: /^(Comment|Why it stays)$/ });
  const open = page.getByRole('button', { name: /corrections? (and|or) questions? open/ });
  const expectAccessible = async (part: string) => {
    if (app.host === 'web') expect((await new AxeBuilder({ page }).include(part).analyze()).violations).toEqual([]);
  };

  await test.step('the library says what came back, who did that, and how far they are themselves', async () => {
    await page.getByRole('button', { name: 'Changes requested 1' }).click();
    await expect(library.rows).toHaveCount(1);
    await expect(library.row('Fishers lay nets')).toContainText('Changes requestedJW');
    await expect(library.row('Fishers lay nets').getByRole('img', { name: /^Jonas Weber: Submitted, / })).toBeVisible();
    await page.getByRole('button', { name: /^All / }).click();
    await library.open('Fishers lay nets');
    await expect(page.getByText(/^Changes requested by Jonas Weber, /)).toBeVisible();
    await expect(open).toHaveText(/^4 corrections and questions open/);
    await expect(reader.cards.filter({ hasText: 'look again' })).toHaveCount(1);
    await expectAccessible('main header');
  });

  await test.step('what was decided to stand as well is accepted by a key, and the next place comes', async () => {
    await reader.press('l');
    await expect(correction).toContainText('Decided: this is to stand too');
    await reader.press('y');
    await expect(open).toHaveText(/^3 /);
    await expect(reader.card).toContainText('Asks Min-seo Kim to look again');
  });

  await test.step('being asked is answered with a reason, in the thread', async () => {
    await reader.press('i');
    await expect(box).toBeFocused();
    await page.keyboard.type('She says it to the minister, so it is one.');
    await page.keyboard.press('Control+Enter');
    await expect(reader.text).toBeFocused();
    await expect(comments).toContainText('It staysShe says it to the minister, so it is one.');
    await expect(open).toHaveText(/^2 /);
  });

  await test.step('a correction that does not hold is answered; what was begun is kept', async () => {
    await reader.press('l');
    await expect(correction).toContainText('The sentence before names the speaker.');
    await reader.press('i');
    await page.keyboard.type('The union is only quoted');
    await page.keyboard.press('Escape');
    await expect(reader.text).toBeFocused();
    await reader.press('i');
    await expect(box).toHaveValue('The union is only quoted');
    await page.keyboard.type(' by her.');
    await page.keyboard.press('Control+Enter');
    await expect(open).toHaveText(/^1 correction or question open/);
  });

  await test.step('a correction is accepted: the own mark says what was decided, and one undo takes that back', async () => {
    await reader.press('l');
    await expect(correction).toContainText('mixed on');
    await reader.press('y');
    await expect(open).toBeHidden();
    await reader.press('Control+z');
    await expect(open).toBeVisible();
    await reader.press('Control+Shift+z');
    await expect(open).toBeHidden();
  });

  await test.step('a thread goes on: reply, say it otherwise, take it back', async () => {
    // Both have marked these words.
    await page.getByRole('button', { name: 'Mine', exact: true }).click();
    await reader.click(opportunity);
    await expect(comments).toContainText('Good catch.');
    await reader.press('r');
    await page.keyboard.type('Thank you');
    await page.keyboard.press('Control+Enter');
    await expect(comments).toContainText('Thank you');
    await comments.getByRole('button', { name: 'edit' }).click();
    await page.keyboard.type(', Jonas');
    await page.keyboard.press('Control+Enter');
    await expect(comments).toContainText('Thank you, Jonas');
    await expect(comments).toContainText(', edited');
    await expectAccessible('.rp-margin');
    await comments.getByRole('button', { name: 'delete' }).click();
    await expect(comments).not.toContainText('Thank you');
  });

  const history = page.getByRole('dialog', { name: 'History of this mark' });
  const steps = history.getByRole('option');

  await test.step('the history of a mark says who did what, and brings back what it was', async () => {
    await reader.press('5');
    await expect(reader.card.getByRole('button', { name: 'Strongly support', pressed: true })).toBeVisible();
    await reader.expectSaved();
    await reader.press('h');
    await expect(steps.first()).toContainText(/^Min-seo Kim set stance to Strongly support/i);
    await expect(steps.last()).toContainText('Min-seo Kim marked it');
    await expectAccessible('[role=dialog]');
    await page.keyboard.press('ArrowDown');
    await history.getByRole('button', { name: 'Restore this' }).click();
    await expect(steps.first()).toContainText(/^Min-seo Kim set stance to Support →/i);
    await page.keyboard.press('Escape');
    await expect(history).toBeHidden();
    await expect(reader.card.getByRole('button', { name: 'Support', exact: true, pressed: true })).toBeVisible();
  });

  await test.step('a mark that was removed is found and brought back', async () => {
    const painted = await reader.painted();
    await reader.press('Delete');
    await expect.poll(async () => (await reader.painted()).length).toBe(painted.length - 1);
    await reader.expectSaved();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('deleted marks');
    await page.keyboard.press('Enter');
    const deleted = page.getByRole('dialog', { name: 'Deleted marks of this article' });
    await expect(deleted.getByRole('listitem')).toHaveCount(1);
    await expect(deleted).toContainText(opportunity);
    await deleted.getByRole('button', { name: 'Restore' }).click();
    await expect(deleted).toBeHidden();
    await reader.expectPainted(...painted);
    await expect(reader.card).toContainText('Good catch.');
  });

  await test.step('the article is submitted again, and what is left is in the next one', async () => {
    await reader.press('Shift+D');
    await expect(page.getByRole('button', { name: 'Submitted', exact: true })).toBeVisible();
    await expect(page.getByText(/^Changes requested by/)).toBeHidden();
    await reader.press('l');
    await expect(reader.card).toContainText('Who is “we” here?');
    await expect(open).toHaveText(/^1 /);
    await reader.press('y');
    await expect(comments).toContainText('Changed it as asked');
    await expect(open).toBeHidden();
    await reader.press('l');
    await expect(page.getByText('No other article waits for your answer.')).toBeVisible();
  });
});
