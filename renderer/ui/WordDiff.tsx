import { Fragment, useMemo } from 'react';
import { wordDiff } from '#shared/text/word-diff.ts';
import { plural } from './format.ts';
import styles from './WordDiff.module.css';

/** Of what stayed the same so many characters are shown beside a change. */
const context = 160;

/** What was done to a text, word by word; long passages that stayed the same are left out and counted. */
export function WordDiff({ before, after, language }: { before: string; after: string; language: string | null }) {
  const stretches = useMemo(() => wordDiff(before, after), [before, after]);
  if (stretches.every(({ kind }) => kind === 'same')) return <p className={styles.none}>The words are the same.</p>;
  return (
    <div className={styles.text} dir="auto" {...(language === null ? {} : { lang: language })}>
      {stretches.map(({ kind, before: b, after: a }, i) => {
        const key = `${b.start} ${a.start}`;
        if (kind === 'removed') return <del key={key}>{visible(before.slice(b.start, b.end))}</del>;
        if (kind === 'added') return <ins key={key}>{visible(after.slice(a.start, a.end))}</ins>;
        const words = after.slice(a.start, a.end);
        return <Same key={key} words={words} first={i === 0} last={i === stretches.length - 1} />;
      })}
    </div>
  );
}

/** What was taken away or added must be seen, also where it is nothing but a line end. */
const visible = (words: string) => (words.trim() === '' && words.includes('\n') ? words.replace('\n', '¶\n') : words);

function Same({ words, first, last }: { words: string; first: boolean; last: boolean }) {
  const head = first ? 0 : context;
  const tail = last ? 0 : context;
  if (words.length <= head + tail + context) return <Fragment>{words}</Fragment>;
  const from = head === 0 ? 0 : (wordEnd.exec(words.slice(head))?.index ?? 0) + head;
  const to = tail === 0 ? words.length : words.length - tail + wordStart(words.slice(words.length - tail));
  if (to <= from) return <Fragment>{words}</Fragment>;
  return (
    <>
      {words.slice(0, from)}
      <span className={styles.left}>
        … {plural(words.slice(from, to).trim().split(/\s+/).length, 'word')} the same …
      </span>
      {words.slice(to)}
    </>
  );
}

const wordEnd = /\s|$/;
const wordStart = (words: string) => /\s/.exec(words)?.index ?? 0;
