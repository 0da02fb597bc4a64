import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { policyNews } from '#shared/codebook/policy-news.ts';
import type { Rejection } from '#shared/model/rejection.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { SuggestedSpeaker, Suggestion } from '#shared/suggest/suggestion.ts';
import { ReportContext } from '../../data/act.ts';
import { createSpeaker } from '../../data/gestures.ts';
import { SessionProvider } from '../../data/hooks.ts';
import { createSession, type Session } from '../../data/session.ts';
import { FakeMain } from '../../data/testing/fake-main.ts';
import { entry, removeDatabase, suggestionAt, text, until } from '../../data/testing/harness.ts';
import { SuggestingProvider } from '../../suggest/context.ts';
import type { Asked, Suggester } from '../../suggest/suggester.ts';
import { createWaitingCounts } from '../../suggest/waiting-counts.ts';
import { currentActions } from '../../ui/actions.ts';
import { useToasts } from '../../ui/toasts.ts';
import { ReaderPage } from './ReaderPage.tsx';

/*
 * What becomes of suggestions that are given word by word: who is meant is known, new, a choice or open, as the test has
 * it. The keys are the actions'.
 */

let main: FakeMain;
let session: Session;
let root: Root;
let page: HTMLElement;
let stop: () => void;
const asks: Asked[] = [];
const reports = vi.fn();

const suggestion = (start: number, end: number, speaker: SuggestedSpeaker, confidence = 0.9) =>
  suggestionAt(start, end, { speaker, confidence });
const ko = {
  how: 'new' as const,
  proposal: { name: 'Mr. Ko', kind: 'person' as const, aliases: [], role: 'envoy', affiliation: null, country: 'KR' },
};
const ministers = { how: 'open' as const };

beforeEach(async () => {
  main = new FakeMain();
  main.entries = [entry('a_1')];
  main.texts.set('a_1', text);
  const link = main.link();
  session = createSession(link);
  page = document.createElement('div');
  page.style.height = '700px';
  document.body.append(page);
  root = createRoot(page);
  stop = () => link.close();
  asks.length = 0;
  reports.mockReset();
  useToasts.setState({ toasts: [] });
  await session.openProject('/corpus');
});
afterEach(async () => {
  root.unmount();
  page.remove();
  session.dispose();
  stop();
  await removeDatabase(main);
});

function open(
  suggest: (asked: Asked) => Suggestion[] | Promise<Suggestion[]>,
  shown: 'everyone' | { annotator: string } = 'everyone',
) {
  const suggester: Suggester = {
    suggest: async (asked) => {
      asks.push(asked);
      return suggest(asked);
    },
    peek: () => undefined,
    passages: async () => new Uint32Array(),
    working: () => true,
    dispose: () => {},
  };
  const kinds = {
    double: new Map<unknown, readonly Suggestion[]>(),
    single: new Map<unknown, readonly Suggestion[]>(),
  };
  const answers = ({ singleMarks }: Asked) => kinds[singleMarks ? 'single' : 'double'];
  const kept: Suggester = {
    ...suggester,
    async suggest(asked) {
      const found = await suggester.suggest(asked);
      answers(asked).set(asked.known.speakers, found);
      return found;
    },
    peek: (asked) => answers(asked).get(asked.known.speakers),
  };
  const counts = createWaitingCounts(kept, { ...session, readText: session.readArticle });
  root.render(
    <SuggestingProvider value={{ suggester: kept, counts }}>
      <SessionProvider session={session}>
        <ReportContext value={reports}>
          <ReaderPage
            articleId="a_1"
            codebook={policyNews}
            shown={shown}
            onShown={() => {}}
            aim={undefined}
            onOccurrences={() => {}}
            onOpen={() => {}}
          />
        </ReportContext>
      </SessionProvider>
    </SuggestingProvider>,
  );
}

const cards = () => [...page.querySelectorAll('[data-suggestion]')].map((card) => card.querySelector('b')?.textContent);
const press = (id: string) => {
  const action = currentActions().find((one) => one.id === `reader.${id}`);
  if (!action || action.enabled?.() === false) throw new Error(`reader.${id} cannot be done now`);
  action.run();
};
const records = <T,>(kind: string) =>
  [...main.records()].flatMap(([key, record]) => (key.startsWith(`${kind} `) ? [record as T] : []));
const spans = () => records<Span>('span').sort((a, b) => a.start - b.start);
/** Resolves when everything is in the journal and on the screen. */
const settled = async (what: string, holds: () => boolean) => {
  await until(what, () => holds() && session.store.getState().saved.unsaved === 0);
};

test('keys that are faster than saving create a new speaker once', async () => {
  open(() => [suggestion(31, 50, ko), suggestion(77, 92, ko)]);
  await until('both are suggested', () => cards().length === 2);
  press('suggestion.next');
  await until('one is selected', () => page.querySelector('section[data-suggestion]') !== null);
  press('suggestion.accept');
  await until(
    'the next is selected',
    () => [...page.querySelectorAll('[data-suggestion]')].at(-1)?.matches('section') === true,
  );
  press('suggestion.accept');
  await settled('both are accepted', () => spans().length === 2);
  const [speaker, ...others] = records<Speaker>('speaker');
  expect(others).toEqual([]);
  expect(speaker).toMatchObject({ name: 'Mr. Ko', role: 'envoy', country: 'KR' });
  expect(spans().map((span) => [span.speaker, span.origin, span.suggested?.newSpeaker])).toEqual([
    [speaker?.id, 'accepted', 'Mr. Ko'],
    [speaker?.id, 'accepted', 'Mr. Ko'],
  ]);
  expect(cards()).toEqual([]);
  expect(reports).not.toHaveBeenCalled();

  await session.undo();
  await settled('one is taken back', () => spans().length === 1);
  expect(records<Speaker>('speaker')).toHaveLength(1);
  await session.undo();
  await settled('all is taken back', () => spans().length === 0 && cards().length === 2);
  expect(records<Speaker>('speaker')).toEqual([]);
});

test('a choice is never made for the person: Enter asks, and naming one accepts', async () => {
  const two = ['Ko Min', 'Ko Jun'].map((name) => createSpeaker({ name }));
  await session.commit(two.flatMap(({ edits }) => edits));
  const among = two.map(({ speaker: { id, name } }) => ({ id, name }));
  open(() => [suggestion(31, 50, { how: 'choice', among })]);
  await until('it is suggested', () => cards().length === 1);
  expect(cards()).toEqual(['Ko Min or Ko Jun?']);
  press('suggestion.accept-all');
  expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual([
    'Nothing was accepted. 1 is left: 1 with more than one speaker to choose from.',
  ]);
  press('suggestion.next');
  await until('it is selected', () => page.querySelector('section[data-suggestion]') !== null);
  press('suggestion.accept');
  await until('the candidates are listed', () => page.querySelectorAll('[role="menuitem"]').length === 2);
  expect(spans()).toEqual([]);
  const [, second] = page.querySelectorAll<HTMLElement>('[role="menuitem"]');
  second?.click();
  await settled('it is accepted', () => spans().length === 1);
  expect(spans()[0]).toMatchObject({ speaker: among[1]?.id, origin: 'accepted', suggested: { speaker: null } });
});

test('all that are sure are accepted as one gesture, and what is left is said', async () => {
  open(() => [suggestion(0, 9, ministers), suggestion(31, 50, ko), suggestion(77, 92, ko, 0.2)]);
  await until('all are suggested', () => cards().length === 3);
  press('suggestion.accept-all');
  await settled('two are accepted', () => spans().length === 2 && cards().length === 1);
  expect(useToasts.getState().toasts.map(({ text }) => text)).toEqual(['Accepted 2 suggestions. 1 is left: 1 unsure.']);
  const gestures = new Set([...main.journals.values()].flat().map(({ gesture }) => gesture));
  expect(gestures.size).toBe(1);
  await session.undo();
  await settled('all are back', () => spans().length === 0 && cards().length === 3);
});

test('a corrected speaker keeps the suggested one out of the registry', async () => {
  const { speaker, edits } = createSpeaker({ name: 'Lee' });
  await session.commit(edits);
  open(() => [suggestion(31, 50, ko)]);
  await until('it is suggested', () => cards().length === 1);
  press('suggestion.next');
  await until('it is selected', () => page.querySelector('section[data-suggestion]') !== null);
  press('suggestion.speaker');
  await until('the registry is listed', () => page.querySelector('[role="menuitem"]') !== null);
  page.querySelector<HTMLElement>('[role="menuitem"]')?.click();
  await settled('it is accepted', () => spans().length === 1);
  expect(spans()[0]).toMatchObject({ speaker: speaker.id, suggested: { newSpeaker: 'Mr. Ko' } });
  expect(records<Speaker>('speaker').map(({ name }) => name)).toEqual(['Lee']);
});

/** “we support” as quoted words of what the ministers said. */
const mixed = (speaker: SuggestedSpeaker): Suggestion => ({
  ...suggestion(31, 41, speaker),
  mode: 'mixed',
  clause: { start: 25, end: 51 },
});

test('the whole clause is taken instead of the words quoted in it, with all that is suggested in it', async () => {
  open(() => [mixed(ko), { ...suggestion(42, 50, ko), mode: 'mixed' }, suggestion(77, 92, ministers)]);
  await until('all are suggested', () => cards().length === 3);
  const clause = () => currentActions().find(({ id }) => id === 'reader.suggestion.clause');
  expect(clause()?.enabled?.()).toBe(false);
  press('suggestion.next');
  await until('the card says so', () => page.querySelector('section')?.textContent?.includes('whole clause') ?? false);
  expect(page.querySelector('section')?.textContent).toContain(text.slice(25, 51));
  press('suggestion.clause');
  await until('the next but the settled one is selected', () => {
    const card = page.querySelector('section[data-suggestion] b');
    return card?.textContent === 'Speaker not named';
  });
  await settled('it is accepted', () => spans().length === 1 && cards().length === 1);
  expect(spans()[0]).toMatchObject({
    start: 25,
    end: 51,
    mode: 'mixed',
    origin: 'accepted',
    quote: { exact: text.slice(25, 51) },
    speaker: records<Speaker>('speaker')[0]?.id,
    suggested: { start: 31, end: 41, mode: 'mixed', newSpeaker: 'Mr. Ko' },
  });
  expect(new Set([...main.journals.values()].flat().map(({ gesture }) => gesture)).size).toBe(1);
  await session.undo();
  await settled('all wait again', () => spans().length === 0 && cards().length === 3);
  expect(records('speaker')).toEqual([]);
});

test('a clause whose speaker is to be chosen is taken, and its card asks who it is', async () => {
  const { speaker, edits } = createSpeaker({ name: 'Ko Min' });
  await session.commit(edits);
  open(() => [mixed({ how: 'choice', among: [{ id: speaker.id, name: 'Ko Min' }] })]);
  await until('it is suggested', () => cards().length === 1);
  press('suggestion.next');
  await until('it is selected', () => page.querySelector('section[data-suggestion]') !== null);
  press('suggestion.clause');
  await settled('it is taken', () => spans().length === 1);
  expect(spans()[0]).toMatchObject({ start: 25, end: 51, speaker: null, suggested: { start: 31, end: 41 } });
  await until('it is asked', () => document.activeElement?.getAttribute('aria-label') === 'Speaker');
});

test('each step of a walk is read out, and nothing else is', async () => {
  const said = () => page.querySelector('[aria-live="polite"]')?.textContent;
  const cue = { start: 10, end: 14, text: 'said' };
  open(() => [{ ...suggestion(31, 50, ministers), cue }, suggestion(77, 92, ko), suggestion(0, 9, ministers, 0.2)]);
  await until('all are suggested', () => cards().length === 3);
  expect(said()).toBe('');
  press('suggestion.next');
  await until('the first is read out', () => said() !== '');
  expect(said()).toBe('Suggestion 1 of 3: speaker not named, said, “we support the pact”');
  press('suggestion.next');
  await until('the next is read out', () => said()?.startsWith('Suggestion 2 of 3') ?? false);
  expect(said()).toBe('Suggestion 2 of 3: Mr. Ko, new, “a grave mistake”');
  press('suggestion.accept');
  await until('what is gone on to is read out', () => said()?.startsWith('Suggestion 2 of 2') ?? false);
  expect(said()).toBe('Suggestion 2 of 2: speaker not named, unsure, “Ministers”');
  await settled('it is accepted', () => spans().length === 1);
  press('next');
  await until('the span is read out', () => said()?.startsWith('Span') ?? false);
  expect(said()).toBe('Span 1 of 1: Mr. Ko, “a grave mistake”');
  press('deselect');
  await until('nothing is said any more', () => said() === '');
});

describe('an article that quotes in single marks', () => {
  const three = [suggestion(0, 9, ministers), suggestion(31, 50, ministers), suggestion(77, 92, ministers)];
  const hint = () => page.textContent?.includes('This article quotes in single marks.') ?? false;
  beforeEach(() => main.texts.set('a_1', text.replace('“a grave mistake”', '‘a grave mistake’')));

  test('says so, and has them count in the folder', async () => {
    open(({ singleMarks }) => (singleMarks ? three : []));
    await until('it is said', hint);
    const [button] = [...page.querySelectorAll('button')].filter(({ textContent }) => textContent?.startsWith('Count'));
    button?.click();
    await settled('they count', () => cards().length === 3);
    expect(hint()).toBe(false);
    expect(records('assistance')).toMatchObject([{ id: 'ann', singleMarks: true }]);
    await session.undo();
    await settled('they do not', () => cards().length === 0 && hint());
  });

  test.each([
    ['where few would be found', [], three.slice(1)],
    ['where what would be found is unsure', [], three.map((one) => ({ ...one, confidence: 0.2 }))],
    ['where somebody is quoted in double marks', [suggestion(31, 50, ministers)], three],
  ])('is not told of %s', async (_, plain, single) => {
    open(({ singleMarks }) => (singleMarks ? single : plain));
    await until('it is answered', () => page.textContent?.includes(' waiting') ?? false);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(hint()).toBe(false);
    expect(asks.some(({ singleMarks }) => singleMarks)).toBe(plain.length === 0);
  });
});

test('what cannot be saved waits again, and the person is told', async () => {
  open(() => [suggestion(31, 50, { how: 'known', id: 'p_gone', name: 'Somebody merged away' })]);
  await until('it is suggested', () => cards().length === 1);
  press('suggestion.next');
  await until('it is selected', () => page.querySelector('section[data-suggestion]') !== null);
  press('suggestion.accept');
  await until('the person is told', () => reports.mock.calls.length > 0);
  await until('it waits again', () => page.textContent?.includes('Suggestions: 1 waiting') ?? false);
  expect(spans()).toEqual([]);
});

test('all that are left are rejected as one gesture, in this annotator’s name', async () => {
  open(() => [suggestion(31, 50, ministers), suggestion(77, 92, ministers)]);
  await until('both are suggested', () => cards().length === 2);
  press('suggestion.reject-all');
  await settled('both are rejected', () => records<Rejection>('rejection').length === 2 && cards().length === 0);
  expect(records<Rejection>('rejection').map(({ annotator, of }) => [annotator, of])).toEqual([
    ['ann', 'suggestion'],
    ['ann', 'suggestion'],
  ]);
  await session.undo();
  await settled('both are back', () => cards().length === 2);
});

test('switched off, nothing is shown and nothing asked; the switch is kept as a record', async () => {
  open(() => [suggestion(31, 50, ministers)]);
  await until('it is suggested', () => cards().length === 1);
  press('suggestion.switch');
  await settled('it is gone', () => cards().length === 0 && (page.textContent?.includes('Suggestions: off') ?? false));
  expect(records('assistance')).toMatchObject([{ id: 'ann', on: false }]);
  const asked = asks.length;
  await session.commit(createSpeaker({ name: 'Lee' }).edits);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asks).toHaveLength(asked);
  expect(currentActions().some(({ id }) => id === 'reader.suggestion.accept-all')).toBe(false);
  press('suggestion.switch');
  await until('it is back', () => cards().length === 1);
});

test('where a colleague’s spans alone are shown nothing is asked', async () => {
  open(() => [suggestion(31, 50, ministers)], { annotator: 'colleague' });
  await until('the article is shown', () => page.querySelector('.rp-text') !== null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asks).toEqual([]);
  expect(page.textContent).not.toContain('Suggestions:');
});

test('in a folder for reading only nothing is asked', async () => {
  main.readOnly = true;
  await session.openProject('/corpus');
  open(() => [suggestion(31, 50, ministers)]);
  await until('the article is shown', () => page.querySelector('.rp-text') !== null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asks).toEqual([]);
  expect(page.textContent).not.toContain('Suggestions:');
});

test('an engine that fails is said where the number would be, and the article is read on', async () => {
  open(() => Promise.reject(new Error('no')));
  await until('it is said', () => page.textContent?.includes('Suggestions: not possible') ?? false);
  expect(page.querySelector('.rp-text')).not.toBeNull();
  expect(page.querySelector('[role="alert"]')).toBeNull();
});
