/**
 * Model text on its way into the chat, a piece at a time: pictures are turned into plain text, because fetching one tells its server what a model was
 * brought to put into the address. Newer editors load none; the oldest one that is supported does from domains that the user trusts. Only code in
 * fences stays as it is: whether a backtick opens code is known at the end of the text, which has not come yet.
 */
export class WithoutImages {
  /** The line so far. */
  #line = '';
  #fence: string | undefined;
  /** What looks like a fence within HTML is none, and where that ends is a long story: from there on none is believed. */
  #hasHtml = false;
  #lastWasBang = false;

  read(piece: string): string {
    let out = '';
    for (const character of piece) {
      out += character === '[' && this.#lastWasBang && this.#fence === undefined ? `\\${character}` : character;
      this.#lastWasBang = character === '!';
      if (character === '\n') this.#endLine();
      else this.#line += character;
    }
    return out;
  }

  /** Fences of lists end with their list: those are not believed either. */
  #endLine(): void {
    const [, fence, more = ''] = /^(`{3,}|~{3,})(.*)$/.exec(this.#line) ?? [];
    if (this.#fence !== undefined) {
      if (fence?.startsWith(this.#fence) && more.trim() === '') this.#fence = undefined;
    } else {
      this.#hasHtml ||= /^\s*</.test(this.#line);
      if (!this.#hasHtml && !more.includes('`')) this.#fence = fence;
    }
    this.#line = '';
  }
}
