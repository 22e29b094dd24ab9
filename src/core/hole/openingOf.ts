/** What an answer begins with around its text. `open`: more has to be known. `only`: all of the text is known. */
export type Opening =
  | { readonly type: 'open' }
  | { readonly type: 'only'; readonly text: string }
  | { readonly type: 'begun'; readonly at: number; readonly isFenced: boolean };

/** In these a text may well begin with a sentence and a fence. */
const markup: ReadonlySet<string> = new Set(['markdown', 'mdx', 'quarto', 'rmd', 'asciidoc', 'restructuredtext', 'plaintext', 'latex']);

/** In these no code begins with a backtick, so that one around a line is the answer's. Elsewhere it may be a string's. */
const withoutBackticks: ReadonlySet<string> = new Set([
  ...['python', 'java', 'c', 'cpp', 'csharp', 'rust', 'dart', 'lua', 'css', 'scss', 'less', 'json', 'jsonc', 'yaml', 'toml', 'xml', 'ini'],
]);

/**
 * Where the text begins: behind a fence's first line, and behind sentences in front of that, except where such are written. A fence, and a
 * backtick, may also stand around one line. Decided line by line as the answer streams in, so that it is the same however that comes.
 */
export function openingOf(text: string, isWhole: boolean, language = ''): Opening {
  for (let at = 0; ; ) {
    const end = text.indexOf('\n', at);
    const isComplete = end >= 0 || isWhole;
    const line = (end < 0 ? text.slice(at) : text.slice(at, end)).trim();
    if (line.startsWith('```')) {
      if (!isComplete) return { type: 'open' };
      const inLine = /^```([^`]+)```$/.exec(line)?.[1];
      if (inLine !== undefined) return { type: 'only', text: inLine };
      // Nothing but the beginning of a fence, or one that is not understood.
      if (end < 0 || line.includes('`', 3)) return { type: 'only', text: '' };
      return { type: 'begun', at: end + 1, isFenced: true };
    }
    if (line.startsWith('`') && at === 0 && withoutBackticks.has(language)) {
      if (!isComplete) return { type: 'open' };
      const inLine = /^`([^`]+)`$/.exec(line)?.[1];
      if (inLine !== undefined) return { type: 'only', text: inLine };
    }
    const mayGoOn = line === '' || (!markup.has(language) && (end < 0 ? sentenceBegun : sentence).test(line));
    const mayBeFence = end < 0 && /^`{1,2}$/.test(line);
    if (!isComplete && (mayGoOn || mayBeFence)) return { type: 'open' };
    if (end < 0 || !mayGoOn) return { type: 'begun', at: 0, isFenced: false };
    at = end + 1;
  }
}

/** Words, the first with a capital letter, without what code is made of. */
const sentenceBegun = /^[A-Z][A-Za-z’']*(?:[ ,!.:—-][^;{}()[\]=<>]*)?$/;
const sentence = /^[A-Z][A-Za-z’']*[ ,!.:—-](?:[^;{}()[\]=<>]*[:.!])?$/;
