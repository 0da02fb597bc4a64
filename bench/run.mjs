const benches = {
  reader: {
    about: 'a text with its spans on screen, adding a span, scrolling: ours against @recogito/text-annotator',
    load: () => import('./reader.mjs'),
  },
  commit: {
    about: 'changes a second through the journal against plain append and fsync of the same bytes',
    load: () => import('./commit.mjs'),
  },
  suggest: {
    about: 'how well and how fast statements and their speakers are found, against simpler means',
    load: () => import('./suggest.mjs'),
  },
  agreement: {
    about: 'how far two annotators of up to a million spans agree, as a program, against only reading the same lines',
    load: () => import('./agreement.mjs'),
  },
  pages: {
    about: 'how well and how fast the body of saved pages is found, against Readability alone',
    load: () => import('./pages.mjs'),
  },
  window: {
    about: 'the window at 100,000 articles and 1,000,000 spans: opening, scrolling, filtering, the palette',
    load: () => import('./window.mjs'),
  },
  corpus: {
    about:
      'folders of up to 100,000 articles read the first time and again, against writing their texts into an FTS5 table; many files changed at once',
    load: () => import('./corpus.mjs'),
  },
  search: {
    about: 'searches of every kind over 10,000 and 100,000 articles: until the first places, and to the end',
    load: () => import('./search.mjs'),
  },
  dataset: {
    about:
      'folders with up to 1,000,000 spans opened and opened again, and an export of all beside writing the same lines',
    load: () => import('./dataset.mjs'),
  },
};

const help = `npm run -s bench -- NAME [--json] [options]

${Object.entries(benches)
  .map(([name, { about }]) => `  ${name.padEnd(9)} ${about}`)
  .join('\n')}
  help      this text

  --json   one JSON object instead of tables
  reader:  --sizes 12000:40,400000:2000,1000000:10000   characters:spans
           --rounds N                                   of each size, in alternating order (3; 2 from 1,000,000 characters on)
  commit:  --seconds N                                  for each measurement (2)
  suggest: --eval FILE.jsonl                            articles with their quotations; else a few of our own
           --articles N                                 through the program, and ten times as many (3000)
           --errors N                                   our figures only, and the first N mistakes
  agreement: --sizes 10000,100000,1000000               spans of both together
           --rounds N                                   of each size (3)

  window: --sizes 100000:100000,100000:1000000            articles:spans
  pages:   --pages DIR                                  NAME.html with NAME.txt, the body as people marked it; else a few of our own
           --errors N                                   the N weakest pages (10)
           --learn FILE                                 fit the model to these pages first and write its weights
  dataset: --spans 10000,100000,1000000

The exit code is 1 when a bar is missed, 2 for wrong use.
`;

const [name = 'help', ...rest] = process.argv.slice(2);
if (['help', '--help', '-h'].includes(name)) {
  process.stdout.write(help);
} else if (!Object.hasOwn(benches, name)) {
  process.stderr.write(`There is no bench named ${name}.\n\n${help}`);
  process.exitCode = 2;
} else {
  const options = {};
  for (let i = 0; i < rest.length; i++) {
    const option = /^--(json|sizes|rounds|seconds|eval|errors|articles|pages|learn|spans)(?:=(.*))?$/.exec(rest[i]);
    if (!option) {
      process.stderr.write(`${rest[i]} is no option of this bench.\n\n${help}`);
      process.exit(2);
    }
    options[option[1]] = option[1] === 'json' ? true : (option[2] ?? rest[++i]);
  }
  const { run } = await benches[name].load();
  const { report, text, met } = await run(options);
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 1)}\n` : `${text}\n`);
  process.exitCode = met ? 0 : 1;
}
