import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/* Reads journals as JSON, a line at a time, and counts the spans of each annotator: what any script would begin with. */

const folder = join(process.argv[2], '.rapporteur/journal');
const spans = {};
for (const name of readdirSync(folder)) {
  for await (const line of createInterface({ input: createReadStream(join(folder, name)) })) {
    for (const { kind, after } of JSON.parse(line).change?.edits ?? [])
      if (kind === 'span') spans[after.annotator] = (spans[after.annotator] ?? 0) + 1;
  }
}
process.stdout.write(JSON.stringify({ pooled: { spans } }));
