import { useEffect, useMemo, useRef } from 'react';
import type { Edit } from '#shared/changes/change.ts';
import type { ArticleText } from '#shared/contract/contract.ts';
import type { Span } from '#shared/model/span.ts';
import type { Speaker } from '#shared/model/speaker.ts';
import type { Suggestion } from '#shared/suggest/suggestion.ts';
import { samePassage } from '#shared/suggest/waiting.ts';
import { useAct } from '../../data/act.ts';
import { useAssisting } from '../../data/assisting.ts';
import * as gestures from '../../data/gestures.ts';
import { useSession, useSessionActions, useSpeakers } from '../../data/hooks.ts';
import { isDoubtful, nextAfter } from '../../suggest/walk.ts';
import { toast } from '../../ui/toasts.ts';
import { acceptedWords, rejectedWords } from './suggestion-words.ts';
import type { Marking } from './use-marking.ts';
import type { Reading } from './use-reading.ts';
import type { Suggestions } from './use-suggestions.ts';

/** How long a speaker that was created may not be in the registry before the registry is believed. */
const patience = 1000;

export interface SuggestionEditing {
  /** Makes the selected suggestion the annotator's own, as it is, and goes on to the next. */
  accept(): void;
  /**
   * As `accept`, with the clause that the quoted words are part of; all that is suggested in it is settled by that. A
   * choice between speakers is left open.
   */
  acceptClause(): void;
  /** Accepts, as one gesture, all that are sure and need no choice, as many as one may hold; says what is left and why. */
  acceptAll(): void;
  /** Keeps the selected suggestion from being suggested again, and goes on to the next. */
  reject(): void;
  rejectAll(): void;
  /** Lets this annotator have suggestions in this folder, or not. */
  setOn(on: boolean): void;
  /** From now on, single marks around whole statements count in this folder. */
  countSingleMarks(): void;
  /**
   * The selected suggestion as a span that is not saved yet, for a correction to build on; undefined when none is
   * selected.
   * @param speaker whom the correction names, instead of whom was suggested
   */
  draft(speaker?: string | null): { span: Span; edits: Edit[]; saved(saving: Promise<boolean>): void } | undefined;
}

/** The decisions on what is suggested, each one change. */
export function useSuggestionEditing(options: {
  article: ArticleText;
  marking: () => Marking;
  reading: Reading;
  suggestions: Suggestions;
  me: string;
  /** Goes to a suggestion as a step of the walk does; undefined: there is none left. */
  goTo: (next: Suggestion | undefined) => void;
}): SuggestionEditing {
  const session = useSessionActions();
  const act = useAct();
  const { assist } = useAssisting();
  const entries = useEntriesByName();
  const readOnly = useSession((state) => state.project?.readOnly ?? true);
  const latest = useRef({ ...options, entries, readOnly });
  latest.current = { ...options, entries, readOnly };

  return useMemo(() => {
    const common = () => ({ ...latest.current.marking(), entryOf: latest.current.entries.find });
    const selected = (): Suggestion | undefined => {
      const { suggestions, readOnly } = latest.current;
      return readOnly ? undefined : suggestions.selected;
    };
    /** Commits a decision as a gesture of its own, and goes on. */
    const decide = (decided: readonly Suggestion[], edits: readonly Edit[], goOn: boolean): Promise<boolean> => {
      const { suggestions, goTo } = latest.current;
      const ids = decided.map(({ id }) => id);
      const next = goOn ? nextAfter(suggestions.waiting, new Set(ids)) : undefined;
      session.gesture.end();
      const saving = act(edits);
      suggestions.decided(ids, saving);
      goTo(next);
      return saving;
    };
    const reject = (passages: readonly Suggestion[], goOn: boolean) => {
      const { article, me } = latest.current;
      const at = new Date().toISOString();
      const edits = gestures.rejectSuggestions({ article, passages, layer: 'statement', annotator: me, at });
      return decide(passages, edits, goOn);
    };

    return {
      accept() {
        const suggestion = selected();
        if (!suggestion) return;
        // Who is meant is never guessed.
        if (suggestion.speaker.how === 'choice') return latest.current.reading.askFor('speaker');
        const { speaker, edits } = gestures.acceptSuggestion({ ...common(), suggestion });
        latest.current.entries.created(speaker ? [speaker] : [], decide([suggestion], edits, true));
      },
      acceptClause() {
        const suggestion = selected();
        const clause = suggestion?.clause;
        if (!clause) return;
        const { speaker, edits } = gestures.acceptSuggestion({ ...common(), suggestion, range: clause });
        const settled = latest.current.suggestions.waiting.filter((one) => samePassage(one, clause));
        latest.current.entries.created(speaker ? [speaker] : [], decide(settled, edits, true));
      },
      acceptAll() {
        const { waiting } = latest.current.suggestions;
        const canBe = (one: Suggestion) => !isDoubtful(one) && one.speaker.how !== 'choice';
        const all = waiting.filter(canBe);
        const left = waiting.filter((one) => !canBe(one));
        const suggestions = all.slice(0, gestures.mostAtOnce);
        const more = all.length - suggestions.length;
        if (latest.current.readOnly || waiting.length === 0) return;
        if (suggestions.length === 0) return toast(acceptedWords(0, left));
        const { speakers, edits } = gestures.acceptSuggestions({ ...common(), suggestions });
        const saving = decide(suggestions, edits, false);
        latest.current.entries.created(speakers, saving);
        void saving.then((saved) => saved && toast(acceptedWords(suggestions.length, left, more)));
      },
      reject() {
        const suggestion = selected();
        if (suggestion) void reject([suggestion], true);
      },
      rejectAll() {
        const { suggestions, readOnly } = latest.current;
        const passages = suggestions.waiting.slice(0, gestures.mostAtOnce);
        const more = suggestions.waiting.length - passages.length;
        if (readOnly || passages.length === 0) return;
        void reject(passages, false).then((saved) => saved && more > 0 && toast(rejectedWords(passages.length, more)));
      },
      setOn(on) {
        void assist({ on });
      },
      countSingleMarks() {
        void assist({ singleMarks: true });
      },
      draft(speaker) {
        const suggestion = selected();
        if (!suggestion) return undefined;
        const { suggestions, entries } = latest.current;
        const accepted = gestures.acceptSuggestion({
          ...common(),
          suggestion,
          ...(speaker === undefined ? {} : { speaker }),
        });
        return {
          span: accepted.span,
          edits: accepted.edits,
          saved(saving) {
            suggestions.decided([suggestion.id], saving);
            entries.created(accepted.speaker ? [accepted.speaker] : [], saving);
          },
        };
      },
    };
  }, [session, act, assist]);
}

/**
 * The registry by name, with those who have just been created: keys may come faster than the registry, and nobody is to
 * be created twice.
 */
function useEntriesByName() {
  const speakers = useSpeakers();
  const pending = useRef(new Map<string, string>());
  const latest = useRef(speakers);
  latest.current = speakers;
  useEffect(() => {
    for (const [name, id] of pending.current) if (speakers?.some((one) => one.id === id)) pending.current.delete(name);
  }, [speakers]);
  return useMemo(
    () => ({
      find: (name: string) => pending.current.get(name) ?? latest.current?.find((speaker) => speaker.name === name)?.id,
      created(some: readonly Speaker[], saving: Promise<boolean>) {
        for (const { id, name } of some) {
          pending.current.set(name, id);
          const forget = () => {
            if (pending.current.get(name) === id) pending.current.delete(name);
          };
          void saving.then((saved) => (saved ? setTimeout(forget, patience) : forget()));
        }
      },
    }),
    [],
  );
}
