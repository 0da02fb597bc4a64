import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { findOrInstallBrowser } from './browser.mjs';
import { findElectron, hasDisplay } from './electron.mjs';

/*
 * `npm test`: types and lint, unit and property tests, then the journeys, all of it whatever fails before. The last line
 * counts the tests; the exit code is 0 only when there were some and none failed.
 */
const root = resolve(import.meta.dirname, '..');
const results = mkdtempSync(join(tmpdir(), 'rapporteur-test-'));
const count = { passed: 0, failed: 0, skipped: 0 };
let complete = true;

process.env.RAPPORTEUR_BROWSER = findOrInstallBrowser();
const electron = findElectron();
const windows = 'program' in electron && (hasDisplay() || onPath('xvfb-run'));
if ('why' in electron) console.error(`Without Electron, because ${electron.why}: the desktop’s tests are skipped.`);
else if (!windows) console.error('Without a display and without xvfb-run: the desktop’s tests are skipped.');

// Side by side: neither takes two cores all the time.
const [built, checked] = await Promise.all([run('npm', ['run', '-s', 'build']), run('npm', ['run', '-s', 'check'])]);
if (!built) fail('The build failed.');
if (!checked) fail('Types or lint failed: “npm run check” says where.');

const unit = join(results, 'unit.json');
await run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`]);
add(
  'The unit tests',
  unit,
  ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults, success }) => ({
    passed: numPassedTests,
    // A file that cannot even be loaded has no tests to count, and an error outside of a test none either.
    failed: Math.max(
      numFailedTests +
        testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.length).length,
      success ? 0 : 1,
    ),
    skipped: numPendingTests + numTodoTests,
  }),
);

const journeys = join(results, 'journeys.json');
// Without -noreset the display begins anew when the last window closes, and a window that opens just then finds none.
const screen = windows && !hasDisplay() ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24 -noreset'] : [];
const [program, ...args] = [...screen, 'npx', 'playwright', 'test', '--config', 'e2e/playwright.config.ts'];
await run(program, args, { E2E_JSON: journeys, RAPPORTEUR_BUILT: '1' });
add('The journeys', journeys, ({ stats, errors }) => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky + errors.length,
  skipped: stats.skipped,
}));

rmSync(results, { recursive: true, force: true });
process.exitCode = complete && count.failed === 0 && count.passed > 0 ? 0 : 1;
console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);

/** Whether it ended well. */
function run(program, args, env = {}) {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(false);
    });
    child.once('close', (code) => resolve(code === 0));
  });
}

function fail(message) {
  console.error(message);
  count.failed++;
}

function add(name, file, read) {
  try {
    const { passed, failed, skipped } = read(JSON.parse(readFileSync(file, 'utf8')));
    if (passed + failed === 0) throw new Error('no test ran');
    count.passed += passed;
    count.failed += failed;
    count.skipped += skipped;
  } catch (error) {
    complete = false;
    fail(`${name} gave no result (${error.message}).`);
  }
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
