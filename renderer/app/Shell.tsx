import { useCallback, useEffect, useState } from 'react';
import { policyNews } from '#shared/codebook/policy-news.ts';
import { isPassingId } from '#shared/model/article.ts';
import type { Range } from '#shared/model/range.ts';
import type { LinkState } from '../data/connect.ts';
import { useEntries, useSavedSearches, useSession, useSessionActions, useSpeakers } from '../data/hooks.ts';
import { useHost } from '../data/host.ts';
import { CodebookPage } from '../features/codebook/CodebookPage.tsx';
import { DetailsDialogs } from '../features/details/DetailsDialogs.tsx';
import { MattersPage } from '../features/exchange/MattersPage.tsx';
import { ReceiveDialog } from '../features/exchange/ReceiveDialog.tsx';
import { useMatters } from '../features/exchange/use-matters.ts';
import { ExportDialog } from '../features/export/ExportDialog.tsx';
import { ArticleList } from '../features/library/ArticleList.tsx';
import { LibraryPage } from '../features/library/LibraryPage.tsx';
import { OccurrencesPage } from '../features/occurrences/OccurrencesPage.tsx';
import { type Aim, ReaderPage } from '../features/reader/ReaderPage.tsx';
import type { Shown } from '../features/reader/use-reading.ts';
import { ReportDialog } from '../features/report/ReportDialog.tsx';
import { ReviewPage } from '../features/review/ReviewPage.tsx';
import { SearchPage } from '../features/search/SearchPage.tsx';
import { searchFor } from '../features/search/search-state.ts';
import { WalkBar } from '../features/search/WalkBar.tsx';
import { SpeakersPage } from '../features/speakers/SpeakersPage.tsx';
import { SuggestionsDialog } from '../features/suggestions/SuggestionsDialog.tsx';
import { Adding } from './Adding.tsx';
import { AnnotatorDialog } from './AnnotatorDialog.tsx';
import { Banners } from './Banners.tsx';
import { FolderPicker } from './FolderPicker.tsx';
import { Header } from './Header.tsx';
import { Interruption } from './Interruption.tsx';
import { Opening } from './Opening.tsx';
import { Palette } from './Palette.tsx';
import { paletteSources } from './palette-sources.ts';
import type { Overlay, Place } from './place.ts';
import { SendBundle } from './SendBundle.tsx';
import styles from './Shell.module.css';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { StatusBar } from './StatusBar.tsx';
import { useShortcuts } from './shortcuts.ts';
import { importEndings, importTitle, useImport } from './use-import.ts';
import { titles, useOpening } from './use-opening.ts';
import { useShellActions } from './use-shell-actions.ts';
import { Welcome } from './Welcome.tsx';

const codebook = policyNews;

/** The window: its bars, the screen in the middle, and what can lie over it. */
export function Shell({ linkState }: { linkState: LinkState }) {
  const { info, settings } = useHost();
  const session = useSessionActions();
  const status = useSession((state) => state.status);
  const project = useSession((state) => state.project);
  const failure = useSession((state) => state.failure);
  const superseded = useSession((state) => state.superseded);
  const blocked = useSession((state) => state.blocked);
  const [place, showPlace] = useState<Place>({ tab: 'library' });
  const [article, setArticle] = useState<string>();
  const [aim, setAim] = useState<Aim>();
  const [shown, setShown] = useState<Shown>('everyone');
  const [overlay, setOverlay] = useState<Overlay>(settings.introduced ? null : 'introduction');
  const close = useCallback(() => setOverlay(null), []);
  /** Counts the wishes to type a query while the search is on the screen. */
  const [typing, setTyping] = useState(0);

  const setPlace = useCallback(
    (next: Place) => {
      showPlace(next);
      // What a search found is not kept; its article is.
      if (next.tab === 'matters') return;
      void session.writeView('tab', next.tab === 'occurrences' ? 'read' : next.tab);
    },
    [session],
  );
  const show = useCallback(
    (id: string, span?: string) => {
      setArticle(id);
      setPlace({ tab: 'read' });
      if (span !== undefined) setAim((before) => ({ span, request: (before?.request ?? 0) + 1 }));
      void session.writeView('article', id);
    },
    [session, setPlace],
  );
  /** A file that was still to be read is an article once it has been; where it is none, the reader says why. */
  const open = useCallback(
    (id: string, span?: string) => {
      if (!isPassingId(id)) show(id, span);
      else
        session.readArticle(id).then(
          (article) => show(article.id, span),
          () => show(id, span),
        );
    },
    [session, show],
  );
  const openAt = useCallback(
    (id: string, at: { span: string } | { range: Range }) => {
      open(id);
      setAim((before) => ({ ...at, article: id, request: (before?.request ?? 0) + 1 }));
    },
    [open],
  );
  const opening = useOpening({
    arrange: useCallback(async () => {
      const [article, tab, shown] = await Promise.all([
        session.readView<string>('article'),
        session.readView<Place['tab']>('tab'),
        session.readView<Shown>('shown'),
      ]);
      const kept = tab === 'review' || (tab === 'read' && article !== undefined) ? tab : 'library';
      setAim(undefined);
      setShown(shown ?? 'everyone');
      setArticle(article);
      showPlace({ tab: kept });
    }, [session]),
    list: setOverlay,
  });

  const matters = useMatters(codebook);
  const mattersOpen = matters.open?.length ?? 0;
  const showMatters = useCallback(() => setPlace({ tab: 'matters' }), [setPlace]);
  const importing = useImport(useCallback(() => setOverlay('import'), []));

  const entries = useEntries();
  const speakers = useSpeakers();
  const searches = useSavedSearches();
  useShortcuts();
  const showSearch = useCallback(() => {
    if (place.tab === 'search') setTyping((count) => count + 1);
    setPlace({ tab: 'search' });
  }, [place, setPlace]);
  useShellActions({ project, article, place, showSearch, open, setPlace, setOverlay, opening, importing, entries });
  useEffect(() => {
    document.title = project ? `${project.name} – Rapporteur` : 'Rapporteur';
  }, [project]);

  const searchAll = useCallback(
    (query: string) => {
      setPlace({ tab: 'search' });
      searchFor(session.link, project?.id, query);
    },
    [session, project, setPlace],
  );
  const sources = useCallback(
    () =>
      paletteSources({
        entries: entries ?? [],
        speakers: speakers ?? [],
        searches: searches ?? [],
        openArticle: open,
        openSpeaker: (speaker) => setPlace({ tab: 'speakers', speaker }),
        search: searchAll,
      }),
    [entries, speakers, searches, open, setPlace, searchAll],
  );

  if (superseded) return <Interruption why="superseded" />;
  if (blocked) return <Interruption why="blocked" />;
  return (
    <div className={styles.window}>
      <Header
        place={project ? place : null}
        onPlace={setPlace}
        onPalette={() => setOverlay('palette')}
        onExport={() => setOverlay('export')}
        exchange={[
          { id: 'bundle', name: 'Bundle for a colleague…', keys: 'Mod+Shift+E', run: () => setOverlay('bundle') },
          { id: 'import', name: 'Open a colleague’s file…', keys: 'Mod+I', run: importing.pick },
          { id: 'report', name: 'Review report…', keys: 'Mod+P', run: () => setOverlay('report') },
          {
            id: 'matters',
            name: mattersOpen > 0 ? `Matters to settle (${mattersOpen.toLocaleString('en')})` : 'Matters to settle',
            run: showMatters,
          },
        ]}
        canRead={article !== undefined}
      />
      <Banners linkState={linkState} onPickJournal={opening.pickJournal} />
      {project !== null && status === 'ready' && place.tab === 'read' && (
        <WalkBar onOpen={openAt} onBack={() => setPlace({ tab: 'search' })} />
      )}
      <div className={styles.middle}>
        {project === null || status !== 'ready' ? (
          status === 'opening' ? (
            <Opening />
          ) : (
            <Welcome
              recent={settings.recent}
              samples={info.samples}
              failure={failure?.message ?? null}
              onPick={opening.pick}
              onOpen={opening.open}
            />
          )
        ) : (
          <>
            {place.tab === 'library' && <LibraryPage openId={article} onOpen={open} attributed={attributedLayers} />}
            {place.tab === 'read' && article !== undefined && (
              <>
                <ArticleList openId={article} onOpen={open} attributed={attributedLayers} />
                <ReaderPage
                  articleId={article}
                  codebook={codebook}
                  shown={shown}
                  onShown={(next) => {
                    setShown(next);
                    void session.writeView('shown', next);
                  }}
                  aim={aim}
                  onOccurrences={(from, span) => setPlace({ tab: 'occurrences', article: from, span })}
                  onOpen={open}
                />
              </>
            )}
            {place.tab === 'speakers' && (
              <SpeakersPage
                selectedId={place.speaker}
                onSelect={(speaker) => setPlace({ tab: 'speakers', ...(speaker ? { speaker } : {}) })}
                onOpenSpan={open}
              />
            )}
            {place.tab === 'occurrences' && (
              <OccurrencesPage
                key={place.span}
                codebook={codebook}
                articleId={place.article}
                spanId={place.span}
                onOpen={openAt}
                onBack={() => open(place.article, place.span)}
              />
            )}
            {place.tab === 'matters' && (
              <MattersPage
                matters={matters}
                codebook={codebook}
                onOpenSpan={open}
                onBack={() => setPlace({ tab: article === undefined ? 'library' : 'read' })}
              />
            )}
            {place.tab === 'search' && (
              <SearchPage
                codebook={codebook}
                typing={typing}
                onOpen={(id, at) => (at === undefined ? open(id) : openAt(id, at))}
              />
            )}
            {place.tab === 'review' && <ReviewPage codebook={codebook} />}
            {place.tab === 'codebook' && <CodebookPage codebook={codebook} />}
          </>
        )}
      </div>
      <StatusBar
        codebook={codebook}
        article={place.tab === 'read' ? article : undefined}
        matters={place.tab === 'matters' ? 0 : mattersOpen}
        onMatters={showMatters}
        onAnnotator={() => setOverlay('annotator')}
        onShortcuts={() => setOverlay('shortcuts')}
      />
      <Palette
        isOpen={overlay === 'palette'}
        onClose={close}
        sources={sources}
        onSearch={project === null ? undefined : searchAll}
      />
      <ShortcutSheet isOpen={overlay === 'shortcuts'} onClose={close} />
      <ExportDialog isOpen={overlay === 'export'} onClose={close} />
      {overlay === 'bundle' && <SendBundle article={article} onClose={close} />}
      {overlay === 'report' && (
        <ReportDialog codebook={codebook} article={article} reviewing={place.tab === 'review'} onClose={close} />
      )}
      <ReceiveDialog
        paths={importing.paths}
        codebook={codebook}
        onClose={importing.close}
        onCompare={() => setPlace({ tab: 'review' })}
        onTakenIn={matters.refresh}
        matters={{ count: mattersOpen, show: showMatters }}
      />
      <AnnotatorDialog
        isOpen={overlay === 'annotator' || overlay === 'introduction'}
        first={overlay === 'introduction'}
        onClose={close}
      />
      <SuggestionsDialog codebook={codebook} />
      <DetailsDialogs />
      <Adding onOpen={open} />
      <FolderPicker
        title={overlay === 'journal' ? titles.journal : titles.folder}
        isOpen={overlay === 'folder' || overlay === 'journal'}
        onClose={close}
        onOpen={overlay === 'journal' ? opening.keepJournalIn : opening.open}
      />
      <FolderPicker
        title={importTitle}
        endings={importEndings}
        isOpen={overlay === 'import'}
        onClose={close}
        onOpen={(path) => importing.take([path])}
      />
    </div>
  );
}

const attributedLayers = codebook.layers.filter((layer) => layer.attributed).map((layer) => layer.id);
