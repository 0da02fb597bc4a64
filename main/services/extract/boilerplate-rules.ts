/*
 * What newspapers' pages and print views carry besides the article, as rules over single lines. A rule must fit a
 * whole line and not merely occur in it, or name what no sentence of an article says; where a line could be the
 * article's own words it stays: folding too little costs a glance, folding a quote costs a finding.
 */

/** Words that stand on buttons and menus; a line made of nothing else is one. */
const interfaceWords = new Set(
  `print printer dictionary share sharing shares save email e-mail mail facebook twitter x linkedin whatsapp telegram reddit pinterest
instagram youtube tiktok threads bluesky kakaotalk kakao line naver band copy link url tweet like follow subscribe subscribed login
log-in signin sign-in signup sign-up register logout menu search home close open more next previous prev back top gallery video videos
photo photos audio listen play pause mute font size text small medium large bigger smaller zoom scrap bookmark bookmarks comment comments
reply report newsletter rss feed sitemap skip main content advertisement advertisements advert ad ads sponsored promoted loading
drucken teilen merken anmelden abonnieren startseite suche menü schließen kommentare anzeige werbung vorlesen
imprimer partager enregistrer envoyer accueil recherche fermer commenter commentaires publicité écouter
인쇄 공유 공유하기 스크랩 프린트 목록 댓글 로그인 회원가입 구독 구독하기 좋아요 글자크기 확대 축소 닫기 검색 홈 광고 기사저장 이메일 페이스북 트위터 카카오톡 링크복사 url복사 본문
印刷 共有 シェア ツイート 保存 ログイン 会員登録 検索 メニュー ホーム 閉じる 広告 コメント いいね ブックマーク 文字サイズ 大 中 小 記事を印刷する`
    .split(/\s+/)
    .filter(Boolean),
);
/** Words that stand between those without changing what the line is. */
const fillers = new Set([
  'a',
  'a+',
  'a-',
  'on',
  'to',
  'via',
  'by',
  'this',
  'and',
  'or',
  'the',
  'page',
  'article',
  'story',
  'the',
  '&',
  '|',
  '/',
  '·',
  '•',
  '-',
  '+',
  '»',
  '«',
  '>',
  '<',
  '×',
  '가',
  '이',
  '기사',
  'per',
  'auf',
  'sur',
  'par',
]);

/** Whole lines, in any article; all without regard to case, so that they can be asked as one. */
const lineRules: readonly RegExp[] = [
  // Sharing, printing, following.
  /^(?:print|share|e-?mail|tweet|save|bookmark|copy|download|listen to|gift) (?:this|the|to|a|full|on|with|via|us)\b.{0,60}(?<![.!?…]["”’]?)$/i,
  /^(?:follow|like|find|join|watch) us (?:on|at)\b.{0,80}$/i,
  /^(?:share|teilen|partager|compartir|공유|シェア)\s*[:：]?\s*(?:on|auf|sur|en)?\s*(?:facebook|twitter|x|linkedin|whatsapp|e-?mail|kakao\w*)?$/i,
  /^(?:facebook|twitter|x|linkedin|whatsapp|e-?mail|kakaotalk|line|url)(?:\s*[,|/·•]\s*(?:facebook|twitter|x|linkedin|whatsapp|e-?mail|kakaotalk|line|url))+$/i,
  /^\d[\d,.]*\s*k?\s*(?:shares?|likes?|views?|comments?|reads?|kommentare?|commentaires?|comentarios?)$/i,
  /^(?:artikel|seite|text)\s+(?:drucken|teilen|vorlesen|merken|versenden)$/i,
  /^(?:imprimer|partager|envoyer)\s+(?:cet|l['’])\s*article$/i,
  /^(?:이 기사를?|기사)\s*(?:공유|인쇄|스크랩|저장|추천).{0,20}$/i,
  /^(?:この記事を?|記事を)(?:シェア|印刷|保存|ツイート|共有).{0,20}$/i,
  // Accounts, comments, subscriptions.
  /^(?:please )?(?:log|sign) ?(?:in|up|on) (?:to|with|or|here|now|for|using|via)\b.{0,140}$/i,
  /^(?:to|before) (?:write|post|leave|add|view|read|see|join|submit|continue)\b.{0,60}\b(?:log|sign|register|subscribe)\b.{0,80}$/i,
  /^(?:already (?:a )?(?:subscriber|member|registered)|have an account|not a (?:subscriber|member)(?: yet)?|new here)\b.{0,80}$/i,
  /^(?:subscribe|sign up|register) (?:now|today|here|for|to|and)\b.{0,160}$/i,
  /^(?:get|receive|start your day with)\b.{0,80}\b(?:newsletter|inbox|in your in-?box|free trial|app)\b.{0,80}$/i,
  /^(?:this (?:article|content|story) is (?:only )?(?:for|available to) subscribers)\b.{0,120}$/i,
  /^(?:write|leave|post|add|be the first to) (?:a |the first |your )?(?:comment|reply|to comment)\b.{0,60}$/i,
  /^(?:post|view|show|load|read|see|hide|all|no) (?:a |all |more |the )?(?:\d+ )?comments?(?: yet| are closed| \(\d+\))?\.?$/i,
  /^comments (?:are|will be) (?:closed|moderated|disabled|turned off)\b.{0,120}$/i,
  /^(?:jetzt|hier) (?:anmelden|abonnieren|registrieren|weiterlesen).{0,80}$/i,
  /^(?:newsletter|abo) (?:abonnieren|bestellen|testen).{0,60}$/i,
  /^(?:abonnez-vous|s['’]abonner|inscrivez-vous|connectez-vous|se connecter|recevez)\b.{0,120}$/i,
  /^(?:댓글(?:을|은)?\s*(?:쓰기|작성|입력|남기|달기|\d|로그인|0|등록).{0,60}|로그인\s*(?:후|을|하시면|해).{0,60})$/i,
  /^(?:コメント(?:を(?:書く|投稿|する)|欄|は|するには).{0,60}|ログイン(?:して|する|後|が必要).{0,60})$/i,
  /^(?:この記事は(?:有料|会員)|有料会員|会員限定|続きを読むには).{0,80}$/i,
  /^(?:suscr[ií]bete|suscribirse|regístrate|inicia(?:r)? sesión|recibe|apúntate)\b.{0,120}(?<![.!?…]["”’]?)$/i,
  /^(?:compartir|imprimir|guardar|enviar) (?:en|este|esta|el|la|por)\b.{0,60}(?<![.!?…]["”’]?)$/i,
  /^(?:comentarios|ver (?:los )?comentarios|deja un comentario|iniciar sesión para comentar)(?: \(?\d+\)?)?$/i,
  /^(?:utilizamos|este sitio (?:web )?utiliza|usamos) .{0,60}cookies.{0,300}$/i,
  /^(?:아직 회원이 아니신가요|회원(?:이면|만|전용)|이 기사는 유료|뉴스레터\s*(?:구독|신청)|카카오톡 제보).{0,80}$/i,
  /^(?:メールマガジン|ニュースレター|無料(?:会員)?登録|会員登録).{0,60}$/i,
  /^(?:当サイトでは?|このサイト(?:では|は)).{0,40}(?:クッキー|cookie).{0,200}$/i,
  /^(?:fehler (?:gefunden|entdeckt|melden)|kommentar (?:schreiben|verfassen)|zum newsletter|kostenlos (?:anmelden|registrieren))\b.{0,80}$/i,
  // What newsletters end on.
  /^(?:was this (?:e-?mail |newsletter |message |briefing )?forwarded to you|did (?:someone|somebody|a friend) (?:forward|send) (?:you )?this)\b[^“”"]{0,160}$/i,
  /^you(?:[’']re| are) (?:receiving|getting) this (?:e-?mail|newsletter|message|because)\b.{0,240}$/i,
  /^view (?:this (?:e-?mail|newsletter|message) )?(?:in|on) (?:your |a |the )?(?:browser|web)\b.{0,40}$/i,
  // Advertisement, consent.
  /^[-–—\s]*(?:advertisement|advertising|advertorial|sponsored(?: content)?|paid (?:post|content)|promoted(?: stories)?|story continues below(?: advertisement)?|article continues (?:below|after)[^.]{0,60}|scroll to continue[^.]{0,40}|continue reading[^.]{0,60}|anzeige|werbung|publicité|la suite après (?:cette|la) publicité|publicidad|広告|광고|advert)[-–—:\s]*$/i,
  /^(?:we|this (?:web)?site|our (?:web)?site|by (?:using|continuing|clicking))\b.{0,80}\bcookies?\b.{0,400}$/i,
  /^(?:accept|reject|manage|allow)(?: all)?(?: cookies?| preferences| settings)$/i,
  /^(?:cookie|privacy|datenschutz|consent)[\s-]*(?:policy|settings|preferences|notice|einstellungen|hinweise?|erklärung)?$/i,
  /^(?:diese (?:web)?seite|wir) (?:verwende[tn]|nutz(?:t|en)|setz(?:t|en)) .{0,60}cookies?.{0,300}$/i,
  /^(?:ce site|nous) utilis(?:e|ons) .{0,60}cookies?.{0,300}$/i,
  /^(?:terms (?:of|and) (?:use|service|conditions)|privacy policy|contact us|about us|impressum|datenschutz|agb|mentions légales|nous contacter|개인정보\s*처리방침|이용약관|利用規約|プライバシーポリシー|お問い合わせ|会社概要)$/i,
  // A pointer and its aim.
  /^(?:related|read more|read also|see also|also read|more|watch|lesen sie (?:auch|mehr)|mehr(?: dazu)?|lire aussi|à lire aussi|voir aussi|관련\s*기사|関連記事|tags?|topics?|keywords?|filed under|schlagworte|mots-clés|태그|タグ)\s*[:：»>▶]\s*\S.{0,200}(?<![.。])$/i,
  // Rights.
  /^(?:©|ⓒ|\(c\)|copyright\b)(?!\s+(?:law|infring|act|reform|rules?|bill|office|owners?|holders?|disput|case|claim|protect)).{0,240}$/i,
  /^(?:this material may not be published|reproduction (?:of this|in whole)|for (?:reprint|syndication) (?:rights|permission)|purchase licensing rights|republish this).{0,240}$/i,
  /^our standards: the thomson reuters trust principles.{0,40}$/i,
  /^(?:standards board|community|comment(?:ing)?) (?:policy|guidelines|standards|rules).{0,60}$/i,
  // Corrections of format and ends.
  /^(?:[#*~=_·•.-]{2,}|#+|-\s?30\s?-|\(?end\)?|\(끝\)|＜?了＞?|\/\/+|\* \* \*)$/i,
  /^(?:page|seite|페이지|ページ) \d+ (?:of|von|sur|\/) \d+$/i,
  /^https?:\/\/\S+$/i,
  /^(?:word count|length|load-date|document type|publication-type|journal code)\s*[:：].{0,80}$/i,
  /^\d+ (?:min(?:ute)?s?(?:\.| read)?(?: read)?|minuten lesezeit|min de lecture)$/i,
  /^(?:back to (?:top|article|home)|nach oben|haut de page|skip to (?:main )?content|jump to .{0,40}|맨 위로|ページトップへ|トップへ戻る)$/i,
  /^(?:tap|click|swipe|scroll) (?:here|to|for|on|left|right|down)\b.{0,80}$/i,
  /^(?:contact|write to|email) (?:the|this) (?:author|writer|reporter|editor)s?\b.{0,100}$/i,
  /^(?:do you have a (?:story|tip)|got a (?:tip|story)|send (?:us )?your (?:tips|feedback)|report an error|report a (?:typo|correction)).{0,120}$/i,
];

const endsOnControl = /(?:icon|logo|avatar|thumbnail|spinner|placeholder|dropdown|hamburger)s?$/iu;

/** Whether a line begins with one of these characters. */
const begins = (characters: string) => (line: string) => characters.includes(line[0] ?? '');

/**
 * Rules that many words may begin, which takes long to find out, or that have flags of their own, which makes a question
 * more of each line: one is asked for a sign first.
 */
const signedRules: readonly { readonly sign: (line: string) => boolean; readonly rule: RegExp }[] = [
  // Comments, in French.
  {
    sign: begins('uUsSſrRéÉaA'),
    rule: /^(?:une erreur|signaler une erreur|réagir|écrire un commentaire|ajouter un commentaire|réservé aux abonnés|article réservé)(?!\p{L}).{0,60}(?<![.…])$/iu,
  },
  // How much may be written.
  {
    sign: (line) => line.includes('/'),
    rule: /(?:^|[\s(])\d+\s*\/\s*\d{2,5}\s*(?:자|字|文字|characters?|chars?|zeichen|caractères?)\)?$/iu,
  },
  // What newsletters end on.
  {
    sign: (line) => line.includes('free'),
    rule: /^(?:this (?:newsletter|e-?mail|briefing|bulletin)|(?:[\p{Lu}\d][\p{L}\d’'-]*)(?: [\p{Lu}\d][\p{L}\d’'-]*){1,5}) is (?:always )?free[.,;:!]? (?:and )?(?:please )?(?:[Ff]orward|[Ss]hare|[Ss]ubscribe|[Ss]ign up|[Pp]ass)\b[^“”"]{0,160}$/u,
  },
  {
    sign: begins('tTuUmMcC'),
    rule: /^(?:to )?(?:unsubscribe|(?:manage|update|change) (?:your |my )?(?:e-?mail |newsletter |subscription )?(?:preferences|settings|subscriptions?))(?:(?:\s*[|/·•,]\s*|\s+(?:or|and)\s+)[\p{L}\s-]{1,60}|,? (?:here|at any time|any time|from (?:this|these|our|all)\b|in one click|click)[^.“”"]{0,80})?\.?$/iu,
  },
  // What agencies put above their copy: numbers, slugs, what changed since the last version.
  {
    sign: (line) => /^.{1,5}\d/u.test(line),
    rule: /^(?=[^\p{Ll}]*$)(?=.*\d)[\p{Lu}]{1,5}\d[\p{Lu}\d]*(?:[ -][\p{Lu}\d]+){0,6}$/u,
  },
  {
    sign: (line) => line.includes('-'),
    rule: /^(?:BC|AM|PM|UPDATE ?\d*|URGENT|ADVISORY|[A-Z]{2,})(?:-[A-Z0-9&.]+){2,}(?:[:,/][A-Z0-9]+)*(?: ?=\d+)?$/,
  },
  {
    sign: begins('('),
    rule: /^\((?:UPDATES?|RECASTS?|ADDS?|WRITETHRU|CORRECTS?|REPEATS?|RELEADS?|EDS?:|Eds?:)\b.{0,240}\)$/,
  },
  // What pictures and controls are called in the page's source.
  {
    sign: (line) => endsOnControl.test(line.slice(-12)),
    rule: new RegExp(String.raw`^(?:[\p{L}\d-]+ ){0,3}${endsOnControl.source}`, 'iu'),
  },
  {
    sign: (line) => line.includes('-'),
    rule: /^(?:[^.!?]{0,30}\s)?[a-z]+-(?:image|icon|img|btn|button|logo)\b.{0,40}$/i,
  },
];

/** Words that end an article wherever they stand in a line, and how many characters may stand before and after them. */
const rights =
  /\ball rights reserved\b|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|무단\s*전재|재배포\s*금지|저작권자|無断転載|無断複製|複製を禁/i;
const aroundRights = { before: 160, after: 200 };
/** Of the words themselves, with blanks between Korean ones. */
const longestRights = 40;
const longestWithRights = aroundRights.before + longestRights + aroundRights.after;

function holdsRights(line: string): boolean {
  if (line.length > longestWithRights) return false;
  const found = rights.exec(line);
  return (
    found !== null &&
    found.index <= aroundRights.before &&
    line.length - found.index - found[0].length <= aroundRights.after
  );
}

/** All as one: a line is seldom any of them, and asking one by one takes ten times as long. */
const asOne = (rules: readonly RegExp[]) => new RegExp(rules.map(({ source }) => `(?:${source})`).join('|'), 'i');

/** A line longer than this fits only a rule with a wide gap in it, and most paragraphs are. */
const mediumLine = 250;
const hasWideGap = ({ source }: RegExp) => /\{0,[1-9]\d\d\}/.test(source);
const oneOfRules = asOne(lineRules);
const oneOfWideRules = asOne(lineRules.filter(hasWideGap));
const wideSignedRules = signedRules.filter(({ rule }) => hasWideGap(rule));

/** Headings over what leads elsewhere: what follows up to the next paragraph belongs to them. */
const openers =
  /^(?:related(?: (?:articles?|stories|topics?|content|links?|news|coverage|posts?))?|(?:read|see|watch|learn) (?:more|also|next)(?: (?:on|about|in|from) .{0,60})?|more (?:on|from|in|about) .{1,60}|more (?:stories|news|headlines|articles|coverage)|(?:most|top) (?:read|popular|viewed|shared|stories|news|commented)|popular(?: (?:now|stories|articles))?|trending(?: (?:now|stories|topics))?|recommended(?: (?:for you|stories|reading|articles))?|you (?:may|might) (?:also )?(?:like|be interested in)|editors?['’]? (?:picks?|choice)|latest (?:news|stories|headlines|articles)|don['’]?t miss|in case you missed it|what to read next|up next|next article|previous article|tags?|topics?|keywords?|filed under|categories|around the web|from the web|from our partners|weitere (?:artikel|themen|nachrichten|meldungen)|mehr (?:zum thema|dazu|aus .{1,40}|lesen)|(?:lesen|sehen) sie (?:auch|dazu|mehr).{0,60}|auch interessant|meistgelesen|das könnte sie auch interessieren|themen|schlagw(?:ort|örter)|(?:à |a )?lire (?:aussi|également|plus)|voir aussi|sur le même (?:sujet|thème)|les plus (?:lus|lues|populaires)|articles? (?:liés?|similaires?|associés?)|mots[- ]clés|(?:lee|lea) también|le puede interesar|te puede interesar|más (?:noticias|leídas?|información|sobre .{1,40})|noticias relacionadas|lo más (?:leído|visto)|etiquetas|archivado en|temas(?: relacionados)?|관련\s*(?:기사|뉴스)|많이\s*본\s*(?:기사|뉴스)|인기\s*(?:기사|뉴스)|추천\s*(?:기사|뉴스)|주요\s*뉴스|최신\s*(?:기사|뉴스)|태그|키워드|関連(?:記事|ニュース|リンク|キーワード|トピックス)|あわせて読みたい|おすすめ(?:記事)?|人気記事|アクセスランキング|ランキング|最新(?:記事|ニュース)|タグ|キーワード|相关(?:新闻|阅读|文章)|相關新聞|热门(?:新闻|文章))\s*[:：»>▶]?(?:\s*\(\d+\))?$/i;
/** What readers wrote begins here and goes on to the end. */
const commentOpeners =
  /^(?:(?:\d[\d,.]* )?(?:reader )?comments?(?: \(\d[\d,.]*\))?|(?:\d[\d,.]* )?kommentare?(?: \(\d[\d,.]*\))?|leserkommentare|(?:\d[\d,.]* )?commentaires?(?: \(\d[\d,.]*\))?|join the (?:conversation|discussion)|댓글(?:\s*\(?\d+\)?(?:개)?)?|コメント(?:\s*[(（]?\d+[)）]?件?)?)\s*:?$/i;

/** Whether a line is certainly no part of the article, whatever stands around it. */
export function isBoilerplateLine(line: string): boolean {
  const [one, signed] = line.length > mediumLine ? [oneOfWideRules, wideSignedRules] : [oneOfRules, signedRules];
  return (
    isInterface(line) ||
    one.test(line) ||
    signed.some(({ sign, rule }) => sign(line) && rule.test(line)) ||
    holdsRights(line) ||
    !holdsWords(line)
  );
}

/** Of a class as large as all letters V8 asks for each character by itself, which takes ten times as long. */
const holdsWords = (line: string) => /[a-z\d]/i.test(line) || /[\p{L}\p{N}]/u.test(line);

/** Whether the short lines after this one are links to elsewhere, tags, or the like. */
export const opensLinks = (line: string): boolean => openers.test(line);

/** Whether everything after this line is what readers wrote. */
export const opensComments = (line: string): boolean => commentOpeners.test(line);

const wordOnButton = /[^\s,|/·•]+/g;

function isInterface(line: string): boolean {
  if (line.length > 120) return false;
  let telling = 0;
  let words = 0;
  const small = line.toLowerCase();
  wordOnButton.lastIndex = 0;
  // Most lines are told by their first word.
  for (let found = wordOnButton.exec(small); found !== null; found = wordOnButton.exec(small)) {
    const word = found[0].replace(/^[([{<]+|[)\]}>:：.…]+$/g, '');
    if (word === '') continue;
    if (interfaceWords.has(word)) telling++;
    else if (!fillers.has(word) && !/^\d+$/.test(word)) return false;
    words++;
  }
  return telling > 0 && words <= 12;
}
