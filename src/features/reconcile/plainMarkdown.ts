/** Text of somebody's file as it may be shown within Markdown: what is invisible is spelled out, and nothing is markup, a link or an image. */
export function plainMarkdown(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Variation_Selector}]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`)
    .replace(/[\\`*_{}[\]()<>#+\-.!|&~:@/]/g, (mark) => `&#${mark.codePointAt(0)};`);
}
