/** The number of bytes of the text in UTF-8, without encoding it. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) bytes += 1;
    // A surrogate pair is two units and four bytes: each half counts two, the one of every unit above 0x7f included.
    if (unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
}

/** Code has 3 to 4 bytes a token in today's vocabularies; 3 errs on the safe side. */
export const bytesPerToken = 3;

/**
 * A rough number of tokens, good enough to fit a prompt into a context and to fill a gap that a provider's missing usage left (then the
 * entry is marked as an estimate).
 */
export function estimateTokens(text: string): number {
  return Math.ceil(utf8Bytes(text) / bytesPerToken);
}
