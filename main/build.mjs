import { rolldown } from 'rolldown';
import bundles from './rolldown.config.js';

/* Builds main without a word unless something is wrong: what `npm start` and the CLI print is theirs alone. */
for (const { output, ...input } of bundles) {
  const bundle = await rolldown({ ...input, logLevel: 'warn' });
  await bundle.write(output);
  await bundle.close();
}
