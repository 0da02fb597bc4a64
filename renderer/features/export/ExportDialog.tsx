import { useEffect, useState } from 'react';
import type { EventData, ExportRequest, ExportResult } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/failure.ts';
import { adjudicated } from '#shared/review/side.ts';
import { useAnnotators, useDecisions, useSession } from '../../data/hooks.ts';
import { useHost } from '../../data/host.ts';
import { useSavePlace } from '../../data/save-place.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { Checked, FileBox, FileForm, FileWritten, Left, Warning } from '../../ui/FileDialog.tsx';
import { plural } from '../../ui/format.ts';
import { Progress } from '../../ui/Progress.tsx';

type Stage =
  | { at: 'choosing'; failure: string | null }
  | { at: 'writing'; progress: EventData<'exchange.progress'> | null }
  | { at: 'done'; result: ExportResult };

/** Chooses what to write, shows how far it is, and says what was checked in the written file. */
export function ExportDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [stage, setStage] = useState<Stage>({ at: 'choosing', failure: null });
  useEffect(() => {
    if (isOpen) setStage({ at: 'choosing', failure: null });
  }, [isOpen]);
  return (
    <Dialog title="Export JSONL" isOpen={isOpen} onClose={onClose} width={520} locked={stage.at === 'writing'}>
      {stage.at === 'choosing' && <Choosing failure={stage.failure} onStage={setStage} onClose={onClose} />}
      {stage.at === 'writing' && <Writing progress={stage.progress} />}
      {stage.at === 'done' && <Done result={stage.result} onClose={onClose} />}
    </Dialog>
  );
}

function Choosing(props: { failure: string | null; onStage: (stage: Stage) => void; onClose: () => void }) {
  const { link } = useHost();
  const project = useSession((state) => state.project);
  const unsaved = useSession((state) => state.saved.unsaved);
  const annotators = useAnnotators() ?? [];
  const decided = useDecisions()?.some(({ spans }) => spans.length > 0) ?? false;
  const [per, setPer] = useState<ExportRequest['per']>('article');
  const [annotator, setAnnotator] = useState('everyone');
  const [offsets, setOffsets] = useState<ExportRequest['offsets']>('codepoint');
  const [scope, setScope] = useState<'annotated' | 'all'>('annotated');
  const name = `${(project?.name ?? 'export').replace(/[^\p{L}\p{N}._-]+/gu, '-')}-${per === 'article' ? 'articles' : 'statements'}.jsonl`;
  const { box, pick } = useSavePlace(name, (failure) => props.onStage({ at: 'choosing', failure }));

  const write = async () => {
    try {
      const path = await pick();
      if (path === null) return;
      props.onStage({ at: 'writing', progress: null });
      const stop = link.on('exchange.progress', (progress) => props.onStage({ at: 'writing', progress }));
      try {
        const result = await link.call(
          'exchange.export',
          {
            format: 'jsonl',
            per,
            annotators: annotator === 'everyone' ? null : [annotator],
            offsets,
            articles: null,
            unannotated: scope === 'all',
            path,
          },
          Number.POSITIVE_INFINITY,
        );
        props.onStage({ at: 'done', result });
      } finally {
        stop();
      }
    } catch (error) {
      props.onStage({ at: 'choosing', failure: wordsOf(error) });
    }
  };

  return (
    <FileForm failure={props.failure} onSubmit={() => void write()}>
      <Choice label="One line for each" value={per} onChange={setPer}>
        {[
          ['article', 'Article', 'text, blocks and all its spans'],
          ['statement', 'Statement', 'one span with its sentence and article'],
        ]}
      </Choice>
      <Choice label="Annotations by" value={annotator} onChange={setAnnotator}>
        {[
          ['everyone', 'Everyone', ''],
          ...annotators.map((person): [string, string, string] => [person.id, person.name, person.initials]),
          ...(decided ? [[adjudicated, 'Adjudicated', 'what the review settled on'] as const] : []),
        ]}
      </Choice>
      <Choice label="Offsets count" value={offsets} onChange={setOffsets}>
        {[
          ['codepoint', 'Code points', 'Python, R'],
          ['utf16', 'UTF-16 units', 'JavaScript, Java'],
          ['byte', 'UTF-8 bytes', 'Rust, Go'],
        ]}
      </Choice>
      {per === 'article' && (
        <Choice label="Articles" value={scope} onChange={setScope}>
          {[
            ['annotated', 'Annotated ones', ''],
            ['all', 'All', ''],
          ]}
        </Choice>
      )}
      <FileBox box={box} />
      {unsaved > 0 && (
        <Warning>
          {plural(unsaved, 'change is', 'changes are')} not on the disk yet and would be missing from the file.
        </Warning>
      )}
      <DialogButtons>
        <Button look="plain" onPress={props.onClose}>
          Cancel
        </Button>
        <Button look="primary" type="submit">
          {box ? 'Export' : 'Export…'}
        </Button>
      </DialogButtons>
    </FileForm>
  );
}

function Writing({ progress }: { progress: EventData<'exchange.progress'> | null }) {
  const { link } = useHost();
  const words = progress?.phase === 'checking' ? 'Reading the file again' : 'Writing';
  return (
    <>
      <Progress
        label={words}
        words={
          progress ? `${words}, ${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')}` : words
        }
        value={progress?.done ?? 0}
        max={progress?.total ?? 0}
      />
      <DialogButtons>
        <Button onPress={() => void link.call('exchange.cancel')}>Cancel</Button>
      </DialogButtons>
    </>
  );
}

function Done({ result, onClose }: { result: ExportResult; onClose: () => void }) {
  const { link, info } = useHost();
  return (
    <FileWritten
      words={`Wrote ${plural(result.lines, 'line')} to`}
      path={result.path}
      onReveal={info.host === 'electron' ? () => void link.call('host.reveal', { path: result.path }) : undefined}
      onClose={onClose}
    >
      <Checked>
        Read again and checked: {plural(result.checked.articles, 'article')}, {plural(result.checked.spans, 'span')}.
        {result.checked.spans > 0 && ' Each span’s words stand between its offsets.'}
      </Checked>
      <Left left={result.left} />
    </FileWritten>
  );
}

const wordsOf = (error: unknown) => (error instanceof Failure ? error.message : String(error));
