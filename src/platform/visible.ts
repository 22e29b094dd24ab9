import { revealInvisible } from '../core/policy/index.ts';

/** Text of somebody's list as it may be shown in one line: what is invisible, or turns the direction of writing, is spelled out. */
export function visible(text: string): string {
  return revealInvisible(text).replace(/[\t\r\n]/g, (character) => {
    return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** The same as text within Markdown: no markup, no link, no image. */
export function plainMarkdown(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]()<>#+\-.!|&~:@/]/g, (mark) => `&#${mark.codePointAt(0)};`);
}
