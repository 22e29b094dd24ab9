export interface TextLine {
  readonly start: number;
  /** Behind its text, before its ending. */
  readonly textEnd: number;
  /** Behind its ending. */
  readonly end: number;
  readonly text: string;
}

/** The lines of a text; behind the last line break no empty one is counted. */
export function textLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed + 1;
    const behind = feed < 0 ? text.length : feed;
    const textEnd = feed > start && text[feed - 1] === '\r' ? feed - 1 : behind;
    lines.push({ start, textEnd, end, text: text.slice(start, textEnd) });
    start = end;
  }
  return lines;
}

export const isBlank = (line: string): boolean => line.trim() === '';

/** The blanks and tabs that it begins with. */
export function indentOf(line: string): string {
  let end = 0;
  while (line[end] === ' ' || line[end] === '\t') end += 1;
  return line.slice(0, end);
}
