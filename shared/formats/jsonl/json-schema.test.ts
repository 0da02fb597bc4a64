import { expect, test } from 'vitest';
import { jsonSchemaOfLines } from './json-schema.ts';
import schema from './schema.json' with { type: 'json' };

declare const process: {
  env: Record<string, string | undefined>;
  getBuiltinModule(name: 'node:fs'): { writeFileSync(path: string, text: string): void };
};

test('schema.json is in step with the schemas (UPDATE_SCHEMA=1 writes it)', () => {
  const made = JSON.parse(JSON.stringify(jsonSchemaOfLines()));
  if (process.env.UPDATE_SCHEMA === '1') {
    const path = expect.getState().testPath!.replace(/[^/\\]+$/, 'schema.json');
    process.getBuiltinModule('node:fs').writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`);
  } else expect(schema).toEqual(made);
});
