/** Text of somebody's list as it may be shown: what is invisible, or turns the direction of writing, is spelled out. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Variation_Selector}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}

/** The same as text within Markdown: no markup, no link, no image. */
export function plainMarkdown(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]()<>#+\-.!|&~:@/]/g, (mark) => `&#${mark.codePointAt(0)};`);
}
