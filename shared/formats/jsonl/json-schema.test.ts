import { expect, test } from 'vitest';
import { jsonSchemaOfLines } from './json-schema.ts';
import schema from './schema.json' with { type: 'json' };

declare const process: { env: Record<string, string | undefined> };

test('schema.json is in step with the schemas (UPDATE_SCHEMA=1 writes it)', async () => {
  const made = JSON.parse(JSON.stringify(jsonSchemaOfLines()));
  if (process.env.UPDATE_SCHEMA === '1') {
    // biome-ignore lint/style/noRestrictedImports: only here, and only when asked to, a file is written
    const { writeFileSync } = await import('node:fs');
    writeFileSync(new URL('./schema.json', import.meta.url), `${JSON.stringify(made, null, 2)}\n`);
  } else expect(schema).toEqual(made);
});
