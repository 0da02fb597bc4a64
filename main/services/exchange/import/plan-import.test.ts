import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Edit } from '#shared/changes/change.ts';
import { added, changed, removed } from '#shared/changes/edits.ts';
import type { Journaled } from '#shared/contract/contract.ts';
import type { Decision } from '#shared/model/decision.ts';
import type { Span } from '#shared/model/span.ts';
import { spanWith, speakerWith } from '#shared/model/testing.ts';
import { judgedOf } from '#shared/review/deciding.ts';
import { anchor } from '#shared/text/anchoring.ts';
import { anyWellFormedText } from '#shared/text/arbitrary-text.ts';
import { splitsPair } from '#shared/text/offsets.ts';
import { quoteOf } from '#shared/text/quote.ts';
import { sha256 } from '../../files/hash.ts';
import { applyChange, noRecords, type Records } from '../../journal/fold.ts';
import { describePlace, type Place } from './place-spans.ts';
import { everything, type Here, type Plan, planImport } from './plan-import.ts';
import {
  annotatorCalled,
  articleOf,
  changeOf,
  entryOf,
  hereWith,
  incomingWith,
  journalOf,
  minute,
  sourceOf,
  spanOver,
} from './testing.ts';

const quiet = { signal: new AbortController().signal, onProgress() {} };
const plan = (changes: readonly Change[], here: Here, fields = {}, choice = everything) =>
  planImport([incomingWith(changes, fields)], here, choice, quiet);

const linesOf = (writer: string, changes: readonly Change[]): Journaled[] =>
  changes.map((change, i) => ({ writer, n: i + 1, change }));

/** The folder after the plan was written. */
function written(here: Here, { changes }: Plan): Here {
  const { lines } = here.journal as ReturnType<typeof journalOf>;
  const own = lines.filter(({ writer }) => writer === here.writer).length;
  const further = changes.map((change, i) => ({ writer: here.writer, n: own + i + 1, change }));
  return { ...here, journal: journalOf([...lines, ...further]) };
}

async function recordsOf(here: Here): Promise<Records> {
  const records = noRecords();
  for await (const { change } of here.journal.changes()) applyChange(records, change);
  return records;
}

const text = '小野寺防衛相 said: “We wait 🇫🇷 here.” שלום, said Ms Berg. 👩‍👩‍👧‍👦 Nobody asked, said Ms Berg.';
const ours = { a_ours: { path: 'news/one.txt', text } };
const theirEntry = entryOf('a_theirs', 'elsewhere/uno.txt', text);
const inTheirs = spanOver('a_theirs', text, 'We wait 🇫🇷 here.', { id: 's_1', annotator: 'jw' });

describe('articles', () => {
  it('are the same by their text whatever their ids and paths; edits get the ids of this folder', async () => {
    const edits = [
      added('article', articleOf(theirEntry)),
      added('span', inTheirs),
      added('reading', {
        ...{ id: 'a_theirs:jw', article: 'a_theirs', annotator: 'jw', status: 'done' as const },
        updatedAt: '2026-11-22T08:00:00.000Z',
      }),
    ];
    const here = hereWith({ source: sourceOf(ours) });
    const planned = await plan([changeOf('c_1', minute(1), 'jw', ...edits)], here, {
      articles: [articleOf(theirEntry)],
    });
    expect([...planned.matches.values()].map(({ id, state }) => [id, state])).toEqual([['a_ours', 'same']]);
    const [change] = planned.changes;
    expect(change).toMatchObject({ at: minute(1), by: 'jw', gesture: 'c_1' });
    expect(change?.id).toMatch(/^c_1~[0-9a-f]{12}$/);
    expect(change?.edits.map(({ kind, id, after }) => [kind, id, (after as { article?: string }).article])).toEqual([
      ['span', 's_1', 'a_ours'],
      ['reading', 'a_ours:jw', 'a_ours'],
    ]);
    expect((here.source as ReturnType<typeof sourceOf>).asked).toEqual([]);
  });

  it('are the same by their path when the text differs; spans are looked for in the text that is here', async () => {
    const here = hereWith({
      source: sourceOf({ a_ours: { path: theirEntry.path, text: `Corrected. ${text.replace('שלום', '')}` } }),
    });
    const gone = spanOver('a_theirs', text, 'שלום', { id: 's_2', annotator: 'jw' });
    const { places, matches } = await plan(
      [changeOf('c_1', minute(1), 'jw', added('span', inTheirs), added('span', gone))],
      here,
      { articles: [articleOf(theirEntry)] },
    );
    expect(matches.get('a_theirs')).toMatchObject({ id: 'a_ours', state: 'other-text' });
    expect(describePlace(places.get('s_1') as Place)).toBe(
      'From “小野寺防衛相 said: “[We wait 🇫🇷 here.]” שלום, said Ms ” (at 14) to “. 小野寺防衛相 said: “[We wait 🇫🇷 here.]” , said Ms Berg” (at 25).',
    );
    expect(places.get('s_2')).toEqual({ orphan: expect.stringContaining('“שלום” are not in the article any more') });
  });

  it('of another corpus are refused, with both names and what to do; an empty folder takes them in', async () => {
    const changes = [changeOf('c_1', minute(1), 'jw', added('span', inTheirs))];
    const fields = { articles: [articleOf(theirEntry)], corpus: { id: 'f_theirs', name: 'Their news' } };
    const here = hereWith({ source: sourceOf({ a_x: { path: 'x.txt', text: 'Something else.' } }) });
    await expect(plan(changes, here, fields)).rejects.toMatchObject({
      code: 'unsupported',
      message:
        'theirs.rapporteur is of another corpus, “Their news”: its one article (“elsewhere/uno.txt”) is not in “Here”. Open the folder “Their news”, or an empty folder, and take it in there. Nothing was changed.',
    });
    const empty = await plan(changes, hereWith({}), fields);
    expect(empty.matches.get('a_theirs')).toMatchObject({ id: 'a_theirs', state: 'missing' });
    expect(empty.changes.map(({ id }) => id)).toEqual(['c_1']);
  });

  it('a path of theirs is never bound to a file of ours', async () => {
    const binding = added('article', { ...articleOf(theirEntry), path: 'news/one.txt' });
    const here = hereWith({ source: sourceOf(ours) });
    expect((await plan([changeOf('c_1', minute(1), 'jw', binding)], here)).changes).toEqual([]);
    const missing = { ...articleOf(theirEntry), textSha256: sha256('other') };
    const moving = changed('article', missing, { path: 'news/one.txt' }) as Edit;
    const change = changeOf('c_1', minute(1), 'jw', added('article', missing), moving);
    const both = await plan([change], here, { articles: [missing], corpus: { id: 'f_here', name: 'Here' } });
    expect(both.changes.flatMap(({ edits }) => edits)).toEqual([added('article', missing)]);
  });
});

describe('records', () => {
  const speaker = speakerWith('Kim', { id: 'p_1' });
  const base = [changeOf('c_0', minute(0), 'own', added('speaker', speaker))];
  const here = hereWith({ journal: journalOf(linesOf('own-m', base)) });

  it('say what becomes of them, and which fields were changed here and there', async () => {
    const mine = changeOf(
      'c_1',
      minute(2),
      'own',
      changed('speaker', speaker, { role: 'Minister', note: 'n' }) as Edit,
    );
    const theirs = [
      ...base,
      changeOf('c_2', minute(1), 'jw', changed('speaker', speaker, { role: 'Envoy', country: 'KR' }) as Edit),
    ];
    const planned = await plan(theirs, { ...here, journal: journalOf(linesOf('own-m', [...base, mine])) });
    expect(planned.changes.map(({ id }) => id)).toEqual(['c_2']);
    expect(planned.outcomes).toMatchObject([
      {
        kind: 'speaker',
        id: 'p_1',
        after: { role: 'Minister', country: 'KR', note: 'n' },
        differs: true,
        conflicts: 1,
      },
    ]);
  });

  it('that fit no form are named and left out; the others come in, and again they change nothing', async () => {
    const bad = { ...inTheirs, id: 's_bad', start: -3, note: 5 } as unknown as Span;
    const change = changeOf('c_1', minute(1), 'jw', added('span', inTheirs), added('span', bad));
    const planned = await plan([change], here);
    expect(planned.failed).toMatchObject([
      { kind: 'span', id: 's_bad', name: 'We wait 🇫🇷 here.', reason: expect.stringContaining('start') },
    ]);
    expect(planned.changes.flatMap(({ edits }) => edits.map(({ id }) => id))).toEqual(['s_1']);
    const again = await plan([change], written(here, planned));
    expect(again.changes).toEqual([]);
    expect(again.same).toContainEqual({ kind: 'span', id: 's_1' });
  });

  it('a span that was dropped here for want of a place stays dropped', async () => {
    const settled = changeOf(
      'c_s',
      minute(3),
      'own',
      added('settlement', {
        ...{ id: 'orphan:s_1', matter: 'orphan', choice: 'dropped', reason: 'gone', annotator: 'own' },
        at: '2026-11-22T08:00:00.000Z',
      }),
    );
    const journal = journalOf(linesOf('own-m', [...base, settled]));
    const planned = await plan(
      [changeOf('c_1', minute(1), 'jw', added('span', inTheirs), added('speaker', speakerWith('Lee')))],
      { ...here, journal },
    );
    expect(planned.changes.flatMap(({ edits }) => edits.map(({ id }) => id))).toEqual(['p_Lee']);
  });

  it('a span that a colleague dropped in their folder for want of a place is still here, where it has one', async () => {
    const mine = spanWith({ id: 's_1', annotator: 'own' });
    const settled = added('settlement', {
      ...{ id: 'orphan:s_1', matter: 'orphan', choice: 'dropped', reason: 'gone', annotator: 'jw' },
      at: '2026-11-22T08:00:00.000Z',
    });
    const known = changeOf('c_m', minute(1), 'own', added('span', mine));
    const journal = journalOf(linesOf('own-m', [...base, known]));
    const planned = await plan([changeOf('c_d', minute(3), 'jw', removed('span', mine), settled)], {
      ...here,
      journal,
    });
    expect(planned.changes).toEqual([]);
  });

  it('are told when they were removed here and changed there', async () => {
    const gone = changeOf('c_1', minute(1), 'own', removed('speaker', speaker));
    const theirs = [changeOf('c_2', minute(2), 'jw', changed('speaker', speaker, { role: 'Envoy' }) as Edit)];
    const planned = await plan(theirs, { ...here, journal: journalOf(linesOf('own-m', [...base, gone])) });
    expect(planned).toMatchObject({ outcomes: [], conflicts: 1 });
  });

  it('of chosen people only, with layers and stances mapped, also where a change does not say whose span it is', async () => {
    const theirs = { ...inTheirs, layer: 'claim', stances: [{ target: null, value: 'pro' }] };
    const other = spanWith({ id: 's_9', annotator: 'zz', article: 'a_theirs' });
    const changes = [
      changeOf('c_1', minute(1), 'jw', added('span', theirs), added('span', other)),
      changeOf('c_2', minute(2), 'jw', changed('span', theirs, { stances: [{ target: null, value: 'con' }] }) as Edit),
      changeOf('c_3', minute(3), 'jw', changed('span', other, { note: 'not wanted' }) as Edit),
    ];
    const choice = {
      annotators: ['jw'],
      mapping: [
        { what: 'layer' as const, id: 'claim', to: 'statement' },
        { what: 'stance' as const, id: 'pro', to: 'support' },
        { what: 'stance' as const, id: 'con', to: 'oppose' },
      ],
    };
    const planned = await plan(changes, here, {}, choice);
    expect(planned.outcomes).toMatchObject([
      { id: 's_1', after: { layer: 'statement', stances: [{ value: 'oppose' }] } },
    ]);
    expect(planned.changes[1]?.edits[0]).toMatchObject({
      before: { stances: [{ target: null, value: 'support' }] },
      after: { stances: [{ target: null, value: 'oppose' }] },
    });
    expect((await plan(changes, written(here, planned), {}, choice)).changes).toEqual([]);
  });

  it('of what a review has settled on are chosen by themselves, whoever adjudicated, with the decisions behind them', async () => {
    const own = spanWith({ id: 's_own', annotator: 'jw', article: 'a_theirs' });
    const settled = spanWith({ id: 's_settled', annotator: 'jw', article: 'a_theirs', origin: 'adjudicated' });
    const decision = (id: string, spans: string[]): Decision => ({
      ...{
        id,
        article: 'a_theirs',
        judged: [judgedOf({ ...own, span: own, side: 'jw' })],
        taken: [],
        spans,
        reason: 'Said',
        adjudicator: 'jw',
      },
      ...{ verdict: spans.length > 0 ? 'take' : 'none', at: own.createdAt },
    });
    const decisions = [decision('d_stands', ['s_settled']), decision('d_none', [])];
    const edits = [
      ...[own, settled].map((one) => added('span', one)),
      ...decisions.map((one) => added('decision', one)),
    ];
    const idsOf = async (annotators: string[]) => {
      const { changes } = await plan(
        [changeOf('c_1', minute(1), 'jw', ...edits)],
        here,
        {},
        { annotators, mapping: [] },
      );
      return changes.flatMap((change) => change.edits.map(({ id }) => id));
    };
    expect(await idsOf(['jw'])).toEqual(['s_own', 'd_none']);
    expect(await idsOf(['adjudicated'])).toEqual(['s_settled', 'd_stands', 'd_none']);
    expect(await idsOf(['zz'])).toEqual([]);
  });

  it('of a chosen person come in as others have changed them, whose span it is being known here alone', async () => {
    const journal = journalOf(linesOf('own-m', [...base, changeOf('c_1', minute(1), 'jw', added('span', inTheirs))]));
    const change = changeOf('c_2', minute(2), 'zz', changed('span', inTheirs, { note: 'seen by zz' }) as Edit);
    const source = sourceOf({ a_theirs: { path: 'uno.txt', text } });
    const planned = await plan([change], { ...here, journal, source }, {}, { annotators: ['jw'], mapping: [] });
    expect(planned.outcomes).toMatchObject([
      { before: { note: null }, after: { note: 'seen by zz', quote: inTheirs.quote }, differs: true },
    ]);
    expect(
      (await plan([change], { ...here, journal, source }, {}, { annotators: ['zz'], mapping: [] })).changes,
    ).toEqual([]);
  });

  it('people whom only a journal’s header or a manifest names are known by name, under what a change calls them', async () => {
    const planned = await plan([changeOf('c_1', minute(1), 'jw', added('span', inTheirs))], here, {
      annotators: [annotatorCalled('jw'), annotatorCalled('own')],
    });
    expect(planned.outcomes).toContainEqual(
      expect.objectContaining({ kind: 'annotator', id: 'jw', after: annotatorCalled('jw') }),
    );
    expect((await plan([], written(here, planned), { annotators: [annotatorCalled('jw')] })).changes).toEqual([]);
  });

  it('a change that is larger than a line comes in as parts, once', async () => {
    const spans = Array.from({ length: 60 }, (_, i) =>
      spanWith({ id: `s_${i}`, article: 'a_theirs', annotator: 'jw', note: '語'.repeat(40_000) }),
    );
    const change = changeOf('c_1', minute(1), 'jw', ...spans.map((span) => added('span', span)));
    const planned = await plan([change], here);
    expect(planned.changes.length).toBeGreaterThan(1);
    for (const each of planned.changes) expect(Buffer.byteLength(JSON.stringify(each))).toBeLessThan(4 * 1024 * 1024);
    expect(planned.changes.flatMap(({ edits }) => edits)).toHaveLength(60);
    expect((await plan([change], written(here, planned))).changes).toEqual([]);
  });

  it('a record that came in mapped stays so when the same change comes again whole; what was left out comes in', async () => {
    const claim = { ...inTheirs, layer: 'claim' };
    const other = spanWith({ id: 's_9', annotator: 'zz', article: 'a_theirs' });
    const change = changeOf('c_1', minute(1), 'jw', added('span', claim), added('span', other));
    const mapping = [{ what: 'layer' as const, id: 'claim', to: 'statement' }];
    const first = written(here, await plan([change], here, {}, { annotators: ['jw'], mapping }));
    const planned = await plan([change], first);
    expect(planned.outcomes).toMatchObject([{ id: 's_9', differs: true }]);
    const records = await recordsOf(written(first, planned));
    expect([...records.span.values()].map(({ id, layer }) => [id, layer])).toEqual([
      ['s_1', 'statement'],
      ['s_9', 'statement'],
    ]);
    expect((await plan([change], written(first, planned))).changes).toEqual([]);
  });

  it('what a part of was sent back is known by the whole that is here', async () => {
    const part = { ...base[0]!, id: 'c_0~0123456789ab' };
    expect((await plan([part], here)).changes).toEqual([]);
  });
});

describe('in any order', () => {
  /** What two people do who do not know of each other: each sees only what is their own. */
  const step = fc.record({
    who: fc.constantFrom('ann', 'bob'),
    what: fc.constantFrom('add', 'change', 'change', 'remove'),
    record: fc.constantFrom('s_1', 's_2', 'p_1', 'p_2'),
    value: fc.constantFrom('x', 'y', '日本', '👩‍👩‍👧‍👦'),
    field: fc.constantFrom('note', 'other'),
  });
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
  const story = anyWellFormedText.filter((one) => one.length > 2);

  function tell(steps: readonly Step[], article: string, words: string): Map<string, Change[]> {
    const views = new Map(['ann', 'bob'].map((who) => [who, noRecords()]));
    const told = new Map<string, Change[]>([
      ['ann', []],
      ['bob', []],
    ]);
    for (const [i, { who, what, record, value, field }] of steps.entries()) {
      const view = views.get(who) as Records;
      const kind = record.startsWith('s') ? 'span' : 'speaker';
      const there = view[kind].get(record);
      const end = splitsPair(words, 1) ? 2 : 1;
      const whole =
        kind === 'span'
          ? spanWith({
              id: record,
              article,
              annotator: who,
              note: value,
              start: 0,
              end,
              quote: quoteOf(words, { start: 0, end }),
              textSha256: sha256(words),
            })
          : speakerWith(value, { id: record });
      const fields = field === 'note' ? { note: value } : kind === 'span' ? { labels: [value] } : { name: value };
      const edit =
        what === 'add' && there === undefined
          ? added(kind, whole as never)
          : there === undefined
            ? undefined
            : what === 'remove'
              ? removed(kind, there as never)
              : changed(kind, there as never, fields as never);
      if (edit === undefined) continue;
      const change = changeOf(`c_${i}`, minute(i), who, edit);
      applyChange(view, change);
      told.get(who)?.push(change);
    }
    return told;
  }

  it('bundles of two people come to what their journals come to side by side, and again change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), story, async (steps, words) => {
        const told = tell(steps, 'a_theirs', words);
        const [ann, bob] = [told.get('ann') ?? [], told.get('bob') ?? []];
        const articles = [articleOf(entryOf('a_theirs', 'uno.txt', words))];
        const source = sourceOf({ a_ours: { path: 'one.txt', text: words } });
        const empty = hereWith({ source });
        const both = await recordsOf({
          ...empty,
          journal: journalOf([...linesOf('ann-m', ann), ...linesOf('bob-m', bob)]),
        });
        const expected = JSON.parse(
          JSON.stringify([[...both.span], [...both.speaker]]).replaceAll('a_theirs', 'a_ours'),
        );
        const sorted = (records: [string, unknown][]) => records.sort(([a], [b]) => (a < b ? -1 : 1));
        for (const order of [
          [ann, bob],
          [bob, ann],
          [bob, ann, bob, ann],
        ]) {
          let here = empty;
          for (const changes of order) here = written(here, await plan(changes, here, { articles }));
          const records = await recordsOf(here);
          expect([sorted([...records.span]), sorted([...records.speaker])]).toEqual(expected.map(sorted));
          for (const changes of [ann, bob]) expect((await plan(changes, here, { articles })).changes).toEqual([]);
          // Whoever has one of the journals and takes in the other's bundle is at the same.
          const oneself = { ...empty, journal: journalOf(linesOf('own-m', ann)) };
          const theirs = { ...oneself, source: sourceOf({ a_theirs: { path: 'uno.txt', text: words } }) };
          const merged = await recordsOf(written(theirs, await plan(bob, theirs, { articles })));
          expect([sorted([...merged.span]), sorted([...merged.speaker])]).toEqual([
            sorted([...both.span]),
            sorted([...both.speaker]),
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('spans of another text are where anchoring finds them, and never silently elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(anyWellFormedText, anyWellFormedText, fc.nat(), fc.nat(), async (before, words, a, b) => {
        const bounds = [a, b].map((at) => at % (words.length + 1)).map((at) => (splitsPair(words, at) ? at - 1 : at));
        const range = { start: Math.min(...bounds), end: Math.max(...bounds) };
        fc.pre(range.start < range.end);
        const span = spanWith({
          article: 'a_theirs',
          ...range,
          quote: quoteOf(words, range),
          textSha256: sha256(words),
        });
        const other = before + words;
        const here = hereWith({ source: sourceOf({ a_theirs: { path: 'a.txt', text: other } }) });
        const { places } = await plan([changeOf('c_1', minute(1), 'jw', added('span', span))], here);
        const { how } = anchor(other, span);
        const place = places.get(span.id);
        expect(place === undefined ? 'exact' : 'orphan' in place ? 'orphan' : 'moved').toBe(how);
      }),
      { numRuns: 150 },
    );
  });
});
