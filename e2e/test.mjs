import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findOrInstallBrowser } from './browser.mjs';
import { findElectron, hasDisplay } from './electron.mjs';

/*
 * `npm test`: types and lint, unit and property tests, then the journeys, all of it whatever fails before. At the end
 * stands what has failed; the last line counts the tests, and the exit code is 0 only when there were some and none failed.
 */
const root = resolve(import.meta.dirname, '..');
const results = mkdtempSync(join(tmpdir(), 'rapporteur-test-'));
const count = { passed: 0, skipped: 0 };
/** Where, and what was said. */
const failures = [];
/** Journeys that failed and went as expected at the second try. */
const again = [];

process.env.RAPPORTEUR_BROWSER = findOrInstallBrowser();
const electron = findElectron();
const windows = 'program' in electron && (hasDisplay() || onPath('xvfb-run'));
if ('why' in electron) console.error(`Without Electron, because ${electron.why}: the desktop’s tests are skipped.`);
else if (!windows) console.error('Without a display and without xvfb-run: the desktop’s tests are skipped.');

// Side by side: neither takes two cores all the time.
const [built, checked] = await Promise.all([run('npm', ['run', '-s', 'build']), run('npm', ['run', '-s', 'check'])]);
if (!built) failures.push(['The build', '“npm run build” says why.']);
if (!checked) failures.push(['Types or lint', '“npm run check” says where.']);

const unit = join(results, 'unit.json');
await run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`]);
add('The unit tests', unit, ({ numPassedTests, numPendingTests, numTodoTests, testResults, success }) => {
  const failed = testResults.flatMap(({ name, status, message, assertionResults: tests }) => {
    const file = relative(root, name);
    // A file that cannot even be loaded has no tests to count.
    if (tests.length === 0) return status === 'failed' ? [[file, message]] : [];
    return tests
      .filter((test) => test.status === 'failed')
      .map(({ fullName, failureMessages }) => [`${file} › ${fullName}`, failureMessages.join('\n')]);
  });
  if (!success && failed.length === 0) failed.push(['The unit tests', 'There was an error outside of the tests.']);
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
});

const journeys = join(results, 'journeys.json');
// Without -noreset the display begins anew when the last window closes, and a window that opens just then finds none.
const screen = windows && !hasDisplay() ? ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24 -noreset'] : [];
const [program, ...args] = [...screen, 'npx', 'playwright', 'test', '--config', 'e2e/playwright.config.ts'];
await run(program, args, { E2E_JSON: journeys, RAPPORTEUR_BUILT: '1' });
add('The journeys', journeys, ({ stats, errors, suites }) => {
  again.push(...suites.flatMap((suite) => journeysThatWere('flaky', suite)));
  const failed = suites.flatMap((suite) => journeysThatWere('unexpected', suite));
  return {
    passed: stats.expected + stats.flaky,
    failed: [...failed, ...errors.map(({ message }) => ['The journeys', message])],
    skipped: stats.skipped,
  };
});

rmSync(results, { recursive: true, force: true });
for (const [where, said] of again) console.log(`\nPassed at the second try only: ${where}\n${firstLines(said)}`);
for (const [where, said] of failures) console.log(`\nFailed: ${where}\n${firstLines(said)}`);
process.exitCode = failures.length === 0 && count.passed > 0 ? 0 : 1;
console.log(`\n${count.passed} passed, ${failures.length} failed, ${count.skipped} skipped`);

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

function add(name, file, read) {
  try {
    const { passed, failed, skipped } = read(JSON.parse(readFileSync(file, 'utf8')));
    if (passed + failed.length === 0) throw new Error('no test ran');
    count.passed += passed;
    count.skipped += skipped;
    failures.push(...failed);
  } catch (error) {
    failures.push([name, `They gave no result (${error.message}).`]);
  }
}

/** Those of a file or group of journeys with this outcome. */
function journeysThatWere(outcome, { suites = [], specs }) {
  const found = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === outcome)
      .map(({ projectName, results }) => [
        `[${projectName}] ${file} › ${title}`,
        results.flatMap(({ errors }) => errors.map(({ message }) => message)).join('\n'),
      ]),
  );
  return [...found, ...suites.flatMap((suite) => journeysThatWere(outcome, suite))];
}

function firstLines(text) {
  return stripVTControlCharacters(text).split('\n').slice(0, 12).join('\n');
}

function onPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
