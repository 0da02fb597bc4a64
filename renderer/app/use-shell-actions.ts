import { useEffect, useRef } from 'react';
import type { Project } from '#shared/contract/contract.ts';
import { type LibraryEntry, useById, useSessionActions, useSpeakers, useTargets } from '../data/hooks.ts';
import { useHost } from '../data/host.ts';
import { Refusal } from '../data/refusal.ts';
import { currentActions, useActions } from '../ui/actions.ts';
import { toast } from '../ui/toasts.ts';
import { type Overlay, type Place, tabs } from './place.ts';
import type { Importing } from './use-import.ts';
import type { Opening } from './use-opening.ts';

/** What can be done anywhere in the app, and what native menus ask for. */
export function useShellActions(options: {
  project: Project | null;
  article: string | undefined;
  place: Place;
  entries: readonly LibraryEntry[] | undefined;
  opening: Opening;
  importing: Importing;
  /** The search of all texts, or its field where that is on the screen. */
  showSearch: () => void;
  open: (article: string, span?: string) => void;
  setPlace: (place: Place) => void;
  setOverlay: (overlay: Overlay) => void;
}): void {
  const { project, article, entries, opening, importing, showSearch, open, setPlace, setOverlay } = options;
  const { link, info, settings, changeSettings } = useHost();
  const session = useSessionActions();
  const names = { speakers: useById(useSpeakers()), targets: useById(useTargets()) };
  const hasProject = () => project !== null;

  const revert = async (way: 'undo' | 'redo') => {
    const known = {
      speaker: (id: string) => names.speakers?.get(id)?.name,
      target: (id: string) => names.targets?.get(id)?.name,
    };
    const done = await session[way](known);
    if (done === null) return toast(way === 'undo' ? 'There is nothing to undo.' : 'There is nothing to do again.');
    if (done instanceof Refusal) return toast(done.message, { look: 'warning' });
    const back = done.edits.find((edit) => edit.kind === 'span' && edit.after !== undefined);
    // Undo goes where it happened; a merge happened among the speakers, though spans followed it, and whoever works
    // through a list of places or cases sees it there.
    const { tab } = options.place;
    const here =
      tab === 'occurrences' ||
      tab === 'matters' ||
      tab === 'review' ||
      (tab === 'speakers' && done.edits.some((edit) => edit.kind === 'speaker'));
    if (done.article !== null && !here) open(done.article, back?.id);
    toast(`${way === 'undo' ? 'Undone' : 'Done again'}: ${done.description}`);
  };
  const walk = (by: number) => {
    const readable = (entries ?? []).filter((entry) => entry.failure === null && entry.duplicateOf === null);
    const at = readable.findIndex((entry) => entry.id === article);
    const next = readable[at + by];
    if (next) open(next.id);
  };

  useActions([
    {
      id: 'app.palette',
      name: 'Find an article, speaker, command',
      group: 'App',
      keys: ['Mod+K'],
      hidden: true,
      run: () => setOverlay('palette'),
    },
    { id: 'app.shortcuts', name: 'Show all keys', group: 'App', keys: ['?', 'F1'], run: () => setOverlay('shortcuts') },
    { id: 'app.open-folder', name: 'Open a folder…', group: 'App', keys: ['Mod+O'], run: opening.pick },
    {
      id: 'app.open-samples',
      name: 'Open the sample corpus',
      group: 'App',
      enabled: () => info.samples !== null,
      run: () => info.samples !== null && opening.open(info.samples),
    },
    {
      id: 'app.undo',
      name: 'Undo',
      group: 'App',
      keys: ['Mod+Z'],
      repeats: true,
      enabled: hasProject,
      run: () => void revert('undo'),
    },
    {
      id: 'app.redo',
      name: 'Redo',
      group: 'App',
      keys: ['Mod+Shift+Z', 'Mod+Y'],
      repeats: true,
      enabled: hasProject,
      run: () => void revert('redo'),
    },
    {
      id: 'app.export',
      name: 'Export JSONL…',
      group: 'App',
      keys: ['Mod+E'],
      enabled: hasProject,
      run: () => setOverlay('export'),
    },
    {
      id: 'app.bundle',
      name: 'Bundle for a colleague…',
      group: 'App',
      keys: ['Mod+Shift+E'],
      enabled: hasProject,
      run: () => setOverlay('bundle'),
    },
    {
      id: 'app.import',
      name: 'Open a colleague’s file…',
      group: 'App',
      keys: ['Mod+I'],
      enabled: hasProject,
      run: importing.pick,
    },
    {
      id: 'app.report',
      name: 'Review report…',
      group: 'App',
      keys: ['Mod+P'],
      enabled: hasProject,
      run: () => setOverlay('report'),
    },
    {
      id: 'app.search',
      name: 'Search all texts…',
      group: 'App',
      keys: ['Mod+Shift+F'],
      enabled: hasProject,
      run: showSearch,
    },
    {
      id: 'app.matters',
      name: 'Matters to settle',
      group: 'App',
      enabled: hasProject,
      run: () => setPlace({ tab: 'matters' }),
    },
    ...tabs.map(([tab, name], index) => ({
      id: `app.go.${tab}`,
      name: `Go to ${name.toLowerCase()}`,
      group: 'App',
      keys: [`Mod+${index + 1}`],
      enabled: () => project !== null && (tab !== 'read' || article !== undefined),
      run: () => setPlace({ tab }),
    })),
    {
      id: 'app.next-article',
      name: 'Next article',
      group: 'App',
      keys: ['Shift+J'],
      enabled: hasProject,
      run: () => walk(1),
    },
    {
      id: 'app.previous-article',
      name: 'Previous article',
      group: 'App',
      keys: ['Shift+K'],
      enabled: hasProject,
      run: () => walk(-1),
    },
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      id: `app.theme-${theme}`,
      name: `Theme: ${theme === 'system' ? 'as the system' : theme}`,
      group: 'App',
      enabled: () => settings.theme !== theme,
      run: () => void changeSettings({ theme }),
    })),
    {
      id: 'app.text-larger',
      name: 'Larger text',
      group: 'App',
      keys: ['Mod+Shift+ArrowUp'],
      enabled: () => settings.textSize < 28,
      run: () => void changeSettings({ textSize: settings.textSize + 1 }),
    },
    {
      id: 'app.text-smaller',
      name: 'Smaller text',
      group: 'App',
      keys: ['Mod+Shift+ArrowDown'],
      enabled: () => settings.textSize > 14,
      run: () => void changeSettings({ textSize: settings.textSize - 1 }),
    },
    { id: 'app.annotator', name: 'My name and initials…', group: 'App', run: () => setOverlay('annotator') },
    {
      id: 'app.close-folder',
      name: 'Close the folder',
      group: 'App',
      enabled: hasProject,
      run: () => void session.closeProject(),
    },
  ]);

  const openFolder = useRef(opening.open);
  openFolder.current = opening.open;
  const takeIn = useRef(importing.take);
  takeIn.current = importing.take;
  useEffect(
    () =>
      link.on('host.action', ({ action, path }) => {
        if (action === 'open-folder' && path !== null) return openFolder.current(path);
        if (action === 'import' && path !== null) return takeIn.current([path]);
        const wanted = currentActions().find((candidate) => candidate.id === `app.${action}`);
        if (wanted?.enabled?.() ?? true) wanted?.run();
      }),
    [link],
  );
}
