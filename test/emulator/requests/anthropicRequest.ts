import { modelFor } from '../accounts.ts';
import { Refusal } from '../errors.ts';
import { imageTokens } from '../images.ts';
import type { Account, Job, PromptBlock } from '../job.ts';
import { isObject, type Json, type JsonObject, listOf, numberOrNone, objectOf, textOf, textOrNone, textsOf } from '../json.ts';
import { checkThinkingBlocks } from '../thoughts.ts';
import { readMaxOutput } from './readLimits.ts';

const maximumBreakpoints = 4;

/** Reads a Messages request, or its parameters in a batch. */
export function readAnthropicRequest(body: JsonObject, account: Account, id: string, path: string, isBatch = false): Job {
  const model = modelFor(account, textOf(body.model));
  if (numberOrNone(body.max_tokens) === undefined) throw new Refusal(400, 'max_tokens: Field required');
  checkThinkingBlocks(body);
  const speed = textOf(body.speed, 'standard');
  if (speed !== 'standard' && !(speed === 'fast' && model.prices.factors?.fast)) {
    throw new Refusal(400, `speed: '${speed}' is not supported for ${model.id}`);
  }
  return {
    id,
    path,
    dialect: 'anthropic',
    model,
    account,
    prompt: readAnthropicPrompt(body),
    maxOutputTokens: readMaxOutput(numberOrNone(body.max_tokens), model),
    stops: textsOf(body.stop_sequences),
    stream: body.stream === true && !isBatch,
    tier: isBatch ? 'batch' : 'standard',
    fast: speed === 'fast',
    geo: textOrNone(body.inference_geo),
    cache: { kind: 'breakpoints' },
    thinks: ['enabled', 'adaptive'].includes(textOf(objectOf(body.thinking).type)),
    fillIn: undefined,
  };
}

/** Tools, system and messages as blocks, with the marks where a cache entry is to end. */
export function readAnthropicPrompt(body: JsonObject): readonly PromptBlock[] {
  if (listOf(body.messages).length === 0) throw new Refusal(400, 'messages: at least one message is required');
  const blocks = [
    ...listOf(body.tools).map((tool) => block('tools', tool, withoutMark(objectOf(tool)))),
    ...contentBlocks('system', body.system),
    ...listOf(body.messages).flatMap((message) => {
      const { role, content } = objectOf(message);
      if (role !== 'user' && role !== 'assistant') throw new Refusal(400, `messages: Unexpected role "${textOf(role)}"`);
      return contentBlocks(role, content);
    }),
  ];
  return checkMarks(markLast(blocks, body.cache_control));
}

function contentBlocks(role: string, content: Json | undefined): readonly PromptBlock[] {
  if (content === undefined) return [];
  if (typeof content === 'string') return [{ role, text: content, imageTokens: 0 }];
  return listOf(content).map((part) => {
    const fields = objectOf(part);
    if (fields.type === 'text') {
      if (fields.text === '' && fields.cache_control) throw new Refusal(400, 'cache_control cannot be set for empty text blocks');
      return block(role, part, textOf(fields.text));
    }
    if (fields.type !== 'image') return block(role, part, withoutMark(fields));
    const source = objectOf(fields.source);
    return block(role, part, '[image]', imageTokens(textOf(source.data, textOf(source.url))));
  });
}

function block(role: string, part: Json, text: string, ofImage = 0): PromptBlock {
  const mark = readMark(objectOf(part).cache_control);
  return { role, text, imageTokens: ofImage, ...(mark && { breakpoint: mark }) };
}

/** A mark may move to another block between requests without making it another block. */
function withoutMark({ cache_control: _, ...fields }: JsonObject): string {
  return JSON.stringify(fields);
}

function readMark(mark: Json | undefined): '5m' | '1h' | undefined {
  if (!isObject(mark)) return undefined;
  if (mark.type !== 'ephemeral') throw new Refusal(400, "cache_control.type: Input should be 'ephemeral'");
  const lifetime = textOf(mark.ttl, '5m');
  if (lifetime === '5m' || lifetime === '1h') return lifetime;
  throw new Refusal(400, "cache_control.ttl: Input should be '5m' or '1h'");
}

/** A `cache_control` beside `messages` marks the last block, and takes one of the four. */
function markLast(blocks: readonly PromptBlock[], automatic: Json | undefined): readonly PromptBlock[] {
  const mark = readMark(automatic);
  const last = blocks.at(-1);
  if (!mark || !last) return blocks;
  if (last.breakpoint && last.breakpoint !== mark) {
    throw new Refusal(400, 'cache_control: the last block has a breakpoint with a different ttl than the automatic one');
  }
  return [...blocks.slice(0, -1), { ...last, breakpoint: mark }];
}

function checkMarks(blocks: readonly PromptBlock[]): readonly PromptBlock[] {
  const marks = blocks.flatMap(({ breakpoint }) => breakpoint ?? []);
  if (marks.length > maximumBreakpoints) {
    throw new Refusal(400, `A maximum of ${maximumBreakpoints} blocks with cache_control may be provided. Found ${marks.length}.`);
  }
  if (marks.lastIndexOf('1h') > marks.indexOf('5m') && marks.includes('5m')) {
    throw new Refusal(400, "cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.");
  }
  return blocks;
}
