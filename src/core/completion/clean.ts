import { nonsenseIn } from './nonsense.ts';
import { lineAfter, type Snapshot } from './snapshot.ts';

/** What may be shown of a model's raw text, or why nothing. */
export type CleanText =
  | { readonly text: string }
  | { readonly nothing: 'repeats-what-follows' | 'blank' }
  /** `found`: as it is named in a log. */
  | { readonly nothing: 'nonsense'; readonly found: string };

/**
 * Takes off what the document already has: an end that equals the rest of the cursor's line (`)` typed by the editor), and following lines
 * that would be doubled. An answer with nonsense in it is none: what else it holds is not to be trusted either.
 */
export function cleanText(raw: string, snapshot: Snapshot): CleanText {
  const found = nonsenseIn(raw, snapshot);
  if (found !== undefined) return { nothing: 'nonsense', found };
  const text = withoutLineEnd(withoutFollowingLines(raw.replace(/\r\n?/g, '\n').trimEnd(), snapshot), snapshot);
  if (text.trim() !== '') return { text };
  return { nothing: raw.trim() === '' ? 'blank' : 'repeats-what-follows' };
}

function withoutLineEnd(text: string, snapshot: Snapshot): string {
  const after = lineAfter(snapshot).trimEnd();
  // `bar(x)` before a `)` is whole in itself: its bracket is not the one that stands there already.
  if (after === '' || !text.endsWith(after) || (/^[)\]}]/.test(after) && isBalanced(text))) return text;
  return text.slice(0, text.length - after.length);
}

/** Every bracket that closes was opened before, and none is left open. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Cut from the first line on that begins to repeat the document's next lines. A lone bracket is no repetition. */
function withoutFollowingLines(text: string, snapshot: Snapshot): string {
  const following = snapshot.suffix
    .split('\n')
    .slice(1)
    .find((line) => line.trim() !== '');
  if (following === undefined || following.trim().length < 3) return text;
  const lines = text.split('\n');
  const repeated = lines.findIndex((line, index) => index > 0 && line.trimEnd() === following.trimEnd());
  return repeated === -1 ? text : lines.slice(0, repeated).join('\n').trimEnd();
}
