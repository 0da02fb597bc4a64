import type { Range } from '#shared/model/range.ts';
import { isOwnOf } from '#shared/review/side.ts';
import { useSession, useSpansOf } from '../../data/hooks.ts';
import { endWalk, goOn, nextUnseen, type PlacesWalk, usePlacesWalk } from '../../data/places-walk.ts';
import { useActions } from '../../ui/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Keys } from '../../ui/Keys.tsx';
import { toast } from '../../ui/toasts.ts';
import styles from './WalkBar.module.css';

interface WalkWindow {
  /** Opens an article with a passage selected. */
  onOpen: (article: string, at: { range: Range }) => void;
  /** Back to the list that the places come from. */
  onBack: () => void;
}

/** Over the open article while found places are gone through: which one it is, and the way to the next. */
export function WalkBar(props: WalkWindow) {
  const walk = usePlacesWalk((state) => state.walk);
  const project = useSession((state) => state.project?.id);
  return walk !== null && walk.project === project ? <Walking {...props} walk={walk} /> : null;
}

function Walking({ walk, onOpen, onBack }: WalkWindow & { walk: PlacesWalk }) {
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const place = walk.places[walk.at];
  const spans = useSpansOf(place?.article);
  const marked =
    place !== undefined &&
    (spans ?? []).some((span) => isOwnOf(span, me) && span.start < place.end && place.start < span.end);

  const show = (next: PlacesWalk) => {
    usePlacesWalk.setState({ walk: next });
    const to = next.places[next.at];
    if (to) onOpen(to.article, { range: { start: to.start, end: to.end } });
  };
  const step = (by: 1 | -1) => {
    const next = goOn(walk, by, marked);
    show(next);
    if (by === 1 && walk.at === walk.places.length - 1)
      toast(`That was the last place: ${next.marked.size} marked, ${next.skipped.size} left as they are.`);
  };
  const unseen = nextUnseen(walk);

  useActions([
    { id: 'places.next', name: 'Next place found', group: 'Places found', keys: ['.'], run: () => step(1) },
    {
      id: 'places.previous',
      name: 'Previous place found',
      group: 'Places found',
      keys: [','],
      enabled: () => walk.at > 0,
      run: () => step(-1),
    },
    {
      id: 'places.unseen',
      name: 'Next place that was not looked at',
      group: 'Places found',
      keys: ['>'],
      enabled: () => unseen !== undefined,
      run: () => unseen !== undefined && show({ ...goOn(walk, 0, marked), at: unseen }),
    },
    { id: 'places.here', name: 'Back to the place', group: 'Places found', run: () => show(walk) },
    { id: 'places.list', name: 'Back to the list of places', group: 'Places found', run: onBack },
    { id: 'places.end', name: 'Leave the places found', group: 'Places found', run: endWalk },
  ]);

  return (
    <section className={styles.bar} aria-label="Places found">
      <p>
        Place <b>{(walk.at + 1).toLocaleString('en')}</b> of {walk.places.length.toLocaleString('en')} for{' '}
        <b dir="auto">{walk.name}</b>
      </p>
      <p className={styles.counts} role="status">
        <span data-marked={marked || undefined}>{marked ? 'Marked' : 'Not marked'}</span>
        {walk.marked.size > 0 && ` · ${walk.marked.size.toLocaleString('en')} marked`}
        {walk.skipped.size > 0 && ` · ${walk.skipped.size.toLocaleString('en')} skipped`}
      </p>
      <Button look="plain" isDisabled={walk.at === 0} onPress={() => step(-1)}>
        Previous <Keys keys="," />
      </Button>
      <Button onPress={() => step(1)}>
        {marked ? 'Next' : 'Skip'} <Keys keys="." />
      </Button>
      <Button look="plain" onPress={onBack}>
        List
      </Button>
      <Button look="plain" onPress={endWalk} aria-label="Leave the places found">
        ✕
      </Button>
    </section>
  );
}
