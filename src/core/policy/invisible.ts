/**
 * What is not seen, or turns the direction of writing: zero-width characters, marks of direction, variation selectors, invisible operators and
 * fillers, Unicode's tags, control characters (an escape sequence's first). A text can say with them what its reader does not see (Trojan
 * Source, CVE-2021-42574; prompts hidden in tags). Tabs and line ends stay.
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\uFFF9-\uFFFB\u{13430}-\u{1343F}]/gu;
const keptControls = /[\t\n\r]/;

/** Ends a line for JavaScript and some editors, and for others nothing: a comment may end there unseen. */
const otherLineEnds = /[\u0085\u2028\u2029]/g;

/** Most texts are plain, which is told faster. */
const mayHoldInvisible = /[^\t\n\r\x20-\x7e]/;

/**
 * The text as its reader sees it, for prompts. Half a character is none: a server takes no such text. There is no exception for emoji: their
 * joiners and variation selectors go too, and a family becomes its members, for which of them stand where could spell a message.
 */
export function stripInvisible(text: string): string {
  if (!mayHoldInvisible.test(text)) return text;
  return text
    .replace(otherLineEnds, '\n')
    .replace(invisible, (character) => (keptControls.test(character) ? character : ''))
    .toWellFormed();
}

/**
 * Besides what is invisible: blanks that are none to a shell, other line ends, what has no glyph of its own, and characters that no standard
 * defines. A carriage return within a line draws over what stands there.
 */
const needsRevealing =
  /\r(?!\n)|[^\P{Cc}\t\n\r]|[^\P{Zs} ]|[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Variation_Selector}\u2800]/gu;

/** The text with all that is not seen spelled out (`⟨U+202E⟩`), for approvals and lists that somebody else wrote. */
export function revealInvisible(text: string): string {
  return mayHoldInvisible.test(text) || text.includes('\r') ? text.replace(needsRevealing, spelledOut) : text;
}

function spelledOut(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
