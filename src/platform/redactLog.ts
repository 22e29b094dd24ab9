const hidden = '[hidden]';

/** Shorter keys are words like `none` that a server of one's own takes; hiding them would only blur the log. */
const leastKeyLength = 5;

/**
 * What looks like a key, whoever put it into the text: an error of a library, a server that echoes its request, an address in a setting.
 * `$1` stays.
 */
const shapes: readonly RegExp[] = [
  // Schemes of several parts.
  /(authorization["'\\\]]*\s*[:=]\s*["'\\[]*(?:digest|aws4-hmac-sha256)\s)[^\r\n]+/gi,
  // Headers and fields, as lines, as JSON, and as lists of names and values.
  /((?:authorization|\b[\w-]{0,20}api[-_]?key)(?:["'\\\]]*\s*[:=]\s*|\\*["']\s*,\s*)["'\\[]*(?:(?:bearer|basic|token)\s+)?)(?:[^\s"',;}\]\\]|\\(?!\\*["']))+/gi,
  // Tokens and passwords by their names, in fields and in headers; words have no digits there.
  /((?:token|secret|password|passwd)["'\\\]]*\s*[:=]\s*["'\\[]*)(?=[^\s"',;}\]\\]{0,200}\d)[^\s"',;}\]\\]{8,}/gi,
  // Several cookies, as a list.
  /(\b(?:set-)?cookie2?["'\\]*\s*[:=]\s*\[)[^\]\r\n]+/gi,
  // A cookie has several parts, and its name says nothing: all of the line, or of the string.
  /(\b(?:set-)?cookie2?(?:["'\\\]]*\s*[:=]\s*|\\*["']\s*,\s*)["'\\[]*)[^\r\n"'\\]+/gi,
  /(\bbearer\s+)[\w.~+/=-]{8,}/gi,
  // OpenAI, Anthropic, OpenRouter, DeepSeek; Groq; Google; xAI; Perplexity; Hugging Face; GitHub; Stripe.
  /(\b)(?:sk-|gsk_|AIza|xai-|pplx-|(?:hf|gh[oprsu]|github_pat|[rs]k_live)_)[\w-]{8,}/g,
  /([?&](?:key|token|access_token)=)[^\s&#"']+/gi,
  // Name and password in an address.
  /(:\/\/)[^\s/@"']+(?=@)/g,
];

/** A text as it may stand in the log: without the user's keys, and without whatever looks like one. */
export function redactLog(text: string, keys: Iterable<string> = []): string {
  // The longest first, because one key may begin with another.
  const known = [...keys].filter((key) => key.length >= leastKeyLength).toSorted((a, b) => b.length - a.length);
  const withoutKnown = known.flatMap(spellings).reduce((words, key) => words.replaceAll(key, hidden), text);
  return shapes.reduce((words, shape) => words.replace(shape, `$1${hidden}`), withoutKnown);
}

/** As it is, as JSON writes it, and as addresses do. */
function spellings(key: string): readonly string[] {
  return [...new Set([key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)])];
}
