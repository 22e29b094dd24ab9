import type { TextDocument } from 'vscode';

export class FakePosition {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }

  isBefore(other: FakePosition): boolean {
    return this.line < other.line || (this.line === other.line && this.character < other.character);
  }
}

export class FakeRange {
  readonly start: FakePosition;
  readonly end: FakePosition;

  constructor(start: FakePosition, end: FakePosition) {
    this.start = start;
    this.end = end;
  }
}

/** As much of the editor's document as a snapshot reads, over a string. */
export function fakeDocument(text: string): TextDocument {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(eol);
  const offsetAt = ({ line, character }: FakePosition): number =>
    lines.slice(0, line).reduce((sum, { length }) => sum + length + eol.length, 0) + character;
  const positionAt = (offset: number): FakePosition => {
    let rest = Math.min(Math.max(offset, 0), text.length);
    const line = lines.findIndex(({ length }) => {
      if (rest <= length) return true;
      rest -= length + eol.length;
      return false;
    });
    return new FakePosition(line, Math.max(0, rest));
  };
  return {
    uri: { path: '/a.ts', toString: () => 'file:///a.ts' },
    languageId: 'typescript',
    eol: eol === '\n' ? 1 : 2,
    lineCount: lines.length,
    offsetAt,
    positionAt,
    getText: ({ start, end }: FakeRange) => text.slice(offsetAt(start), offsetAt(end)),
    lineAt: (line: number) => ({ range: { end: new FakePosition(line, lines[line]?.length ?? 0) } }),
  } as unknown as TextDocument;
}
