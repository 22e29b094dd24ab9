import { Refusal } from '../errors.ts';
import { imageTokens } from '../images.ts';
import type { CacheWish, PromptBlock } from '../job.ts';
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import type { CacheLifetime, EmulatedModel } from '../models.ts';
import { thoughtsOfMessage } from '../thoughts.ts';

/** Chat Completions: tools, then messages, each with what was thought before it. */
export function readChatPrompt(body: JsonObject): readonly PromptBlock[] {
  const messages = listOf(body.messages);
  if (messages.length === 0) throw new Refusal(400, "Invalid 'messages': empty array. Expected an array with minimum length 1.");
  return [
    ...toolBlocks(body.tools),
    ...messages.flatMap((message) => {
      const { role, content, tool_calls: calls } = objectOf(message);
      const thoughts = thoughtsOfMessage(objectOf(message));
      const thought = thoughts === '' ? [] : [{ role: textOf(role), text: thoughts, imageTokens: 0 }];
      const called = calls === undefined ? [] : [{ role: textOf(role), text: JSON.stringify(calls), imageTokens: 0 }];
      return [...thought, ...contentBlocks(textOf(role), content), ...called];
    }),
  ];
}

/** Responses: tools, instructions, then the input, a text or a list of items. */
export function readResponsesPrompt(body: JsonObject): readonly PromptBlock[] {
  if (typeof body.previous_response_id === 'string') {
    throw new Refusal(400, `Previous response with id '${body.previous_response_id}' not found.`, { code: 'previous_response_not_found' });
  }
  const items: readonly Json[] = typeof body.input === 'string' ? [{ role: 'user', content: body.input }] : listOf(body.input);
  if (items.length === 0) throw new Refusal(400, "Missing required parameter: 'input'.");
  return [
    ...toolBlocks(body.tools),
    ...(typeof body.instructions === 'string' ? [{ role: 'developer', text: body.instructions, imageTokens: 0 }] : []),
    ...items.flatMap((item) => {
      const fields = objectOf(item);
      if (fields.role !== undefined) return contentBlocks(textOf(fields.role), fields.content);
      return [itemBlock(fields)];
    }),
  ];
}

/** What a tool answered may be a list of parts: then it is the same block as that text by itself, and may carry a mark. */
function itemBlock({ output, ...fields }: JsonObject): PromptBlock {
  const parts = Array.isArray(output) ? contentBlocks('tool', output) : [];
  const said = parts.length > 0 ? parts.map(({ text }) => text).join('') : output;
  const breakpoint = parts.at(-1)?.breakpoint;
  const text = JSON.stringify({ ...fields, ...(said !== undefined && { output: said }) });
  return { role: textOf(fields.type), text, imageTokens: 0, ...(breakpoint && { breakpoint }) };
}

/** What the request wants of an automatic cache; what an older model does not know, it refuses. */
export function readCacheWish(body: JsonObject, model: EmulatedModel, prompt: readonly PromptBlock[]): CacheWish {
  const knowsMarks = model.cache?.style === 'automatic' && model.cache.writesAreBilled;
  const isMarked = prompt.some(({ breakpoint }) => breakpoint !== undefined);
  const wanted = isObject(body.prompt_cache_options) ? body.prompt_cache_options : undefined;
  if (!knowsMarks && (wanted || isMarked)) {
    const parameter = wanted ? 'prompt_cache_options' : 'prompt_cache_breakpoint';
    throw new Refusal(400, `Unsupported parameter: '${parameter}' is not supported with this model.`, { code: 'unsupported_parameter' });
  }
  const lifetime: CacheLifetime | undefined = knowsMarks
    ? readLifetime(wanted?.ttl)
    : body.prompt_cache_retention === '24h'
      ? '24h'
      : undefined;
  return {
    kind: 'automatic',
    affinity: textOf(body.prompt_cache_key),
    onlyExplicit: wanted?.mode === 'explicit',
    ...(lifetime && { lifetime }),
  };
}

function readLifetime(value: Json | undefined): '30m' | '12h' {
  if (value === undefined || value === '30m') return '30m';
  if (value === '12h') return '12h';
  throw new Refusal(400, `Invalid value: '${textOf(value)}'. Supported values are: '30m' and '12h'.`, { code: 'invalid_value' });
}

const toolBlocks = (tools: Json | undefined): readonly PromptBlock[] =>
  listOf(tools).map((tool) => ({ role: 'tools', text: JSON.stringify(tool), imageTokens: 0 }));

function contentBlocks(role: string, content: Json | undefined): readonly PromptBlock[] {
  if (typeof content === 'string') return [{ role, text: content, imageTokens: 0 }];
  return listOf(content).map((part) => {
    const fields = objectOf(part);
    // Marks by OpenAI's name, and by Anthropic's as gateways pass them on. On a cache without marks the latter change nothing.
    const mark = isObject(fields.prompt_cache_breakpoint) ? readLifetime(fields.prompt_cache_breakpoint.ttl) : undefined;
    const image = fields.type === 'image_url' ? textOf(objectOf(fields.image_url).url) : textOf(fields.image_url);
    const isImage = fields.type === 'image_url' || fields.type === 'input_image';
    return {
      role,
      text: isImage ? '[image]' : textOf(fields.text, textOf(fields.refusal)),
      imageTokens: isImage ? imageTokens(image) : 0,
      ...(mark && { breakpoint: mark }),
    };
  });
}
