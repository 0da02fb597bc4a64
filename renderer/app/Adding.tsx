import { useEffect, useRef, useState } from 'react';
import { useEntries, useSession } from '../data/hooks.ts';
import { useHost } from '../data/host.ts';
import styles from '../features/adding/Adding.module.css';
import { type Added, addDropped, base64Of } from '../features/adding/add-files.ts';
import { type Dropped, droppedFrom, filesOf, isBundle, mostFiles } from '../features/adding/dropped.ts';
import { LeftDialog } from '../features/adding/LeftDialog.tsx';
import { PasteDialog } from '../features/adding/PasteDialog.tsx';
import { type Pasted, pastedFrom } from '../features/adding/pasted.ts';
import { useActions } from '../ui/actions.ts';
import { plural } from '../ui/format.ts';
import { toast } from '../ui/toasts.ts';

/** Where dropped files go in the folder that is open. */
const folder = 'Added';
/** Milliseconds for which a pasted article is awaited, to be opened when the folder has been read. */
const patience = 15_000;

/** Takes in what is pasted where nothing can be typed, and what is dropped on the window. */
export function Adding({ onOpen }: { onOpen: (article: string) => void }) {
  const { link, info } = useHost();
  const project = useSession((state) => state.project);
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const [over, setOver] = useState(false);
  const [left, setLeft] = useState<Added | null>(null);
  const open = useOpenWhenThere(onOpen);
  const canAdd = project !== null && !project.readOnly;
  useActions([
    {
      id: 'app.paste',
      name: 'New article from the clipboard…',
      group: 'App',
      enabled: () => canAdd,
      run: () => setPasted({ text: '', html: null }),
    },
  ]);

  const drop = async (dropped: Dropped) => {
    const folders = dropped.entries.filter(({ isDirectory }) => isDirectory);
    const names = [...dropped.entries, ...dropped.files].map(({ name }) => name);
    const bundles = names.filter(isBundle);
    // Electron has been told by the drop itself which path it was, and opens it.
    if (info.host === 'electron' && names.length === 1 && (bundles.length === 1 || folders.length === 1)) return;
    if (bundles.length > 0 && bundles.length === names.length)
      return toast('A browser does not say where the file is. Open it with “Exchange → Open a colleague’s file…”.', {
        look: 'warning',
      });
    if (!canAdd)
      return toast(
        project === null
          ? 'Open a folder first; dropped files are copied into it.'
          : 'This folder is open for reading only, so nothing can be added to it.',
        { look: 'warning' },
      );
    const files = await filesOf(dropped);
    if (files.length === 0) return toast('There are no files in what was dropped.');
    if (files.length >= mostFiles)
      return toast(
        `More than ${mostFiles.toLocaleString('en')} files are copied into the folder by hand; F5 reads them.`,
        {
          look: 'warning',
        },
      );
    if (files.length > 20) toast(`Adding ${plural(files.length, 'file')}…`);
    const result = await addDropped(link, files, folder, () => {});
    if (result.left.length > 0) setLeft(result);
    else toast(`Added ${plural(result.added.length, 'file')} to “${folder}” in this folder.`);
    if (result.added.length === 1 && result.left.length === 0) open(result.added[0]);
  };

  const latest = useRef({ drop, canAdd });
  latest.current = { drop, canAdd };
  useEffect(() => {
    const stop = new AbortController();
    const early = { signal: stop.signal, capture: true } as const;
    const failed = (error: unknown) =>
      toast(error instanceof Error ? error.message : String(error), { look: 'warning' });
    window.addEventListener(
      'paste',
      (event) => {
        if (isTyping(event.target) || isCovered()) return;
        event.preventDefault();
        if (!latest.current.canAdd) return;
        const files = [...(event.clipboardData?.files ?? [])];
        const words = pastedFrom(event.clipboardData);
        if (words !== null) setPasted(words);
        else if (files.length > 0) latest.current.drop({ entries: [], files }).catch(failed);
        else toast('There is no text in the clipboard.');
      },
      early,
    );
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    let leaving: ReturnType<typeof setTimeout> | undefined;
    window.addEventListener(
      'dragover',
      (event) => {
        if (!holdsFiles(event) || !event.dataTransfer) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = isCovered() ? 'none' : 'copy';
        setOver(!isCovered());
        // Leaving is not told reliably; not hearing of the mouse any more is.
        clearTimeout(leaving);
        leaving = setTimeout(() => setOver(false), 300);
      },
      early,
    );
    window.addEventListener(
      'drop',
      (event) => {
        if (!holdsFiles(event) || !event.dataTransfer) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        if (!isCovered()) latest.current.drop(droppedFrom(event.dataTransfer)).catch(failed);
      },
      early,
    );
    return () => {
      clearTimeout(leaving);
      stop.abort();
    };
  }, []);

  const add = async ({ name, content }: { name: string; content: string }): Promise<string | null> => {
    try {
      const file = { name, base64: await base64Of(new Blob([content])) };
      const { added, left } = await link.call('corpus.add', { files: [file] }, 60_000);
      if (left[0]) return left[0].reason;
      toast(`Added ${added[0]}.`);
      open(added[0]);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  return (
    <>
      {over && (
        <div className={styles.over} aria-hidden="true">
          <div>
            Drop to add
            <small>Articles are copied into “{folder}” in this folder; nothing is overwritten.</small>
          </div>
        </div>
      )}
      {pasted !== null && <PasteDialog pasted={pasted} onAdd={add} onClose={() => setPasted(null)} />}
      {left !== null && <LeftDialog added={left.added.length} left={left.left} onClose={() => setLeft(null)} />}
    </>
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches('input, textarea, select');

/** Under a dialog nothing is taken in. */
const isCovered = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;

/** Opens an article of which only the path is known, as soon as the folder's list has it. */
function useOpenWhenThere(onOpen: (article: string) => void): (path: string | undefined) => void {
  const entries = useEntries();
  const [wanted, setWanted] = useState<{ path: string; until: number }>();
  useEffect(() => {
    if (wanted === undefined || entries === undefined) return;
    const there = entries.find(({ path, failure }) => path === wanted.path && failure === null);
    if (there === undefined && Date.now() < wanted.until) return;
    setWanted(undefined);
    if (there !== undefined && Date.now() < wanted.until) onOpen(there.article);
  }, [entries, wanted, onOpen]);
  return (path) => setWanted(path === undefined ? undefined : { path, until: Date.now() + patience });
}
