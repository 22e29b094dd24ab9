import type { Segment } from '../task/index.ts';
import { estimateTokens } from './estimateTokens.ts';

/** Cuts come in steps of so many characters, so that the start of the prompt stays put while the user types and the server's cache hits. */
const cutStep = 1024;

/**
 * A fill-in-the-middle prompt that fits: other files go first, the farthest one first; then the end of the suffix down to a quarter of the
 * room; then the start of the prefix, at a line's end. Conversations are returned as they are: cutting one silently would change its meaning.
 */
export function fitToContext(segments: readonly Segment[], roomTokens: number): readonly Segment[] {
  const hole = segments.filter((segment) => segment.role === 'prefix' || segment.role === 'suffix');
  if (hole.length === 0 || tokensOf(segments) <= roomTokens) return segments;
  const context = segments.filter((segment) => segment.role === 'context');
  while (context.length > 0 && tokensOf([...context, ...hole]) > roomTokens) context.shift();
  const suffixRoom = Math.floor(roomTokens / 4);
  const suffixTokens = Math.min(tokensOf(hole.filter(isSuffix)), suffixRoom);
  const fitted = hole.map((segment) =>
    isSuffix(segment)
      ? { ...segment, text: cutEnd(segment.text, charactersWithin(segment.text, suffixRoom)) }
      : { ...segment, text: cutStart(segment.text, charactersWithin(segment.text, roomTokens - suffixTokens)) },
  );
  return [...context, ...fitted];
}

const isSuffix = (segment: Segment): boolean => segment.role === 'suffix';

function tokensOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + estimateTokens(segment.text), 0);
}

/** How many characters of this text make that many tokens, by its own average. */
function charactersWithin(text: string, tokens: number): number {
  const all = estimateTokens(text);
  return all <= tokens ? text.length : Math.floor((text.length * tokens) / all);
}

function cutStart(text: string, keep: number): string {
  if (text.length <= keep) return text;
  const from = Math.min(text.length, Math.ceil((text.length - keep) / cutStep) * cutStep);
  const lineEnd = text.indexOf('\n', from);
  return lineEnd === -1 ? text.slice(text.length - keep) : text.slice(lineEnd + 1);
}

function cutEnd(text: string, keep: number): string {
  if (text.length <= keep) return text;
  const lineEnd = text.lastIndexOf('\n', keep);
  return text.slice(0, lineEnd === -1 ? keep : lineEnd);
}
