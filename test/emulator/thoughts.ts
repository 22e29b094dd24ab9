import { createHash } from 'node:crypto';
import { Refusal } from './errors.ts';
import type { Dialect } from './job.ts';
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from './json.ts';

/** What a model signs its thoughts with: whoever changes a byte of them, or gives them to another model, has no signature of it. */
export const signatureOf = (modelId: string, text: string): string => createHash('sha256').update(`${modelId}\n${text}`).digest('base64');

/** Thoughts that nobody reads but the model that wrote them. */
export const encryptedThought = (modelId: string, text: string): string =>
  `${Buffer.from(text).toString('base64')}.${signatureOf(modelId, text)}`;

function isEncrypted(modelId: string, encrypted: string): boolean {
  const [text = '', signature] = encrypted.split('.');
  return signature === signatureOf(modelId, Buffer.from(text, 'base64').toString());
}

/**
 * Anthropic's rules for a model that thinks: thoughts come back as they were, and where a budget for them is named, the turn that made the last
 * calls begins with them (https://platform.claude.com/docs/en/build-with-claude/extended-thinking). Without thinking nobody looks at them.
 */
export function checkThinkingBlocks(body: JsonObject): void {
  const mode = textOf(objectOf(body.thinking).type);
  if (mode !== 'enabled' && mode !== 'adaptive') return;
  const messages = listOf(body.messages).map(objectOf);
  const blocks = messages.flatMap((message, place) =>
    listOf(message.content).map((block, index) => ({ block: objectOf(block), at: `messages.${place}.content.${index}` })),
  );
  for (const { block, at } of blocks) {
    if (block.type === 'thinking' && block.signature !== signatureOf(textOf(body.model), textOf(block.thinking)))
      throw new Refusal(400, `${at}: Invalid \`signature\` in \`thinking\` block`);
  }
  if (mode !== 'enabled') return;
  const last = messages.findLastIndex(({ role }) => role === 'assistant');
  const content = listOf(messages[last]?.content).map(objectOf);
  if (!content.some(({ type }) => type === 'tool_use') || isThought(content[0])) return;
  throw new Refusal(
    400,
    `messages.${last}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${textOf(content[0]?.type)}\`. ` +
      'When `thinking` is enabled, a final `assistant` message must start with a thinking block (preceding the lastmost set of `tool_use` and `tool_result` blocks).',
  );
}

const isThought = (block: JsonObject | undefined): boolean => block?.type === 'thinking' || block?.type === 'redacted_thinking';

/** DeepSeek wants the thoughts of every turn that called, were they none; OpenRouter's list comes back as it was. */
export function checkChatThoughts(messages: readonly Json[], modelId: string, dialect: Dialect): void {
  for (const message of messages.map(objectOf).filter(({ role }) => role === 'assistant')) {
    if (dialect === 'deepseek' && message.tool_calls !== undefined && typeof message.reasoning_content !== 'string')
      throw new Refusal(400, 'The `reasoning_content` in the thinking mode must be passed back to the API.');
    for (const detail of listOf(message.reasoning_details).map(objectOf)) {
      if (detail.signature !== signatureOf(modelId, textOf(detail.text))) throw new Refusal(400, 'Invalid `signature` in `thinking` block');
    }
  }
}

/** What a message says of its thoughts is read by the model, too, and billed. */
export const thoughtsOfMessage = ({ reasoning_content: content, reasoning, reasoning_details: details }: JsonObject): string =>
  details === undefined ? textOf(content, textOf(reasoning)) : JSON.stringify(details);

/** Responses keeps nothing: an item of thoughts is whole and encrypted, and what came of it follows. */
export function checkReasoningItems(items: readonly Json[], modelId: string): void {
  const followed = new Set(['function_call', 'reasoning']);
  items.forEach((item, place) => {
    if (!isObject(item) || item.type !== 'reasoning') return;
    const id = textOf(item.id);
    if (typeof item.encrypted_content !== 'string')
      throw new Refusal(404, `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false.`);
    if (!isEncrypted(modelId, item.encrypted_content))
      throw new Refusal(400, `The encrypted content for item ${id} could not be verified.`, { code: 'invalid_encrypted_content' });
    const next = objectOf(items[place + 1]);
    if (!followed.has(textOf(next.type)) && next.role !== 'assistant')
      throw new Refusal(400, `Item '${id}' of type 'reasoning' was provided without its required following item.`);
  });
}
