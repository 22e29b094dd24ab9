import { fileEnd, holeMark, insertionEnd } from './instructions.ts';
import { openingOf } from './openingOf.ts';
import { withoutLineEcho } from './withoutLineEcho.ts';

/** Where the text goes, and what ends it. */
export interface InsertionPlace {
  readonly prefix: string;
  readonly suffix: string;
  /** The text ends before the first of these. */
  readonly stop: readonly string[];
  /** As the editor calls it: what a backtick may mean depends on it. */
  readonly language?: string;
}

/** The line that ends a fence, and what may become one. */
const fenceEnd = /\n[ \t]*```/;
const fenceEndBegun = /\n[ \t]*`{0,2}$/;

/** The text in its tag as it streams in, without what models put around it. What may turn out not to belong to it is held back. */
export class InsertionText {
  readonly #place: InsertionPlace;
  /** The text of the cursor's line. */
  readonly #line: string;
  readonly #ends: readonly string[];
  #held = '';
  #hasBegun = false;
  #isOver = false;
  #isFenced = false;

  constructor(place: InsertionPlace) {
    this.#place = place;
    this.#line = place.prefix.slice(place.prefix.lastIndexOf('\n') + 1);
    this.#ends = [holeMark, fileEnd, ...place.stop.filter((stop) => stop !== '')];
  }

  /** Its end was reached; whatever comes now is none of it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  read(text: string): string {
    return this.#next(text, false);
  }

  end(): string {
    return this.#next('', true);
  }

  #next(more: string, isLast: boolean): string {
    if (this.#isOver) return '';
    const all = this.#held + more;
    const closing = all.indexOf(insertionEnd);
    const inTag = closing >= 0 ? all.slice(0, closing) : all.slice(0, all.length - longestBeginning(all, [insertionEnd]));
    const isClosed = isLast || closing >= 0;
    const { text, isWhole } = this.#hasBegun ? { text: inTag, isWhole: isClosed } : this.#begun(inTag, isClosed);
    if (text === undefined) {
      this.#held = all;
      return '';
    }
    this.#hasBegun = true;
    const end = this.#endIn(text);
    this.#isOver = isWhole || end >= 0;
    if (this.#isOver) return this.#withoutLastLineEnd(end >= 0 ? text.slice(0, end) : text);
    // What may be an end goes on being held, and a line's end in front of that.
    const told = this.#withoutLastLineEnd(text.slice(0, text.length - this.#endBegunIn(text)).replace(/\r$/, ''));
    this.#held = text.slice(told.length) + all.slice(inTag.length);
    return told;
  }

  /** The text without what stands in front of it; undefined while more has to be known. Whole where nothing that follows belongs to it. */
  #begun(inTag: string, isClosed: boolean): { readonly text?: string; readonly isWhole: boolean } {
    const opening = openingOf(inTag, isClosed, this.#place.language);
    if (opening.type === 'open') return { isWhole: false };
    const isWhole = isClosed || opening.type === 'only';
    const bare = opening.type === 'only' ? opening.text : inTag.slice(opening.at);
    // On a line of nothing but blanks a line's end in front is the tag's own.
    const own = this.#line.trim() === '' ? bare.replace(/^[ \t]*\r?\n/, '') : bare;
    const text = withoutLineEcho(own, this.#line, isWhole);
    if (text === undefined) return { isWhole: false };
    this.#isFenced = opening.type === 'begun' && opening.isFenced;
    return { text, isWhole };
  }

  #endIn(text: string): number {
    const end = firstOf(text, this.#ends);
    const fence = this.#isFenced ? text.search(fenceEnd) : -1;
    return fence >= 0 && (end < 0 || fence < end) ? fence : end;
  }

  /** How many characters at the end of the text may be the beginning of its end. */
  #endBegunIn(text: string): number {
    const ofFence = this.#isFenced ? (fenceEndBegun.exec(text)?.[0].length ?? 0) : 0;
    return Math.max(ofFence, longestBeginning(text, this.#ends));
  }

  /** A line's end in front of the closing tag is the tag's own where the text behind the hole has one. */
  #withoutLastLineEnd(text: string): string {
    const { suffix } = this.#place;
    return suffix === '' || /^[ \t]*\r?\n/.test(suffix) ? text.replace(/\r?\n[ \t]*$/, '') : text;
  }
}

/** Where the first of them begins; -1 where there is none. */
function firstOf(text: string, ends: readonly string[]): number {
  const found = ends.map((end) => text.indexOf(end)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

/** How many characters at the end of the text begin one of them. */
function longestBeginning(text: string, ends: readonly string[]): number {
  const lengths = ends.map((end) => {
    let length = Math.min(end.length - 1, text.length);
    while (length > 0 && !text.endsWith(end.slice(0, length))) length -= 1;
    return length;
  });
  return Math.max(0, ...lengths);
}
