import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { ImportChoice, ImportPreview, ImportResult } from '#shared/contract/contract.ts';
import { useHost } from '../../data/host.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { Checked, FormFailure, Left } from '../../ui/FileDialog.tsx';
import { plural } from '../../ui/format.ts';
import styles from './Exchange.module.css';
import { resultInWords } from './fates.ts';
import { Preview } from './Preview.tsx';
import { Whose } from './Whose.tsx';
import { type ExchangeProgress, WorkingOn } from './WorkingOn.tsx';

type Stage =
  | { at: 'reading'; progress: ExchangeProgress | null }
  | { at: 'failed'; message: string }
  | { at: 'preview'; preview: ImportPreview; failure: string | null }
  | { at: 'saving'; preview: ImportPreview; progress: ExchangeProgress | null }
  | { at: 'done'; result: ImportResult };

interface Receiving {
  codebook: Codebook;
  onClose: () => void;
  /** To the screen where the colleagues' work is compared. */
  onCompare: () => void;
  /** Something was taken in: what is derived from the journals is to be looked at again. */
  onTakenIn: () => void;
  /** The matters that are to be settled, and the way to them. */
  matters: { count: number; show: () => void };
}

/** Files of a colleague: what they hold is shown before anything is written, and then what became of it. */
export function ReceiveDialog({ paths, ...rest }: Receiving & { paths: readonly string[] | null }) {
  const { link } = useHost();
  const [stage, setStage] = useState<Stage>({ at: 'reading', progress: null });
  /** Whose the spans are that do not say. */
  const [as, setAs] = useState<string | null>(null);
  const turn = useRef(0);

  useEffect(() => {
    if (paths === null) return setAs(null);
    const own = ++turn.current;
    const now = () => own === turn.current;
    setStage({ at: 'reading', progress: null });
    const stop = link.on('exchange.progress', (progress) =>
      setStage((stage) => (stage.at === 'reading' || stage.at === 'saving' ? { ...stage, progress } : stage)),
    );
    link
      .call('exchange.preview', { paths: [...paths], as }, Number.POSITIVE_INFINITY)
      .then((preview) => now() && setStage({ at: 'preview', preview, failure: null }))
      .catch((error: unknown) => now() && setStage({ at: 'failed', message: messageOf(error) }));
    return () => {
      turn.current++;
      stop();
    };
  }, [link, paths, as]);

  const close = () => {
    // What was read for the preview is let go; there may be none.
    if (stage.at !== 'done') link.call('exchange.discard').catch((error) => console.error(error));
    rest.onClose();
  };
  const accept = async (preview: ImportPreview, choice: Omit<ImportChoice, 'preview'>) => {
    setStage({ at: 'saving', preview, progress: null });
    try {
      const result = await link.call('exchange.accept', { preview: preview.id, ...choice }, Number.POSITIVE_INFINITY);
      setStage({ at: 'done', result });
      rest.onTakenIn();
    } catch (error) {
      setStage({ at: 'preview', preview, failure: messageOf(error) });
    }
  };

  const lines = paths?.some((path) => path.toLowerCase().endsWith('.jsonl')) ?? false;
  const wide = stage.at === 'preview' || stage.at === 'saving';
  return (
    <Dialog
      title={stage.at === 'failed' ? 'This cannot be taken in' : 'Take in a colleague’s work'}
      isOpen={paths !== null}
      onClose={close}
      width={wide ? 1120 : 560}
      locked={stage.at === 'saving'}
    >
      {stage.at === 'reading' && <WorkingOn first="reading" progress={stage.progress} onCancel={close} />}
      {stage.at === 'failed' && (
        <Failed message={stage.message} onClose={close}>
          {lines && as !== null && <Whose as={as} onAs={setAs} />}
        </Failed>
      )}
      {wide && (
        // It stays as it is while it is saved, so that a failure gives every choice back.
        <div hidden={stage.at === 'saving'}>
          <Preview
            preview={stage.preview}
            codebook={rest.codebook}
            failure={stage.at === 'preview' ? stage.failure : null}
            onAccept={(choice) => void accept(stage.preview, choice)}
            onClose={close}
          >
            {lines && (as !== null || stage.preview.counts.failed > 0) && <Whose as={as} onAs={setAs} />}
          </Preview>
        </div>
      )}
      {stage.at === 'saving' && <WorkingOn first="saving" progress={stage.progress} />}
      {stage.at === 'done' && <Done result={stage.result} {...rest} />}
    </Dialog>
  );
}

function Failed({ message, onClose, children }: { message: string; onClose: () => void; children: ReactNode }) {
  return (
    <>
      <FormFailure>{message}</FormFailure>
      {children}
      <p className={styles.after}>Nothing was written.</p>
      <DialogButtons>
        <Button look="primary" onPress={onClose} autoFocus>
          Close
        </Button>
      </DialogButtons>
    </>
  );
}

function Done({ result, matters, onCompare, onClose }: { result: ImportResult } & Receiving) {
  const spans = result.changes > 0;
  return (
    <>
      <Checked role="status">
        {resultInWords(result)}
        {result.articles > 0 && ` ${plural(result.articles, 'article was', 'articles were')} put into the folder.`}
      </Checked>
      <Left left={result.left} />
      {spans && (
        <p className={styles.after}>
          Undo does not take this back: it is your colleague’s work, not a gesture of yours. The journal keeps what was
          here before, and the history of each mark shows it.
        </p>
      )}
      <DialogButtons>
        {matters.count > 0 && (
          <Button
            look="plain"
            onPress={() => {
              onClose();
              matters.show();
            }}
          >
            Settle {plural(matters.count, 'matter')}
          </Button>
        )}
        <Button look={spans ? 'normal' : 'primary'} onPress={onClose} autoFocus={!spans}>
          Done
        </Button>
        {spans && (
          <Button
            look="primary"
            autoFocus
            onPress={() => {
              onClose();
              onCompare();
            }}
          >
            Compare now
          </Button>
        )}
      </DialogButtons>
    </>
  );
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
