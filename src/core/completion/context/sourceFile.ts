/** A file that context may come from. */
export interface SourceFile {
  readonly uri: string;
  readonly scheme: string;
  /** Relative to its workspace folder, with `/`; its whole path where it lies in none. */
  readonly path: string;
  /** The workspace folder's name. */
  readonly workspace?: string;
  readonly content: ContentKind;
}

/** Only `text` is worth reading. */
export type ContentKind = 'text' | 'too-large' | 'binary' | 'minified';

/** In characters; files on disk are measured in bytes. */
export const mostFileCharacters = 1_048_576;

/** Nobody writes such lines: they come out of a tool. */
const longestLine = 2_000;

export function contentKind(text: string): ContentKind {
  if (text.length > mostFileCharacters) return 'too-large';
  if (text.includes('\0')) return 'binary';
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    if (end - start > longestLine) return 'minified';
    start = end + 1;
  }
  return 'text';
}
