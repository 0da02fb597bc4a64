import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '#shared/contract/connect.ts';
import { Failure } from '#shared/contract/failure.ts';
import { linkedPorts, type Port } from '#shared/contract/port.ts';
import {
  createLink,
  type Dialler,
  type Link,
  messagePortDialler,
  portOfMessagePort,
  socketDialler,
  takeToken,
} from './connect.ts';
import { FakeMain } from './testing/fake-main.ts';
import { until } from './testing/harness.ts';

/** A dialler whose connections the test makes. */
function byHand() {
  let hooks: Parameters<Dialler['start']>[0] | undefined;
  const dialler: Dialler = {
    start: (given) => {
      hooks = given;
    },
    stop: () => {},
  };
  return { dialler, up: (port: Port) => hooks?.up(port), down: (why: 'lost' | 'refused') => hooks?.down(why) };
}

const failureOf = async (work: Promise<unknown>): Promise<Failure> => {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Failure);
  return outcome as Failure;
};

/** A far end that answers each call with its name, unless it is told to be silent. */
function answering(silent = false): Port {
  const [near, far] = linkedPorts();
  far.onMessage((message) => {
    const { id, call } = message as { id: number; call: string };
    if (!silent) far.send({ id, result: call });
  });
  return near;
}

describe('a link', () => {
  let hand: ReturnType<typeof byHand>;
  let link: Link;
  const states: string[] = [];
  beforeEach(() => {
    hand = byHand();
    link = createLink(hand.dialler);
    states.length = 0;
    link.onState((state) => states.push(state));
  });
  afterEach(() => link.close());

  test('keeps calls waiting for a connection, at most until their deadline', async () => {
    expect(link.state).toBe('connecting');
    const waiting = link.call('host.info');
    const late = failureOf(link.call('host.info', null, 30));
    expect(await late).toMatchObject({ code: 'closed' });
    hand.up(answering());
    expect(await waiting).toBe('host.info');
    expect(link.state).toBe('open');
  });

  test('ends the calls under way when the connection ends, and lets later ones wait for the next', async () => {
    const first = answering(true);
    hand.up(first);
    const under = failureOf(link.call('host.info'));
    first.close();
    expect(await under).toMatchObject({ code: 'closed' });
    const next = link.call('settings.read');
    hand.up(answering());
    expect(await next).toBe('settings.read');
    expect(states).toEqual(['open', 'lost', 'open']);
  });

  test('keeps its listeners over connections, and lets them go when told', async () => {
    const heard: unknown[] = [];
    const off = link.on('project.reachable', (data) => heard.push(data.reachable));
    for (const reachable of [true, false]) {
      const [near, far] = linkedPorts();
      hand.up(near);
      far.send({ event: 'project.reachable', data: { reachable, message: null } });
      await until('it is heard', () => heard.length === (reachable ? 1 : 2));
    }
    expect(heard).toEqual([true, false]);
    // The second connection took the place of the first, which is a loss to those who listen.
    expect(states).toEqual(['open', 'lost', 'open']);
    off();
    const [near, far] = linkedPorts();
    hand.up(near);
    far.send({ event: 'project.reachable', data: { reachable: true, message: null } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard).toHaveLength(2);
  });

  test('says at once that it is not let in', async () => {
    hand.down('refused');
    expect(link.state).toBe('refused');
    expect((await failureOf(link.call('host.info'))).message).toContain('Open the address');
    hand.up(answering());
    expect(await link.call('host.info')).toBe('host.info');
  });

  test('once closed rejects what waits and what comes', async () => {
    const waiting = failureOf(link.call('host.info'));
    link.close();
    expect(await waiting).toMatchObject({ code: 'closed' });
    expect(await failureOf(link.call('host.info'))).toMatchObject({ code: 'closed' });
  });
});

test('a MessagePort that the preload script posts carries the calls; others are not listened to', async () => {
  const { port1, port2 } = new MessageChannel();
  const dialler = messagePortDialler(window);
  const link = createLink(dialler);
  const main = new FakeMain();
  window.postMessage('something else', location.origin, [new MessageChannel().port1]);
  window.postMessage('rapporteur:port', location.origin);
  window.postMessage('rapporteur:port', location.origin, [port1]);
  const far = portOfMessagePort(port2);
  main.attach(far);
  expect(await link.call('host.info')).toMatchObject({ host: 'test' });
  expect(link.state).toBe('open');
  link.close();
  far.close();
});

test('a port that is closed sends and hears nothing more', async () => {
  const { port1, port2 } = new MessageChannel();
  const [near, far] = [portOfMessagePort(port1), portOfMessagePort(port2)];
  const heard: unknown[] = [];
  far.onMessage((message) => heard.push(message));
  near.send({ a: 1 });
  await until('it is heard', () => heard.length === 1);
  const connection = connect(near, { setTimeout: () => 0, clearTimeout: () => {} });
  const under = failureOf(connection.call('host.info'));
  near.close();
  near.send({ a: 2 });
  expect(await under).toMatchObject({ code: 'closed' });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(heard).toHaveLength(2);
  // Chromium itself does not tell of the far end’s death; Electron does, by this event.
  let ended = 0;
  far.onClose(() => ended++);
  port2.dispatchEvent(new Event('close'));
  port2.dispatchEvent(new Event('close'));
  expect(ended).toBe(1);
});

test('the token moves from the address to this tab, and is found there by a reload', () => {
  sessionStorage.clear();
  let shown = '';
  const at = { hash: '#token=abc-_1', pathname: '/', search: '?x=1' } as Location;
  const replaceState = (_: unknown, __: string, url: string) => {
    shown = url;
  };
  const history = { state: 7, replaceState } as never;
  expect(takeToken(at, sessionStorage, history)).toBe('abc-_1');
  expect(shown).toBe('/?x=1');
  expect(takeToken({ ...at, hash: '' } as Location, sessionStorage, history)).toBe('abc-_1');
  sessionStorage.clear();
  expect(takeToken({ ...at, hash: '' } as Location, sessionStorage, history)).toBeNull();
});

test('a page without a token, or whose socket the host does not take, is refused and not merely lost', async () => {
  const without = createLink(socketDialler({ url: 'ws://unused.invalid/port', token: null }));
  await until('it is refused', () => without.state === 'refused');
  without.close();
  const wrong = createLink(socketDialler({ url: 'ws://127.0.0.1:1/port', token: 'wrong' }));
  await until('it is refused', () => wrong.state === 'refused');
  wrong.close();
});
