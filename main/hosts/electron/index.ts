import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, Menu, nativeTheme, session, shell } from 'electron';
import { createApp } from '../../app.ts';
import { readAssets } from '../assets.ts';
import { checkOpened, type OpenedArgument, openedArgument } from '../folder-argument.ts';
import { openLog } from '../log-file.ts';
import { places, shippedSamples } from '../places.ts';
import { version } from '../version.ts';
import { lockContents, lockSession, takeOffline } from './lock-down.ts';
import { menuTemplate } from './menu.ts';
import { handleScheme, registerScheme } from './scheme.ts';
import { createWindows } from './windows.ts';

if (process.env.RAPPORTEUR_DATA) app.setPath('userData', process.env.RAPPORTEUR_DATA);
registerScheme();
takeOffline(app);

// Electron's own arguments come first: the program and, in a checkout, the app's folder.
const argument = openedArgument(argumentsOf(process.argv), process.cwd());

if (app.requestSingleInstanceLock({ argument })) {
  start().catch((error) => {
    dialog.showErrorBox('Rapporteur cannot start', error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
} else {
  app.exit(0);
}

async function start(): Promise<void> {
  const dataDir = app.getPath('userData');
  mkdirSync(dataDir, { recursive: true });
  const logFile = join(dataDir, 'logs', 'main.log');
  const log = openLog(logFile);
  process.on('uncaughtException', (error) => {
    log(`Uncaught: ${error.stack ?? error}`);
    dialog.showErrorBox('Something went wrong inside Rapporteur', `${error.message}\n\nThe log has the details.`);
  });
  process.on('unhandledRejection', (reason) => log(`Unhandled: ${reason instanceof Error ? reason.stack : reason}`));

  const handedOver: string[] = [];
  let take = (path: string): void => {
    handedOver.push(path);
  };
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take(path);
  });

  app.on('web-contents-created', (_event, contents) => lockContents(contents, log));
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log(`A helper process (${type}) is gone: ${reason} (${exitCode})`);
  });
  if (process.platform === 'win32') app.setAppUserModelId('io.github.rapporteur');

  await app.whenReady();
  log(`Rapporteur ${version} on Electron ${process.versions.electron}, ${process.platform} ${process.arch}`);
  app.setAboutPanelOptions({ applicationName: 'Rapporteur', applicationVersion: version });
  lockSession(session.defaultSession, log);
  handleScheme(session.defaultSession.protocol, readAssets(places.renderer));

  const first = argument ?? firstOf(handedOver);
  const services = await createApp({
    dataDir,
    workerFile: places.worker,
    recordsWorkerFile: places.recordsWorker,
    checkWorkerFile: places.checkWorker,
    version,
    samples: shippedSamples(process.resourcesPath),
    open: first && 'path' in first ? first.path : null,
    log,
  });
  const windows = createWindows(services, dataDir, log);

  const openGiven = (given: OpenedArgument) => {
    if (given && 'file' in given) return showFile(given.file);
    windows.show(given && 'path' in given ? services.allow(given.path) : undefined);
    if (given && 'problem' in given) dialog.showErrorBox('This folder cannot be opened', given.problem);
  };
  const showFile = (file: string) => {
    windows.show();
    windows.send('import', services.allow(file));
  };
  take = (path) => openGiven(checkOpened(path));
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    openGiven((data as { argument: OpenedArgument }).argument);
  });
  app.on('activate', () => windows.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    services
      .close()
      .catch((error) => log(`Closing: ${String(error)}`))
      .finally(() => {
        closed = true;
        // Not in this very turn: while Electron still tells of a quit it ignores another.
        setImmediate(() => app.quit());
      });
  });

  const applySettings = () => {
    const { theme, recent } = services.settings.current;
    nativeTheme.themeSource = theme;
    for (const { path } of recent.slice(0, 10).reverse()) app.addRecentDocument(path);
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        menuTemplate(
          {
            mac: process.platform === 'darwin',
            recent,
            theme,
            samples: shippedSamples(process.resourcesPath) !== null,
            developer: !app.isPackaged,
          },
          { newWindow: () => windows.open(), send: windows.send, openLogs: () => shell.showItemInFolder(logFile) },
        ),
      ),
    );
  };
  applySettings();
  services.settings.onChange(applySettings);

  windows.open();
  if (first && 'file' in first) windows.send('import', services.allow(first.file));
  if (first && 'problem' in first) dialog.showErrorBox('This folder cannot be opened', first.problem);
}

function argumentsOf(argv: readonly string[]): string[] {
  const own = argv.slice(1).filter((arg) => !arg.startsWith('-'));
  return app.isPackaged ? own : own.slice(1);
}

function firstOf(paths: readonly string[]): OpenedArgument {
  return paths[0] === undefined ? null : checkOpened(paths[0]);
}
