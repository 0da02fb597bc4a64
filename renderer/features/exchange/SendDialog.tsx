import { useEffect, useMemo, useState } from 'react';
import type { BundleResult } from '#shared/contract/contract.ts';
import type { Transfer } from '#shared/model/transfer.ts';
import { adjudicated } from '#shared/review/side.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { useAnnotators, useDecisions, useSession, useTransfers } from '../../data/hooks.ts';
import { useHost } from '../../data/host.ts';
import { useSavePlace } from '../../data/save-place.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice, Choices } from '../../ui/Choice.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { Checked, FileBox, FileForm, FileWritten, Hint, Left, Warning } from '../../ui/FileDialog.tsx';
import { plural, shortMoment, sizeInWords } from '../../ui/format.ts';
import { bundleName, changesInWords, lastSent } from './sending.ts';
import { type ExchangeProgress, WorkingOn } from './WorkingOn.tsx';

type Stage =
  | { at: 'choosing'; failure: string | null }
  | { at: 'writing'; progress: ExchangeProgress | null }
  | { at: 'done'; result: BundleResult };

interface Chosen {
  onClose: () => void;
  /** The article that is open, if any. */
  article: string | undefined;
  /** The articles that the library lists now, where it leaves some out. */
  listed: readonly string[] | null;
}

/** Chooses what a colleague gets, writes the bundle, and says what is in it. */
export function SendDialog({ isOpen, ...rest }: Chosen & { isOpen: boolean }) {
  const [stage, setStage] = useState<Stage>({ at: 'choosing', failure: null });
  const { link } = useHost();
  useEffect(() => {
    if (isOpen) setStage({ at: 'choosing', failure: null });
  }, [isOpen]);
  return (
    <Dialog
      title="Bundle for a colleague"
      isOpen={isOpen}
      onClose={rest.onClose}
      width={560}
      locked={stage.at === 'writing'}
    >
      {stage.at === 'choosing' && <Choosing failure={stage.failure} onStage={setStage} {...rest} />}
      {stage.at === 'writing' && (
        <WorkingOn first="writing" progress={stage.progress} onCancel={() => void link.call('exchange.cancel')} />
      )}
      {stage.at === 'done' && <Done result={stage.result} onClose={rest.onClose} />}
    </Dialog>
  );
}

type Scope = 'folder' | 'listed' | 'article';

function Choosing(props: Chosen & { failure: string | null; onStage: (stage: Stage) => void }) {
  const { article, listed, onStage } = props;
  const { link, settings } = useHost();
  const project = useSession((state) => state.project);
  const unsaved = useSession((state) => state.saved.unsaved);
  const people = useSides();
  const sent = lastSent(useTransfers() ?? [], project?.annotator.id);
  const since = useChangesSince(sent);
  const [scope, setScope] = useState<Scope>('folder');
  const [extent, setExtent] = useState<'all' | 'since'>('all');
  const [chosen, setChosen] = useState<readonly string[]>();
  const [texts, setTexts] = useState<'texts' | 'hashes'>('texts');
  const annotators = chosen ?? people.map(([id]) => id);
  const initials = project?.annotator.initials ?? settings.annotator.initials;
  const name = bundleName(project?.name ?? '', initials, new Date().toLocaleDateString('sv'));
  const { box, pick } = useSavePlace(name, (failure) => onStage({ at: 'choosing', failure }));
  const scopes: [Scope, string, string][] = [['folder', 'The whole folder', '']];
  if (listed !== null && listed.length > 0)
    scopes.push(['listed', 'What the library lists', plural(listed.length, 'article')]);
  if (article !== undefined) scopes.push(['article', 'The open article', '']);

  const write = async () => {
    try {
      const path = await pick();
      if (path === null) return;
      onStage({ at: 'writing', progress: null });
      const stop = link.on('exchange.progress', (progress) => onStage({ at: 'writing', progress }));
      try {
        const result = await link.call(
          'exchange.bundle',
          {
            path,
            articles: scope === 'folder' ? null : scope === 'article' ? [article ?? ''] : [...(listed ?? [])],
            annotators: annotators.length === people.length ? null : [...annotators],
            sinceLast: extent === 'since',
            texts: texts === 'texts',
          },
          Number.POSITIVE_INFINITY,
        );
        onStage({ at: 'done', result });
      } finally {
        stop();
      }
    } catch (error) {
      onStage({ at: 'choosing', failure: error instanceof Error ? error.message : String(error) });
    }
  };

  return (
    <FileForm
      failure={props.failure}
      onSubmit={() => {
        if (annotators.length > 0) void write();
      }}
    >
      <Choice label="Articles" value={scope} onChange={setScope}>
        {scopes}
      </Choice>
      <Choices label="Annotations by" values={annotators} onChange={setChosen}>
        {people}
      </Choices>
      {sent && (
        <Choice label="Of their work" value={extent} onChange={setExtent}>
          {[
            ['all', 'Everything', ''],
            ['since', `What changed since you sent one on ${shortMoment(sent.at)}`, since ?? ''],
          ]}
        </Choice>
      )}
      <Choice label="The articles themselves" value={texts} onChange={setTexts}>
        {[
          ['texts', 'Go along', 'for a colleague who has not got them'],
          ['hashes', 'Stay here', 'for one who has them'],
        ]}
      </Choice>
      <FileBox box={box} />
      <Hint>
        {texts === 'texts'
          ? 'What leaves this machine: the article files, the annotations with their comments and their history, the registry and the codebook.'
          : 'What leaves this machine: the annotations with their comments and their history, the registry and the codebook. Of the articles only names and checksums, but each mark quotes the words it marks and some around them.'}
      </Hint>
      {unsaved > 0 && (
        <Warning>
          {plural(unsaved, 'change is', 'changes are')} not on the disk yet and would be missing from the bundle.
        </Warning>
      )}
      <DialogButtons>
        <Button look="plain" onPress={props.onClose}>
          Cancel
        </Button>
        <Button look="primary" type="submit" isDisabled={annotators.length === 0}>
          {box ? 'Write the bundle' : 'Write the bundle…'}
        </Button>
      </DialogButtons>
    </FileForm>
  );
}

/** Everybody whose annotations there are: id, name and initials; and what a review settled on. */
function useSides(): readonly (readonly [string, string, string])[] {
  const annotators = useAnnotators();
  const decided = useDecisions()?.some(({ spans }) => spans.length > 0) ?? false;
  const names = useAnnotatorNames();
  return useMemo(
    () => [
      ...(annotators ?? []).map(({ id }) => [id, names(id).name, names(id).initials] as const),
      ...(decided ? [[adjudicated, names(adjudicated).name, ''] as const] : []),
    ],
    [annotators, decided, names],
  );
}

/** How many changes there are after what was sent, in words; undefined while that is not known. */
function useChangesSince(sent: Transfer | undefined): string | undefined {
  const { link } = useHost();
  const [words, setWords] = useState<string>();
  const positions = sent?.positions;
  useEffect(() => {
    if (!positions) return;
    let live = true;
    link
      .call('journal.since', { positions })
      .then(({ changes, more }) => live && setWords(changesInWords(changes, more)))
      // Where a journal is not the one any more that was sent from, nobody knows; writing the bundle says so.
      .catch(() => live && setWords(undefined));
    return () => {
      live = false;
    };
  }, [link, positions]);
  return words;
}

function Done({ result, onClose }: { result: BundleResult; onClose: () => void }) {
  const { link, info } = useHost();
  const names = useAnnotatorNames();
  const holds = [
    [result.records.span ?? 0, 'span'],
    [result.records.comment ?? 0, 'comment'],
    [result.records.decision ?? 0, 'decision'],
  ] as const;
  return (
    <FileWritten
      words={`Wrote ${plural(result.changes, 'change')} in ${plural(result.articles, 'article')} to`}
      path={result.path}
      onReveal={info.host === 'electron' ? () => void link.call('host.reveal', { path: result.path }) : undefined}
      onClose={onClose}
    >
      <Checked>
        {holds
          .filter(([count], index) => index === 0 || count > 0)
          .map(([count, one]) => plural(count, one))
          .join(', ')}
        {result.annotators.length > 0 && ` by ${result.annotators.map(({ id }) => names(id).name).join(', ')}`}
        {`, ${sizeInWords(result.bytes)}.`}
      </Checked>
      <Left left={result.left} />
    </FileWritten>
  );
}
