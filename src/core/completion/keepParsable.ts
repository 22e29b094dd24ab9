import type { CheckSyntax } from './checkSyntax.ts';
import type { WholeText } from './ports.ts';

/** What may be shown of a text so that a file that parses still does. */
export type ParsableText = { readonly text: string } | { readonly nothing: 'breaks-syntax' };

/** So many shorter texts are tried: each costs a parse, and what must be cut by more lines was no good answer. */
const maxCuts = 8;

/**
 * The text, or as many of its first lines as leave the document parsable. A document that does not parse without the text cannot be made worse
 * by it: there, and where nothing is known, the text stays as it is. It never rejects.
 */
export async function keepParsable(
  checkSyntax: CheckSyntax,
  languageId: string,
  whole: WholeText,
  text: string,
  signal: AbortSignal,
): Promise<ParsableText> {
  const first = await checkSyntax(languageId, whole, text, signal);
  if (first !== 'breaks') return { text };
  if ((await checkSyntax(languageId, whole, '', signal)) !== 'parses') return { text };
  for (const shorter of shortened(text)) {
    const verdict = await checkSyntax(languageId, whole, shorter, signal);
    if (verdict === 'unknown') break;
    if (verdict === 'parses') return { text: shorter };
  }
  return { nothing: 'breaks-syntax' };
}

/** Without its last line, without its last two ...; never without what is left being more than blanks. */
function* shortened(text: string): Generator<string> {
  const lines = text.split('\n');
  for (let kept = lines.length - 1; kept > 0 && lines.length - kept <= maxCuts; kept -= 1) {
    const shorter = lines.slice(0, kept).join('\n').trimEnd();
    if (shorter.trim() !== '') yield shorter;
  }
}
