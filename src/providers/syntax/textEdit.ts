/** A place in a text, in UTF-16 units. */
interface Point {
  readonly row: number;
  readonly column: number;
}

/** What turned one text into another, as tree-sitter wants it told. */
export interface TextEdit {
  readonly startIndex: number;
  readonly oldEndIndex: number;
  readonly newEndIndex: number;
  readonly startPosition: Point;
  readonly oldEndPosition: Point;
  readonly newEndPosition: Point;
}

/** The one piece in which the texts differ: all between what they begin with and what they end with alike. */
export function editBetween(before: string, now: string): TextEdit {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) start += 1;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === now.charCodeAt(now.length - 1 - same)) same += 1;
  // Two characters may share one half.
  if (isHighHalf(before.charCodeAt(start - 1))) start -= 1;
  if (same > 0 && isLowHalf(before.charCodeAt(before.length - same))) same -= 1;
  const [oldEndIndex, newEndIndex] = [before.length - same, now.length - same];
  return {
    startIndex: start,
    oldEndIndex,
    newEndIndex,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEndIndex),
    newEndPosition: pointAt(now, newEndIndex),
  };
}

function pointAt(text: string, index: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < index; next = text.indexOf('\n', lineStart)) {
    row += 1;
    lineStart = next + 1;
  }
  return { row, column: index - lineStart };
}

const isHighHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLowHalf = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;
