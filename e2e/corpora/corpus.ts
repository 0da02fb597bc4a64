import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '..', '..');
const samples = join(repository, 'samples');

/** Relative paths and their content; a string is written as UTF-8. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** What a corpus is made of: the samples with their annotations, the samples alone, or the given files. */
export type CorpusSource = 'samples' | 'samples-without-annotations' | Files;

/** Makes a corpus in a new folder. */
export function makeCorpus(folder: string, source: CorpusSource): void {
  mkdirSync(folder, { recursive: true });
  if (typeof source === 'object') {
    addFiles(folder, source);
    return;
  }
  if (!existsSync(samples)) throw new Error('There are no sample articles in the checkout.');
  const left = source === 'samples' ? ['cache'] : ['.rapporteur'];
  cpSync(samples, folder, { recursive: true, filter: (file) => !left.includes(basename(file)) });
}

/** Writes files into a corpus, over those that are there. */
export function addFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Three short articles: enough for a journey that is about something else. */
export const threeArticles: Files = {
  'harbour.txt':
    'Harbour plan divides the council\n\nThe mayor, Ida Holm, said on Monday that the harbour must grow. “We cannot wait another ten years,” she told reporters.\n\nPer Lund of the fishers’ union disagreed. “The plan takes our quays,” he said.\n',
  'tariffs.txt':
    'Ministers meet over grain tariffs\n\nMarch 3, 2021\n\n“A tariff helps nobody,” said Finance Minister Ana Ruiz. Farmers’ groups called her remarks “a slap in the face”.\n',
  'north/school.md':
    '# Village school to stay open\n\nBy Kim Ji-woo\n\nThe board voted 5 to 2 on Tuesday. “Every child counts,” said its chair, Jo Park 😀.\n',
};
