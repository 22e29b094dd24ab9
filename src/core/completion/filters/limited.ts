/**
 * Characters of an answer that are looked at. A block has 256 tokens, which are some 1,000 characters; a server that says more was asked for
 * less, and may go on for ever.
 */
export const maxAnswerCharacters = 16_384;

/** What is looked at of an answer, up to a line's end where there is one; a character is never split. */
export function limited(raw: string): string {
  if (raw.length <= maxAnswerCharacters) return raw;
  const lineEnd = raw.lastIndexOf('\n', maxAnswerCharacters - 1);
  if (lineEnd > 0) return raw.slice(0, lineEnd);
  const last = raw.charCodeAt(maxAnswerCharacters - 1);
  const endsInHalf = last >= 0xd800 && last < 0xdc00;
  return raw.slice(0, endsInHalf ? maxAnswerCharacters - 1 : maxAnswerCharacters);
}
