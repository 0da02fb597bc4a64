/** Whether the page may load this address: the app's own files, what the page made itself, and the developer tools. */
export function mayLoad(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url) return false;
  if (url.protocol === 'app:') return isOwnPage(address);
  if (url.protocol === 'blob:') return address.startsWith('blob:app://rapporteur/');
  return url.protocol === 'data:' || url.protocol === 'devtools:';
}

/** Whether an address lies in the app's own origin. */
export function isOwnPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url?.protocol === 'app:' && url.host === 'rapporteur' && !url.username && !url.password && !url.port;
}

/** The one thing a page may do without a person's answer: put plain text and HTML on the clipboard. */
export function mayUse(permission: string): boolean {
  return permission === 'clipboard-sanitized-write';
}

/** Whether a page may go to this address: only to the app's page itself, as when it is loaded again. */
export function mayGo(address: string): boolean {
  return isOwnPage(address) && ['/', '/index.html'].includes(new URL(address).pathname);
}
