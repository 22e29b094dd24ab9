/** Small enough that a changed line is soon counted, large enough that a file has few. */
const linesPerChunk = 32;

/**
 * The text in chunks of 32 lines, or of some more where the next line begins with what the tokenizer might join to the line before: a
 * blank line, or a slash. A chunk that is counted by itself so counts what it does in its place.
 */
export function chunksOf(text: string): readonly string[] {
  const chunks: string[] = [];
  let start = 0;
  let lines = 0;
  for (let end = text.indexOf('\n') + 1; end > 0; end = text.indexOf('\n', end) + 1) {
    lines += 1;
    // A cut at the wrong line costs a token; never cutting would cost the cache.
    if (lines < linesPerChunk || (lines < 2 * linesPerChunk && !beginsApart(text, end))) continue;
    chunks.push(text.slice(start, end));
    start = end;
    lines = 0;
  }
  if (start < text.length) chunks.push(text.slice(start));
  return chunks;
}

const lineThatBeginsApart = /(?!\/)[^\S\r\n]*\S/y;

function beginsApart(text: string, lineStart: number): boolean {
  lineThatBeginsApart.lastIndex = lineStart;
  return lineThatBeginsApart.test(text);
}
