import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

// First the shell that Chromium's makers build for tests: without windows to draw it takes a third less time.
const onPath = [
  'chromium-headless-shell',
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The Chrome, Edge or Chromium that tests run in: `RAPPORTEUR_BROWSER`, Playwright's own, or one installed; undefined if there is none. */
export function findBrowser() {
  if (process.env.RAPPORTEUR_BROWSER) return process.env.RAPPORTEUR_BROWSER;
  const own = chromium.executablePath();
  if (own && existsSync(own)) return own;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = onPath.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...paths, ...elsewhere].find((file) => existsSync(file));
}

/** Finds a browser or installs one: Playwright's download first, then Debian's package when root. Throws if neither works. */
export function findOrInstallBrowser() {
  const found = findBrowser();
  if (found) return found;
  console.error('No Chrome, Edge or Chromium found: installing one for the tests.');
  spawnSync('npx', ['playwright', 'install', 'chromium-headless-shell', 'chromium'], {
    stdio: 'inherit',
    timeout: 300_000,
  });
  if (!findBrowser() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    execFileSync('apt-get', ['update'], { stdio: 'inherit' });
    const install = (...packages) =>
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
        stdio: 'inherit',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    try {
      install('chromium-headless-shell');
    } catch {
      // Releases before Debian 12 have it in the whole browser alone.
      install('chromium');
    }
    install('fonts-noto-core', 'fonts-noto-cjk', 'fonts-noto-color-emoji');
  }
  const installed = findBrowser();
  if (!installed)
    throw new Error('The tests need Chrome, Edge or Chromium. Install one, or set RAPPORTEUR_BROWSER to its path.');
  return installed;
}
