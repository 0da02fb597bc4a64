import { useEffect, useMemo, useRef, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { CallResult } from '#shared/contract/contract.ts';
import { firstSides, sidesWithSpans } from '#shared/review/shown-sides.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { folderInFileName } from '../../data/file-name.ts';
import { useAllSpans, useSession, useSessionActions } from '../../data/hooks.ts';
import { useHost } from '../../data/host.ts';
import { useSavePlace } from '../../data/save-place.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice, Choices } from '../../ui/Choice.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { Checked, FileBox, FileForm, FileWritten, Hint } from '../../ui/FileDialog.tsx';
import { plural, sizeInWords } from '../../ui/format.ts';
import { Progress } from '../../ui/Progress.tsx';
import type { ReportProgress } from './make-report.ts';
import { useReport } from './use-report.ts';

type Written = CallResult<'exchange.report'> & { format: 'html' | 'pdf' };
type Stage =
  | { at: 'choosing'; failure: string | null }
  | { at: 'making'; progress: ReportProgress | { at: 'writing'; format: 'html' | 'pdf' } | null }
  | { at: 'done'; result: Written };

interface Of {
  codebook: Codebook;
  onClose: () => void;
  /** The article that is open, if any. */
  article: string | undefined;
  /** Whether the review is on the screen: then the article of its case is the open one. */
  reviewing: boolean;
}

/** Chooses what a review report is of, makes it, and says where it is. To be there only while it is open. */
export function ReportDialog(props: Of) {
  const [stage, setStage] = useState<Stage>({ at: 'choosing', failure: null });
  const stop = useRef<AbortController>(undefined);
  const { link } = useHost();
  useEffect(() => () => stop.current?.abort(), []);
  return (
    <Dialog title="Review report" isOpen onClose={props.onClose} width={540} locked={stage.at === 'making'}>
      {stage.at === 'choosing' && (
        <Choosing
          {...props}
          failure={stage.failure}
          onStage={setStage}
          begin={() => {
            stop.current = new AbortController();
            return stop.current.signal;
          }}
        />
      )}
      {stage.at === 'making' && (
        <Making
          progress={stage.progress}
          onCancel={() => {
            stop.current?.abort();
            void link.call('exchange.cancel');
          }}
        />
      )}
      {stage.at === 'done' && <Done result={stage.result} onClose={props.onClose} />}
    </Dialog>
  );
}

/** So many bytes a host takes in one message, with room to spare. */
const mostBytes = 48_000_000;

function Choosing(props: Of & { failure: string | null; onStage: (stage: Stage) => void; begin: () => AbortSignal }) {
  const { codebook, onStage } = props;
  const { link, info } = useHost();
  const project = useSession((state) => state.project);
  const unsaved = useSession((state) => state.saved.unsaved);
  const names = useAnnotatorNames();
  const spans = useAllSpans();
  const make = useReport(codebook);
  const kept = useReviewView();
  const candidates = useMemo(() => spans && sidesWithSpans(spans), [spans]);
  const reviewed = kept?.sides.filter((side) => candidates?.includes(side)) ?? [];
  const [chosenSides, setSides] = useState<readonly string[]>();
  const sides =
    chosenSides ?? (reviewed.length >= 2 ? reviewed : firstSides(candidates ?? [], project?.annotator.id ?? ''));
  const current = (props.reviewing && spans?.find(({ id }) => id === kept?.span)?.article) || props.article;
  const [scope, setScope] = useState<'all' | 'current'>('all');
  const [printed, setPrinted] = useState<'disagreements' | 'all'>('disagreements');
  const [chosenNames, setNames] = useState<'shown' | 'hidden'>();
  const hidden = (chosenNames ?? (kept?.blind ? 'hidden' : 'shown')) === 'hidden';
  const [format, setFormat] = useState<'html' | 'pdf'>(info.host === 'electron' ? 'pdf' : 'html');
  const day = new Date().toLocaleDateString('sv');
  const { box, pick } = useSavePlace(`${folderInFileName(project?.name ?? '')} – review ${day}.${format}`, (failure) =>
    onStage({ at: 'choosing', failure }),
  );
  const ready = make !== undefined && kept !== undefined && sides.length >= 2;

  const write = async () => {
    if (!ready) return;
    const signal = props.begin();
    try {
      const path = await pick();
      if (path === null) return;
      onStage({ at: 'making', progress: null });
      const html = await make(
        {
          // In the order in which they are offered, however they were clicked.
          sides: chosenSides === undefined ? sides : (candidates ?? []).filter((side) => sides.includes(side)),
          only: scope === 'current' ? (current ?? null) : null,
          agreements: printed === 'all',
          blind: hidden,
        },
        { signal, onProgress: (progress) => onStage({ at: 'making', progress }) },
      );
      const bytes = new Blob([html]).size;
      if (bytes > mostBytes)
        throw new Error(
          `The report would be ${sizeInWords(bytes)} long, which is more than can be written at once. Choose one article, or only the disagreements.`,
        );
      onStage({ at: 'making', progress: { at: 'writing', format } });
      const result = await link.call('exchange.report', { path, format, html }, Number.POSITIVE_INFINITY);
      onStage({ at: 'done', result: { ...result, format } });
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      onStage({ at: 'choosing', failure: signal.aborted ? 'Stopped. Nothing was written.' : failure });
    }
  };

  return (
    <FileForm failure={props.failure} onSubmit={() => void write()}>
      {candidates !== undefined && candidates.length < 2 ? (
        <Hint>
          A report compares what two or more people marked, and here is the work of{' '}
          {candidates.length === 0 ? 'nobody' : 'one'} so far. Open a colleague’s file first.
        </Hint>
      ) : (
        <>
          <Choices label="Compared" values={sides} onChange={setSides}>
            {(candidates ?? []).map((id) => [id, names(id).name, names(id).initials] as const)}
          </Choices>
          <Choice label="Articles" value={scope} onChange={setScope}>
            {[
              ['all', 'All', 'that two of them have worked on'],
              ...(current === undefined ? [] : [['current', 'The open one', ''] as const]),
            ]}
          </Choice>
          <Choice label="Passages in full" value={printed} onChange={setPrinted}>
            {[
              ['disagreements', 'Disagreements', ''],
              ['all', 'Agreements too', ''],
            ]}
          </Choice>
          <Choice label="Names" value={hidden ? 'hidden' : 'shown'} onChange={setNames}>
            {[
              ['shown', 'Shown', ''],
              ['hidden', 'Hidden', 'Annotator 1, 2 …'],
            ]}
          </Choice>
          {info.host === 'electron' && (
            <Choice label="Format" value={format} onChange={setFormat}>
              {[
                ['pdf', 'PDF', 'to print and to send'],
                ['html', 'HTML', 'to read in a browser'],
              ]}
            </Choice>
          )}
          <FileBox box={box} />
          {info.host !== 'electron' && (
            <Hint>A page of HTML that needs nothing else. To get a PDF, open it in the browser and print it.</Hint>
          )}
          {unsaved > 0 && (
            <Hint>
              {plural(unsaved, 'change is', 'changes are')} not on the disk yet; the report has{' '}
              {unsaved === 1 ? 'it' : 'them'} all the same.
            </Hint>
          )}
        </>
      )}
      <DialogButtons>
        <Button look="plain" onPress={props.onClose}>
          Cancel
        </Button>
        <Button look="primary" type="submit" isDisabled={!ready}>
          {box ? 'Make the report' : 'Make the report…'}
        </Button>
      </DialogButtons>
    </FileForm>
  );
}

/** What the review compares, as it is remembered: its sides, whether names are hidden, and a span of the case shown. */
function useReviewView(): { sides: readonly string[]; blind: boolean; span: string | undefined } | undefined {
  const session = useSessionActions();
  const [view, setView] = useState<ReturnType<typeof useReviewView>>();
  useEffect(() => {
    let live = true;
    void session.readView<{ sides?: unknown; blind?: unknown; current?: unknown }>('review').then((kept) => {
      if (!live) return;
      const { sides, blind, current } = kept ?? {};
      setView({
        sides: Array.isArray(sides) ? sides.filter((side) => typeof side === 'string') : [],
        blind: blind === true,
        span: typeof current === 'string' ? current.split('+')[0] : undefined,
      });
    });
    return () => {
      live = false;
    };
  }, [session]);
  return view;
}

function Making(props: { progress: (Stage & { at: 'making' })['progress']; onCancel: () => void }) {
  const { progress } = props;
  const counts = progress?.at === 'articles' ? progress : { done: 0, total: 0 };
  return (
    <>
      <Progress label="Making the report" words={wordsOf(progress)} value={counts.done} max={counts.total} />
      <DialogButtons>
        <Button onPress={props.onCancel} autoFocus>
          Cancel
        </Button>
      </DialogButtons>
    </>
  );
}

function wordsOf(progress: (Stage & { at: 'making' })['progress']): string {
  if (progress === null) return 'Comparing';
  if (progress.at === 'figures') return 'Computing the figures';
  if (progress.at === 'writing') return progress.format === 'pdf' ? 'Printing the PDF' : 'Writing the file';
  return `Reading the articles, ${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')}`;
}

function Done({ result, onClose }: { result: Written; onClose: () => void }) {
  const { link, info } = useHost();
  return (
    <FileWritten
      words={`Wrote the report (${sizeInWords(result.bytes)}) to`}
      path={result.path}
      onReveal={info.host === 'electron' ? () => void link.call('host.reveal', { path: result.path }) : undefined}
      onClose={onClose}
    >
      {result.format === 'html' && (
        <Checked>Open it in a browser to read it or to print it. It has no script and loads nothing.</Checked>
      )}
    </FileWritten>
  );
}
