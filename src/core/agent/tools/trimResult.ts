/** Characters that a result of each tool has at the most in a prompt. */
export const resultLimits = { read: 24_000, list: 8_000, search: 12_000, output: 12_000, problems: 6_000, external: 12_000 } as const;

/** What is kept of a text that is too long comes to this share from its beginning; the rest from its end, where runs say how they went. */
const headShare = 0.4;

/**
 * The rule by which results are trimmed. Within `limit` characters a text stays as it is. A longer one keeps whole lines: two fifths of the limit
 * from its beginning, three fifths from its end, and between them a line that says how much is missing. Where a line is too long for that, it
 * is cut within.
 */
export function trimResult(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const headEnd = lineEndBefore(text, Math.floor(limit * headShare));
  const tailStart = lineStartAfter(text, text.length - (limit - Math.floor(limit * headShare)));
  const missing = text.slice(headEnd, tailStart);
  const lines = missing.replace(/^\n|\n$/g, '').split('\n').length;
  return `${text.slice(0, headEnd)}${leftOut(missing.length, lines)}${text.slice(tailStart)}`;
}

/** How a gap in a text is marked, on a line of its own. */
export function leftOut(characters: number, lines: number): string {
  return `\n[... ${characters} characters in ${lines} lines left out ...]\n`;
}

/** The end of the last line that fits; in the midst of a line where that would waste more than half. */
function lineEndBefore(text: string, at: number): number {
  const end = text.lastIndexOf('\n', at);
  return end > at / 2 ? end : between(text, at);
}

function lineStartAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end >= 0 && end - at < (text.length - at) / 2 ? end + 1 : between(text, at);
}

/** Not within a pair of surrogates. */
function between(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at;
}
