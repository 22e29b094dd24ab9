/**
 * Model text on its way into the chat, a piece at a time: pictures are turned into plain text, because fetching one tells its server what a model was
 * brought to put into the address. Newer editors load none; the oldest one that is supported does from domains that the user trusts. Code stays as
 * it is: there `![` is no picture.
 */
export class WithoutImages {
  /** The line so far: a fence is known by its beginning. */
  #line = '';
  #fence: string | undefined;
  /** The backticks that opened a piece of code within the line. */
  #ticks = '';
  /** How many stand at the end of the line so far. */
  #run = '';
  #lastWasBang = false;

  read(piece: string): string {
    let out = '';
    for (const character of piece) {
      out += this.#isPicture(character) ? `\\${character}` : character;
      this.#take(character);
    }
    return out;
  }

  #isPicture(character: string): boolean {
    return character === '[' && this.#lastWasBang && this.#fence === undefined && this.#ticks === '';
  }

  #take(character: string): void {
    this.#lastWasBang = character === '!';
    if (character === '\n') this.#endLine();
    else if (character === '`') this.#run += character;
    else this.#endRun();
    if (character !== '\n') this.#line += character;
  }

  #endRun(): void {
    if (this.#run === '') return;
    if (this.#ticks === '') this.#ticks = this.#run;
    else if (this.#ticks === this.#run) this.#ticks = '';
    this.#run = '';
  }

  #endLine(): void {
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(this.#line)?.[1];
    if (this.#fence === undefined) this.#fence = fence;
    else if (fence?.startsWith(this.#fence) && this.#line.trim() === fence) this.#fence = undefined;
    this.#line = '';
    this.#run = '';
    this.#ticks = '';
  }
}
