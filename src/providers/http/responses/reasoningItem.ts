import type OpenAI from 'openai';
import * as v from 'valibot';
import type { ReasoningBlock, StreamPart } from '../../../core/task/index.ts';

const item = v.object({
  type: v.literal('reasoning'),
  id: v.string(),
  summary: v.fallback(v.array(v.object({ text: v.string() })), []),
  encrypted_content: v.pipe(v.string(), v.nonEmpty()),
});
const opaque = v.pipe(v.string(), v.parseJson(), v.pick(item, ['id', 'encrypted_content']));

/** What goes back of a finished item. One that is not encrypted is only a name for something that was not stored. */
export function partsOfReasoningItem(value: unknown): readonly StreamPart[] {
  const read = v.safeParse(item, value);
  if (!read.success) return [];
  const { id, summary, encrypted_content } = read.output;
  return [{ type: 'reasoning-end', texts: summary.map(({ text }) => text), opaque: JSON.stringify({ id, encrypted_content }) }];
}

/** The item as it came; undefined for what was not written here. */
export function reasoningItemOf({ texts, opaque: told }: ReasoningBlock): OpenAI.Responses.ResponseReasoningItem | undefined {
  const read = v.safeParse(opaque, told);
  if (!read.success) return undefined;
  const { id, encrypted_content } = read.output;
  return { type: 'reasoning', id, summary: texts.map((text) => ({ type: 'summary_text', text })), encrypted_content };
}
