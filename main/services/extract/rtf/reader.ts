import { Failure } from '#shared/contract/failure.ts';
import type { BlockKind } from '#shared/model/article.ts';
import { isoDate } from '../dates.ts';
import { kindOfStyle, type Part, type Properties, plainWords } from '../parts.ts';
import { codePageOfCharset, decodeBytes } from './code-pages.ts';
import { type Look, Sink } from './sink.ts';

/*
 * A reader of the Rich Text Format (specification 1.9.1, Microsoft 2008) for its words: groups are kept on a stack of
 * our own, so that no nesting ends the program, and destinations that hold no text of the document are skipped.
 */

export interface RtfDocument {
  readonly parts: readonly Part[];
  readonly properties: Properties;
  /** Whether the file breaks off before its outermost group ends. */
  readonly cut: boolean;
}

/** More groups within each other than this are no document; some programs forget to close one for each paragraph. */
const deepest = 100_000;

/** What the words of a group are: `skip` is nothing, `fonts` and `styles` are tables. */
type Place = 'words' | 'skip' | 'fonts' | 'styles';

/** What a group inherits and restores (RTF 1.9.1, “Group state”). */
interface State {
  place: Place;
  sink: Sink;
  font: number;
  /** How many characters stand for one of Unicode to readers that do not know it. */
  uc: number;
  hidden: boolean;
  deleted: boolean;
  style: number;
  outline: number;
  bullet: boolean;
  inTable: boolean;
  /** Where the words outside of an `\upr` group go, whose second half says the first again. */
  outer: Place;
  /** What is asked of the group when it ends. */
  onEnd: (() => void) | null;
}

/** Destinations without text of the document. */
const skipped = new Set(
  'colortbl pict themedata filetbl revtbl rsidtbl listtable listoverridetable listpicture xe tc rxe txe bkmkstart bkmkend fldinst fldtype formfield datafield sp shprslt do nonesttables nesttableprops ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn annotation atnauthor atnid atndate atnref atrfstart atrfend generator private xmlnstbl docvar template background pgptbl passwordhash mmathPr datastore colorschememapping latentstyles userprops panose falt fontemb objclass objname objdata pntxta pntxtb pn pnseclvl keywords subject doccomm comment operator company manager category hlinkbase buptim printim revtim'.split(
    ' ',
  ),
);
/** Destinations behind `\*` that have text all the same. */
const starred = new Set([
  'shpinst',
  'shptxt',
  'ud',
  'fldrslt',
  'footnote',
  'listtext',
  'pntext',
  'shppict',
  'nonshppict',
]);

const characters: Readonly<Record<string, string>> = {
  tab: '\t',
  line: '\n',
  lbr: '\n',
  emdash: '—',
  endash: '–',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  zwj: '\u200d',
  zwnj: '\u200c',
  zwbo: '\u200b',
  zwnbo: '\u2060',
  ltrmark: '\u200e',
  rtlmark: '\u200f',
};

const [openBrace, closeBrace, backslash, lineFeed, carriageReturn] = [123, 125, 92, 10, 13];

/** Reads the words out of a document's bytes; `at` is where its first group opens. @throws Failure for absurd nesting */
export function readRtf(bytes: Buffer, at: number): RtfDocument {
  return new Reader(bytes, at).read();
}

class Reader {
  private readonly text = new Sink();
  private readonly asides = new Set<Sink>();
  private readonly notes: Sink[] = [];
  private readonly info = { title: new Sink(), author: new Sink() };
  private created: string | null = null;
  private readonly codePages = new Map<number, number>();
  private readonly symbols = new Set<number>();
  private readonly styleKinds = new Map<number, BlockKind>();
  private codePage = 1252;
  private firstFont = 0;
  private state: State;
  private readonly stack: State[] = [];
  /** Bytes of the words that are not decoded yet: a character may be several, each written in its own way. */
  private held = Buffer.alloc(4096);
  private heldLength = 0;
  private heldPage = 1252;
  private star = false;
  /** Characters still to be left out after one of Unicode. */
  private toSkip = 0;
  private tableFont = -1;
  private tableStyle = -1;
  private styleName = '';
  private day: Record<string, number> = {};

  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {
    this.state = {
      place: 'words',
      sink: this.text,
      font: -1,
      uc: 1,
      hidden: false,
      deleted: false,
      style: -1,
      outline: -1,
      bullet: false,
      inTable: false,
      outer: 'words',
      onEnd: null,
    };
  }

  read(): RtfDocument {
    const { bytes } = this;
    let begun = false;
    while (this.at < bytes.length && !(begun && this.stack.length === 0)) {
      const code = bytes[this.at]!;
      if (code === openBrace) {
        this.at++;
        this.open();
        begun = true;
      } else if (code === closeBrace) {
        this.at++;
        this.close();
      } else if (code === backslash) this.control();
      else if (code === lineFeed || code === carriageReturn) this.at++;
      else this.plain();
    }
    const cut = this.stack.length > 0;
    this.flush();
    while (this.stack.length > 0) this.close();
    return { parts: this.allParts(), properties: this.properties(), cut };
  }

  private open(): void {
    if (this.stack.length >= deepest)
      throw new Failure(
        'unsupported',
        'The document’s groups are nested more than 100,000 deep, as no program writes them. Save its text as .txt.',
      );
    this.stack.push(this.state);
    this.state = { ...this.state, onEnd: null };
    this.star = false;
    this.toSkip = 0;
  }

  private close(): void {
    const before = this.stack.pop();
    if (before === undefined) return;
    this.toSkip = 0;
    this.star = false;
    if (before.sink !== this.state.sink || before.place !== this.state.place) this.flush();
    this.state.onEnd?.();
    this.state = before;
  }

  /** A run of bytes between two marks. */
  private plain(): void {
    const { bytes } = this;
    let end = this.at + 1;
    for (; end < bytes.length; end++) {
      const code = bytes[end]!;
      if (
        code === backslash ||
        code === openBrace ||
        code === closeBrace ||
        code === lineFeed ||
        code === carriageReturn
      )
        break;
    }
    const from = Math.min(end, this.at + this.toSkip);
    this.toSkip -= from - this.at;
    this.hold(bytes.subarray(from, end));
    this.at = end;
    this.star = false;
  }

  private control(): void {
    const { bytes } = this;
    const code = bytes[this.at + 1];
    if (code === undefined) {
      this.at++;
      return;
    }
    if (!isLetter(code)) {
      this.at += 2;
      this.symbol(code);
      return;
    }
    let end = this.at + 2;
    while (end < bytes.length && end < this.at + 33 && isLetter(bytes[end]!)) end++;
    const word = bytes.toString('latin1', this.at + 1, end);
    let digits = end;
    if (bytes[digits] === 45) digits++;
    const firstDigit = digits;
    while (digits < bytes.length && digits < firstDigit + 10 && isDigit(bytes[digits]!)) digits++;
    const number = digits > firstDigit ? Number(bytes.toString('latin1', end, digits)) : null;
    this.at = digits > firstDigit ? digits : end;
    if (bytes[this.at] === 32) this.at++;
    const star = this.star;
    this.star = false;
    if (word === 'bin') {
      // Not text, and may hold braces of its own.
      this.at = Math.min(bytes.length, this.at + Math.max(0, number ?? 0));
      return;
    }
    if (word !== 'u') this.toSkip = 0;
    this.word(word, number, star);
  }

  private symbol(code: number): void {
    switch (code) {
      case 39 /* ' */:
        {
          const value = Number.parseInt(this.bytes.toString('latin1', this.at, this.at + 2), 16);
          if (Number.isNaN(value)) return;
          this.at += 2;
          if (this.toSkip > 0) this.toSkip--;
          else this.hold(Buffer.of(value));
          return;
        }
      case 42 /* * */:
        this.star = true;
        return;
      case backslash:
      case openBrace:
      case closeBrace:
        if (this.toSkip > 0) this.toSkip--;
        else this.hold(Buffer.of(code));
        return;
      case 126 /* ~ */:
        this.write('\u00a0');
        return;
      case 95 /* _ */:
        this.write('\u2011');
        return;
      case lineFeed:
      case carriageReturn:
        this.endParagraph();
        return;
      default:
    }
  }

  private word(word: string, number: number | null, star: boolean): void {
    const { state } = this;
    if (state.place === 'fonts') {
      this.fontWord(word, number);
      return;
    }
    if (state.place === 'styles') {
      this.styleWord(word, number);
      return;
    }
    if (word === 'ud') {
      state.place = state.outer;
      return;
    }
    if (state.place === 'skip') return;
    if (star && !starred.has(word) && word !== 'fonttbl') {
      if (word === 'pn') state.sink.item();
      state.place = 'skip';
      return;
    }
    if (skipped.has(word)) {
      state.place = 'skip';
      return;
    }
    const character = characters[word];
    if (character !== undefined) {
      this.write(character);
      return;
    }
    if (this.destination(word)) return;
    switch (word) {
      case 'u': {
        if (number === null) return;
        const unit = number < 0 ? number + 0x10000 : number;
        if (unit < 0 || unit > 0x10ffff) return;
        // Symbols' fonts keep their signs where Unicode has none.
        this.write(unit === 0xf0b7 ? '•' : unit > 0xffff ? String.fromCodePoint(unit) : String.fromCharCode(unit));
        this.toSkip = state.uc;
        return;
      }
      case 'uc':
        state.uc = Math.min(Math.max(0, number ?? 1), 16);
        return;
      case 'par':
      case 'sect':
      case 'page':
      case 'column':
        this.endParagraph();
        return;
      case 'cell':
      case 'nestcell':
        this.flush();
        state.sink.endCell(this.look());
        return;
      case 'row':
      case 'nestrow':
        this.flush();
        state.sink.endRow();
        return;
      case 'pard':
        state.style = -1;
        state.outline = -1;
        state.bullet = false;
        state.inTable = false;
        return;
      case 'plain':
        this.flush();
        state.hidden = false;
        state.deleted = false;
        state.font = -1;
        return;
      case 'intbl':
        state.inTable = true;
        return;
      case 's':
        state.style = number ?? -1;
        return;
      case 'outlinelevel':
        state.outline = number ?? -1;
        return;
      case 'ls':
        state.bullet = (number ?? 0) > 0;
        return;
      case 'v':
        this.flush();
        state.hidden = number !== 0;
        return;
      case 'deleted':
        this.flush();
        state.deleted = number !== 0;
        return;
      case 'f':
        state.font = number ?? -1;
        return;
      case 'deff':
        this.firstFont = number ?? 0;
        return;
      case 'ansicpg':
        if (number !== null && number > 0) this.codePage = number;
        return;
      case 'mac':
        this.codePage = 10000;
        return;
      case 'pc':
        this.codePage = 437;
        return;
      case 'pca':
        this.codePage = 850;
        return;
      default:
        if (number !== null && /^(?:yr|mo|dy)$/.test(word)) this.day[word] = number;
    }
  }

  /** Whether the word begins a destination whose words are kept apart. */
  private destination(word: string): boolean {
    const { state } = this;
    switch (word) {
      case 'fonttbl':
        this.flush();
        state.place = 'fonts';
        return true;
      case 'stylesheet':
        this.flush();
        state.place = 'styles';
        return true;
      case 'title':
      case 'author':
        this.into(this.info[word]);
        return true;
      case 'creatim':
        this.day = {};
        state.onEnd = () => {
          const { yr = 0, mo = 0, dy = 0 } = this.day;
          this.created = isoDate(`${yr}-${String(mo).padStart(2, '0')}-${String(dy).padStart(2, '0')}`);
        };
        return true;
      case 'info':
        this.into(new Sink());
        return true;
      case 'footnote': {
        const note = new Sink();
        this.notes.push(note);
        this.write(`[${this.notes.length}]`);
        this.into(note);
        note.write(`[${this.notes.length}] `);
        return true;
      }
      case 'listtext':
      case 'pntext':
        state.sink.item();
        state.place = 'skip';
        return true;
      case 'upr':
        state.outer = state.place;
        state.place = 'skip';
        return true;
      case 'shptxt':
      case 'fldrslt':
        return true;
      default:
        if (!/^(?:header|footer)[lrf]?$/.test(word)) return false;
        this.into(new Sink());
        this.asides.add(state.sink);
        return true;
    }
  }

  private into(sink: Sink): void {
    this.flush();
    Object.assign(this.state, { sink, inTable: false, bullet: false, style: -1, outline: -1 });
  }

  private fontWord(word: string, number: number | null): void {
    if (word === 'f') this.tableFont = number ?? -1;
    else if (word === 'fcharset' && number !== null) {
      const page = codePageOfCharset(number);
      if (page !== null) this.codePages.set(this.tableFont, page);
      if (number === 2) this.symbols.add(this.tableFont);
    } else if (word === 'cpg' && number) this.codePages.set(this.tableFont, number);
  }

  private styleWord(word: string, number: number | null): void {
    if (word !== 's') return;
    this.tableStyle = number ?? -1;
    this.styleName = '';
    this.state.onEnd = () => {
      const kind = kindOfStyle(this.styleName.split(';')[0]!.trim());
      if (kind !== null) this.styleKinds.set(this.tableStyle, kind);
    };
  }

  private look(): Look {
    const { style, outline, bullet, inTable } = this.state;
    const known =
      this.styleKinds.get(style) ?? (outline === 0 ? 'headline' : outline > 0 && outline < 9 ? 'subheading' : null);
    return { known, bullet, inTable };
  }

  private endParagraph(): void {
    if (this.state.place !== 'words') return;
    this.flush();
    this.state.sink.endParagraph(this.look());
  }

  private get silent(): boolean {
    const { place, hidden, deleted } = this.state;
    return place !== 'words' || hidden || deleted;
  }

  private hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    if (this.state.place === 'styles') this.styleName += bytes.toString('latin1');
    if (this.silent) return;
    const font = this.state.font < 0 ? this.firstFont : this.state.font;
    if (this.symbols.has(font)) {
      // What such a font draws is no letter; its dot is what lists begin with.
      if (bytes.includes(0xb7)) this.write('•');
      return;
    }
    const page = this.codePages.get(font) ?? this.codePage;
    if (page !== this.heldPage) this.flush();
    this.heldPage = page;
    if (this.heldLength + bytes.length > this.held.length) {
      const larger = Buffer.alloc((this.heldLength + bytes.length) * 2);
      this.held.copy(larger, 0, 0, this.heldLength);
      this.held = larger;
    }
    bytes.copy(this.held, this.heldLength);
    this.heldLength += bytes.length;
  }

  private write(words: string): void {
    if (this.silent) return;
    this.flush();
    this.state.sink.write(words);
  }

  private flush(): void {
    if (this.heldLength === 0) return;
    this.state.sink.write(decodeBytes(this.held.subarray(0, this.heldLength), this.heldPage));
    this.heldLength = 0;
  }

  private allParts(): Part[] {
    const none: Look = { known: null, bullet: false, inTable: false };
    const parts = [...this.text.parts(this.look())];
    for (const note of this.notes)
      for (const part of note.parts(none)) parts.push({ ...part, known: 'paragraph', bullet: false });
    const seen = new Set<string>();
    for (const aside of this.asides)
      for (const part of aside.parts(none)) {
        const words = plainWords(part.words);
        if (words === '' || seen.has(words)) continue;
        seen.add(words);
        parts.push({ words, known: 'boilerplate', bullet: false });
      }
    return parts;
  }

  private properties(): Properties {
    const line = (sink: Sink) => {
      const words = sink.parts({ known: null, bullet: false, inTable: false }).map(({ words }) => words);
      return plainWords(words.join(' ')).replace(/\s+/g, ' ').slice(0, 2000) || null;
    };
    return { title: line(this.info.title), author: line(this.info.author), created: this.created };
  }
}

const isLetter = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isDigit = (code: number) => code >= 48 && code <= 57;
