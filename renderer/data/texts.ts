import type { ArticleText } from '#shared/contract/contract.ts';
import type { Link } from './connect.ts';

/** The texts of the articles that were read last. */
export interface Texts {
  /** An article's text with its blocks, from main unless it is kept here. Rejects with main's `Failure`, which is not kept. */
  read(id: string): Promise<ArticleText>;
  /** Its file has changed: the next `read` asks main again. */
  forget(id: string): void;
  clear(): void;
}

const textsKept = 8;
const readDeadline = 60_000;

export function createTexts(call: Link['call']): Texts {
  /** The least recently read first. */
  const kept = new Map<string, Promise<ArticleText>>();
  return {
    read(id) {
      const known = kept.get(id);
      if (known !== undefined) {
        kept.delete(id);
        kept.set(id, known);
        return known;
      }
      const text = call('corpus.read', { id }, readDeadline);
      kept.set(id, text);
      text.catch(() => {
        if (kept.get(id) === text) kept.delete(id);
      });
      for (const oldest of kept.keys()) {
        if (kept.size <= textsKept) break;
        kept.delete(oldest);
      }
      return text;
    },
    forget: (id) => void kept.delete(id),
    clear: () => kept.clear(),
  };
}
