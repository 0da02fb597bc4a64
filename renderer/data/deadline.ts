import { Failure } from '#shared/contract/failure.ts';

/** How long one IndexedDB operation may take, in milliseconds: on a full disk some never settle. */
export const operationDeadline = 5_000;
/** The same for an operation that reads or writes thousands of rows. */
export const bulkDeadline = 30_000;

/** An operation of this window's own, not a call, has passed its deadline. */
export class Overdue extends Failure {}

/**
 * What `promise` settles to, or a rejection with `Overdue` (code `timeout`) once `milliseconds` have passed. The
 * operation itself cannot be stopped: it may still come to pass afterwards.
 * @param what begins the message: “The database of this folder”
 */
export function within<T>(milliseconds: number, promise: PromiseLike<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Overdue('timeout', `${what} did not answer in ${milliseconds / 1000} s.`)),
      milliseconds,
    );
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
