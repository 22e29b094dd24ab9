import type { StreamPart } from '../../core/task/index.ts';

/** A piece of the answer; none where what came is empty or no text, because the SDKs do not check what they parse. */
export function textDelta(text: unknown): readonly StreamPart[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'text-delta', text }] : [];
}

/** A piece of the thoughts, likewise. */
export function reasoningDelta(text: unknown): readonly StreamPart[] {
  return typeof text === 'string' && text !== '' ? [{ type: 'reasoning-delta', text }] : [];
}
