import { Failure } from '#shared/contract/failure.ts';

const allowed = new Set(['https:', 'http:', 'mailto:']);

/** A link that may be handed to the system's browser or mail program, and what to show a person before it is. */
export interface ExternalLink {
  url: string;
  /** The host, or the address that a mail would go to. */
  shown: string;
}

/**
 * Checks a link that somebody else wrote: http, https and mailto with a plain destination pass, everything else (files,
 * network shares, other programs' schemes, credentials in the address) does not.
 * @throws Failure with code `bad-arguments`.
 */
export function externalLink(text: string): ExternalLink {
  const refuse = (reason: string): never => {
    throw new Failure('bad-arguments', `This link is not opened: ${reason}.`);
  };
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/u.test(text)) refuse('it has characters that hide where it leads');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) return refuse('it is no full address');
  if (!allowed.has(url.protocol)) refuse(`only web and mail addresses are, and this one begins with “${url.protocol}”`);
  if (url.username || url.password) refuse('it carries a name or password in front of the host');
  if (url.protocol === 'mailto:') {
    const address = decodeURIComponent(url.pathname);
    if (!/^[^\s@,;?&<>"]+@[^\s@,;?&<>"]+$/.test(address)) refuse('it is no single mail address');
    // Only whom to write to is kept: further fields could attach or copy in what the person does not see.
    return { url: `mailto:${address}`, shown: address };
  }
  if (!url.hostname) refuse('it names no host');
  return { url: url.href, shown: url.host };
}
