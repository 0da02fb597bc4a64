import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findBrowser } from './e2e/browser.mjs';

const executablePath = findBrowser();

export default defineConfig({
  test: {
    // Vitest leaves one core to itself, which on two leaves one to the tests.
    maxWorkers: '100%',
    projects: [
      {
        // Pure functions keep nothing from one file to the next, so that modules are loaded once.
        test: { name: 'shared', include: ['shared/**/*.test.ts'], environment: 'node', isolate: false },
      },
      {
        // What these keep is on the disk, in folders of each test's own; modules are loaded once here, too.
        test: {
          name: 'main',
          include: ['main/**/*.test.ts', 'bench/**/*.test.ts'],
          environment: 'node',
          isolate: false,
          globalSetup: 'main/services/extract/build-worker.ts',
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [react()],
        // Found only while tests run, a dependency would be bundled then and the page loaded anew in the middle of a test.
        optimizeDeps: {
          include: [
            'approx-string-match',
            'dexie',
            'diff',
            'fast-check',
            'react',
            'react-dom',
            'react-dom/client',
            'uuid',
            'zod',
            'zustand',
            'zustand/vanilla',
          ],
        },
        test: {
          name: 'renderer',
          include: ['renderer/**/*.test.ts', 'renderer/**/*.test.tsx'],
          isolate: false,
          testTimeout: 20_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath ? { executablePath } : {}),
                args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
              },
            }),
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
          },
        },
      },
    ],
  },
});
