import { z } from 'zod';

/** What can go wrong behind the door, as codes that screens can tell apart. */
export const failureCodes = [
  'bad-arguments',
  'not-found',
  'not-a-folder',
  'no-permission',
  'read-only',
  'disk-full',
  'folder-gone',
  'newer-format',
  'too-large',
  'damaged',
  'cancelled',
  'closed',
  'timeout',
  'not-open',
  'unsupported',
  'internal',
] as const;
export type FailureCode = (typeof failureCodes)[number];

export const failureSchema = z.object({
  code: z.enum(failureCodes),
  /** What is wrong, where, and what to do, in the person's words. */
  message: z.string(),
});

/** An error meant for a person: crosses the port as `{code, message}` and nothing else, never a stack. */
export class Failure extends Error {
  override readonly name = 'Failure';
  constructor(
    readonly code: FailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
