import type { Mention, Range } from '../../shared/model/range.ts';

/** A quotation as people marked it. */
export interface GoldQuote extends Range {
  /** The words that name the speaker; null when the article names nobody. */
  speaker: Mention | null;
  /** `direct`: wholly in quotation marks. */
  type?: string | undefined;
}

/** An article with its quotations; offsets are UTF-16 code units into `text`. */
export interface GoldArticle {
  id: string;
  text: string;
  quotes: GoldQuote[];
  /** Where nothing was marked: what is predicted here is neither right nor wrong. */
  ignore: Range[];
}

/** A quotation as a program finds it; it does not matter whether the marks are taken in. */
export interface FoundQuote extends Range {
  /** The words that name the speaker; their place where it is known. */
  speaker: { text: string; start?: number; end?: number } | null;
}

/** Reads gold JSONL, one `{"id","text","quotes":[{"start","end","speaker","type"}]}` a line. @throws Error naming the line */
export function readGold(jsonl: string): GoldArticle[] {
  const articles: GoldArticle[] = [];
  for (const [i, line] of jsonl.split('\n').entries()) {
    if (line.trim() === '') continue;
    const wrong = (what: string) => new Error(`Line ${i + 1} of the gold file ${what}.`);
    let value: Partial<GoldArticle>;
    try {
      value = JSON.parse(line);
    } catch {
      throw wrong('is no JSON');
    }
    const { id, text, quotes, ignore = [] } = value;
    if (typeof id !== 'string' || typeof text !== 'string' || !Array.isArray(quotes))
      throw wrong('has no id, text or quotes');
    for (const { start, end, speaker } of quotes) {
      if (!isRange(text, start, end)) throw wrong(`has a quotation outside its text: ${start} to ${end}`);
      if (speaker !== null && text.slice(speaker.start, speaker.end) !== speaker.text)
        throw wrong(`does not have “${speaker.text}” at ${speaker.start}`);
    }
    articles.push({ id, text, quotes, ignore });
  }
  if (articles.length === 0) throw new Error('The gold file holds no articles.');
  return articles;
}

export const isRange = (text: string, start: number, end: number): boolean =>
  Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= text.length;
