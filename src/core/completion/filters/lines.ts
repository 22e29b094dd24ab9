/** Says something of its own: brackets, `end` of one letter and the like stand in many places and are no repetition. */
export function isTelling(line: string): boolean {
  return line.trim().length >= 3 && /[\p{L}\p{N}_]/u.test(line);
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** The blanks at a line's beginning. */
export function indentationOf(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}
