import { describe, expect, it } from 'vitest';
import { externalLink } from './external-link.ts';

describe('externalLink', () => {
  it.each([
    ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d', 'example.org'],
    ['HTTP://Example.ORG:8080', 'http://example.org:8080/', 'example.org:8080'],
    ['https://пример.рф/', 'https://xn--e1afmkfd.xn--p1ai/', 'xn--e1afmkfd.xn--p1ai'],
    ['mailto:desk@example.org', 'mailto:desk@example.org', 'desk@example.org'],
    ['mailto:desk@example.org?cc=spy@evil.example&attach=/etc/passwd', 'mailto:desk@example.org', 'desk@example.org'],
  ])('passes %s', (given, url, shown) => {
    expect(externalLink(given)).toEqual({ url, shown });
  });

  it.each([
    'file:///etc/passwd',
    '\\\\server\\share\\x.exe',
    '//server/share',
    'smb://server/share',
    'ftp://example.org/',
    'javascript:alert(1)',
    'data:text/html,<script>1</script>',
    'blob:https://example.org/1',
    'vscode://file/etc/passwd',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x',
    'steam://run/1',
    'app://rapporteur/',
    'https://user:pass@example.org/',
    'https://example.org@evil.example/',
    'https:\\\\example.org\\x',
    'https://example.org/\u202Egpj.exe',
    'https://exa\u200Bmple.org/',
    'https://example.org/\r\nx',
    ' https://example.org\u0000',
    'https://',
    'example.org',
    'mailto:',
    'mailto:a@b.example,c@d.example',
    'mailto:a@b.example%2Cc@d.example',
    'mailto:nobody',
    '',
  ])('refuses %j and says why', (given) => {
    expect(() => externalLink(given)).toThrow(
      expect.objectContaining({
        code: 'bad-arguments',
        message: expect.stringMatching(/^This link is not opened: .+\.$/),
      }),
    );
  });
});
