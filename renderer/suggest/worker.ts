import { suggestStatements } from '#shared/suggest/suggest.ts';
import type { FromWorker, Known, ToWorker } from './messages.ts';

let known: Known | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.say === 'known') known = data.known;
  else self.postMessage(answer(data));
});

function answer({ ask, text, paragraphs, singleMarks, passagesOnly }: ToWorker & { say: 'suggest' }): FromWorker {
  try {
    const suggestions = suggestStatements(text, paragraphs, { ...(passagesOnly ? {} : known), singleMarks });
    if (!passagesOnly) return { ask, suggestions };
    return { ask, passages: Uint32Array.from(suggestions.flatMap(({ start, end }) => [start, end])) };
  } catch (error) {
    return { ask, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
