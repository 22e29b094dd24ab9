/**
 * The text with none of those tokens in it: a space behind the first character of each makes it a text like any other. Without that the user's
 * own text could end its place in the prompt, and a file that speaks of such tokens would be read as several.
 */
export function neutralised(text: string, tokens: readonly string[]): string {
  let neutral = text;
  for (const token of tokens) {
    if (neutral.includes(token)) neutral = neutral.replaceAll(token, (found) => `${found.slice(0, 1)} ${found.slice(1)}`);
  }
  return neutral;
}

/** A path in one line, with none of those tokens in it. */
export function neutralPath(path: string, tokens: readonly string[]): string {
  return neutralised(path.replaceAll(/[\p{Cc}"]/gu, '_'), tokens);
}
