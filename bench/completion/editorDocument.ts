import type { Position, Range, TextDocument } from 'vscode';
import { FakePosition } from '../../test/support/fakeDocument.ts';

/**
 * A document as the extension host keeps it: lines, and sums of their lengths that are made anew only from the line on that changed, so that
 * what a place costs does not grow with the file. Its texts are the program's own strings, as there.
 */
export class EditorDocument {
  readonly #lines: string[];
  readonly #startOf: number[] = [0];
  #validUpTo = 0;
  version = 1;

  constructor(text: string) {
    this.#lines = text.split('\n');
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  insert({ line, character }: FakePosition, text: string): void {
    const before = this.#lines[line] ?? '';
    this.#lines[line] = before.slice(0, character) + text + before.slice(character);
    this.#validUpTo = Math.min(this.#validUpTo, line);
    this.version += 1;
  }

  asTextDocument(): TextDocument {
    const document = this;
    return {
      uri: { scheme: 'file', path: '/a.ts', fsPath: '/a.ts', toString: () => 'file:///a.ts' },
      fileName: '/a.ts',
      languageId: 'typescript',
      eol: 1,
      isClosed: false,
      get version() {
        return document.version;
      },
      get lineCount() {
        return document.lineCount;
      },
      offsetAt: ({ line, character }: Position) => this.#start(line) + character,
      positionAt: (offset: number) => this.#positionAt(offset),
      getText: (range?: Range) => this.#text(range),
      lineAt: (line: number) => ({ text: this.#lines[line] ?? '', range: { end: new FakePosition(line, this.#lines[line]?.length ?? 0) } }),
    } as unknown as TextDocument;
  }

  #start(line: number): number {
    for (let at = this.#validUpTo; at < line; at += 1)
      this.#startOf[at + 1] = (this.#startOf[at] ?? 0) + (this.#lines[at]?.length ?? 0) + 1;
    this.#validUpTo = Math.max(this.#validUpTo, line);
    return this.#startOf[line] ?? 0;
  }

  #positionAt(offset: number): FakePosition {
    this.#start(this.#lines.length - 1);
    let [low, high] = [0, this.#lines.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#startOf[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const character = Math.max(0, offset) - (this.#startOf[low] ?? 0);
    return new FakePosition(low, Math.min(character, this.#lines[low]?.length ?? 0));
  }

  #text(range: Range | undefined): string {
    if (!range) return this.#lines.join('\n');
    const { start, end } = range;
    if (start.line === end.line) return (this.#lines[start.line] ?? '').slice(start.character, end.character);
    const first = (this.#lines[start.line] ?? '').slice(start.character);
    const last = (this.#lines[end.line] ?? '').slice(0, end.character);
    return [first, ...this.#lines.slice(start.line + 1, end.line), last].join('\n');
  }
}
