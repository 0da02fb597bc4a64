import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageHeaders, pressableStyleHash, workerRule } from './page-headers.ts';

function policyOf(header: string | undefined): Map<string, string> {
  return new Map((header ?? '').split('; ').map((part) => [part.split(' ')[0]!, part.split(' ').slice(1).join(' ')]));
}

describe('the policy', () => {
  const policy = policyOf(pageHeaders['Content-Security-Policy']);

  it('allows nothing that it does not name, and names no other host, no eval and no inline code', () => {
    expect(policy.get('default-src')).toBe("'none'");
    for (const directive of ['script-src', 'connect-src', 'font-src', 'worker-src'])
      expect(policy.get(directive)).toBe("'self'");
    for (const directive of ['object-src', 'frame-src', 'base-uri', 'form-action', 'frame-ancestors'])
      expect(policy.get(directive)).toBe("'none'");
    expect(policy.get('require-trusted-types-for')).toBe("'script'");
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe|https?:|wss?:|\*|strict-dynamic|wasm/);
  });

  it('allows one rule for workers, once, and no default rule', () => {
    expect(policy.get('trusted-types')).toBe(workerRule);
    expect(workerRule).toMatch(/^[\w-]+$/);
    const page = readFileSync(join(import.meta.dirname, '../../renderer/workers/start-worker.ts'), 'utf8');
    expect(page).toContain(`'${workerRule}'`);
  });

  it('allows the one style sheet that React Aria injects, by the hash of what the installed version injects', () => {
    const own = createRequire(import.meta.url);
    const aria = createRequire(own.resolve('react-aria-components')).resolve('react-aria/package.json');
    const source = readFileSync(join(dirname(aria), 'dist/private/interactions/usePress.mjs'), 'utf8');
    const attribute = /PRESSABLE_ATTRIBUTE = '([^']+)'/.exec(source)?.[1];
    const template = /style\.textContent = `([^`]+)`\.trim\(\)/.exec(source)?.[1];
    const style = template?.replace(/\$\{[^}]+\}/, attribute ?? '').trim() ?? '';
    expect(style).toContain('[data-react-aria-pressable]');
    expect(`sha256-${createHash('sha256').update(style).digest('base64')}`).toBe(pressableStyleHash);
    expect(policy.get('style-src')).toBe(`'self' '${pressableStyleHash}'`);
  });
});

it('keeps other sites from embedding, reading or sniffing the pages', () => {
  expect(pageHeaders).toMatchObject({
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
  });
  expect(pageHeaders).not.toHaveProperty('Access-Control-Allow-Origin');
});
