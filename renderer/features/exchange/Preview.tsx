import { type ReactNode, useMemo, useState } from 'react';
import type { Codebook } from '#shared/codebook/codebook.ts';
import type { Fate, ImportChoice, ImportPreview } from '#shared/contract/contract.ts';
import { useSession } from '../../data/hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogButtons } from '../../ui/Dialog.tsx';
import { FormFailure } from '../../ui/FileDialog.tsx';
import { plural, shortMoment } from '../../ui/format.ts';
import styles from './Exchange.module.css';
import { bringsSomething } from './fates.ts';
import { PreviewArticles } from './PreviewArticles.tsx';
import { PreviewCodebook } from './PreviewCodebook.tsx';
import { PreviewItems } from './PreviewItems.tsx';
import { PreviewTable } from './PreviewTable.tsx';

/** What files hold and what taking them in would do, with everything that can be chosen about it. */
export function Preview(props: {
  preview: ImportPreview;
  codebook: Codebook;
  /** Why it could not be taken in. */
  failure: string | null;
  onAccept: (choice: Omit<ImportChoice, 'preview'>) => void;
  onClose: () => void;
  /** What else can be said about the files. */
  children?: ReactNode;
}) {
  const { preview } = props;
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const everybody = useMemo(() => preview.annotators.map(({ annotator }) => annotator.id), [preview]);
  const [chosen, setChosen] = useState<readonly string[]>(everybody);
  const [texts, setTexts] = useState(true);
  const [mapping, setMapping] = useState<ImportChoice['mapping']>([]);
  const [fate, setFate] = useState<Fate | null>(null);
  const any = bringsSomething(preview);
  const nobody = everybody.length > 0 && chosen.length === 0;

  return (
    <form
      className={styles.preview}
      onSubmit={(event) => {
        event.preventDefault();
        if (!any) return props.onClose();
        if (nobody || readOnly) return;
        props.onAccept({ annotators: chosen.length === everybody.length ? null : [...chosen], texts, mapping });
      }}
    >
      {props.failure && <FormFailure>{props.failure}</FormFailure>}
      <ul className={styles.files}>
        {preview.files.map((file) => (
          <li key={file.path} title={file.path}>
            <b>{file.name}</b>
            <span>
              {[
                fileKinds[file.kind],
                file.by !== null && `by ${file.by}`,
                file.at !== null && `made ${shortMoment(file.at)}`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {props.children}
      <PreviewTable preview={preview} chosen={chosen} onChosen={setChosen} fate={fate} onFate={setFate} />
      <div className={styles.parts}>
        {preview.items.length > 0 ? (
          <PreviewItems preview={preview} fate={fate} onFate={setFate} />
        ) : (
          <p>No item in it is new here or differs.</p>
        )}
        <div className={styles.aside}>
          <PreviewArticles articles={preview.articles} texts={texts} onTexts={setTexts} />
          {preview.codebook && (
            <PreviewCodebook
              theirs={preview.codebook}
              codebook={props.codebook}
              mapping={mapping}
              onMapping={setMapping}
            />
          )}
          {preview.conflicts > 0 && (
            <section>
              <h3>Changed here and there</h3>
              <p>
                {plural(preview.conflicts, 'field was', 'fields were')} changed by both sides. The later change will
                hold; the other one is listed under “Matters to settle”.
              </p>
            </section>
          )}
        </div>
      </div>
      <DialogButtons>
        <p className={styles.nothingYet}>
          {readOnly
            ? 'This folder is open for reading only, so nothing can be taken in.'
            : any
              ? 'Nothing has been written yet.'
              : 'Everything in it is known here already: there is nothing to take in.'}
        </p>
        <Button look="plain" onPress={props.onClose}>
          Cancel
        </Button>
        <Button look="primary" type="submit" isDisabled={any && (nobody || readOnly)} autoFocus>
          {any ? 'Take in' : 'Done'}
        </Button>
      </DialogButtons>
    </form>
  );
}

const fileKinds = { bundle: 'bundle', journal: 'journal', jsonl: 'JSONL' } as const;
