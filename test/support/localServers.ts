import { type Handler, json, status } from './scriptedServer.ts';

type Routes = Readonly<Record<string, Handler>>;

/** llama.cpp's server, with a model that was trained to fill holes or not. */
export const fakeLlamaServer = (infill: 'fills' | 'chats only' = 'fills'): Routes => ({
  'GET /props': json({
    build_info: 'b6000-abc',
    default_generation_settings: { n_ctx: 8192 },
    total_slots: 1,
    model_path: '/models/qwen.gguf',
  }),
  'GET /v1/models': json({
    object: 'list',
    data: [{ id: 'qwen.gguf', object: 'model', owned_by: 'llamacpp', meta: { ftype: 'Q8_0', n_ctx: 8192 } }],
  }),
  'POST /infill':
    infill === 'fills'
      ? json({ content: '' })
      : status(501, { error: { code: 501, type: 'not_supported_error', message: 'no prefix token' } }),
});

/** Ollama with five models installed: one is loaded, two fill holes, one is for embeddings, and one runs elsewhere. */
export const fakeOllama: Routes = {
  'GET /api/tags': json({
    models: [
      { name: 'nomic-embed-text:latest', details: { quantization_level: 'F16' } },
      { name: 'qwen2.5-coder:7b', details: { quantization_level: 'Q4_K_M' } },
      { name: 'llama3.1:8b', details: {} },
      { name: 'codegemma:2b', details: {} },
      { name: 'qwen3-coder:480b-cloud', remote_model: 'qwen3-coder:480b', remote_host: 'https://ollama.com:443', details: {} },
    ],
  }),
  'GET /api/ps': json({ models: [{ name: 'llama3.1:8b', size: 100, size_vram: 100, context_length: 16_384 }] }),
  'POST /api/show': (response, { body }) => {
    const capabilities: Record<string, readonly string[]> = {
      'qwen2.5-coder:7b': ['completion', 'insert', 'tools'],
      'codegemma:2b': ['completion', 'insert'],
      'llama3.1:8b': ['completion'],
      'nomic-embed-text:latest': ['embedding'],
    };
    return json({ capabilities: capabilities[(body as { model: string }).model] })(response, { method: '', path: '', headers: {}, body });
  },
  'GET /v1/models': json({ object: 'list', data: [{ id: 'qwen2.5-coder:7b', object: 'model', owned_by: 'library' }] }),
};

/** LM Studio 0.4 and later. */
export const fakeLmStudio: Routes = {
  'GET /api/v1/models': json({
    models: [
      {
        type: 'llm',
        key: 'qwen2.5-coder-7b',
        quantization: { name: 'Q4_K_M', bits_per_weight: 4 },
        loaded_instances: [{ id: 'qwen2.5-coder-7b', config: { context_length: 4096 } }],
        max_context_length: 32_768,
      },
      { type: 'llm', key: 'not-loaded', quantization: null, loaded_instances: [] },
      { type: 'embedding', key: 'nomic', quantization: { name: 'F16' }, loaded_instances: [{ id: 'nomic', config: {} }] },
    ],
  }),
  'GET /v1/models': json({ data: [{ id: 'qwen2.5-coder-7b', object: 'model', owned_by: 'organization_owner' }] }),
};

/** LM Studio before 0.4, which knows only its first API. */
export const fakeOldLmStudio: Routes = {
  'GET /api/v0/models': json({
    data: [
      {
        id: 'starcoder2-3b',
        type: 'llm',
        state: 'loaded',
        quantization: 'Q8_0',
        max_context_length: 16_384,
        loaded_context_length: 4096,
      },
      { id: 'codestral-22b', type: 'llm', state: 'loaded', max_context_length: 32_768 },
      { id: 'not-loaded', type: 'llm', state: 'not-loaded', max_context_length: 4096 },
      { id: 'nomic', type: 'embeddings', state: 'loaded', max_context_length: 2048 },
    ],
  }),
  'GET /v1/models': json({ data: [{ id: 'starcoder2-3b', object: 'model', owned_by: 'organization_owner' }] }),
};

export const fakeVllm: Routes = {
  'GET /health': (response) => void response.end(),
  'GET /v1/models': json({
    object: 'list',
    data: [{ id: 'Qwen/Qwen2.5-Coder-7B', object: 'model', owned_by: 'vllm', max_model_len: 32_768 }],
  }),
};

/** Any other server that speaks OpenAI's protocol. */
export const fakeOpenAi: Routes = {
  'GET /v1/models': json({ object: 'list', data: [{ id: 'codestral-22b', object: 'model', owned_by: 'me' }] }),
};
