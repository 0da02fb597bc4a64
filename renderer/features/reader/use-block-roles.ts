import type { RefObject } from 'react';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Block } from '#shared/model/article.ts';
import { normalisedLine, type Role } from '#shared/text/block-roles.ts';
import { useAct } from '../../data/act.ts';
import { ask } from '../../data/asked.ts';
import { sayRole } from '../../data/block-role-gestures.ts';
import { useBlockRoles, useSession } from '../../data/hooks.ts';
import { newId } from '../../data/ids.ts';
import type { TextViewHandle } from '../../editor/TextView.tsx';
import { useActions } from '../../ui/actions.ts';
import { plural } from '../../ui/format.ts';
import type { MenuItems } from '../../ui/MenuButton.tsx';
import { toast } from '../../ui/toasts.ts';

/**
 * Saying of the blocks at the caret, in the selection or in the fold that has the keyboard that they are the article's
 * own or furniture of its page. Answers what of it a menu offers.
 */
export function useBlockRoleActions(
  article: ArticleText,
  me: string,
  view: RefObject<TextViewHandle | null>,
): MenuItems {
  const act = useAct();
  const roles = useBlockRoles();
  const readOnly = useSession((state) => state.project?.readOnly ?? true);

  const here = (): Block[] => {
    const range = view.current?.focusedFold() ?? view.current?.selection();
    if (range) return article.blocks.filter(({ start, end }) => start < range.end && range.start < end);
    const caret = view.current?.caret() ?? 0;
    return article.blocks.filter(({ start, end }) => start <= caret && caret <= end);
  };
  const say = async (role: Role, teaches: boolean, among = here()) => {
    const blocks = among.filter(({ kind }) => (kind === 'boilerplate') !== (role === 'boilerplate'));
    if (blocks.length === 0)
      return toast(
        role === 'boilerplate' ? 'That is page furniture already.' : 'That is of the article’s body already.',
      );
    const before = (roles ?? []).filter((one) => one.article === article.id);
    const edits = sayRole({ article, blocks, role, teaches, before, annotator: me, at: new Date().toISOString() });
    if (!(await act(edits, { gesture: newId('g') }))) return;
    const taught = teaches
      ? blocks.filter(({ start, end }) => normalisedLine(article.text.slice(start, end)) !== null).length
      : 0;
    const done = role === 'boilerplate' ? 'folded away' : 'body again';
    const where =
      taught === 0
        ? ', in this article'
        : `, and so ${taught === 1 ? 'is the same line' : 'are the same lines'} in other articles`;
    toast(`${plural(blocks.length, 'block')} ${done}${where}.`);
  };
  const toggle = () => {
    const blocks = here();
    void say(blocks.every(({ kind }) => kind === 'boilerplate') ? 'body' : 'boilerplate', true, blocks);
  };

  const enabled = () => !readOnly;
  const group = 'Page furniture';
  useActions([
    {
      id: 'reader.block.toggle',
      name: 'Fold the block away as page furniture, or take it back as body',
      group,
      keys: ['Shift+V'],
      enabled,
      run: toggle,
    },
    {
      id: 'reader.block.furniture',
      name: 'This is page furniture',
      group,
      enabled,
      run: () => void say('boilerplate', true),
    },
    { id: 'reader.block.body', name: 'This is body', group, enabled, run: () => void say('body', true) },
    {
      id: 'reader.block.furniture-here',
      name: 'This is page furniture, in this article only',
      group,
      enabled,
      run: () => void say('boilerplate', false),
    },
    {
      id: 'reader.block.body-here',
      name: 'This is body, in this article only',
      group,
      enabled,
      run: () => void say('body', false),
    },
  ]);
  return [
    {
      id: 'furniture',
      name: 'This is page furniture',
      keys: 'Shift+V',
      disabled: readOnly,
      run: () => void say('boilerplate', true),
    },
    { id: 'body', name: 'This is body', keys: 'Shift+V', disabled: readOnly, run: () => void say('body', true) },
    { id: 'lines', name: 'Lines the folder was taught…', run: () => ask({ what: 'lines' }) },
  ];
}
