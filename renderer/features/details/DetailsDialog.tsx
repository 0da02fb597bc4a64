import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import type { Meta } from '#shared/model/article.ts';
import { type MetaField, metaFields } from '#shared/model/metadata.ts';
import { useAct } from '../../data/act.ts';
import { useAnnotatorNames } from '../../data/annotator-names.ts';
import { describeEdits } from '../../data/describe.ts';
import { type LibraryEntry, useById, useEntries, useMetadata, useSession } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import { type Correctable, correctDetails } from '../../data/metadata-gestures.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx';
import { shortMoment } from '../../ui/format.ts';
import { keyNames } from '../../ui/Keys.tsx';
import { toast } from '../../ui/toasts.ts';
import styles from './Details.module.css';
import { DetailsHistory } from './DetailsHistory.tsx';
import { briefValue, labels, readForm, shownValue, type Typed, understand, valuesOf } from './fields.ts';
import { findLanguages } from './languages.ts';

interface Shown extends Correctable {
  /** What holds now. */
  meta: Meta;
  entry: LibraryEntry;
}

/** Corrects what is known of an article besides its text, or of several: then only the fields that are touched change. */
export function DetailsDialog({ articles, onClose }: { articles: readonly string[]; onClose: () => void }) {
  const entries = useEntries();
  const metadata = useById(useMetadata());
  const shown = useMemo(() => {
    if (entries === undefined || metadata === undefined) return undefined;
    const wanted = new Set(articles);
    return entries.flatMap((entry): Shown[] => {
      if (!wanted.has(entry.article) || entry.duplicateOf !== null) return [];
      const { meta, article: id } = entry;
      return [{ id, meta, asRead: entry.asRead ?? meta, metadata: metadata.get(id), entry }];
    });
  }, [entries, metadata, articles]);
  const many = articles.length > 1;
  const title = many ? `Details of ${articles.length.toLocaleString('en')} articles` : 'Details of the article';
  return (
    <Dialog title={title} isOpen onClose={onClose} width={680}>
      {shown === undefined ? null : shown.length === 0 ? (
        <>
          <p>{many ? 'These articles are' : 'This article is'} not in the folder any more.</p>
          <DialogButtons>
            <Button look="primary" onPress={onClose}>
              Close
            </Button>
          </DialogButtons>
        </>
      ) : (
        <DetailsForm shown={shown} outlets={outletsOf(entries ?? [])} onClose={onClose} />
      )}
    </Dialog>
  );
}

/** Outlets that are known in the folder, by name. */
function outletsOf(entries: readonly LibraryEntry[]): string[] {
  const known = new Set<string>();
  for (const { meta } of entries) if (meta.outlet !== null) known.add(meta.outlet);
  return [...known].sort((a, b) => a.localeCompare(b)).slice(0, 1000);
}

/** How wide a field is, of two columns. */
const wide: ReadonlySet<MetaField> = new Set(['title']);

function DetailsForm(props: { shown: readonly Shown[]; outlets: readonly string[]; onClose: () => void }) {
  const { shown, outlets, onClose } = props;
  const act = useAct();
  const namesOf = useAnnotatorNames();
  const me = useSession((state) => state.project?.annotator.id ?? '');
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const [typed, setTyped] = useState<Typed>({});
  const [tried, setTried] = useState(false);
  const { details, faults } = readForm(typed);
  const [first] = shown;
  const touch = (field: MetaField, value: string | null | undefined) =>
    setTyped(({ [field]: _, ...rest }) => (value === undefined ? rest : { ...rest, [field]: value }));

  const save = async () => {
    setTried(true);
    if (Object.keys(faults).length > 0) {
      document.querySelector<HTMLElement>(`.${styles.form} [aria-invalid="true"]`)?.focus();
      return;
    }
    const at = new Date().toISOString();
    const portions = correctDetails({ articles: shown, details, annotator: me, at });
    const gesture = newId('g');
    for (const edits of portions) if (!(await act(edits, { gesture }))) return;
    onClose();
    if (portions.length > 0) toast(`${describeEdits(portions.flat())}.`);
  };

  const last = shown.length === 1 ? first?.metadata : undefined;
  const paths = shown.length === 1 ? first?.entry.path : `${first?.entry.path} and ${shown.length - 1} more`;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className={styles.path} title={shown.length === 1 ? first?.entry.path : undefined}>
        {paths}
      </p>
      <div className={styles.fields}>
        {metaFields.map((field) => (
          <Field
            key={field}
            field={field}
            shown={shown}
            typed={typed[field]}
            tried={tried}
            readOnly={readOnly}
            first={field === 'title'}
            offers={field === 'outlet' ? outlets : field === 'language' ? languageOffers() : undefined}
            onType={(value) => touch(field, value)}
          />
        ))}
      </div>
      <p className={styles.hint}>
        {readOnly
          ? 'This folder is open for reading only, so nothing can be changed here.'
          : last
            ? `Last corrected by ${last.annotator === me ? 'you' : namesOf(last.annotator).name}, ${shortMoment(last.updatedAt)}. The file itself is never changed.`
            : `The ${shown.length > 1 ? 'files themselves are' : 'file itself is'} never changed. ${keyNames('Alt+Backspace')} in a field goes back.`}
      </p>
      {last && first && <DetailsHistory article={first.id} />}
      <DialogButtons>
        <Button look="plain" onPress={onClose}>
          Cancel
        </Button>
        <Button look="primary" type="submit" isDisabled={readOnly || Object.keys(typed).length === 0}>
          {shown.length > 1 ? `Save in ${shown.length.toLocaleString('en')} articles` : 'Save'}
        </Button>
      </DialogButtons>
    </form>
  );
}

let offers: string[] | undefined;
const languageOffers = (): string[] => {
  offers ??= findLanguages('').map(({ name }) => name);
  return offers;
};

function Field(props: {
  field: MetaField;
  shown: readonly Shown[];
  typed: string | null | undefined;
  /** Whether saving was tried: what is not understood yet may only be half typed before. */
  tried: boolean;
  readOnly: boolean;
  first: boolean;
  offers: readonly string[] | undefined;
  onType: (value: string | null | undefined) => void;
}) {
  const { field, shown, typed, readOnly, onType } = props;
  const id = useId();
  const [left, setLeft] = useState(false);
  const many = shown.length > 1;
  const values = valuesOf(shown.map(({ meta }) => meta[field]));
  const common = values.length === 1 ? (values[0]?.value ?? null) : null;
  const read = valuesOf(shown.map(({ asRead }) => asRead[field]));
  const inFile = read.length === 1 ? (read[0]?.value ?? null) : null;
  const corrected = shown.some(({ metadata }) => (metadata?.[field] ?? null) !== null);

  const value =
    typed === undefined
      ? many
        ? ''
        : shownValue(field, common)
      : typed === null
        ? many
          ? ''
          : shownValue(field, inFile)
        : typed;
  const understood = typeof typed === 'string' ? understand(field, typed) : undefined;
  const fault = understood?.fault !== undefined && (props.tried || left) ? understood.fault : undefined;

  /** Back to what the file says; where several are edited, first to leaving them as they are. */
  const back = () => {
    if (many && typed !== undefined) return onType(undefined);
    if (typed === null) return;
    onType(corrected || many ? null : undefined);
  };
  const canGoBack = !readOnly && (typed === undefined ? corrected : typed !== null || many);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Backspace' || !event.altKey || readOnly) return;
    event.preventDefault();
    if (canGoBack) back();
  };
  const names = (all: typeof values) =>
    all
      .slice(0, 3)
      .map(({ value, count }) => `${value === null ? 'none' : briefValue(field, value)} (${count})`)
      .join(', ') + (all.length > 3 ? `, ${all.length - 3} more` : '');

  let note: ReactNode = null;
  if (fault !== undefined) note = fault;
  else if (many) {
    if (typed === null) note = `As in the ${shown.length} files`;
    else if (typed !== undefined)
      note = value.trim() === '' ? `None, in all ${shown.length}` : (understood?.words ?? `In all ${shown.length}`);
    else if (values.length > 1) note = names(values);
  } else if (understood?.words !== undefined && understood.words !== typed) note = understood.words;
  else if (typed !== null && (corrected || typed !== undefined) && value !== shownValue(field, inFile))
    note = inFile === null ? 'The file does not say it' : `In the file: ${shownValue(field, inFile)}`;
  else if (typed === null) note = 'As in the file';

  return (
    <div className={styles.field} data-wide={wide.has(field) || undefined} data-corrected={corrected || undefined}>
      <label htmlFor={id}>
        {labels[field]}
        {corrected && typed === undefined && (
          <span className={styles.mark} title="Corrected" role="img" aria-label="corrected" />
        )}
      </label>
      <div className={styles.box}>
        <input
          id={id}
          value={value}
          placeholder={
            many && typed === undefined ? (values.length > 1 ? 'Different' : shownValue(field, common) || 'None') : ''
          }
          dir={field === 'url' ? 'ltr' : 'auto'}
          disabled={readOnly}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-note`}
          list={props.offers ? `${id}-offers` : undefined}
          spellCheck={false}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: a dialog was asked for, and this is what it is about
          autoFocus={props.first}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={onKeyDown}
          onFocus={() => setLeft(false)}
          onBlur={() => setLeft(true)}
        />
        {canGoBack && (
          <button
            type="button"
            className={styles.back}
            aria-label={
              many && typed !== undefined ? `Leave ${labels[field]} as it is` : `${labels[field]} as in the file`
            }
            title={`${many && typed !== undefined ? 'Leave as it is' : 'As in the file'} (${keyNames('Alt+Backspace')})`}
            onClick={back}
          >
            ↺
          </button>
        )}
        {props.offers && (
          <datalist id={`${id}-offers`}>
            {props.offers.map((offer) => (
              <option key={offer} value={offer} />
            ))}
          </datalist>
        )}
      </div>
      <p
        id={`${id}-note`}
        className={styles.note}
        data-fault={fault !== undefined || undefined}
        dir={many ? 'ltr' : 'auto'}
        title={typeof note === 'string' ? note : undefined}
      >
        {note}
      </p>
    </div>
  );
}
