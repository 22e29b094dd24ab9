import type Anthropic from '@anthropic-ai/sdk';
import type { ReasoningBlock } from '../../core/task/index.ts';

const signed = 'signed:';
const redacted = 'redacted:';

export const opaqueOfSigned = (signature: string): string => signed + signature;
export const opaqueOfRedacted = (data: string): string => redacted + data;

/** The block as it came, byte for byte; undefined for what was not written here. */
export function thinkingBlockOf({
  texts,
  opaque,
}: ReasoningBlock): Anthropic.ThinkingBlockParam | Anthropic.RedactedThinkingBlockParam | undefined {
  const [thinking = ''] = texts;
  if (opaque.startsWith(signed)) return { type: 'thinking', thinking, signature: opaque.slice(signed.length) };
  return opaque.startsWith(redacted) ? { type: 'redacted_thinking', data: opaque.slice(redacted.length) } : undefined;
}

/**
 * May a request say `thinking: enabled`? Not in the middle of a round of calls that was begun without it: the API wants the turn that made the
 * calls to begin with the model's thoughts, and those of another model are none (https://platform.claude.com/docs/en/build-with-claude/extended-thinking).
 * `adaptive` has no such rule.
 */
export function mayThinkAnew(messages: readonly Anthropic.MessageParam[]): boolean {
  const content = messages.findLast(({ role }) => role === 'assistant')?.content ?? '';
  if (typeof content === 'string' || !content.some(({ type }) => type === 'tool_use')) return true;
  return content[0]?.type === 'thinking' || content[0]?.type === 'redacted_thinking';
}
