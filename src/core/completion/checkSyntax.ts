import type { WholeText } from './ports.ts';

/** `unknown`: no grammar for the language, too large a file, or no time. */
export type SyntaxVerdict = 'parses' | 'breaks' | 'unknown';

/** Whether the whole document parses with such a text at the cursor; `''` asks about the document as it is. It never rejects. */
export type CheckSyntax = (languageId: string, whole: WholeText, text: string, signal: AbortSignal) => Promise<SyntaxVerdict>;
