import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Target } from '#shared/model/target.ts';
import { useSessionActions, useSpeakers, useTargets, useUses } from '../../data/hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { plural, shortMoment } from '../../ui/format.ts';
import { Keys } from '../../ui/Keys.tsx';
import styles from './Matters.module.css';
import type { MatterChoice } from './MattersPage.tsx';
import { bearerOf, isPlace, isRemoval, type Matter, momentOf } from './matters.ts';
import type { Settling } from './use-settling.ts';
import type { Wording } from './use-wording.ts';

interface DetailProps<M extends Matter = Matter> {
  matter: M;
  codebook: Codebook;
  wording: Wording;
  settling: Settling;
  disabled: boolean;
  /** Where the choices stand that keys make. */
  within: RefObject<readonly MatterChoice[]>;
  onSettled: () => void;
  onOpenSpan: (article: string, span: string) => void;
}
type About<A extends Matter['about']> = Extract<Matter, { about: A }>;

/** One matter: both sides, and what can be done about it. */
export function MatterDetail(props: DetailProps) {
  const { matter, ...rest } = props;
  switch (matter.about) {
    case 'field':
      return <FieldDetail matter={matter} {...rest} />;
    case 'speakers':
    case 'targets':
      return <PairDetail matter={matter} {...rest} />;
    case 'missing':
      return <MissingDetail matter={matter} {...rest} />;
    case 'codebook':
      return <UnknownDetail matter={matter} {...rest} />;
    case 'orphan':
      return <OrphanDetail matter={matter} {...rest} />;
  }
}

function FieldDetail({ matter, ...props }: DetailProps<About<'field'>>) {
  const { wording, settling } = props;
  const first = matter.conflicts[0];
  const removal = isRemoval(matter.conflicts);
  const there = useSpan(first?.kind === 'span' && !removal ? first.record : undefined);
  const span = removal && first?.kind === 'span' ? (first.lost.value as unknown as Span) : there;
  const place = isPlace(matter.conflicts);
  const shown = (place ? matter.conflicts.find(({ field }) => field === 'quote') : undefined) ?? first;
  if (shown === undefined) return null;
  const settle = (choice: 'kept' | 'other') => () =>
    void settling.field(matter, choice).then((did) => did && props.onSettled());
  return (
    <Detail
      {...props}
      title={wording.title(matter)}
      words={
        removal
          ? 'One person removed this and another changed it, without knowing of each other. It stays removed until you say otherwise.'
          : 'Two people changed this without knowing of each other. The later change holds until you say otherwise.'
      }
      choices={[
        { key: '1', name: removal ? 'Leave it removed' : 'Keep what holds', run: settle('kept') },
        { key: '2', name: removal ? 'Bring it back' : 'Take the other', run: settle('other') },
      ]}
    >
      {span && <Quoted span={span} {...props} />}
      <div className={styles.sides}>
        {(
          [
            ['Holds', shown.holds],
            ['The other', shown.lost],
          ] as const
        ).map(([title, side]) => (
          <section key={title}>
            <h3>{title}</h3>
            <p className={styles.value} dir="auto">
              {wording.value(shown.field, side.value)}
            </p>
            {removal && side.value !== null && <Facts facts={factsIn(shown.kind, side.value, wording)} />}
            <small>
              {wording.annotator(side.by)}, {shortMoment(momentOf(side.at))}
            </small>
          </section>
        ))}
      </div>
    </Detail>
  );
}

function PairDetail({ matter, ...props }: DetailProps<About<'speakers' | 'targets'>>) {
  const { wording, settling } = props;
  const speakers = matter.about === 'speakers';
  const uses = useUses(speakers ? 'speaker' : 'target');
  const { a, b, reason } = matter.pair;
  const merge = (keep: string) => () => void settling.merge(matter, keep).then((did) => did && props.onSettled());
  const apart = () => void settling.apart(matter).then((did) => did && props.onSettled());
  const sameName = a.name === b.name;
  return (
    <Detail
      {...props}
      title={wording.title(matter)}
      words={`${reason} Are they one? All spans follow whichever entry stays, and the other name is kept as an alias.`}
      choices={[
        { key: '1', name: sameName ? 'One: keep the left entry' : `One: ${a.name}`, run: merge(a.id) },
        { key: '2', name: sameName ? 'One: keep the right entry' : `One: ${b.name}`, run: merge(b.id) },
        { key: '3', name: speakers ? 'They are two people' : 'They are two targets', run: apart },
      ]}
    >
      <div className={styles.sides}>
        {[a, b].map((one) => (
          <section key={one.id}>
            <h3 dir="auto">{one.name}</h3>
            <Facts facts={factsOf(one)} />
            <small>{plural(uses?.get(one.id) ?? 0, 'span')}</small>
          </section>
        ))}
      </div>
    </Detail>
  );
}

function MissingDetail({ matter, ...props }: DetailProps<About<'missing'>>) {
  const { settling } = props;
  const { what, id, spans, example, was } = matter.missing;
  const speakers = useSpeakers();
  const targets = useTargets();
  const entries = (what === 'speaker' ? speakers : targets) ?? [];
  const [chosen, setTo] = useState<string>();
  const box = useRef<HTMLSelectElement>(null);
  const bearer = bearerOf(was, entries)?.id;
  const picked = entries.find((one) => one.id === (chosen ?? bearer));
  const instead = {
    name: picked ? `It is ${picked.name}` : 'It is …',
    run: () => {
      if (!picked) return box.current?.focus();
      void settling.nameInstead(matter, picked.id).then((did) => did && props.onSettled());
    },
  };
  const back = {
    name: 'Bring it back into the registry',
    run: () => void settling.bringBack(matter).then((did) => did && props.onSettled()),
  };
  const choices = was === null ? [instead] : bearer === undefined ? [back, instead] : [instead, back];
  return (
    <Detail
      {...props}
      title={was?.name ?? `The ${what} ${id}`}
      words={`${plural(spans, 'span names', 'spans name')} this ${what}, and the registry does not have it any more: it was merged or removed by somebody who did not know of ${spans === 1 ? 'this span' : 'these spans'}.`}
      choices={choices.map((choice, index) => ({ key: index === 0 ? '1' : '2', ...choice }))}
    >
      <Quoted span={example} {...props} />
      {was && (
        <div className={styles.sides}>
          <section>
            <h3 dir="auto">{was.name}</h3>
            <Facts facts={factsOf(was)} />
          </section>
        </div>
      )}
      <label className={styles.reason}>
        <span>In the registry it is</span>
        <select
          ref={box}
          value={picked?.id ?? ''}
          disabled={props.disabled}
          onChange={(event) => setTo(event.target.value)}
        >
          <option value="">—</option>
          {[...entries]
            .sort((a, b) => a.name.localeCompare(b.name))
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
        </select>
      </label>
    </Detail>
  );
}

function UnknownDetail({ matter, ...props }: DetailProps<About<'codebook'>>) {
  const { settling, codebook } = props;
  const { what, id, spans, example } = matter.unknown;
  const offered = what === 'layer' ? codebook.layers : codebook.stances;
  const [to, setTo] = useState('');
  const box = useRef<HTMLSelectElement>(null);
  const picked = offered.find((one) => one.id === to);
  return (
    <Detail
      {...props}
      title={`The ${what} “${id}”`}
      words={`${plural(spans, 'span uses', 'spans use')} it, and your codebook does not know it. They keep it as long as you leave it so; what is taken as something else changes for everybody whose spans they are.`}
      choices={[
        {
          key: '1',
          name: 'Keep it as it is',
          run: () => void settling.keep(matter).then((did) => did && props.onSettled()),
        },
        {
          key: '2',
          name: picked ? `Take it as ${picked.name}` : 'Take it as …',
          run: () => {
            if (!picked) return box.current?.focus();
            void settling.takeAs(matter, picked.id).then((did) => did && props.onSettled());
          },
        },
      ]}
    >
      <Quoted span={example} {...props} />
      <label className={styles.reason}>
        <span>In your codebook it would be</span>
        <select ref={box} value={to} disabled={props.disabled} onChange={(event) => setTo(event.target.value)}>
          <option value="">—</option>
          {offered.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
    </Detail>
  );
}

function OrphanDetail({ matter, ...props }: DetailProps<About<'orphan'>>) {
  const { settling } = props;
  const { span, reason: why } = matter.orphan;
  const [reason, setReason] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const drop = () => {
    if (reason.trim() === '') return box.current?.focus();
    void settling.drop(matter, reason).then((did) => did && props.onSettled());
  };
  return (
    <Detail
      {...props}
      title="A span without a place"
      words={`${why} It is kept, and comes back with its words. In the reader you can give it a place: select the words that it belongs to. If it has none any more, drop it and say why, and no later file brings it back.`}
      choices={[
        { key: '1', name: 'Open in the reader', run: () => props.onOpenSpan(span.article, span.id) },
        { key: '2', name: 'Drop it', run: drop },
      ]}
    >
      <Quoted span={span} {...props} />
      <label className={styles.reason}>
        <span>Why it is dropped</span>
        <input
          ref={box}
          value={reason}
          maxLength={2000}
          disabled={props.disabled}
          placeholder="The sentence was taken out of the article"
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') drop();
            if (event.key === 'Escape') {
              event.stopPropagation();
              event.currentTarget.blur();
            }
          }}
        />
      </label>
    </Detail>
  );
}

function Detail(props: {
  title: string;
  words: string;
  choices: readonly MatterChoice[];
  disabled: boolean;
  /** Where the keys find the choices. */
  within: RefObject<readonly MatterChoice[]>;
  children: ReactNode;
}) {
  const { title, words, choices, disabled, within } = props;
  useEffect(() => {
    within.current = choices;
  });
  return (
    <section className={styles.detail} aria-label={title}>
      <h2 dir="auto">{title}</h2>
      <p>{words}</p>
      {props.children}
      <div className={styles.choices}>
        {choices.map(({ key, name, run }, index) => (
          <Button key={key} look={index === 0 ? 'primary' : 'normal'} isDisabled={disabled} onPress={run}>
            {name} <Keys keys={key} />
          </Button>
        ))}
      </div>
    </section>
  );
}

/** A span's words with those around it, whose it is and where. */
function Quoted({ span, wording, onOpenSpan }: { span: Span } & Pick<DetailProps, 'wording' | 'onOpenSpan'>) {
  const { prefix, exact, suffix } = span.quote;
  return (
    <figure className={styles.quote}>
      <blockquote dir="auto">
        {prefix && <span>…{prefix}</span>}
        <q>{exact}</q>
        {suffix && <span>{suffix}…</span>}
      </blockquote>
      <figcaption>
        {wording.speaker(span.speaker)} · marked by {wording.annotator(span.annotator)} ·{' '}
        <button type="button" onClick={() => onOpenSpan(span.article, span.id)}>
          {wording.article(span.article)}
        </button>
      </figcaption>
    </figure>
  );
}

function useSpan(id: string | undefined): Span | undefined {
  const session = useSessionActions();
  const [span, setSpan] = useState<Span>();
  useEffect(() => {
    if (id === undefined) return;
    let live = true;
    session
      .readRecord('span', id)
      .then((read) => live && setSpan(read))
      .catch((error) => console.error('A span could not be read', error));
    return () => {
      live = false;
    };
  }, [session, id]);
  return span;
}

const Facts = ({ facts }: { facts: readonly (readonly [string, string])[] }) => (
  <dl>
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd dir="auto">{value}</dd>
      </div>
    ))}
  </dl>
);

/** What a record that was removed would say. */
function factsIn(kind: string, value: unknown, wording: Wording): (readonly [string, string])[] {
  if (kind === 'speaker' || kind === 'target') return factsOf(value as Speaker | Target);
  if (kind !== 'span') return [];
  const { layer, speaker, stances, note } = value as Span;
  return [
    ['Layer', wording.value('layer', layer)],
    ['Speaker', wording.speaker(speaker)],
    ['Stances', wording.value('stances', stances)],
    ['Note', note || '—'],
  ];
}

function factsOf(one: Speaker | Target): [string, string][] {
  const facts: [string, string | null][] =
    'kind' in one
      ? [
          ['Kind', one.kind],
          ['Role', one.role],
          ['Affiliation', one.affiliation],
          ['Country', one.country],
        ]
      : [];
  return [...facts, ['Also called', one.aliases.join('; ')] as const, ['Note', one.note] as const].map(
    ([name, value]) => [name, value || '—'],
  );
}
