import { expect, test } from 'vitest';
import { formsOf, stemOf } from './forms.ts';

test.each([
  ['warn', 'warns warned warning'],
  ['oppose', 'opposes opposed opposing'],
  ['deny', 'denies denied denying'],
  ['stop', 'stops stopped stopping'],
  ['push', 'pushes pushed pushing'],
  ['agree', 'agrees agreed agreeing'],
  ['speak', 'speaks spoke spoken speaking'],
  ['be', 'is are was were been'],
  ['criticise', 'criticized criticizing criticised criticising'],
  ['analyse', 'analyzed'],
  ['favour', 'favor favors favored favouring'],
  ['sceptical', 'skeptical'],
  ['defence', 'defense'],
  ['programme', 'program programs'],
])('%s is found as %s', (word, expected) => {
  const forms = formsOf(word);
  for (const form of [word, ...expected.split(' ')]) expect(forms).toContain(form);
});

test.each([
  ['not', 'noted'],
  ['our', 'or'],
  ['four', 'for'],
  ['his', 'hiz'],
  ['opposed', 'oppose'],
  ['back', 'backpack'],
])('%s is not found as %s', (word, other) => {
  expect(formsOf(word)).not.toContain(other);
});

test.each([
  'warn warns warned warning',
  'criticise criticised criticises criticising criticized criticizing',
  'stop stopped stopping stops',
  'deny denies denied denying',
  'favour favours favoured favor favored',
  'welcome welcomed welcoming welcomes',
  'say said',
  'speak spoke spoken',
])('%s have their stem in common', (forms) => {
  expect(new Set(forms.split(' ').map(stemOf)).size).toBe(1);
});

test.each(['war warn', 'not note', 'pact impact', 'port support', 'bus us'])('%s do not', (words) => {
  expect(new Set(words.split(' ').map(stemOf)).size).toBe(2);
});
