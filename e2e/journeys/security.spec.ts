import { request as httpRequest } from 'node:http';
import { addFiles, threeArticles } from '../corpora/corpus.ts';
import { expect, test } from '../fixtures/app.ts';
import { setTrap, type Trap } from '../fixtures/trap.ts';
import { Library } from '../screens/library.ts';
import { Reader } from '../screens/reader.ts';

test.use({ source: threeArticles });

let trap: Trap;
test.beforeEach(async () => {
  trap = await setTrap();
});
test.afterEach(async () => {
  const { hits } = trap;
  await trap.close();
  expect(hits, 'somebody was reached outside of the app').toEqual([]);
});

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types rapporteur-worker',
].join('; ');

test('every answer carries the policy', { tag: '@desktop' }, async ({ app }) => {
  const page = await app.start();
  app.allowErrors(/404/);
  for (const path of ['/', '/index.html', '/nothing-here']) {
    const headers = await page.evaluate(async (url) => Object.fromEntries((await fetch(url)).headers), path);
    expect(headers).toMatchObject({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});

test('the page can neither run foreign code nor reach anybody', { tag: '@desktop' }, async ({ app }) => {
  const page = await app.start();
  // The app's own rule for its worker is there once it has drawn itself: a second one of that name must be refused.
  await page.locator('#root > *').first().waitFor();
  app.allowErrors(/Content Security Policy|Trusted|ERR_BLOCKED_BY|Failed to fetch|violates/);
  const outcome = await page.evaluate(async (foreign) => {
    // What is not caught as an error is told by an event, in its own time.
    const awaited = new Set(['base-uri', 'connect-src', 'form-action', 'frame-src', 'img-src', 'style-src-elem']);
    const violated = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => violated.add(event.effectiveDirective));
    const refused = async (name: string, run: () => unknown) => {
      try {
        await run();
        return `${name} went through`;
      } catch {
        return `${name} was refused`;
      }
    };
    const element = (name: string, attributes: Record<string, string>, text = '') => {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      made.textContent = text;
      document.body.append(made);
    };
    const said = [
      await refused('fetch', () => fetch(`${foreign}/fetch`)),
      await refused('innerHTML', () => {
        document.createElement('div').innerHTML = '<img src=x onerror="window.ran = 1">';
      }),
      await refused('a script’s text', () => {
        document.createElement('script').text = 'window.ran = 1';
      }),
      ...(await Promise.all(
        ['mine', 'default', 'rapporteur-worker'].map((name) =>
          refused(`a policy “${name}”`, () =>
            (
              window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }
            ).trustedTypes.createPolicy(name, {}),
          ),
        ),
      )),
      await refused('a worker', () => new Worker('/assets/worker.js')),
      await refused('a worker of its own making', () => new Worker(URL.createObjectURL(new Blob(['0'])))),
    ];
    const socket = await new Promise<string>((resolve) => {
      try {
        const tried = new WebSocket(`${foreign.replace('http', 'ws')}/socket`);
        tried.onerror = () => resolve('a socket was refused');
        tried.onopen = () => resolve('a socket went through');
      } catch {
        resolve('a socket was refused');
      }
    });
    navigator.sendBeacon(`${foreign}/beacon`);
    element('img', { src: `${foreign}/image.png` });
    element('style', {}, 'body { display: none }');
    element('link', { rel: 'stylesheet', href: `${foreign}/style.css` });
    element('iframe', { src: `${foreign}/frame` });
    element('base', { href: `${foreign}/` });
    const form = Object.assign(document.createElement('form'), { action: `${foreign}/form`, method: 'post' });
    document.body.append(form);
    form.submit();
    const deadline = performance.now() + 10_000;
    while (performance.now() < deadline && [...awaited].some((name) => !violated.has(name)))
      await new Promise((resolve) => setTimeout(resolve, 50));
    return {
      said: [...said, socket],
      violated: [...violated].sort(),
      hidden: getComputedStyle(document.body).display === 'none',
      ran: 'ran' in window,
    };
  }, trap.url);
  expect(outcome).toMatchObject({
    said: [
      'fetch was refused',
      'innerHTML was refused',
      'a script’s text was refused',
      'a policy “mine” was refused',
      'a policy “default” was refused',
      'a policy “rapporteur-worker” was refused',
      'a worker was refused',
      'a worker of its own making was refused',
      'a socket was refused',
    ],
    hidden: false,
    ran: false,
  });
  expect(outcome.violated).toEqual(
    expect.arrayContaining([
      'base-uri',
      'connect-src',
      'form-action',
      'frame-src',
      'img-src',
      'require-trusted-types-for',
      'style-src-elem',
      'trusted-types',
    ]),
  );
  expect(await page.evaluate(() => location.origin)).not.toBe(trap.url);
});

test('what an article brings along is text and nothing else', { tag: '@desktop' }, async ({ app }) => {
  const attack = `<img src="${trap.url}/img" onerror="window.ran = 1"><script>window.ran = 2</script>`;
  addFiles(app.corpus, {
    'plain.txt': `Plain attack ${attack}\n\nThe minister said “${attack}” and left. javascript:alert(1)\n\nA paragraph to end with.\n`,
    'page.html': `<!doctype html><html><head><title>Saved attack ${attack.replaceAll('<', '&lt;')}</title>
<meta http-equiv="refresh" content="0; url=${trap.url}/refresh"><base href="${trap.url}/">
<link rel="stylesheet" href="${trap.url}/style.css"><script src="${trap.url}/script.js"></script></head>
<body onload="window.ran = 3"><article><h1>Saved attack on the reader</h1>
<p>The first paragraph of the page says enough to be taken for an article, and goes on for a while so that it is.</p>
<p>${attack}<svg onload="window.ran = 4"><use href="${trap.url}/svg#x"></use></svg>
<iframe src="${trap.url}/frame" srcdoc="<script>top.ran = 5</script>"></iframe>
<a href="javascript:window.ran = 6">A link to press</a><style>body { display: none }</style>
“We see nothing unusual,” said the editor, whose name is Ola Berg, in the second paragraph of the page.</p>
<form action="${trap.url}/form"><button>Send</button></form>
<video autoplay src="${trap.url}/video"></video><p>A third paragraph ends the page, as pages end.</p></article></body></html>`,
  });
  const page = await app.start();
  const library = new Library(page);
  const reader = new Reader(page);
  await library.open('Plain attack');
  await expect(reader.text).toContainText('onerror="window.ran = 1"');
  await library.show();
  await library.open('Saved attack');
  await expect(reader.text).toContainText('We see nothing unusual');
  const inside = await reader.text.evaluate((root) => ({
    elements: [...root.querySelectorAll('img, script, svg, iframe, a, form, style, video, link, base, meta')].map(
      (element) => element.outerHTML,
    ),
    ran: 'ran' in window,
    shown: getComputedStyle(document.body).display,
  }));
  expect(inside).toEqual({ elements: [], ran: false, shown: expect.not.stringMatching('none') });
});

test.describe('the web host', () => {
  test.skip(({ host }) => host !== 'web', 'Only the web host listens on a port.');

  test('keeps the token out of the address once it is used', async ({ app }) => {
    const page = await app.start();
    await expect.poll(() => page.url()).not.toContain('token');
  });

  test('lets nobody in but its own page', async ({ app }) => {
    await app.start();
    const { port, hash, origin } = new URL(app.url);
    const upgrade = (headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        httpRequest({
          host: '127.0.0.1',
          port,
          path: '/port',
          headers: {
            Connection: 'Upgrade',
            Upgrade: 'websocket',
            'Sec-WebSocket-Version': '13',
            'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
            ...headers,
          },
        })
          .on('response', (response) => resolve(response.statusCode ?? 0))
          .on('upgrade', (response, socket) => {
            socket.destroy();
            resolve(response.statusCode ?? 0);
          })
          .on('error', reject)
          .end();
      });
    const good = { Origin: origin, 'Sec-WebSocket-Protocol': `rapporteur.${hash.slice('#token='.length)}` };
    const { Origin: _, ...withoutOrigin } = good;
    expect(await upgrade(good)).toBe(101);
    expect(await upgrade({ Origin: origin })).toBe(401);
    expect(await upgrade({ ...good, 'Sec-WebSocket-Protocol': `rapporteur.${'A'.repeat(43)}` })).toBe(401);
    expect(await upgrade(withoutOrigin)).toBe(403);
    expect(await upgrade({ ...good, Origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade({ ...good, Host: `evil.example:${port}`, Origin: `http://evil.example:${port}` })).toBe(403);
  });

  test('gives a foreign page nothing, even one that has the token', async ({ app }) => {
    await app.start();
    const stranger = await setTrap();
    app.allowErrors(/.*/);
    // A browser of its own: what the stranger does is not the app's.
    const page =
      (await app.context
        .browser()
        ?.newPage()
        .catch(() => null)) ?? (await app.context.newPage());
    await page.goto(stranger.url);
    const { origin, hash } = new URL(app.url);
    const outcome = await page.evaluate(
      async ({ victim, token }) => {
        const load = (name: 'script' | 'img' | 'iframe', source: string) =>
          new Promise<string>((resolve) => {
            const element = Object.assign(document.createElement(name), { src: source });
            element.onload = () => resolve('loaded');
            element.onerror = () => resolve('refused');
            document.body.append(element);
            setTimeout(() => resolve('nothing'), 1500);
          });
        const socket = await new Promise<string>((resolve) => {
          const tried = new WebSocket(`${victim.replace('http', 'ws')}/port`, [`rapporteur.${token}`]);
          tried.onopen = () => resolve('open');
          tried.onclose = () => resolve('refused');
        });
        const read = (mode: RequestMode) =>
          fetch(victim, { mode }).then(
            (answer) => answer.type,
            () => 'refused',
          );
        return {
          socket,
          read: await read('cors'),
          blind: await read('no-cors'),
          image: await load('img', `${victim}/icon.svg`),
          script: await load('script', `${victim}/index.html`),
        };
      },
      { victim: origin, token: hash.slice('#token='.length) },
    );
    await stranger.close();
    expect(outcome).toEqual({
      socket: 'refused',
      read: 'refused',
      blind: 'refused',
      image: 'refused',
      script: 'refused',
    });
  });
});

test.describe('Electron', { tag: '@desktop-only' }, () => {
  test('runs the page in a sandbox, isolated, without Node', async ({ app }) => {
    const page = await app.start();
    const preferences = await app.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const found = (
          contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences();
        return Object.fromEntries(
          ['sandbox', 'contextIsolation', 'nodeIntegration', 'webSecurity', 'webviewTag'].map((key) => [
            key,
            found[key],
          ]),
        );
      }),
    );
    expect(preferences).toEqual([
      { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false },
    ]);
    const names = ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'api', 'bridge'];
    expect(await page.evaluate((all) => all.filter((name) => name in window), names)).toEqual([]);
    expect(await page.evaluate(() => [location.origin, isSecureContext])).toEqual(['app://rapporteur', true]);
  });

  test('refuses to lead the page elsewhere or to open windows', async ({ app }) => {
    const page = await app.start();
    app.allowErrors(/ERR_ABORTED|ERR_BLOCKED|Not allowed|Content Security Policy|Failed to load|violates/);
    const home = page.url();
    for (const target of [trap.url, 'file:///etc/passwd', 'data:text/html,<h1>x</h1>', 'app://evil/', 'javascript:0']) {
      await page
        .evaluate((url) => {
          location.href = url;
        }, target)
        .catch(() => undefined);
      const opened = await page.evaluate((url) => window.open(url) === null, target);
      expect(opened, target).toBe(true);
      await page.evaluate((url) => {
        const link = Object.assign(document.createElement('a'), { href: url, target: '_blank', textContent: 'x' });
        document.body.append(link);
        link.click();
        link.target = '_self';
        link.click();
        link.remove();
      }, target);
    }
    await page.waitForTimeout(500);
    expect(page.url()).toBe(home);
    expect(app.electron.windows()).toHaveLength(1);
    // Chromium does not ask before it shows an empty page; it gets no services and makes room for the app's own.
    await page
      .evaluate(() => {
        location.href = 'about:blank';
      })
      .catch(() => undefined);
    await page.waitForURL(home);
  });

  test('answers hostile addresses with nothing', async ({ app }) => {
    await app.start();
    const addresses = [
      'app://rapporteur/../package.json',
      'app://rapporteur/%2e%2e/package.json',
      'app://rapporteur/..%2f..%2f..%2fetc%2fpasswd',
      'app://rapporteur/..%5c..%5cpackage.json',
      'app://rapporteur//etc/passwd',
      'app://rapporteur/%2fetc%2fpasswd',
      'app://rapporteur/index.html%00.js',
      'app://rapporteur/index.html.',
      'app://rapporteur/INDEX.HTML',
      'app://rapporteur/files.json',
      'app://rapporteur/assets/',
      'app://evil/index.html',
      'app://rapporteur.evil/',
      'app://user@rapporteur/',
    ];
    const statuses = await app.electron.evaluate(
      ({ session }, list) =>
        Promise.all(
          list.map((url) =>
            session.defaultSession.fetch(url).then(
              async (answer) => (answer.ok ? `${url} gave ${(await answer.text()).slice(0, 40)}` : 'refused'),
              () => 'refused',
            ),
          ),
        ),
      addresses,
    );
    expect(statuses.filter((status) => status !== 'refused')).toEqual([]);
    const good = await app.electron.evaluate(async ({ session }) => {
      const answer = await session.defaultSession.fetch('app://rapporteur/');
      return [answer.status, answer.headers.get('content-type')];
    });
    expect(good).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('keeps the whole session off the network', async ({ app }) => {
    await app.start();
    const outcome = await app.electron.evaluate(
      ({ session, net }, url) =>
        Promise.all(
          [
            session.defaultSession.fetch(`${url}/session`),
            net.fetch(`${url}/net`),
            net.fetch('file:///etc/hostname'),
          ].map((ask) =>
            ask.then(
              (answer) => (answer.ok ? 'reached' : 'refused'),
              () => 'refused',
            ),
          ),
        ),
      trap.url,
    );
    expect(outcome).toEqual(['refused', 'refused', 'refused']);
  });

  test('denies permissions', async ({ app }) => {
    const page = await app.start();
    app.allowErrors(/Permissions policy|NotAllowedError|denied/);
    const outcome = await page.evaluate(async () => {
      const denied = (ask: () => Promise<unknown>) =>
        Promise.race([
          ask().then(
            (answer) => String(answer),
            () => 'denied',
          ),
          new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 3000)),
        ]);
      return {
        notifications: await denied(() => Notification.requestPermission()),
        place: await denied(
          () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
        ),
        camera: await denied(() => navigator.mediaDevices.getUserMedia({ video: true })),
        screen: await denied(() => navigator.mediaDevices.getDisplayMedia()),
        clipboard: await denied(() => navigator.clipboard.readText()),
        midi: await denied(() => navigator.requestMIDIAccess()),
      };
    });
    expect(outcome).toEqual({
      notifications: 'denied',
      place: 'denied',
      camera: 'denied',
      screen: 'denied',
      clipboard: 'denied',
      midi: 'denied',
    });
  });
});
