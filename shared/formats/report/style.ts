/** How a report looks on a screen and on paper; nothing is loaded, and black and white is enough to read it. */
export const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body {
  max-width: 50rem; margin: 0 auto; padding: 3rem 1.5rem 5rem; background: #fff; color: #1a1917;
  font: 400 1.0625rem/1.5 Charter, "Bitstream Charter", "Source Serif 4", Georgia, "Noto Serif", "Noto Serif CJK KR",
    "Noto Serif CJK JP", "Noto Naskh Arabic", "Noto Serif Hebrew", serif;
  overflow-wrap: break-word;
}
h1, h2, h3, h4 { margin: 0; line-height: 1.25; font-weight: 650; text-wrap: balance; }
h1 { font-size: 2rem; }
h2 { margin-top: 2.4rem; padding-top: .6rem; border-top: 2px solid #1a1917; font-size: 1.45rem; }
h3 { margin-top: 1.8rem; font-size: 1.15rem; }
h4 { font-size: 1rem; }
p { margin: .5rem 0; }
ul, ol { margin: .5rem 0; padding-inline-start: 1.3rem; }
a { color: inherit; text-decoration-color: #8b867c; }
.kind { margin: 0 0 .3rem; color: #57534b; font-size: .9rem; letter-spacing: .04em; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: 1.3rem 0 0; }
.facts dt { color: #57534b; }
.facts dd { margin: 0; }
.summary { margin: 1.3rem 0 0; }
.note, .under { color: #57534b; font-size: .9rem; }
.glance { display: grid; grid-template-columns: repeat(3, 1fr); gap: .9rem 1.6rem; margin: 1.2rem 0; padding: 0; }
.glance > div { border-top: 1px solid #8b867c; padding-top: .35rem; }
.glance dt { font-size: .85rem; color: #57534b; }
.glance dd { margin: 0; }
.glance b { display: block; font-size: 1.45rem; line-height: 1.25; font-weight: 650; }
.glance small { display: block; color: #57534b; font-size: .8rem; line-height: 1.35; }
table { width: 100%; margin: .8rem 0 .4rem; border-collapse: collapse; font-size: .875rem; line-height: 1.4; font-variant-numeric: lining-nums tabular-nums; }
caption { padding-bottom: .35rem; text-align: start; color: #57534b; }
th, td { padding: .32rem .6rem .32rem 0; border-bottom: 1px solid #d8d3c8; text-align: start; vertical-align: top; font-weight: 400; }
th:last-child, td:last-child { padding-inline-end: 0; }
thead th { border-bottom: 1px solid #1a1917; font-weight: 650; vertical-align: bottom; }
thead td { border-bottom: 1px solid #1a1917; }
th small, td small { display: block; color: #57534b; font-size: .78rem; font-weight: 400; line-height: 1.35; }
.n { text-align: end; white-space: nowrap; }
th.n small, td.n small { white-space: normal; }
.figures thead th:first-child { width: 42%; }
.figures td:last-child:not(.n), .figures th:last-child:not(.n) { width: 17%; padding-inline-start: 1rem; }
.layers { table-layout: fixed; }
.layers thead th:first-child, .articles thead th:first-child { width: 34%; }
.figures td.n b { font-weight: 650; }
.matrix { width: auto; }
.matrix th, .matrix td { min-width: 3.4rem; padding: .3rem .6rem; }
.matrix td { text-align: center; border-inline-start: 1px solid #d8d3c8; }
.matrix thead th { text-align: center; }
.matrix thead td { border-inline-start: 0; }
.matrix th[scope="row"] { padding-inline-start: 0; }
.matrix .same { outline: 2px solid #1a1917; outline-offset: -2px; font-weight: 650; }
.alike { color: #6b675e; }
.article > header { margin-bottom: 1rem; }
.article .source { margin: .2rem 0 0; color: #57534b; font-size: .9rem; overflow-wrap: anywhere; }
.case { margin: 1.6rem 0 0; padding-top: .7rem; border-top: 1px solid #8b867c; }
.case > header { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; }
.state { flex: none; padding: 0 .45em; border: 1px solid #57534b; border-radius: 3px; font-size: .8rem; white-space: nowrap; }
.state[data-state="decided"] { border-width: 2px; border-color: #1a1917; font-weight: 650; }
.state[data-state="open"], .state[data-state="reopened"] { border-style: dashed; }
.state[data-state="agreed"] { border-color: transparent; color: #57534b; }
.passage { margin: .6rem 0; padding-inline-start: .9rem; border-inline-start: 3px solid #d8d3c8; line-height: 1.85; }
.passage .cut { color: #57534b; }
.edge { font: 650 1em/1 system-ui, "Noto Sans", sans-serif; unicode-bidi: isolate; white-space: nowrap; }
.open::before, .close::after { content: attr(data-side); font-size: .58em; vertical-align: .5em; }
.open::after { content: "["; }
.close::before { content: "]"; }
.sign { font-family: system-ui, "Noto Sans", "DejaVu Sans", Arial, sans-serif; }
.m1 { text-decoration: underline solid 1.5px #1a1917; text-underline-offset: .2em; }
.m2 { text-decoration: underline dashed 1.5px #1a1917; text-underline-offset: .42em; }
.m3 { text-decoration: underline dotted 2px #1a1917; text-underline-offset: .62em; }
.m4 { text-decoration: underline double 1px #1a1917; text-underline-offset: .8em; }
.m5 { text-decoration: underline wavy 1px #1a1917; text-underline-offset: 1em; }
.m1, .m2, .m3, .m4, .m5 { text-decoration-skip-ink: none; }
.said { table-layout: fixed; }
.said tbody th, .said td:first-child, .said th:first-child { width: 7.2em; }
.said tbody th { color: #57534b; }
.said .stands { font-size: .78rem; font-weight: 400; display: block; }
.said [data-differs] th, .said [data-differs] td { font-weight: 650; }
.said [data-differs] th { color: #1a1917; }
.said .nothing { font-weight: 650; font-style: italic; }
.said p { margin: 0; }
.decision, .thread { font-size: .92rem; }
.decision q, .thread q { quotes: none; }
.decision .reason { margin: .1rem 0 0; padding-inline-start: .9rem; border-inline-start: 3px double #8b867c; white-space: pre-line; }
.thread { margin: .4rem 0; padding: 0; list-style: none; }
.thread li { margin: .35rem 0; padding-inline-start: .9rem; border-inline-start: 1px solid #8b867c; }
.thread p { margin: 0; white-space: pre-line; }
.thread .who { color: #57534b; font-size: .9em; }
h1, h2, h3, h4, thead, caption, .case > header, .article > header, .source, .how { break-after: avoid; break-inside: avoid; }
tr, .glance > div, .facts div, .passage, .decision, .thread li, .matrix, .said, .whole { break-inside: avoid; }
.passage, .case > header { break-after: avoid; }
thead { display: table-header-group; }
@page {
  margin: 20mm 18mm 22mm;
  @bottom-left { content: "Review report"; color: #57534b; font: 8.5pt Charter, Georgia, serif; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); color: #57534b; font: 8.5pt Charter, Georgia, serif; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.42; }
  h1 { font-size: 21pt; }
  h2 { font-size: 15pt; }
  h3 { font-size: 12pt; }
  a { text-decoration: none; }
  .said { font-size: 9pt; }
  .said th, .said td { padding-top: .16rem; padding-bottom: .16rem; }
  .case { margin-top: 1.1rem; padding-top: .5rem; }
  .cases { break-before: page; }
  .cases h2 { margin-top: 0; }
}
@media screen and (max-width: 42rem) {
  .wide { overflow-x: auto; }
}
`;
