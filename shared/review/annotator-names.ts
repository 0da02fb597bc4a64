import type { Annotator } from '../model/annotator.ts';
import { foldText } from '../text/fold.ts';
import { adjudicated } from './side.ts';

/** What to call an annotator: a name for a line, initials for a sign. */
export type AnnotatorName = Pick<Annotator, 'name' | 'initials'>;

/** What is called by an annotator's id, or `adjudicated`; who is not known is called by the id. */
export type AnnotatorNames = (id: string) => AnnotatorName;

/**
 * Names that tell the annotators apart: where two have the same name, their initials are added, or, where these are the
 * same too, the end of their ids; the same for initials. Capitals and accents make no difference between names.
 */
export function annotatorNames(annotators: readonly Annotator[]): AnnotatorNames {
  const known = new Map(annotators.map((annotator) => [annotator.id, annotator]));
  const all = [...known.values()];
  const among = (textOf: (annotator: Annotator) => string) => {
    const counts = new Map<string, number>();
    for (const one of all) counts.set(textOf(one), (counts.get(textOf(one)) ?? 0) + 1);
    return (annotator: Annotator) => (counts.get(textOf(annotator)) ?? 0) > 1;
  };
  const sharesName = among(({ name }) => foldText(name.trim()));
  const sharesInitials = among(({ initials }) => foldText(initials));
  const sharesBoth = among(({ name, initials }) => `${foldText(name.trim())}\n${foldText(initials)}`);
  const endOf = endsOf(all.map(({ id }) => id));

  const named = new Map(
    all.map((annotator): [string, AnnotatorName] => {
      const { id, name, initials } = annotator;
      const added = sharesBoth(annotator) ? endOf(id) : initials;
      return [
        id,
        {
          name: sharesName(annotator) ? `${name} (${added})` : name,
          initials: sharesInitials(annotator) ? `${initials} ${endOf(id)}` : initials,
        },
      ];
    }),
  );
  return (id) => named.get(id) ?? (id === adjudicated ? adjudicatedName : { name: id, initials: id });
}

const adjudicatedName: AnnotatorName = { name: 'Adjudicated', initials: 'Adj.' };

/** The part of an id after its last hyphen, where that is enough to tell the ids apart. */
function endsOf(ids: readonly string[]): (id: string) => string {
  const end = (id: string) => id.slice(id.lastIndexOf('-') + 1);
  const ends = ids.map(end);
  return new Set(ends).size === ends.length ? end : (id) => id;
}
