/**
 * What is not seen, or turns the direction of writing: zero-width characters, marks of direction, variation selectors, invisible operators,
 * Unicode's tags. A text can say with them what its reader does not see (Trojan Source, CVE-2021-42574; prompts hidden in tags).
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

/** Most texts are plain, which is told faster. */
const mayHoldInvisible = /[^\p{ASCII}]/u;

/** The text as its reader sees it. Half a character is none: a server takes no such text. */
export function withoutInvisible(text: string): string {
  return mayHoldInvisible.test(text) ? text.replace(invisible, '').toWellFormed() : text;
}
