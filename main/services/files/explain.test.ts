import { expect, test } from 'vitest';
import { explain } from './explain.ts';

const system = (code: string) => Object.assign(new Error(`${code}: something, open '/home/kim/secret.txt'`), { code });

test('errors of the system become words, without paths', () => {
  for (const code of [
    'ENOENT',
    'EACCES',
    'EPERM',
    'EMFILE',
    'EISDIR',
    'EIO',
    'EROFS',
    'ENOSPC',
    'ELOOP',
    'ENAMETOOLONG',
    'EWHATEVER',
  ]) {
    const { words } = explain(system(code));
    expect(words).not.toMatch(/\/|secret|something/);
  }
  expect(explain(system('EACCES'))).toEqual({ code: 'no-permission', words: 'you have no permission to do that' });
  expect(explain(system('EWHATEVER'))).toEqual({ code: 'internal', words: 'the system reports EWHATEVER' });
  expect(explain('not even an error')).toEqual({ code: 'internal', words: 'an unexpected error' });
});
