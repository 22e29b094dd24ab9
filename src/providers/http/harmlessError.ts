/** Chains of causes are short; one that is not has bitten its own tail. */
const longestChain = 5;
/** Some messages quote what was read. */
const longestMessage = 300;

/**
 * A copy of what an SDK threw that may be logged: its words and the words of its causes, without request, headers and body, and without the
 * key wherever a server has echoed it.
 */
export function harmlessError(thrown: unknown, apiKey: string | undefined, depth = 0): Error {
  if (!(thrown instanceof Error)) return new Error(shortened(String(thrown), apiKey));
  const code = 'code' in thrown && typeof thrown.code === 'string' ? ` (${thrown.code})` : '';
  const hasCause = thrown.cause !== undefined && depth < longestChain;
  const copy = new Error(shortened(`${thrown.message}${code}`, apiKey), {
    ...(hasCause && { cause: harmlessError(thrown.cause, apiKey, depth + 1) }),
  });
  copy.name = thrown.name;
  return copy;
}

const shortened = (text: string, apiKey: string | undefined): string => withoutKey(text, apiKey).slice(0, longestMessage);

/** The text without the user's key. */
export function withoutKey(text: string, apiKey: string | undefined): string {
  return apiKey ? text.replaceAll(apiKey, '[key]') : text;
}
