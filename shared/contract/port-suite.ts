import { describe, expect, test } from 'vitest';
import { type Connection, connect, type Timers } from './connect.ts';
import type { Implementation } from './contract.ts';
import { Failure } from './failure.ts';
import type { Port } from './port.ts';
import { serve } from './serve.ts';

/**
 * What must hold for calls, failures, events and closing over any kind of port; every port has a test that runs it.
 * @param makePair two fresh ports, each the other's far end; what they need besides (servers, sockets) is the caller's
 *   to close after each test
 */
export function testPorts(name: string, makePair: () => Promise<[near: Port, far: Port]>): void {
  /** Both ends of the door over a fresh pair; calls that are not given fail as not implemented. */
  async function open(given: Partial<Implementation> = {}, timers: Timers = noTimers) {
    const [near, far] = await makePair();
    const bugs: { call: string; error: unknown }[] = [];
    const emit = serve(far, implementation(given), (call, error) => bugs.push({ call, error }));
    const connection = connect(near, timers);
    return { near, far, bugs, emit, connection };
  }

  describe(name, () => {
    test('a call brings its result', async () => {
      const { connection } = await open({
        'corpus.read': async ({ id }) => ({ ...article, id, text: `“${id}” \u2028 😀 \0 end` }),
      });
      const read = await connection.call('corpus.read', { id: 'a_1' });
      expect(read).toEqual({ ...article, id: 'a_1', text: '“a_1” \u2028 😀 \0 end' });
    });

    test('no result arrives as null', async () => {
      const { connection } = await open({ 'project.close': async () => undefined });
      expect(await connection.call('project.close')).toBeNull();
    });

    test('calls under way at the same time get each its own answer, in whatever order they come', async () => {
      const waiting: (() => void)[] = [];
      const { connection } = await open({
        'corpus.read': ({ id }) =>
          new Promise((resolve) => {
            waiting.push(() => resolve({ ...article, id }));
          }),
      });
      const ids = ['a_1', 'a_2', 'a_3', 'a_4'];
      const calls = ids.map((id) => connection.call('corpus.read', { id }));
      await until(() => waiting.length === ids.length);
      for (const answer of waiting.reverse()) answer();
      expect((await Promise.all(calls)).map(({ id }) => id)).toEqual(ids);
    });

    test('a megabyte of text arrives whole', async () => {
      const text = 'Wort 😀 “말” '.repeat(100_000);
      const { connection } = await open({ 'corpus.read': async () => ({ ...article, text }) });
      expect((await connection.call('corpus.read', { id: 'a_1' })).text === text).toBe(true);
    });

    test('a failure crosses with its code and message and nothing else', async () => {
      const { connection, bugs } = await open({
        'corpus.read': async () => {
          throw new Failure('not-found', 'There is no article “a_9”.', { cause: new Error('secret') });
        },
      });
      const failure = await failureOf(connection.call('corpus.read', { id: 'a_9' }));
      expect({ ...failure, message: failure.message }).toEqual({
        name: 'Failure',
        code: 'not-found',
        message: 'There is no article “a_9”.',
      });
      expect(failure.cause).toBeUndefined();
      expect(bugs).toEqual([]);
    });

    test('an error that is no failure is told to the log and crosses without what it says', async () => {
      const bug = new TypeError('/secret/path is not iterable');
      const { connection, bugs } = await open({
        'corpus.rescan': async () => {
          throw bug;
        },
      });
      const failure = await failureOf(connection.call('corpus.rescan'));
      expect(failure.code).toBe('internal');
      expect(failure.message).not.toContain('secret');
      expect(bugs).toEqual([{ call: 'corpus.rescan', error: bug }]);
    });

    test('arguments that do not fit are refused with the field, and nobody is called', async () => {
      let called = 0;
      const { connection, bugs } = await open({
        'corpus.read': async () => {
          called++;
          return article;
        },
        'project.open': async () => {
          called++;
          throw new Error('called');
        },
      });
      const wrong = connection as unknown as { call(name: string, args?: unknown): Promise<unknown> };
      for (const [call, args, field] of [
        ['corpus.read', { id: 5 }, 'id'],
        ['corpus.read', null, 'arguments'],
        ['corpus.read', 'a_1', 'arguments'],
        ['project.open', { path: '' }, 'path'],
        ['project.open', { path: 'x'.repeat(5000) }, 'path'],
      ] as const) {
        const failure = await failureOf(wrong.call(call, args));
        expect(failure.code).toBe('bad-arguments');
        expect(failure.message).toContain(`${call}: ${field}: `);
      }
      expect(called).toBe(0);
      expect(bugs).toEqual([]);
    });

    test('what is not asked for in the arguments does not reach the implementation', async () => {
      const seen: unknown[] = [];
      const { connection } = await open({
        'corpus.read': async (args) => {
          seen.push(args);
          return article;
        },
      });
      await connection.call('corpus.read', JSON.parse('{"id":"a_1","more":1,"__proto__":{"admin":true}}'));
      expect(seen).toEqual([{ id: 'a_1' }]);
      expect((seen[0] as { admin?: boolean }).admin).toBeUndefined();
    });

    test('a call that there is not is refused, whatever its name', async () => {
      const { connection } = await open();
      const wrong = connection as unknown as { call(name: string, args?: unknown): Promise<unknown> };
      for (const call of ['corpus.burn', 'constructor', '__proto__', 'toString', '']) {
        const failure = await failureOf(wrong.call(call));
        expect(failure.code).toBe('bad-arguments');
        expect(failure.message).toContain(`“${call}”`);
      }
    });

    test('a call without an answer fails at its deadline, and a late answer harms nothing', async () => {
      const timers = handTimers();
      const answers: (() => void)[] = [];
      const { connection } = await open(
        {
          'corpus.read': ({ id }) =>
            new Promise((resolve) => {
              answers.push(() => resolve({ ...article, id }));
            }),
        },
        timers,
      );
      const slow = failureOf(connection.call('corpus.read', { id: 'a_1' }, 250));
      const usual = failureOf(connection.call('corpus.read', { id: 'a_2' }));
      const patient = connection.call('corpus.read', { id: 'a_3' }, Number.POSITIVE_INFINITY);
      await until(() => answers.length === 3);
      expect(timers.delays()).toEqual([250, 10_000]);
      timers.pass(250);
      expect(await slow).toMatchObject({ code: 'timeout', message: expect.stringContaining('0.25 s') });
      timers.pass(100_000);
      expect((await usual).code).toBe('timeout');
      for (const answer of answers) answer();
      expect((await patient).id).toBe('a_3');
      expect((await connectionAnswers(connection, answers)).id).toBe('a_4');
    });

    test('an answered call leaves no timer behind', async () => {
      const timers = handTimers();
      const { connection } = await open({ 'corpus.read': async () => article }, timers);
      await connection.call('corpus.read', { id: 'a_1' });
      await failureOf(connection.call('corpus.rescan'));
      expect(timers.delays()).toEqual([]);
    });

    test('closing the near end fails what waits and what comes after', async () => {
      const timers = handTimers();
      const { connection } = await open({ 'corpus.rescan': () => new Promise(() => {}) }, timers);
      let told = 0;
      connection.onClose(() => told++);
      const waiting = [failureOf(connection.call('corpus.rescan')), failureOf(connection.call('corpus.rescan'))];
      connection.close();
      for (const failure of await Promise.all(waiting)) expect(failure.code).toBe('closed');
      expect((await failureOf(connection.call('corpus.rescan'))).code).toBe('closed');
      await until(() => told === 1);
      expect(timers.delays()).toEqual([]);
      connection.onClose(() => told++);
      await until(() => told === 2);
    });

    test('closing the far end fails what waits, and both ends are told once', async () => {
      const { connection, far } = await open({ 'corpus.rescan': () => new Promise(() => {}) });
      let near = 0;
      let there = 0;
      connection.onClose(() => near++);
      far.onClose(() => there++);
      const waiting = failureOf(connection.call('corpus.rescan'));
      far.close();
      expect((await waiting).code).toBe('closed');
      await until(() => near > 0 && there > 0);
      far.close();
      connection.close();
      await turns();
      expect([near, there]).toEqual([1, 1]);
    });

    test('an answer after the end has closed goes nowhere and harms nothing', async () => {
      let answer: (() => void) | undefined;
      const { connection, far, bugs, emit } = await open({
        'corpus.rescan': () =>
          new Promise((resolve) => {
            answer = () => resolve(null);
          }),
      });
      const waiting = failureOf(connection.call('corpus.rescan'));
      await until(() => answer !== undefined);
      let closed = false;
      far.onClose(() => {
        closed = true;
      });
      connection.close();
      await until(() => closed);
      answer?.();
      emit('host.action', { action: 'late', path: null });
      await turns();
      expect((await waiting).code).toBe('closed');
      expect(bugs).toEqual([]);
    });

    test('events arrive in order, at every listener, until it stops listening', async () => {
      const { connection, emit } = await open({ 'corpus.rescan': async () => null });
      const seen: string[] = [];
      const stop = connection.on('host.action', ({ action }) => seen.push(`a ${action}`));
      connection.on('host.action', ({ action }) => {
        seen.push(`b ${action}`);
        if (action === '1') stop();
      });
      for (const action of ['1', '2', '3']) emit('host.action', { action, path: null });
      emit('corpus.entries', { entries: [], gone: ['a_1'] });
      await connection.call('corpus.rescan');
      expect(seen).toEqual(['a 1', 'b 1', 'b 2', 'b 3']);
    });

    test('a listener that throws is reported, and does not keep the others from hearing', async () => {
      const timers = handTimers();
      const { connection, emit } = await open({ 'corpus.rescan': async () => null }, timers);
      const seen: string[] = [];
      connection.on('host.action', () => {
        throw new Error('mine');
      });
      connection.on('host.action', ({ action }) => seen.push(action));
      emit('host.action', { action: '1', path: null });
      await connection.call('corpus.rescan');
      expect(seen).toEqual(['1']);
      expect(() => timers.pass(0)).toThrow('mine');
    });

    test('arguments that cannot be sent fail the call at once', async () => {
      const timers = handTimers();
      const { connection } = await open({ 'corpus.read': async () => article }, timers);
      // Neither JSON nor structured cloning can carry both.
      const never = { id: (() => {}) as unknown as string, huge: 1n };
      await expect(connection.call('corpus.read', never)).rejects.toThrow();
      expect(timers.delays()).toEqual([]);
    });

    test('messages that are none of ours are ignored at both ends', async () => {
      let answer: (() => void) | undefined;
      const { near, far, connection, bugs } = await open({
        'corpus.read': () =>
          new Promise((resolve) => {
            answer = () => resolve(article);
          }),
        'corpus.rescan': async () => null,
      });
      const heard: unknown[] = [];
      connection.on('host.action', (data) => heard.push(data));
      const call = connection.call('corpus.read', { id: 'a_1' });
      await until(() => answer !== undefined);
      for (const garbage of [
        null,
        5,
        'corpus.read',
        [],
        {},
        { id: 'one', call: 'corpus.read', args: { id: 'a_1' } },
        { id: 1.5, call: 'corpus.read', args: { id: 'a_1' } },
        { call: 'corpus.read', args: { id: 'a_1' } },
        { id: 999, result: 5 },
        { id: 999, failure: { code: 'internal', message: 'x' } },
        { id: 1, failure: { code: 'no-such-code', message: 'x' } },
        { id: 1, failure: 'x' },
        { id: 1 },
        { event: 'constructor', data: {} },
        { event: 5, data: {} },
      ]) {
        near.send(garbage);
        far.send(garbage);
      }
      await connection.call('corpus.rescan');
      answer?.();
      expect(await call).toEqual(article);
      expect(heard).toEqual([]);
      expect(bugs).toEqual([]);
    });
  });

  async function connectionAnswers(connection: Connection, answers: (() => void)[]) {
    const before = answers.length;
    const call = connection.call('corpus.read', { id: 'a_4' });
    await until(() => answers.length > before);
    answers.at(-1)?.();
    return call;
  }
}

const article = {
  id: 'a_0',
  text: 'x',
  textSha256: 'x',
  sourceSha256: 'x',
  blocks: [],
  meta: emptyMeta(),
  notices: [],
};

function emptyMeta() {
  return {
    title: null,
    outlet: null,
    published: null,
    page: null,
    section: null,
    byline: null,
    translator: null,
    language: null,
    url: null,
  };
}

function implementation(given: Partial<Implementation>): Implementation {
  return new Proxy(given, {
    get: (target, name) =>
      Reflect.get(target, name) ??
      (async () => {
        throw new Failure('unsupported', `${String(name)} is not part of this test.`);
      }),
  }) as Implementation;
}

async function failureOf(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('The call should have failed.');
}

declare function setTimeout(run: () => void, milliseconds: number): unknown;

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 1));

async function turns() {
  for (let i = 0; i < 20; i++) await turn();
}

async function until(condition: () => boolean) {
  for (let i = 0; i < 2000 && !condition(); i++) await turn();
  expect(condition()).toBe(true);
}

const noTimers: Timers = { setTimeout: () => 0, clearTimeout: () => {} };

/** Timers that go off when the test says so. */
function handTimers(): Timers & { pass(milliseconds: number): void; delays(): number[] } {
  const set = new Map<number, { run: () => void; left: number }>();
  let next = 1;
  return {
    setTimeout(run, left) {
      set.set(next, { run, left });
      return next++;
    },
    clearTimeout: (timer) => void set.delete(timer as number),
    delays: () => [...set.values()].map(({ left }) => left),
    pass(milliseconds) {
      for (const [id, timer] of [...set]) {
        timer.left -= milliseconds;
        if (timer.left > 0) continue;
        set.delete(id);
        timer.run();
      }
    },
  };
}
