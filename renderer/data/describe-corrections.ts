import type { Edit } from '#shared/changes/change.ts';
import type { BlockRole } from '#shared/model/block-role.ts';
import { type MetaField, metaFields } from '#shared/model/metadata.ts';
import { quoted } from './quoted.ts';

/** What the details of an article are called. */
export const fieldNames: Readonly<Record<MetaField, string>> = {
  title: 'title',
  outlet: 'outlet',
  published: 'date',
  page: 'page',
  section: 'section',
  byline: 'byline',
  translator: 'translator',
  language: 'language',
  url: 'address',
};

/** What edits corrected of what was read from files, in a few words; undefined: nothing. */
export function describeCorrections(edits: readonly Edit[]): string | undefined {
  const of = <K extends Edit['kind']>(kind: K) =>
    edits.filter((edit): edit is Extract<Edit, { kind: K }> => edit.kind === kind);
  const details = of('metadata');
  if (details.length > 0) {
    const fields = metaFields.filter((field) =>
      details.some(({ before, after }) => (before?.[field] ?? null) !== (after?.[field] ?? null)),
    );
    const names = fields.map((field) => fieldNames[field]);
    const what = names.length > 3 ? 'details' : `the ${listed(names)}`;
    return `Corrected ${what}${details.length > 1 ? ` of ${details.length.toLocaleString('en')} articles` : ''}`;
  }
  const roles = of('blockRole');
  if (roles.length > 0) return describeRoles(roles);
  const [source] = of('source');
  if (source === undefined) return undefined;
  const file = /^file:(.*)$/s.exec(source.id)?.[1]?.split('/').at(-1);
  return file === undefined ? 'Said what the columns of a table hold' : `Chose how ${file} is read`;
}

function describeRoles(roles: readonly Extract<Edit, { kind: 'blockRole' }>[]): string {
  const said = roles.flatMap(({ after }) => (after === undefined ? [] : [after as Partial<BlockRole>]));
  if (said.length === 0)
    return roles.length > 1 ? `Took back ${roles.length} words on lines` : 'Took back what a line is';
  const kind = said[0]?.role === 'boilerplate' ? 'page furniture' : 'body';
  return said.length > 1 ? `Made ${said.length} blocks ${kind}` : `Made ${quoted(said[0]?.quote?.exact)} ${kind}`;
}

const listed = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
