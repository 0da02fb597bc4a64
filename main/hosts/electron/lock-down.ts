import type { App, Session, WebContents } from 'electron';
import type { Log } from '../log-file.ts';
import { mayGo, mayLoad, mayUse } from './allowed.ts';

/** Switches that keep Chromium itself off the network. To be called before the app is ready. */
export function takeOffline(app: App): void {
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.commandLine.appendSwitch('no-proxy-server');
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/** Refuses a session everything that the app does not need: the network, permissions, devices, downloads, dictionaries. */
export function lockSession(session: Session, log: Log): void {
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const cancel = !mayLoad(url);
    if (cancel) log(`Refused to load ${url.slice(0, 300)}`);
    answer({ cancel });
  });
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(mayUse(permission)));
  session.setPermissionCheckHandler((_contents, permission) => mayUse(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.protocol.handle('file', () => new Response(null, { status: 403 }));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
}

/** Refuses every way for a page to lead elsewhere: navigation, redirects, frames, new windows, embedded views. */
export function lockContents(contents: WebContents, log: Log): void {
  const refuse = (event: { preventDefault(): void; url: string }) => {
    if (mayGo(event.url)) return;
    event.preventDefault();
    log(`Refused to go to ${event.url.slice(0, 300)}`);
  };
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    log(`Refused to open ${url.slice(0, 300)}`);
    return { action: 'deny' };
  });
}
