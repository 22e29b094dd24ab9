import type { Snapshot } from '../snapshot.ts';
import { type Bracket, indentationAt, isPair, scanBrackets } from './scanBrackets.ts';
import { canSkip } from './skipping.ts';

/**
 * Cut before a bracket that closes what nobody opened: neither the answer, nor the text before the cursor without its being closed after it. Where
 * that cannot be told, the answer stays whole.
 */
export function withoutExtraClosers(text: string, snapshot: Snapshot): string {
  const { languageId, prefix, suffix } = snapshot;
  if (!canSkip(languageId) || !/[)\]}]/.test(text)) return text;
  const { extra } = scanBrackets(text, languageId);
  if (extra.length === 0) return text;
  const before = scanBrackets(prefix, languageId);
  if (before.endsInside) return text;
  const [closed] = scanBrackets(suffix, languageId).extra;
  const tooMany = extra[closersAllowed(before.open, closed, snapshot)];
  return tooMany ? text.slice(0, tooMany.index).trimEnd() : text;
}

/** How many brackets may be closed at the cursor, from the innermost outwards: up to the one that `closed`, after the cursor, closes. */
function closersAllowed(open: readonly Bracket[], closed: Bracket | undefined, { prefix, suffix, offset }: Snapshot): number {
  // The window of a long document begins after what was opened above it.
  const isWhole = prefix.length === offset;
  if (!closed) return isWhole ? open.length : Number.POSITIVE_INFINITY;
  const isInLine = !suffix.slice(0, closed.index).includes('\n');
  const isClosed = (opener: Bracket): boolean =>
    isPair(opener, closed) && (isInLine || indentationAt(prefix, opener.index) === indentationAt(suffix, closed.index));
  const innermost = open.findLastIndex(isClosed);
  if (innermost !== -1) return open.length - 1 - innermost;
  return isWhole && open.length === 0 ? 0 : Number.POSITIVE_INFINITY;
}
