import address from './worker.ts?worker&url';

/** What the page's policy calls the one rule by which an address may become a worker; see `page-headers.ts`. */
const ruleName = 'rapporteur-worker';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string /* TrustedScriptURL, which the DOM's types take for a string */ };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

const rule = trustedTypes?.createPolicy(ruleName, {
  createScriptURL(url) {
    if (url !== address) throw new TypeError(`${url} is not the app’s own worker`);
    return url;
  },
});

/** Starts the window's worker: the one script besides the page's own that the policy lets run. @throws TypeError when it does not */
export function startWorker(): Worker {
  return new Worker(rule?.createScriptURL(address) ?? address, { type: 'module', name: 'suggestions' });
}
