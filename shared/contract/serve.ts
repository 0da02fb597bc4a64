import { z } from 'zod';
import { type CallName, calls, type Emit, type Implementation } from './contract.ts';
import { Failure } from './failure.ts';
import type { Port } from './port.ts';

const requestSchema = z.object({ id: z.int(), call: z.string(), args: z.unknown() });

/**
 * Answers the calls that come through `port` with `implementation`; returns what sends events the other way.
 * A message that is no call is ignored; arguments that do not fit are answered with `bad-arguments`; an error that is
 * no `Failure` is told to `onBug` and crosses as `internal`, without its stack.
 */
export function serve(port: Port, implementation: Implementation, onBug: (call: string, error: unknown) => void): Emit {
  let open = true;
  const send = (message: unknown) => {
    if (open) port.send(message);
  };
  port.onClose(() => {
    open = false;
  });
  port.onMessage(async (message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) return;
    const { id, call, args } = request.data;
    try {
      send({ id, result: (await answer(implementation, call, args)) ?? null });
    } catch (error) {
      if (!(error instanceof Failure)) onBug(call, error);
      send({ id, failure: wire(error) });
    }
  });
  return (name, data) => send({ event: name, data });
}

async function answer(implementation: Implementation, call: string, args: unknown): Promise<unknown> {
  if (!Object.hasOwn(calls, call)) throw new Failure('bad-arguments', `There is no call “${call}”.`);
  const name = call as CallName;
  const parsed = calls[name].args.safeParse(args);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Failure(
      'bad-arguments',
      `${call}: ${issue?.path.join('.') || 'arguments'}: ${issue?.message ?? 'invalid'}`,
    );
  }
  return (implementation[name] as (args: unknown) => Promise<unknown>)(parsed.data);
}

function wire(error: unknown): { code: string; message: string } {
  return error instanceof Failure
    ? { code: error.code, message: error.message }
    : { code: 'internal', message: 'Something went wrong inside Rapporteur. The log has the details.' };
}
