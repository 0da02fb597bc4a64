import type { Span } from './span.ts';
import type { Speaker } from './speaker.ts';

/** A span for tests: a statement of which nothing is known yet but what the test says. */
export const spanWith = (fields: Partial<Span>): Span => ({
  id: 's_1',
  article: 'a_1',
  textSha256: 'text',
  layer: 'statement',
  start: 0,
  end: 1,
  quote: { exact: 'x', prefix: '', suffix: '' },
  speaker: null,
  mention: null,
  cue: null,
  mode: null,
  stances: [],
  attributes: {},
  labels: [],
  note: null,
  confidence: null,
  annotator: 'mk',
  origin: 'manual',
  status: 'draft',
  createdAt: '2026-11-22T08:00:00.000Z',
  updatedAt: '2026-11-22T08:00:00.000Z',
  ...fields,
});

/** A person of the registry for tests, of whom no more is known than the test says; the id is made of the name. */
export const speakerWith = (name: string, fields: Partial<Speaker> = {}): Speaker => ({
  id: `p_${name}`,
  name,
  kind: 'person',
  aliases: [],
  role: null,
  affiliation: null,
  country: null,
  note: null,
  ...fields,
});
