import { isAttributed, stanceOf } from '../../codebook/codebook.ts';
import type { Span } from '../../model/span.ts';
import type { Difference, Sided } from '../../review/case.ts';
import { saidTogether } from '../../review/threads.ts';
import {
  caseHeading,
  layerName,
  type Names,
  ordered,
  reopenedWords,
  type ShownSide,
  sideName,
  targetName,
} from '../../review/words.ts';
import { list } from '../../text/wording.ts';
import { html, joined, type Markup, words } from './markup.ts';
import { passageOf } from './passage.ts';
import type { ReportedCase, ReportedText, ReviewReport } from './review-report.ts';
import { cut, differing, edge, standing, underlined } from './side-marks.ts';

/** What is needed to print a case beside the case itself. */
export interface CaseSetting {
  report: ReviewReport;
  /** Null: the article is not there. */
  text: ReportedText | null;
  language: string | null;
  moment: (iso: string) => string;
}

const stateWords = {
  agreed: 'Agreed',
  open: 'Open',
  decided: 'Decided',
  later: 'Put off',
  reopened: 'Open again',
} as const satisfies Record<ReportedCase['state']['state'], string>;

/** One case: its words in context, what each side says, what was decided and what was said about it. */
export function caseMarkup(one: ReportedCase, number: number, setting: CaseSetting): Markup {
  const { report, text } = setting;
  const { state } = one.state;
  return html`<article class="case" id="case-${number}" aria-labelledby="case-${number}-title">
<header><h4 id="case-${number}-title">${number}. ${caseHeading(one.case, report.names)}</h4><span class="state" data-state="${state}">${stateWords[state]}</span></header>
${text && passageMarkup(one, text, setting)}${sidesTable(one, setting)}${decisionMarkup(one, setting)}${threadMarkup(one, setting)}</article>
`;
}

function passageMarkup({ case: one }: ReportedCase, text: ReportedText, { report, language }: CaseSetting): Markup {
  const sideOf = new Map(report.names.sides.map((side) => [side.id, side]));
  const pieces = passageOf(text, ordered(one, report.names)).map((piece): Markup => {
    if (piece.kind === 'cut') return cut;
    if (piece.kind === 'paragraph') return html`<br>`;
    if (piece.kind === 'words')
      return piece.sides.reduceRight((inner, side) => underlined(sideOf.get(side)!, inner), html`${piece.text}`);
    return edge(sideOf.get(piece.side)!, piece.kind);
  });
  return html`<p class="passage" dir="auto"${langOf(language)}>${pieces}</p>
`;
}

/** The attribute for a language, where it is one. */
export const langOf = (language: string | null): Markup | null =>
  language !== null && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? html` lang="${language}"` : null;

/** A row of the table: what of a span it is about, and how a span says it. */
interface Row {
  name: string;
  differences: readonly Difference[];
  cell: (sided: Sided) => Markup | null;
}

function sidesTable(printed: ReportedCase, setting: CaseSetting): Markup {
  const { case: one, state, stands } = printed;
  const { names } = setting.report;
  const spans = ordered(one, names);
  const agreed = one.differences.length === 0 && spans.length > 1;
  const taken = state.state === 'decided' && state.decision?.verdict === 'take' ? state.decision.taken : [];
  const shown: { side: ShownSide | null; sided: Sided | undefined }[] = agreed
    ? [{ side: null, sided: spans[0] }]
    : names.sides
        .filter(({ id }) => one.missing.includes(id) || spans.some(({ side }) => side === id))
        .map((side) => ({ side, sided: spans.find((sided) => sided.side === side.id) }));
  const merged =
    state.decision?.verdict === 'merge' && state.state === 'decided'
      ? stands.map((span): Sided => ({ span, side: span.annotator, start: span.start, end: span.end }))
      : [];
  const all = [...shown.flatMap(({ sided }) => sided ?? []), ...merged];
  const rows = rowsOf(
    one.differences.includes('boundary') || setting.text === null || merged.length > 0,
    setting,
  ).filter(({ cell }) => all.some((sided) => cell(sided) !== null));
  const head = (side: ShownSide | null, sided: Sided | undefined) =>
    side === null
      ? html`<th scope="col">${spans.length > 2 ? 'All' : 'Both'}</th>`
      : html`<th scope="col">${words(side.name)}${named(side)}${
          sided !== undefined && taken.includes(sided.span.id) && standing
        }</th>`;
  return html`<table class="said">
<thead><tr><td></td>${shown.map(({ side, sided }) => head(side, sided))}${merged.map(
    () => html`<th scope="col">Merged${standing}</th>`,
  )}</tr></thead>
<tbody>
${rows.map(({ name, differences, cell }, i) => {
  const differs = one.differences.some((kind) => differences.includes(kind));
  return html`<tr${differs && html` data-differs`}><th scope="row">${name}${differs && ` ${differing}`}</th>${shown.map(
    ({ sided }) => {
      if (sided !== undefined) return html`<td>${cell(sided) ?? html`<span class="alike">none</span>`}</td>`;
      return i === 0 && html`<td rowspan="${rows.length}" class="nothing">Nothing marked here</td>`;
    },
  )}${merged.map((sided) => html`<td>${cell(sided) ?? html`<span class="alike">none</span>`}</td>`)}</tr>
`;
})}</tbody>
</table>
`;
}

const named = ({ name, short }: ShownSide): Markup | null =>
  name.endsWith(` ${short}`) ? null : html` (${words(short)})`;

/** @param withWords whether the words are printed, too: where they differ, or stand nowhere else */
function rowsOf(withWords: boolean, { report, language }: CaseSetting): Row[] {
  const { names } = report;
  const attributed = (span: Span) => isAttributed(names.codebook, span.layer);
  const row = (name: string, differences: readonly Difference[], cell: (span: Span) => Markup | null): Row => ({
    name,
    differences,
    cell: ({ span }) => cell(span),
  });
  return [
    ...(withWords
      ? [
          row(
            'Words',
            ['boundary'],
            ({ quote }) => html`<q dir="auto"${langOf(language)}>${shortened(quote.exact)}</q>`,
          ),
        ]
      : []),
    row('Layer', ['layer'], ({ layer }) => words(layerName(layer, names))),
    row('Speaker', ['speaker'], (span) => {
      if (!attributed(span)) return null;
      return span.speaker === null
        ? html`<span class="alike">no speaker</span>`
        : words(names.speakers.get(span.speaker)?.name ?? span.speaker);
    }),
    row('Stance', ['stance', 'target'], (span) => {
      if (!attributed(span)) return null;
      if (span.stances.length === 0) return html`<span class="alike">no stance</span>`;
      return html`${span.stances.map((stance) => html`<p>${stanceWords(stance.value, names)} ${words(targetName(stance, names))}</p>`)}`;
    }),
    row('Mode', ['mode'], (span) => {
      if (span.mode === null) return null;
      return html`${names.codebook.modes.find(({ id }) => id === span.mode)?.name ?? span.mode}`;
    }),
    row('Note', [], ({ note }) => (note ? html`<p dir="auto">${note}</p>` : null)),
  ];
}

function stanceWords(value: string, { codebook }: Names): Markup {
  const known = stanceOf(codebook, value);
  return known === undefined ? words(value) : html`<b>${known.sign}</b> ${known.verb}`;
}

/** The beginning and the end of long words; which they are the passage says. */
function shortened(text: string): Markup {
  if (text.length <= 240) return html`${text}`;
  const head = text.slice(0, 130).replace(/(?<=\S)\s\S*$|[\uD800-\uDBFF]$/u, '');
  const tail = text.slice(-80).replace(/^\S*\s(?=\S)|^[\uDC00-\uDFFF]/u, '');
  return html`${head}${cut}${tail}`;
}

function decisionMarkup(
  { case: one, state: { state, decision, changes } }: ReportedCase,
  setting: CaseSetting,
): Markup | null {
  if (decision === null) return null;
  const { report, moment } = setting;
  const nameOf = (id: string) => sideName(id, report.names);
  const holds = state === 'decided' || state === 'later';
  const takenFrom = decision.judged.filter(({ span }) => decision.taken.includes(span)).map(({ side }) => nameOf(side));
  const what = {
    take: html`taken as ${listed(takenFrom)} marked it`,
    merge: html`merged with edits`,
    none: html`none of these stands`,
    later: html`put off`,
  }[decision.verdict];
  const adjudicator = report.blind ? html`an adjudicator` : words(whoIs(decision.adjudicator, report));
  return html`<div class="decision">
<p><b>${holds ? (decision.verdict === 'later' ? 'Later' : 'Decision') : 'Earlier decision'}:</b> ${what}, by ${adjudicator}, ${moment(decision.at)}.</p>
${
  decision.reason &&
  html`<p class="reason" dir="auto">${decision.reason}</p>
`
}${
  changes.length > 0 &&
  html`<p><b>Open again:</b> since then, ${words(reopenedWords(changes, nameOf))}.</p>
`
}${
  state === 'agreed' &&
  one.differences.length === 0 &&
  html`<p>The sides agree by now.</p>
`
}</div>
`;
}

function threadMarkup({ comments }: ReportedCase, { report, moment }: CaseSetting): Markup | null {
  if (comments.length === 0) return null;
  const who = (id: string) => words(whoIs(id, report));
  return html`<ul class="thread" aria-label="Comments">
${saidTogether(comments).map(
  ({
    author,
    text,
    asked,
    answer,
    createdAt,
  }) => html`<li><span class="who"><b>${who(author)}</b>, ${moment(createdAt)}${
    asked.length > 0 && html`, asks ${joined(asked.map(who), ' and ')} to look again`
  }${answer !== null && (answer === 'accepted' ? ', changed it as asked' : ', keeps it as it is')}</span>${
    text !== '' && html`<p dir="auto">${text}</p>`
  }</li>
`,
)}</ul>
`;
}

/** Whose names are hidden is called by a number, or, who is none of the sides, by what they do here. */
function whoIs(id: string, { names, blind, personOf }: ReviewReport): string {
  const side = names.sides.find((one) => one.id === id);
  return side?.name ?? (blind ? 'A reviewer' : personOf(id));
}

const listed = (all: readonly string[]): Markup => words(list(all));
