import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { agreementOptions } from '#shared/agreement/options.ts';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { AnnotatorNames } from '#shared/review/annotator-names.ts';
import { shownSides } from '#shared/review/shown-sides.ts';
import type { Names } from '#shared/review/words.ts';
import { useFigures } from '../../agreement/context.ts';
import {
  type LibraryEntry,
  useArticleRecords,
  useById,
  useSession,
  useSpeakers,
  useTargets,
} from '../../data/hooks.ts';
import { casesAtOnce } from '../../data/review-gestures.ts';
import { plural } from '../../ui/format.ts';
import { toast } from '../../ui/toasts.ts';
import { AgreementsDialog } from './AgreementsDialog.tsx';
import { CaseScreen } from './CaseScreen.tsx';
import { FiguresPage } from './FiguresPage.tsx';
import { FiguresStrip } from './FiguresStrip.tsx';
import { Queue } from './Queue.tsx';
import { choicesOf, countLists, progressOf } from './queue.ts';
import styles from './Review.module.css';
import { type Review, ReviewContext } from './review-context.ts';
import type { ReviewData } from './use-comparison.ts';
import { useDeciding } from './use-deciding.ts';
import { useTakeAgreed } from './use-take-agreed.ts';
import { useWalk } from './use-walk.ts';
import { isShown, isUnfiltered, noFilter, type ReviewView } from './view.ts';

const nobody = new Map<string, never>();

/** The queue, the figures, and the case that is looked at. */
export function ReviewScreen(props: {
  codebook: Codebook;
  data: ReviewData;
  sides: readonly string[];
  whoIs: AnnotatorNames;
  entries: ReadonlyMap<string, LibraryEntry>;
  view: ReviewView;
  change: (fields: Partial<ReviewView>) => void;
  picker: ReactNode;
}) {
  const { codebook, data, sides, whoIs, entries, view, change } = props;
  const project = useSession((state) => state.project);
  const projectId = project?.id ?? '';
  const me = project?.annotator.id ?? '';
  const speakers = useById(useSpeakers()) ?? nobody;
  const targets = useById(useTargets()) ?? nobody;
  const records = useById(useArticleRecords()) ?? nobody;
  const { blind } = view;

  const names = useMemo(
    (): Names => ({ codebook, speakers, targets, sides: shownSides(sides, whoIs, blind, projectId) }),
    [codebook, speakers, targets, sides, whoIs, blind, projectId],
  );
  /**
   * Where names are hidden, each case has an order of its own; not in a list of what one of the sides did, which is told
   * by the numbers of the review as a whole.
   */
  const shuffled = blind && view.filter.only === null && view.filter.cell === null;
  const namesOf = useCallback(
    (caseId: string): Names => (shuffled ? { ...names, sides: shownSides(sides, whoIs, true, caseId) } : names),
    [names, sides, whoIs, shuffled],
  );
  const places = useMemo(() => new Map([...entries.keys()].map((id, place) => [id, place])), [entries]);
  const placeOf = useCallback((article: string) => places.get(article) ?? Number.POSITIVE_INFINITY, [places]);
  // While the folder is read, an article that was annotated here is known by its binding.
  const titleOf = useCallback(
    (article: string) => {
      const entry = entries.get(article);
      const record = records.get(article);
      return entry?.meta.title ?? record?.title ?? entry?.path ?? record?.path ?? article;
    },
    [entries, records],
  );

  const walk = useWalk({ data, view, change, placeOf });
  const deciding = useDeciding(data);
  const agreed = useTakeAgreed(data.comparison, entries);
  const [asking, setAsking] = useState(false);
  // The cases are seen first; figures come after them.
  const measured = useDeferredValue(data.comparison, null);
  const wanted = useMemo(
    () =>
      measured === null
        ? undefined
        : {
            project: projectId,
            options: agreementOptions(codebook, measured.sides, true),
            articles: measured.measured(),
          },
    [projectId, codebook, measured],
  );
  const figures = useFigures(wanted);
  const counts = useMemo(() => countLists(data.all, view.filter), [data.all, view.filter]);
  const choices = useMemo(() => choicesOf(data.all, view.list), [data.all, view.list]);
  const progress = useMemo(() => progressOf(data.all), [data.all]);
  const takeable = useMemo(
    () => data.all.filter((one) => one.list === 'agreed' && isShown(one.case, view.filter)),
    [data.all, view.filter],
  );
  const offersAgreements = !deciding.readOnly && takeable.length > 0;
  const review = useMemo(
    (): Review => ({ deciding, me, blind, personOf: (id) => whoIs(id).name }),
    [deciding, me, blind, whoIs],
  );
  /** Enter on the list takes the merged span, if one is being made. */
  const onEnter = useRef<(() => void) | null>(null);

  /** What another list or filter does not hold is not what is looked at any more. */
  const onView = (fields: Partial<ReviewView>) => {
    const next = { ...view, ...fields };
    const { current } = walk;
    const stays = current !== undefined && current.list === next.list && isShown(current.case, next.filter);
    change({ ...fields, ...(stays || fields.current !== undefined ? {} : { current: null }) });
  };

  const takeAgreements = async () => {
    const portions = await agreed.take(takeable);
    if (portions === 0) return;
    setAsking(false);
    toast(
      `${plural(takeable.length, 'agreement')} taken. Undo takes ${portions > 1 ? `${casesAtOnce} of them back at a time` : 'them back'}.`,
    );
  };
  useEffect(() => {
    if (takeable.length === 0 && agreed.taking === null) setAsking(false);
  }, [takeable.length, agreed.taking]);

  return (
    <ReviewContext value={review}>
      <div className={styles.left}>
        <nav className={styles.nav} aria-label="Cases">
          {props.picker}
          <Queue
            rows={walk.rows}
            counts={counts}
            choices={choices}
            progress={progress}
            view={view}
            names={names}
            namesOf={namesOf}
            titleOf={titleOf}
            current={walk.current?.case.id}
            onView={onView}
            onCase={walk.goTo}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || onEnter.current === null) return;
              event.preventDefault();
              onEnter.current();
            }}
            onAgreements={offersAgreements ? () => setAsking(true) : null}
          />
        </nav>
      </div>
      <div className={styles.main}>
        <FiguresStrip
          report={figures.report}
          failure={figures.failure}
          slow={figures.slow}
          layer={codebook.layers[0]!}
          figure={view.filter.figure}
          open={view.figures}
          onFigure={(figure) => onView({ filter: { ...noFilter, figure }, list: 'open', figures: false })}
          onAll={() => change({ figures: !view.figures })}
        />
        {view.figures && figures.report && (
          <FiguresPage
            report={figures.report}
            names={names}
            titleOf={titleOf}
            filter={view.filter}
            onFilter={(part) => {
              // A figure is of everything that is compared: what the list was narrowed to before does not narrow it.
              const filter = { ...noFilter, ...part };
              onView({ filter, list: listWith(filter, view), figures: false });
            }}
            onClose={() => change({ figures: false })}
          />
        )}
        <CaseScreen
          hidden={view.figures && figures.report !== undefined}
          data={data}
          walk={walk}
          view={view}
          change={change}
          names={names}
          namesOf={namesOf}
          entries={entries}
          onEnter={onEnter}
          onAgreements={offersAgreements ? () => setAsking(true) : null}
          hasFigures={figures.report !== undefined}
          nothingLeft={isUnfiltered(view.filter) && view.list === 'open'}
        />
      </div>
      <AgreementsDialog
        cases={takeable}
        isOpen={asking}
        onClose={() => setAsking(false)}
        names={names}
        titleOf={titleOf}
        taking={agreed.taking}
        onTake={() => void takeAgreements()}
      />
    </ReviewContext>
  );

  /** The first list that has something of what is opened: mostly what is open, for a cell of the diagonal what is agreed on. */
  function listWith(filter: ReviewView['filter'], { list }: ReviewView): ReviewView['list'] {
    const found = countLists(data.all, filter);
    if (found.open > 0) return 'open';
    if (found.agreed > 0) return 'agreed';
    return found.decided > 0 ? 'decided' : list;
  }
}
