import { modelFor } from '../accounts.ts';
import { Refusal } from '../errors.ts';
import { listOf, objectOf, textOf } from '../json.ts';
import { models } from '../models.ts';
import { measurePrompt } from '../prompt.ts';
import { readResponsesPrompt } from '../requests/openaiPrompt.ts';
import { readChatRequest, readFillInRequest, readResponsesRequest } from '../requests/openaiRequest.ts';
import { serve } from '../serve.ts';
import { createChatWire } from '../wires/chatWire.ts';
import { createCompletionsWire } from '../wires/completionsWire.ts';
import { createResponsesWire } from '../wires/responsesWire.ts';
import { anthropicModels } from './anthropicRoutes.ts';
import { customerOf, get, post, type Route, reply, seconds, type Visit } from './route.ts';

/** OpenAI's routes, those of its imitators, and Azure's old and new paths to the same. */
export const openaiRoutes = (): readonly Route[] => [
  post(/^\/(?:v1|openai\/v1|api\/v1|beta|beta\/v1)\/chat\/completions$/, (visit) => serveChat(visit)),
  post(/^\/openai\/deployments\/([^/]+)\/chat\/completions$/, (visit) => serveChat(visit, deployedModel(visit))),
  post(/^\/(?:v1|openai\/v1)\/responses$/, async (visit) => {
    const job = readResponsesRequest(visit.body, address(visit, 'resp'));
    const showsSummary = objectOf(visit.body.reasoning).summary !== undefined && objectOf(visit.body.reasoning).summary !== null;
    const encrypts = listOf(visit.body.include).includes('reasoning.encrypted_content');
    await serve(visit.cloud, visit.exchange, job, createResponsesWire(job, { created: seconds(visit.cloud), showsSummary, encrypts }));
  }),
  post(/^\/(?:v1|openai\/v1)\/responses\/input_tokens$/, (visit) => {
    const model = modelFor(customerOf(visit), textOf(visit.body.model));
    const counted = measurePrompt(model, readResponsesPrompt(visit.body)).tokens;
    reply(visit.exchange.response, { object: 'response.input_tokens', input_tokens: counted });
  }),
  post(/^\/(?:v1|beta|beta\/v1)\/completions$/, async (visit) => {
    const job = readFillInRequest(visit.body, address(visit, 'cmpl'));
    const options = { created: seconds(visit.cloud), includeUsage: includesUsage(visit) };
    await serve(visit.cloud, visit.exchange, job, createCompletionsWire(job, options));
  }),
  post(/^\/v1\/fim\/completions$/, async (visit) => {
    const job = readFillInRequest(visit.body, address(visit, 'cmpl'));
    await serve(visit.cloud, visit.exchange, job, createChatWire(job, { created: seconds(visit.cloud), includeUsage: false }));
  }),
  get(/^\/(?:v1|openai\/v1|beta)\/models$/, (visit) => {
    if (visit.dialect === 'anthropic') return anthropicModels.handle(visit);
    const { sells } = customerOf(visit);
    const provider = sells === 'azure' ? 'openai' : sells;
    const data = models
      .filter((model) => model.provider === provider)
      .map(({ id }) => ({ id, object: 'model', created: 1_767_225_600, owned_by: 'emulated' }));
    reply(visit.exchange.response, { object: 'list', data });
  }),
];

const includesUsage = ({ body }: Visit): boolean => objectOf(body.stream_options).include_usage === true;

async function serveChat(visit: Visit, modelId?: string): Promise<void> {
  const job = readChatRequest(visit.body, {
    ...address(visit, visit.dialect === 'openrouter' ? 'gen' : 'chatcmpl'),
    ...(modelId && { modelId }),
  });
  const options = { created: seconds(visit.cloud), includeUsage: includesUsage(visit) };
  await serve(visit.cloud, visit.exchange, job, createChatWire(job, options));
}

const address = (visit: Visit, prefix: string) => ({
  account: customerOf(visit),
  dialect: visit.dialect,
  id: visit.cloud.nextId(prefix),
  path: visit.path,
});

function deployedModel(visit: Visit): string {
  customerOf(visit);
  if (!visit.query.get('api-version')) throw new Refusal(404, 'Resource not found', { code: '404' });
  const modelId = visit.cloud.deployments[visit.caught[0] ?? ''];
  if (modelId) return modelId;
  throw new Refusal(404, 'The API deployment for this resource does not exist.', { code: 'DeploymentNotFound' });
}
