import type { CallArgs, CallResult } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { systemCode } from '../files/explain.ts';
import { diskFailure } from '../journal/disk-failure.ts';

/** Makes a PDF of a page of HTML that needs nothing else. Rejects with a Failure: `cancelled`, or why it cannot be made. */
export type PrintPdf = (html: string, signal: AbortSignal) => Promise<Uint8Array>;

export interface ReportOptions {
  request: CallArgs<'exchange.report'>;
  /** Only hosts with a browser of their own can print. */
  printPdf: PrintPdf | undefined;
  signal: AbortSignal;
}

/**
 * Writes a review report that the window has made, whole or not at all: what stood at its place before stays when
 * anything goes wrong.
 * @throws Failure `unsupported` for a PDF where nothing prints; `cancelled`; or why the disk did not take it
 */
export async function writeReport({
  request: { path, format, html },
  printPdf,
  signal,
}: ReportOptions): Promise<CallResult<'exchange.report'>> {
  if (format === 'pdf' && printPdf === undefined)
    throw new Failure(
      'unsupported',
      'PDF files are made by the desktop app only. Save the report as HTML instead, open it in the browser and print it there; the print dialog can save a PDF.',
    );
  const data = format === 'pdf' && printPdf ? await printPdf(html, signal) : Buffer.from(html, 'utf8');
  if (signal.aborted) throw new Failure('cancelled', 'The report was not written.');
  try {
    await writeFileAtomic(path, data);
  } catch (error) {
    if (systemCode(error) === 'EISDIR') throw new Failure('unsupported', `${path} is a folder. Choose a file.`);
    throw systemCode(error) === null ? error : diskFailure(error, `${path} cannot be written`);
  }
  return { path, bytes: data.byteLength };
}
