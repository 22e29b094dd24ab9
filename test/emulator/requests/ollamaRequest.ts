import { modelFor } from '../accounts.ts';
import { Refusal } from '../errors.ts';
import { imageTokens } from '../images.ts';
import type { Account, Job, PromptBlock } from '../job.ts';
import { type JsonObject, listOf, numberOrNone, objectOf, textOf, textsOf } from '../json.ts';

/** `/api/generate` or `/api/chat`; both stream unless told not to. */
export function readOllamaRequest(body: JsonObject, account: Account, id: string, path: string): Job {
  const model = modelFor(account, textOf(body.model));
  const options = objectOf(body.options);
  const suffix = textOf(body.suffix);
  if (suffix !== '' && !model.fillsInTheMiddle) throw new Refusal(400, `"${model.id}" does not support insert`);
  const asked = numberOrNone(options.num_predict);
  return {
    id,
    path,
    dialect: 'ollama',
    model,
    account,
    prompt: path === '/api/chat' ? chatPrompt(body) : generatePrompt(body),
    // A negative number means "as many as it takes".
    maxOutputTokens: asked !== undefined && asked >= 0 ? Math.min(asked, model.maxOutputTokens) : model.maxOutputTokens,
    stops: textsOf(options.stop),
    stream: body.stream !== false,
    tier: 'standard',
    fast: false,
    geo: undefined,
    cache: { kind: 'automatic', affinity: '', onlyExplicit: false },
    thinks: body.think === true,
    fillIn: path === '/api/generate' && suffix !== '' ? { prefix: textOf(body.prompt), suffix } : undefined,
  };
}

const generatePrompt = (body: JsonObject): readonly PromptBlock[] => [
  ...(typeof body.system === 'string' ? [{ role: 'system', text: body.system, imageTokens: 0 }] : []),
  { role: 'user', text: textOf(body.prompt) + textOf(body.suffix), imageTokens: imagesOf(body) },
];

const chatPrompt = (body: JsonObject): readonly PromptBlock[] => [
  ...listOf(body.tools).map((tool) => ({ role: 'tools', text: JSON.stringify(tool), imageTokens: 0 })),
  ...listOf(body.messages).map((message) => {
    const fields = objectOf(message);
    const calls = fields.tool_calls === undefined ? '' : JSON.stringify(fields.tool_calls);
    return { role: textOf(fields.role), text: textOf(fields.content) + calls, imageTokens: imagesOf(fields) };
  }),
];

const imagesOf = (fields: JsonObject): number => listOf(fields.images).reduce<number>((sum, image) => sum + imageTokens(textOf(image)), 0);
