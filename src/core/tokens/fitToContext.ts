import type { Segment } from '../task/index.ts';
import { bytesPerToken, estimateTokens, utf8Bytes } from './estimateTokens.ts';

/** Cuts come in steps of so many characters, so that the start of the prompt stays put while the user types and the server's cache hits. */
const cutStep = 1024;

/**
 * A fill-in-the-middle prompt that fits: other files go first, the last one first, so that the prompt begins as before; then the end of the suffix down to a quarter of the
 * room; then the start of the prefix, at a line's end. Conversations are returned as they are: cutting one silently would change its meaning.
 */
export function fitToContext(segments: readonly Segment[], roomTokens: number): readonly Segment[] {
  const hole = segments.filter((segment) => segment.role === 'prefix' || segment.role === 'suffix');
  if (hole.length === 0 || tokensOf(segments) <= roomTokens) return segments;
  const context = segments.filter((segment) => segment.role === 'context');
  while (context.length > 0 && tokensOf([...context, ...hole]) > roomTokens) context.pop();
  const suffixRoom = Math.floor(roomTokens / 4);
  const suffixTokens = Math.min(tokensOf(hole.filter(isSuffix)), suffixRoom);
  const fitted = hole.map((segment) =>
    isSuffix(segment)
      ? { ...segment, text: cutEnd(segment.text, suffixRoom) }
      : { ...segment, text: cutStart(segment.text, roomTokens - suffixTokens) },
  );
  return [...context, ...fitted];
}

const isSuffix = (segment: Segment): boolean => segment.role === 'suffix';

function tokensOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + estimateTokens(segment.text), 0);
}

function cutStart(text: string, tokens: number): string {
  const room = tokens * bytesPerToken;
  const keep = lengthWithin([...text.slice(-room - 1)].toReversed(), room);
  if (text.length <= keep) return text;
  const from = Math.ceil((text.length - keep) / cutStep) * cutStep;
  const line = text.slice(text.indexOf('\n', from) + 1);
  // Where lines are very long, text next to the cursor is worth more than a clean start.
  return line.length <= keep && line.length >= keep / 2 ? line : text.slice(text.length - keep);
}

function cutEnd(text: string, tokens: number): string {
  const room = tokens * bytesPerToken;
  const keep = lengthWithin([...text.slice(0, room + 1)], room);
  if (text.length <= keep) return text;
  const lineEnd = text.lastIndexOf('\n', keep);
  return text.slice(0, lineEnd >= keep / 2 ? lineEnd : keep);
}

/** The UTF-16 length of the leading characters that make at most that many bytes. Characters are whole: half of one is no text. */
function lengthWithin(characters: readonly string[], room: number): number {
  let bytes = room;
  let length = 0;
  for (const character of characters) {
    bytes -= utf8Bytes(character);
    if (bytes < 0) break;
    length += character.length;
  }
  return length;
}
