import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf, pastedFrom, proposedTitle } from './pasted.ts';

const now = new Date(2026, 0, 2, 12);
const clipboard = (text: string, html = '') => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  if (html !== '') data.setData('text/html', html);
  return data;
};

test('words are taken from the clipboard, markup only where it has paragraphs', () => {
  expect(pastedFrom(clipboard('One\r\ntwo'))).toEqual({ text: 'One\ntwo', html: null });
  expect(pastedFrom(clipboard('One', '<span style="color:red">One</span>'))).toEqual({ text: 'One', html: null });
  expect(pastedFrom(clipboard('One', '<h1>One</h1>'))?.html).toBe('<h1>One</h1>');
  expect(pastedFrom(clipboard(' \n '))).toBeNull();
  expect(pastedFrom(null)).toBeNull();
});

test('a plain text is kept under its day and title, with the title as its first line', () => {
  const pasted = { text: 'Harbour: a plan?\n\nThe mayor spoke.', html: null };
  expect(fileOf(pasted, 'Harbour: a plan?', now)).toEqual({
    name: 'Pasted/2026-01-02 Harbour a plan.txt',
    content: 'Harbour: a plan?\n\nThe mayor spoke.\n',
  });
  expect(fileOf(pasted, 'Another title', now).content).toBe('Another title\n\nHarbour: a plan?\n\nThe mayor spoke.\n');
});

test('a page keeps its markup; a title of one’s own is its heading, and cannot be markup', () => {
  const pasted = { text: 'Harbour\nThe mayor spoke.', html: '<p>Harbour</p><p>The mayor spoke.</p>' };
  const { name, content } = fileOf(pasted, 'A <b>bold</b> plan & more', now);
  expect(name).toBe('Pasted/2026-01-02 A b bold b plan & more.html');
  expect(content).toContain('<h1>A &lt;b&gt;bold&lt;/b&gt; plan &amp; more</h1>');
  expect(content).toContain(pasted.html);
  expect(fileOf(pasted, 'Harbour', now).content).not.toContain('<h1>');
});

test('a long first line is a title in part, and no name has more than one folder', () => {
  expect(proposedTitle(`${'word '.repeat(60)}\nmore`)).toMatch(/^(word ?){16}…$/);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (title) => {
      const { name } = fileOf({ text: 'x', html: null }, title, now);
      expect(name.split('/')).toHaveLength(2);
      expect(name.length).toBeLessThan(200);
    }),
  );
});
