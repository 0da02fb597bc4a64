import { expect, test } from 'vitest';
import type { Edit } from '#shared/changes/change.ts';
import { invert } from '#shared/changes/edits.ts';
import { defaultAssistance } from '#shared/model/assistance.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import { describeEdits, type Names } from './describe.ts';
import {
  acceptSuggestions,
  addStance,
  changeSpeaker,
  changeStance,
  changeTarget,
  createSpeaker,
  createTarget,
  deleteSpan,
  deleteSpeaker,
  markSpan,
  mergeSpeakers,
  mergeTargets,
  moveSpan,
  rejectSuggestions,
  removeStance,
  setAssistance,
  setCue,
  setLabels,
  setMention,
  setMode,
  setNote,
  setReadingStatus,
  setSpeaker,
} from './gestures.ts';
import { articleText, suggestionAt } from './testing/harness.ts';

const at = '2026-01-01T00:00:00.000Z';
const article = articleText('a_1');
const marked = (range = { start: 31, end: 50 }) =>
  markSpan({
    article,
    path: 'a_1.txt',
    range,
    layer: 'statement',
    mode: null,
    annotator: 'ann',
    at,
    binding: undefined,
    reading: undefined,
  });
const { span, edits: marking } = marked();
const ko = createSpeaker({ name: 'Ko' });
const lee = createSpeaker({ name: 'Lee' });
const pact = createTarget({ name: 'the pact' });
const treaty = createTarget({ name: 'the treaty' });
const opposing = { ...span, speaker: ko.speaker.id, stances: [{ target: pact.target.id, value: 'oppose' }] };
const [one, two] = [suggestionAt(31, 50), suggestionAt(77, 93)];
const accepting = (...suggestions: Suggestion[]) =>
  acceptSuggestions({
    article,
    path: 'a_1.txt',
    annotator: 'ann',
    at,
    binding: undefined,
    reading: undefined,
    suggestions,
  });
const rejecting = (...passages: Suggestion[]) =>
  rejectSuggestions({ article, passages, layer: 'statement', annotator: 'ann', at });
const off = setAssistance(null, 'ann', { on: false }, at);
const names: Names = {
  speaker: (id) => [ko, lee].find(({ speaker }) => speaker.id === id)?.speaker.name,
  target: (id) => [pact, treaty].find(({ target }) => target.id === id)?.target.name,
  stance: (value) => ({ support: 'Supports', oppose: 'Opposes' })[value],
};

test.each<[string, Edit[]]>([
  ['Marked “we support the pact”', marking],
  ['Marked “Ministers said on Friday that “we…”', marked({ start: 0, end: 60 }).edits],
  ['Marked “we support the pact”', [...marking, ...ko.edits, ...setSpeaker(span, ko.speaker.id, at)]],
  ['Marked 2 passages', [...marking, ...marked().edits]],
  ['Deleted the mark “we support the pact”', deleteSpan(span)],
  ['Moved a boundary', moveSpan(span, article, { start: 30, end: 51 }, at)],
  ['Set the speaker to Ko', setSpeaker(span, ko.speaker.id, at)],
  ['Set the speaker to Lee', [...lee.edits, ...setSpeaker(span, lee.speaker.id, at)]],
  ['Set the speaker', setSpeaker(span, 'p_unknown', at)],
  ['Removed the speaker', setSpeaker(opposing, null, at)],
  ['Set the mention to “Ministers”', setMention(span, article, { start: 0, end: 9 }, at)],
  ['Set the cue to “said”', setCue(span, article, { start: 10, end: 14 }, at)],
  ['Set the mode to direct', setMode(span, 'direct', at)],
  ['Added stance Supports → the pact', addStance(span, { target: pact.target.id, value: 'support' }, at)],
  ['Added stance Supports', addStance(span, { target: null, value: 'support' }, at)],
  ['Set stance to Supports → the pact', changeStance(opposing, 0, { value: 'support' }, at)],
  ['Removed a stance', removeStance(opposing, 0, at)],
  ['Added a note', setNote(span, 'see page 2', at)],
  ['Changed the note', setNote({ ...span, note: 'x' }, 'y', at)],
  ['Removed the note', setNote({ ...span, note: 'x' }, '  ', at)],
  ['Changed the labels', setLabels(span, ['irony'], at)],
  ['Added speaker Ko', ko.edits],
  ['Deleted speaker Ko', deleteSpeaker(ko.speaker)],
  ['Changed speaker Ko', changeSpeaker(ko.speaker, { role: 'minister' })],
  ['Merged speaker Lee', mergeSpeakers(ko.speaker, lee.speaker, [], at)],
  ['Merged speaker Ko', mergeSpeakers(lee.speaker, ko.speaker, [opposing], at)],
  ['Added target the pact', pact.edits],
  ['Changed target the accord', changeTarget(pact.target, { name: 'the accord' })],
  ['Merged target the pact', mergeTargets(treaty.target, pact.target, [opposing], at)],
  ['Accepted “we support the pact”', accepting(one).edits],
  ['Accepted 2 suggestions', accepting(one, two).edits],
  ['Rejected “we support the pact”', rejecting(one)],
  ['Rejected 2 suggestions', rejecting(one, two)],
  ['Deleted the mark “we support the pact”', [...deleteSpan(span), ...rejecting(one)]],
  ['Switched suggestions off', off],
  ['Switched suggestions on', off.map(invert)],
  ['Changed what is suggested', setAssistance(null, 'ann', { threshold: 0.8 }, at)],
  ['Forgot what was learned', setAssistance(null, 'ann', { learnsFrom: at }, at)],
  [
    'Learned from all labels again',
    setAssistance({ ...defaultAssistance, learnsFrom: at, id: 'ann', updatedAt: at }, 'ann', { learnsFrom: null }, at),
  ],
  [
    'Changed what is suggested',
    setAssistance({ ...defaultAssistance, id: 'ann', updatedAt: at }, 'ann', { singleMarks: true }, at),
  ],
  ['Submitted the article', setReadingStatus(undefined, { article: 'a_1', annotator: 'ann', status: 'done', at })],
])('%s', (words, edits) => {
  expect(describeEdits(edits, names)).toBe(words);
});
