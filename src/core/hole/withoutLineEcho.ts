/** A beginning of so many characters is not said twice by chance. */
const leastEcho = 4;

/**
 * The text without the beginning of the cursor's line, where it says that again: as it stands there, or without its indentation. Undefined while
 * what is there could still become such an echo.
 */
export function withoutLineEcho(text: string, line: string, isWhole: boolean): string | undefined {
  const bare = line.trimStart();
  const echoes = [line, bare].filter((echo, index) => echo.length >= (index === 0 ? 1 : leastEcho));
  const echo = echoes.find((each) => text.startsWith(each));
  if (echo !== undefined) return text.slice(echo.length);
  return !isWhole && echoes.some((each) => each.startsWith(text)) ? undefined : text;
}
