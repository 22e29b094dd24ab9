import { holeMark, insertionEnd } from './instructions.ts';
import { withoutLineEcho } from './withoutLineEcho.ts';

/** Where the text goes, and what ends it. */
export interface InsertionPlace {
  readonly prefix: string;
  readonly suffix: string;
  /** The text ends before the first of these. */
  readonly stop: readonly string[];
}

const fence = '```';

/** The text in its tag as it streams in, without what models put around it. What may turn out not to belong to it is held back. */
export class InsertionText {
  readonly #place: InsertionPlace;
  /** The text of the cursor's line. */
  readonly #line: string;
  readonly #ends: string[];
  #held = '';
  #hasBegun = false;
  #isOver = false;

  constructor(place: InsertionPlace) {
    this.#place = place;
    this.#line = place.prefix.slice(place.prefix.lastIndexOf('\n') + 1);
    this.#ends = [holeMark, ...place.stop.filter((stop) => stop !== '')];
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
    const isWhole = isLast || closing >= 0;
    const text = this.#hasBegun ? inTag : this.#begun(inTag, isWhole);
    if (text === undefined) {
      this.#held = all;
      return '';
    }
    this.#hasBegun = true;
    const end = firstOf(text, this.#ends);
    this.#isOver = isWhole || end >= 0;
    if (this.#isOver) return this.#withoutLastLineEnd(end >= 0 ? text.slice(0, end) : text);
    // What may be an end goes on being held, and a line's end in front of that.
    const told = this.#withoutLastLineEnd(text.slice(0, text.length - longestBeginning(text, this.#ends)).replace(/\r$/, ''));
    this.#held = text.slice(told.length) + all.slice(inTag.length);
    return told;
  }

  /** The text without what stands in front of it; undefined while more has to be known. */
  #begun(text: string, isWhole: boolean): string | undefined {
    const fenced = /^\s*```[^\n]*\n/.exec(text);
    if (fenced) this.#ends.push(`\n${fence}`);
    else if (!isWhole && /^\s*(?:`{0,2}|```[^\n]*)$/.test(text)) return undefined;
    const unfenced = fenced ? text.slice(fenced[0].length) : text;
    // On a line of nothing but blanks a line's end in front is the tag's own.
    const own = this.#line.trim() === '' ? unfenced.replace(/^[ \t]*\r?\n/, '') : unfenced;
    const begun = withoutLineEcho(own, this.#line, isWhole);
    if (begun === undefined && fenced) this.#ends.pop();
    return begun;
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
