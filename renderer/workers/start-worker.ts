import figures from '../agreement/worker.ts?worker&url';
import suggestions from '../suggest/worker.ts?worker&url';

/** What the page's policy calls the one rule by which an address may become a worker; see `page-headers.ts`. */
const ruleName = 'rapporteur-worker';
const addresses = { suggestions, figures } as const;

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string /* TrustedScriptURL, which the DOM's types take for a string */ };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

const rule = trustedTypes?.createPolicy(ruleName, {
  createScriptURL(url) {
    if (url !== suggestions && url !== figures) throw new TypeError(`${url} is not one of the app’s own workers`);
    return url;
  },
});

/** Starts one of the window's workers: the only scripts besides the page's own that the policy lets run. @throws TypeError when it does not */
export function startWorker(name: keyof typeof addresses): Worker {
  const address = addresses[name];
  return new Worker(rule?.createScriptURL(address) ?? address, { type: 'module', name });
}
