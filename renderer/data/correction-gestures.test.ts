import { describe, expect, test } from 'vitest';
import { apply } from '#shared/changes/edits.ts';
import { noMeta } from '#shared/model/article.ts';
import type { BlockRole } from '#shared/model/block-role.ts';
import { correctedMeta, type Metadata } from '#shared/model/metadata.ts';
import { forgetLine, sayRole } from './block-role-gestures.ts';
import { createCorrect } from './corrected.ts';
import { describeEdits } from './describe.ts';
import { correctDetails } from './metadata-gestures.ts';
import { chooseColumns, chooseEncoding } from './source-gestures.ts';

const by = { annotator: 'mk', at: '2026-01-01T10:00:00.000Z' };
const asRead = { ...noMeta, title: 'Harbor plan', outlet: 'The Mail' };
const metaAfter = (metadata: Metadata | undefined, details: Parameters<typeof correctDetails>[0]['details']) => {
  const edits = correctDetails({ articles: [{ id: 'a_1', asRead, metadata }], details, ...by }).flat();
  const after = edits.reduce<Metadata | undefined>((record, edit) => apply(record, edit) as Metadata, metadata);
  return { edits, after, meta: correctedMeta(asRead, after) };
};

describe('details', () => {
  test('are corrected, said to be none, and given back to the file', () => {
    const first = metaAfter(undefined, { title: '  Harbour\nplan ', outlet: '' });
    expect(first.meta).toEqual({ ...asRead, title: 'Harbour plan', outlet: null });
    expect(describeEdits(first.edits)).toBe('Corrected the title and outlet');
    const second = metaAfter(first.after, { title: null });
    expect(second.meta).toEqual({ ...asRead, outlet: null });
    expect(describeEdits(second.edits)).toBe('Corrected the title');
  });

  test('that say what the file says are no correction', () => {
    expect(metaAfter(undefined, { title: 'Harbor plan', byline: '' }).edits).toEqual([]);
    const first = metaAfter(undefined, { title: 'Harbour plan' });
    expect(metaAfter(first.after, { title: 'Harbour plan' }).edits).toEqual([]);
    expect(metaAfter(first.after, { title: 'Harbor plan' }).after?.title).toBeNull();
  });

  test('of many articles are portions that the journal takes, and only what is given changes', () => {
    const articles = Array.from({ length: 1200 }, (_, i) => ({ id: `a_${i}`, asRead, metadata: undefined }));
    const portions = correctDetails({ articles, details: { outlet: 'Daily Mail' }, ...by });
    expect(portions.map((one) => one.length)).toEqual([500, 500, 200]);
    expect(portions[0]?.[0]).toMatchObject({
      kind: 'metadata',
      id: 'a_0',
      after: { outlet: 'Daily Mail', title: null },
    });
    expect(describeEdits(portions.flat())).toBe('Corrected the outlet of 1,200 articles');
  });
});

describe('a word on a block', () => {
  const text = 'Read 12 comments\n\nThe mayor spoke.';
  const article = {
    id: 'a_1',
    text,
    blocks: [
      { start: 0, end: 16, kind: 'paragraph' as const },
      { start: 18, end: 34, kind: 'paragraph' as const },
    ],
  };
  const say = (before: BlockRole[], role: 'body' | 'boilerplate', teaches = true) =>
    sayRole({ article, blocks: article.blocks.slice(0, 1), role, teaches, before, ...by });

  test('is added with the line it teaches, changed the next time, and the same word again is nothing', () => {
    const [first] = say([], 'boilerplate');
    expect(first?.after).toMatchObject({
      article: 'a_1',
      line: 'read 0 comments',
      quote: { exact: 'Read 12 comments' },
    });
    expect(describeEdits([first!])).toBe('Made “Read 12 comments” page furniture');
    const record = first?.after as BlockRole;
    expect(say([record], 'boilerplate')).toEqual([]);
    expect(say([record], 'body')).toEqual([
      expect.objectContaining({ id: record.id, after: expect.objectContaining({ role: 'body' }) }),
    ]);
    expect(say([record], 'boilerplate', false)[0]?.after).toMatchObject({ line: null });
    expect(forgetLine('read 0 comments', [record])).toEqual([{ kind: 'blockRole', id: record.id, before: record }]);
  });

  test('changes the article at once, and leaves the same object where it changes nothing', () => {
    const whole = { ...article, textSha256: '', sourceSha256: '', meta: noMeta, notices: [] };
    const other = {
      ...whole,
      id: 'a_2',
      text: 'It rained.',
      blocks: [{ start: 0, end: 10, kind: 'paragraph' as const }],
    };
    const said = (say([], 'boilerplate')[0]?.after ?? null) as BlockRole;
    const asItWas = createCorrect({ metadata: [], roles: [] });
    const corrected = createCorrect({ metadata: [], roles: [said] });
    expect(asItWas(whole).blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'paragraph']);
    const untouched = asItWas(other);
    expect(corrected(whole).blocks.map(({ kind }) => kind)).toEqual(['boilerplate', 'paragraph']);
    expect(corrected(other)).toBe(untouched);
    expect(corrected({ ...whole, id: 'a_3' }).blocks[0]?.kind).toBe('boilerplate');
  });
});

test('how files are read is chosen, chosen otherwise, and given back to the guess', () => {
  const [first] = chooseEncoding('a/b.txt', 'koi8-r', { before: undefined, ...by });
  expect(first).toMatchObject({ id: 'file:a/b.txt', after: { encoding: 'koi8-r', columns: null } });
  expect(describeEdits([first!])).toBe('Chose how b.txt is read');
  const before = first?.after as never;
  expect(chooseEncoding('a/b.txt', 'koi8-r', { before, ...by })).toEqual([]);
  expect(chooseEncoding('a/b.txt', null, { before, ...by })[0]).not.toHaveProperty('after');
  expect(chooseColumns('x', null, { before: undefined, ...by })).toEqual([]);
});
