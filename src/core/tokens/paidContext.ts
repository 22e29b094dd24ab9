import type { Segment } from '../task/index.ts';
import { utf8Bytes } from './estimateTokens.ts';

/** What other places may take of a completion's prompt that is paid, in bytes: each is paid each time, because completions are not cached there. */
export const paidContextBytes = 5_120;

/**
 * A hole's prompt for who is paid: it may have been gathered for a model of this machine, where a long beginning costs nothing the second time.
 * The last segments of context go first, as where a prompt is too long for the model. The very same segments where there is room for all.
 */
export function withinPaidRoom(segments: readonly Segment[]): readonly Segment[] {
  let room = paidContextBytes;
  let isFull = false;
  const kept = segments.filter(({ role, text }) => {
    if (role !== 'context') return true;
    room -= utf8Bytes(text);
    isFull ||= room < 0;
    return !isFull;
  });
  return kept.length === segments.length ? segments : kept;
}
