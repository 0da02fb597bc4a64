import { useActions } from '../../ui/actions.ts';
import type { Answering } from './use-answering.ts';

const group = 'Discussion';

/** Commenting and answering, for the keyboard, the palette and the shortcut sheet; inner keys win over the reader's. */
export function useAnsweringActions(answering: Answering): void {
  const { discussion, about, answerable } = answering;
  const canWrite = () => about.length > 0 && !discussion.readOnly;
  const canAnswer = () => answerable !== undefined && !discussion.readOnly;
  useActions([
    {
      id: 'reader.comment',
      name: 'Comment on the span, or reply',
      group,
      keys: ['R'],
      enabled: canWrite,
      run: answering.comment,
    },
    {
      id: 'reader.correction.next',
      name: 'Next correction, or request to look again',
      group,
      keys: ['L'],
      run: answering.next,
    },
    {
      id: 'reader.correction.accept',
      name: 'Accept the correction, or say that the mark was changed as asked',
      group,
      keys: ['Y'],
      enabled: canAnswer,
      run: () => answering.accept(),
    },
    {
      id: 'reader.correction.keep',
      name: 'It stays as it is, with a reason',
      group,
      keys: ['I'],
      enabled: canAnswer,
      run: () => answerable && answering.write({ what: 'stays', about: answerable }),
    },
  ]);
}
