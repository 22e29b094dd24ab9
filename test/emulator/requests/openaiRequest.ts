import { modelFor } from '../accounts.ts';
import { Refusal } from '../errors.ts';
import type { Account, Dialect, Job } from '../job.ts';
import { type JsonObject, listOf, numberOrNone, objectOf, textOf, textsOf } from '../json.ts';
import { checkChatThoughts, checkReasoningItems } from '../thoughts.ts';
import { readCacheWish, readChatPrompt, readResponsesPrompt } from './openaiPrompt.ts';
import { readMaxOutput, readTier } from './readLimits.ts';

interface Address {
  readonly account: Account;
  readonly dialect: Dialect;
  readonly id: string;
  readonly path: string;
  /** Of a deployment, where the path names one instead of the body. */
  readonly modelId?: string;
}

export function readChatRequest(body: JsonObject, address: Address): Job {
  const model = modelFor(address.account, address.modelId ?? textOf(body.model));
  const prompt = readChatPrompt(body);
  const shared = common(body, address);
  if (shared.thinks) checkChatThoughts(listOf(body.messages), model.id, address.dialect);
  return {
    ...shared,
    model,
    prompt,
    maxOutputTokens: readMaxOutput(numberOrNone(body.max_completion_tokens) ?? numberOrNone(body.max_tokens), model),
    stops: textsOf(body.stop),
    tier: readTier(readTierName(body), model),
    cache: readCacheWish(body, model, prompt),
    fillIn: undefined,
  };
}

export function readResponsesRequest(body: JsonObject, address: Address): Job {
  const model = modelFor(address.account, textOf(body.model));
  const prompt = readResponsesPrompt(body);
  checkReasoningItems(listOf(body.input), model.id);
  return {
    ...common(body, address),
    model,
    prompt,
    maxOutputTokens: readMaxOutput(numberOrNone(body.max_output_tokens), model),
    stops: [],
    tier: readTier(readTierName(body), model),
    cache: readCacheWish(body, model, prompt),
    fillIn: undefined,
  };
}

/** A gap to fill: `prompt` and `suffix`. Without `max_tokens` OpenAI's old route gives 16 tokens. */
export function readFillInRequest(body: JsonObject, address: Address): Job {
  const model = modelFor(address.account, textOf(body.model));
  const suffix = textOf(body.suffix);
  if (!model.fillsInTheMiddle && suffix !== '') throw new Refusal(400, `${model.id} does not support the suffix parameter`);
  if (!model.fillsInTheMiddle && address.path === '/v1/completions') {
    throw new Refusal(
      404,
      'This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?',
    );
  }
  const prefix = textOf(body.prompt);
  const prompt = [
    { role: 'prefix', text: prefix, imageTokens: 0 },
    { role: 'suffix', text: suffix, imageTokens: 0 },
  ];
  return {
    ...common(body, address),
    model,
    prompt,
    maxOutputTokens: readMaxOutput(numberOrNone(body.max_tokens) ?? (address.path === '/v1/completions' ? 16 : undefined), model),
    stops: textsOf(body.stop),
    tier: 'standard',
    cache: readCacheWish(body, model, prompt),
    fillIn: { prefix, suffix },
  };
}

const common = (body: JsonObject, { account, dialect, id, path }: Address) => ({
  id,
  path,
  dialect,
  account,
  stream: body.stream === true,
  fast: false,
  geo: undefined,
  // Reasoning models of this kind think without being asked, unless told not to.
  thinks: textOf(objectOf(body.reasoning).effort, textOf(body.reasoning_effort)) !== 'none',
});

const readTierName = (body: JsonObject): string | undefined => (typeof body.service_tier === 'string' ? body.service_tier : undefined);
