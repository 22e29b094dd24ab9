import type { Snapshot } from './snapshot.ts';

/**
 * Characters that are no code: controls other than tab and line ends, the mark of bytes that could not be read (U+FFFD), what cannot be seen or
 * turns the order of text around (https://trojansource.codes, UTS 55), and halves of characters. The joiners U+200C and U+200D are left out:
 * Persian words and many emoji are written with them.
 */
const strangeCharacter = /(?![\t\r\n])\p{Cc}|[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFFD\u{E0000}-\u{E007F}\p{Cs}]/u;

/**
 * Special tokens of models, as a server prints them that was given the wrong template. No blank is in them: `f <| g |> h` is F#. The fullwidth
 * bars are DeepSeek's, the short names Code Llama's, `<fim_...>` is StarCoder's.
 */
const specialToken = /<\|[\w▁.-]{2,}\|>|<｜[^｜<>\s]+｜>|<fim[_-]\w+>|<(?:PRE|SUF|MID|EOT)>/u;

const nonsense = new RegExp(`${strangeCharacter.source}|${specialToken.source}`, 'gu');

/**
 * The first thing in an answer that shows that it is nonsense, named for a log (`U+202E`, `<|im_start|>`); undefined where there is none. What
 * the text around the cursor holds as well is none: in a tokenizer's own source code such tokens are code.
 */
export function nonsenseIn(answer: string, { prefix, suffix }: Snapshot): string | undefined {
  const found = answer.match(nonsense);
  if (!found) return undefined;
  const known = new Set([...(prefix.match(nonsense) ?? []), ...(suffix.match(nonsense) ?? [])]);
  const strange = found.find((match) => !known.has(match));
  return strange === undefined || strange.startsWith('<') ? strange : codePoint(strange);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
