import { suggestStatements } from '#shared/suggest/suggest.ts';
import type { FromWorker, Known, ToWorker } from './messages.ts';

let known: Known | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.say === 'known') known = data.known;
  else self.postMessage(answer(data));
});

function answer({ ask, text, paragraphs, singleMarks, withKnown }: ToWorker & { say: 'suggest' }): FromWorker {
  try {
    return { ask, suggestions: suggestStatements(text, paragraphs, { ...(withKnown ? known : {}), singleMarks }) };
  } catch (error) {
    return { ask, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
