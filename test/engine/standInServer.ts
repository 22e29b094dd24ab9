/**
 * A local model server for machines on which llama-server cannot be built: the same model and the same llama.cpp libraries, through
 * node-llama-cpp. It speaks the part of llama-server's protocol that the project uses.
 * Usage: node standInServer.ts NODE_MODULES -m MODEL.gguf --alias NAME --host HOST --port PORT
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { type Generation, loadGenerator } from './standInGenerator.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string', short: 'm' }, alias: { type: 'string' }, host: { type: 'string' }, port: { type: 'string' } },
});
const { model = '', alias = 'copy', host = '127.0.0.1', port = '0' } = values;
const generator = await loadGenerator(positionals[0] ?? '', model);

/** The fields of all three endpoints' requests that count here. */
interface RequestBody {
  readonly input_prefix?: string;
  readonly input_suffix?: string;
  readonly input_extra?: readonly { readonly filename?: string; readonly text?: string }[];
  readonly prompt?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string | readonly { readonly text?: string }[] }[];
  readonly stop?: string | readonly string[];
  readonly n_predict?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly temperature?: number;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => sendError(response, 500, 'server_error', String(error)));
}).listen(Number(port), host);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split('?')[0] ?? '/';
  if (request.method === 'GET') {
    answerGet(path, response);
    return;
  }
  const body = JSON.parse(await text(request)) as RequestBody;
  if (path === '/infill') return answerInfill(body, response);
  if (path === '/v1/completions') return answerOpenAi(body, response, generator.completionTokens(body.prompt ?? ''), completionShape);
  if (path === '/v1/chat/completions') return answerOpenAi(body, response, generator.chatTokens(textMessages(body)), chatShape);
  sendError(response, 404, 'not_found_error', 'File Not Found');
}

function answerGet(path: string, response: ServerResponse): void {
  const body = informationAt(path);
  if (body === undefined) sendError(response, 404, 'not_found_error', 'File Not Found');
  else sendJson(response, 200, body);
}

function informationAt(path: string): object | undefined {
  const { contextLength, vocabularySize, modelBytes } = generator;
  const meta = { n_ctx: contextLength, n_ctx_train: contextLength, n_vocab: vocabularySize, size: modelBytes };
  switch (path) {
    case '/health':
    case '/v1/health':
      return { status: 'ok' };
    case '/props':
      return {
        default_generation_settings: { n_ctx: contextLength },
        total_slots: 1,
        model_path: model,
        model_alias: alias,
        build_info: 'stand-in',
      };
    case '/models':
    case '/v1/models':
      return { object: 'list', data: [{ id: alias, object: 'model', created: 0, owned_by: 'llamacpp', meta }] };
    default:
      return undefined;
  }
}

async function answerInfill(body: RequestBody, response: ServerResponse): Promise<void> {
  const tokens = generator.infillTokens({
    prefix: (body.input_prefix ?? '') + (body.prompt ?? ''),
    suffix: body.input_suffix ?? '',
    extra: (body.input_extra ?? []).map((file) => ({ filename: file.filename ?? 'tmp', text: file.text ?? '' })),
  });
  const part = (content: string): object => ({ index: 0, content, tokens: [], stop: false, id_slot: -1 });
  const generation = await generate(body, response, tokens, (content) => sendEvent(response, part(content)));
  const end = {
    ...part(body.stream === true ? '' : generation.text),
    id_slot: 0,
    stop: true,
    model: alias,
    tokens_predicted: generation.predictedTokens,
    tokens_evaluated: generation.promptTokens,
    truncated: false,
    stop_type: generation.stopType,
    stopping_word: generation.stoppingWord,
    tokens_cached: generation.promptTokens + generation.predictedTokens - 1,
    timings: timings(generation),
  };
  if (body.stream !== true) {
    sendJson(response, 200, end);
    return;
  }
  sendEvent(response, end);
  response.end();
}

/** Where chat and plain completion differ: what a part is called, and what surrounds it. */
interface AnswerShape {
  readonly object: (streaming: boolean) => string;
  readonly part: (content: string) => object;
  readonly whole: (content: string) => object;
}

const completionShape: AnswerShape = {
  object: () => 'text_completion',
  part: (content) => ({ text: content }),
  whole: (content) => ({ text: content, logprobs: null }),
};

const chatShape: AnswerShape = {
  object: (streaming) => (streaming ? 'chat.completion.chunk' : 'chat.completion'),
  part: (content) => ({ delta: content === '' ? {} : { content } }),
  whole: (content) => ({ message: { role: 'assistant', content } }),
};

async function answerOpenAi(body: RequestBody, response: ServerResponse, tokens: readonly number[], shape: AnswerShape): Promise<void> {
  const streaming = body.stream === true;
  const head = { id: `cmpl-${crypto.randomUUID()}`, object: shape.object(streaming), created: Math.floor(Date.now() / 1000), model: alias };
  const chunk = (content: string, finishReason: string | null): object => ({
    ...head,
    choices: [{ index: 0, ...shape.part(content), finish_reason: finishReason }],
  });
  const generation = await generate(body, response, tokens, (content) => sendEvent(response, chunk(content, null)));
  const finishReason = generation.stopType === 'limit' ? 'length' : 'stop';
  const counts = { usage: usage(generation), timings: timings(generation) };
  if (!streaming) {
    const choices = [{ index: 0, ...shape.whole(generation.text), finish_reason: finishReason }];
    sendJson(response, 200, { ...head, choices, ...counts });
    return;
  }
  sendEvent(response, chunk('', finishReason));
  if (body.stream_options?.include_usage === true) sendEvent(response, { ...head, choices: [], ...counts });
  response.end('data: [DONE]\n\n');
}

function generate(
  body: RequestBody,
  response: ServerResponse,
  tokens: readonly number[],
  onText: (text: string) => void,
): Promise<Generation> {
  const abort = new AbortController();
  // A client that goes away needs no more tokens.
  response.once('close', () => {
    if (!response.writableEnded) abort.abort();
  });
  return generator.generate({
    tokens,
    limit: body.n_predict ?? body.max_completion_tokens ?? body.max_tokens ?? 64,
    temperature: body.temperature ?? 0,
    stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? []),
    signal: abort.signal,
    onText: body.stream === true ? onText : () => undefined,
  });
}

function textMessages(body: RequestBody): readonly { readonly role: string; readonly content: string }[] {
  return (body.messages ?? []).map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? content : content.map((part) => part.text ?? '').join(''),
  }));
}

function usage({ promptTokens, cachedTokens, predictedTokens }: Generation): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: predictedTokens,
    total_tokens: promptTokens + predictedTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
}

function timings({ promptTokens, cachedTokens, predictedTokens, promptMs, predictedMs }: Generation): object {
  const evaluated = promptTokens - cachedTokens;
  return {
    cache_n: cachedTokens,
    prompt_n: evaluated,
    prompt_ms: promptMs,
    prompt_per_second: (evaluated / promptMs) * 1000,
    predicted_n: predictedTokens,
    predicted_ms: predictedMs,
    predicted_per_second: (predictedTokens / predictedMs) * 1000,
  };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendEvent(response: ServerResponse, body: object): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(`data: ${JSON.stringify(body)}\n\n`);
}

function sendError(response: ServerResponse, code: number, type: string, message: string): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, code, { error: { code, type, message } });
}
