/** What a stretch of a mail's lines is. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Quoted from another mail, heads of a forwarded one, or a signature. */
  readonly aside: boolean;
}

/** How mail programs introduce the mail that is answered. */
const answered =
  /^(?:on .{6,120} wrote:|am .{6,120} schrieb.{0,80}:|le .{6,120} a écrit\s?:|el .{6,120} escribió:|il .{6,120} ha scritto:|em .{6,120} escreveu:|op .{6,120} schreef.{0,80}:|.{6,120} пишет:|.{2,60}님이 작성:|\d{4}年.{2,80}[:：]|-{3,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|исходное сообщение|原始邮件|원본 메시지)\s*-{3,})$/i;
/** How they introduce a mail that is passed on: what follows is what the mail is about. */
const forwarded =
  /^(?:-{3,}\s*(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|пересылаемое сообщение)\s*-{0,}|begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message réexpédié\s?:)$/i;
const head =
  /^\*?(from|sent|date|to|cc|bcc|subject|reply-to|von|gesendet|datum|an|betreff|de|envoyé|à|objet|cc|para|asunto|enviado|fecha|от|кому|тема|дата|发件人|收件人|主题|보낸 ?사람|받는 ?사람|제목|날짜|差出人|宛先|件名|日時)\s?[:：]\*?\s*(.*)$/i;

/** What the heads of a forwarded mail tell of it. */
export interface ForwardedHead {
  subject: string | null;
  from: string | null;
  date: string | null;
}

/**
 * The lines of a mail's text, in stretches of what it says itself and what it only carries along: quoted lines, the answered
 * mail below an introduction, the signature (RFC 3676), the heads of a forwarded mail, whose own text stays.
 */
export function stretchesOf(text: string): { stretches: Stretch[]; forwarded: ForwardedHead | null } {
  const stretches: { start: number; end: number; aside: boolean }[] = [];
  let told: ForwardedHead | null = null;
  let rest = false;
  let heads = false;
  let at = 0;
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    const [start, end] = [at, at + raw.length];
    at = end + 1;
    if (line === '') {
      // An empty line may stand before the heads of a forwarded mail, and ends them.
      if (heads && told !== null && (told.subject ?? told.from) !== null) heads = false;
      continue;
    }
    let aside = rest || line.startsWith('>');
    if (!rest && forwarded.test(line)) {
      told ??= { subject: null, from: null, date: null };
      heads = true;
      aside = true;
    } else if (heads) {
      const found = head.exec(line);
      aside = found !== null;
      if (found) readHead(found, told!);
      else heads = false;
    } else if (
      !rest &&
      (answered.test(line) ||
        (answered.test(`${line} ${lines[index + 1]?.trim() ?? ''}`) && line.length < 80 && /\d/.test(line)))
    ) {
      aside = true;
      // Answers may stand between and below what is quoted with signs; without signs all that follows is quoted.
      rest = !lines.slice(index + 1, index + 6).some((next) => next.trim().startsWith('>'));
    } else if (/^-- ?$/.test(raw) && index > 0) {
      rest = true;
      aside = true;
    }
    const open = stretches.at(-1);
    if (open && open.aside === aside) open.end = end;
    else stretches.push({ start, end, aside });
  }
  return { stretches, forwarded: told };
}

function readHead([, name = '', value = '']: RegExpExecArray, told: ForwardedHead): void {
  const key = name.toLowerCase();
  const words = value.trim() || null;
  if (/^(?:subject|betreff|objet|asunto|тема|主题|제목|件名)$/.test(key)) told.subject ??= words;
  else if (/^(?:from|von|de|от|发件人|보낸 ?사람|差出人)$/.test(key)) told.from ??= words;
  else if (/^(?:date|sent|gesendet|datum|envoyé|enviado|fecha|дата|날짜|日時)$/.test(key)) told.date ??= words;
}
