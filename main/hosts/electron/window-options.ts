import type { BrowserWindowConstructorOptions } from 'electron';

/** The paper and the ink room: what a window shows before the page's first paint. */
export const backgrounds = { light: '#fbfaf7', dark: '#16181c' } as const;

/** The options of every window of the app; there is no other place that makes them. */
export function windowOptions(
  place: { width: number; height: number; x?: number; y?: number },
  { dark, preload, icon }: { dark: boolean; preload: string; icon: string | null },
): BrowserWindowConstructorOptions {
  return {
    ...place,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Rapporteur',
    backgroundColor: dark ? backgrounds.dark : backgrounds.light,
    ...(icon ? { icon } : {}),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  };
}
