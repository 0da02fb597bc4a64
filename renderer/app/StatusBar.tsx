import type { Codebook } from '#shared/codebook/codebook.ts';
import { useUnderWay } from '../data/act.ts';
import { useSession, useSpansOf } from '../data/hooks.ts';
import { useHost } from '../data/host.ts';
import { useCountsWaiting, useWaitingIn } from '../suggest/use-waiting.ts';
import { plural } from '../ui/format.ts';
import { Keys } from '../ui/Keys.tsx';
import { journalsWords } from './journals-words.ts';
import styles from './StatusBar.module.css';

/** Whether everything is on the disk, what the open article holds, and who is at work. */
export function StatusBar(props: {
  codebook: Codebook;
  article: string | undefined;
  /** How many matters there are to settle. */
  matters: number;
  onMatters: () => void;
  onAnnotator: () => void;
  onShortcuts: () => void;
}) {
  const { settings } = useHost();
  const project = useSession((state) => state.project);
  const loading = useSession((state) => state.loading);
  const journals = useSession((state) => state.journals);
  const annotator = project?.annotator ?? settings.annotator;
  return (
    <footer className={styles.bar}>
      {project && <Saved />}
      {project && loading && (
        <span>
          Loading annotations, {loading.done.toLocaleString('en')} of {loading.total.toLocaleString('en')}
        </span>
      )}
      {project && !loading && journals && <span>{journalsWords(journals)}</span>}
      {props.article !== undefined && <ArticleCounts article={props.article} codebook={props.codebook} />}
      {project && props.matters > 0 && (
        <button type="button" onClick={props.onMatters}>
          {plural(props.matters, 'matter')} to settle
        </button>
      )}
      <span className={styles.right}>
        Codebook {props.codebook.name} {props.codebook.version}
      </span>
      <button type="button" title={`${annotator.name}: change name and initials`} onClick={props.onAnnotator}>
        {annotator.initials}
      </button>
      <button type="button" onClick={props.onShortcuts}>
        <Keys keys="?" /> keys
      </button>
    </footer>
  );
}

/** “Saved” is said when the journal has acknowledged everything, and not a moment sooner. */
function Saved() {
  const { unsaved, failure } = useSession((state) => state.saved);
  const readOnly = useSession((state) => state.project?.readOnly);
  const underWay = useUnderWay((state) => state.count);
  if (readOnly) return <span data-state="waiting">For reading only</span>;
  if (unsaved > 0 && failure) return <span data-state="failed">{plural(unsaved, 'change')} not saved</span>;
  if (unsaved > 0 || underWay > 0) return <span data-state="waiting">Saving</span>;
  return <span data-state="saved">Saved</span>;
}

function ArticleCounts({ article, codebook }: { article: string; codebook: Codebook }) {
  const spans = useSpansOf(article);
  const suggested = useWaitingIn(article);
  const counting = useCountsWaiting();
  if (spans === undefined) return null;
  const attributed = new Set(codebook.layers.filter((layer) => layer.attributed).map((layer) => layer.id));
  const nobody = spans.filter((span) => span.speaker === null && attributed.has(span.layer)).length;
  return (
    <span>
      {plural(spans.length, 'span')}
      {counting && suggested ? ` · ${suggested.toLocaleString('en')} suggested` : ''}
      {nobody > 0 && ` · ${nobody} without a speaker`}
    </span>
  );
}
