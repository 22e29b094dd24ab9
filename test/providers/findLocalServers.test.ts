import { describe, expect, it } from 'vitest';
import { fimTemplateFor } from '../../src/core/catalogue/index.ts';
import { freeOfCharge } from '../../src/core/money/index.ts';
import { findLocalServers } from '../../src/providers/localServers/findLocalServers.ts';
import { candidatesOf } from '../../src/providers/localServers/localServer.ts';
import { fakeLlamaServer, fakeLmStudio, fakeOldLmStudio, fakeOllama, fakeOpenAi, fakeVllm } from '../support/localServers.ts';
import { type Handler, json, status } from '../support/scriptedServer.ts';
import { useServers } from '../support/useServer.ts';

const startServer = useServers();
const signal = new AbortController().signal;
const find = (url: string, known: Parameters<typeof findLocalServers>[0]['known'] = []) =>
  findLocalServers({ fetch, signal, addresses: [url], known, timeoutMs: 1000 });

const free = { tier: 'local', canChat: true, price: freeOfCharge } as const;
const inConversation = { fillInTheMiddle: { type: 'chat' } } as const;
const byTemplate = (name: string) => ({ fillInTheMiddle: { type: 'template', template: fimTemplateFor(name) } });

describe('A local server is found as', () => {
  it('llama-server, with its context, its precision and its way to fill holes', async () => {
    const { url } = await startServer(fakeLlamaServer());
    expect(await find(url)).toEqual([
      {
        kind: 'llama-server',
        baseUrl: url,
        models: [{ ...free, id: 'qwen.gguf', contextTokens: 8192, precision: 'Q8_0', fillInTheMiddle: { type: 'infill' } }],
        health: [{ model: 'qwen.gguf', isLoaded: true }],
      },
    ]);
  });

  it('llama-server whose model was not trained to fill holes, and is asked in a conversation', async () => {
    const { url } = await startServer(fakeLlamaServer('chats only'));
    expect(await find(url)).toEqual([
      {
        kind: 'llama-server',
        baseUrl: url,
        models: [{ ...free, ...inConversation, id: 'qwen.gguf', contextTokens: 8192, precision: 'Q8_0' }],
        health: [{ model: 'qwen.gguf', isLoaded: true }],
      },
    ]);
  });

  it('llama-server with its slots, and with a model that it put aside', async () => {
    const { url } = await startServer({ ...fakeLlamaServer(), 'GET /props': json({ build_info: 'b', total_slots: 4, is_sleeping: true }) });
    const [server] = await find(url);
    expect([server?.slots, server?.health, server && candidatesOf(server)[0]?.endpoint.quirks]).toEqual([
      4,
      [{ model: 'qwen.gguf', isLoaded: false }],
      { slots: 4 },
    ]);
  });

  it('Ollama, loaded models first, each with what it can do and with the context that Ollama gives it', async () => {
    const { url } = await startServer(fakeOllama);
    expect(await find(url)).toEqual([
      {
        kind: 'ollama',
        baseUrl: url,
        models: [
          { ...free, ...inConversation, id: 'llama3.1:8b', contextTokens: 16_384 },
          { ...free, id: 'nomic-embed-text:latest', contextTokens: 4096, precision: 'F16', canChat: false },
          {
            ...free,
            id: 'qwen2.5-coder:7b',
            contextTokens: 4096,
            precision: 'Q4_K_M',
            canUseTools: true,
            fillInTheMiddle: { type: 'suffix' },
          },
          { ...free, id: 'codegemma:2b', contextTokens: 4096, fillInTheMiddle: { type: 'suffix' } },
        ],
        unloaded: ['nomic-embed-text:latest', 'qwen2.5-coder:7b', 'codegemma:2b'],
        health: [
          { model: 'llama3.1:8b', isLoaded: true, gpuShare: 1 },
          ...['nomic-embed-text:latest', 'qwen2.5-coder:7b', 'codegemma:2b'].map((model) => ({ model, isLoaded: false })),
        ],
      },
    ]);
  });

  it('Ollama, whose model without a place for a suffix is asked in the tokens that its name stands for', async () => {
    const { url } = await startServer({
      ...fakeOllama,
      'GET /api/tags': json({ models: [{ name: 'deepseek-coder:6.7b-base', details: {} }] }),
      'GET /api/ps': json({ models: [{ name: 'deepseek-coder:6.7b-base', context_length: 8192 }] }),
      'POST /api/show': json({ capabilities: ['completion', 'vision'] }),
    });
    expect((await find(url))[0]?.models).toEqual([
      { ...free, ...byTemplate('deepseek-coder'), id: 'deepseek-coder:6.7b-base', contextTokens: 8192, canSeeImages: true },
    ]);
  });

  it('LM Studio, with loaded models only, because naming another would load it', async () => {
    const { url } = await startServer(fakeLmStudio);
    expect(await find(url)).toEqual([
      {
        kind: 'lm-studio',
        baseUrl: url,
        models: [{ ...free, ...byTemplate('qwen2.5-coder'), id: 'qwen2.5-coder-7b', contextTokens: 4096, precision: 'Q4_K_M' }],
        health: [{ model: 'qwen2.5-coder-7b', isLoaded: true }],
      },
    ]);
  });

  it.each([
    ['404', status(404, { error: 'not found' })],
    ['200 and an error', json({ error: 'Unexpected endpoint or method. (GET /api/v1/models)' })],
  ] satisfies [string, Handler][])('an older LM Studio, which answers what it does not know with %s', async (_what, handler) => {
    const unknown = ['GET /props', 'GET /api/version', 'GET /api/v1/models'].map((route) => [route, handler] as const);
    const { url } = await startServer({ ...Object.fromEntries(unknown), ...fakeOldLmStudio });
    expect(await find(url)).toEqual([
      {
        kind: 'lm-studio',
        baseUrl: url,
        models: [
          { ...free, ...byTemplate('starcoder2-3b'), id: 'starcoder2-3b', contextTokens: 4096, precision: 'Q8_0' },
          { ...free, ...byTemplate('codestral'), id: 'codestral-22b', contextTokens: 32_768 },
        ],
        health: ['starcoder2-3b', 'codestral-22b'].map((model) => ({ model, isLoaded: true })),
      },
    ]);
  });

  it('vLLM, which fills holes by the model’s own tokens', async () => {
    const { url } = await startServer(fakeVllm);
    expect(await find(url)).toEqual([
      {
        kind: 'vllm',
        baseUrl: url,
        models: [{ ...free, ...byTemplate('qwen2.5-coder'), id: 'Qwen/Qwen2.5-Coder-7B', contextTokens: 32_768 }],
        slots: 4,
      },
    ]);
  });

  it('OpenAI-compatible, at an address that the user names', async () => {
    const { url } = await startServer(fakeOpenAi);
    expect(await find(url)).toEqual([
      { kind: 'openai-compatible', baseUrl: url, models: [{ ...free, ...byTemplate('codestral'), id: 'codestral-22b' }] },
    ]);
  });

  it('it was known before, without asking again for what it can do', async () => {
    const llama = await startServer(fakeLlamaServer());
    const ollama = await startServer(fakeOllama);
    const [first, second] = [await find(llama.url), await find(ollama.url)];
    const asked = [llama.requests.length, ollama.requests.length];
    expect([await find(llama.url, first), await find(ollama.url, second)]).toEqual([first, second]);
    const again = [llama.requests.slice(asked[0]), ollama.requests.slice(asked[1])].map((requests) =>
      requests.map(({ path }) => path).toSorted(),
    );
    expect(again).toEqual([
      ['/props', '/v1/models'],
      ['/api/ps', '/api/tags'],
    ]);
  });

  it('a known model of Ollama, with the context that it was loaded with since', async () => {
    const { url } = await startServer(fakeOllama);
    const [server] = await find(url);
    const reloaded = await startServer({
      ...fakeOllama,
      'GET /api/ps': json({ models: [{ name: 'codegemma:2b', context_length: 2048 }] }),
    });
    const [again] = await find(reloaded.url, server ? [{ ...server, baseUrl: reloaded.url }] : []);
    expect([again?.models.map(({ id, contextTokens }) => `${id} ${contextTokens}`), again?.unloaded]).toEqual([
      ['codegemma:2b 2048', 'nomic-embed-text:latest 4096', 'qwen2.5-coder:7b 4096', 'llama3.1:8b 4096'],
      ['nomic-embed-text:latest', 'qwen2.5-coder:7b', 'llama3.1:8b'],
    ]);
  });

  it('Ollama without a model of its own that runs elsewhere, whatever its name: the text would leave the machine', async () => {
    const { url } = await startServer({
      ...fakeOllama,
      'GET /api/tags': json({ models: [{ name: 'mine:latest', details: {} }] }),
      'GET /api/ps': json({ models: [] }),
      'POST /api/show': json({ capabilities: ['insert'], remote_host: 'https://ollama.com:443', remote_model: 'qwen3-coder:480b' }),
    });
    expect(await find(url)).toEqual([{ kind: 'ollama', baseUrl: url, models: [], unloaded: [], health: [] }]);
  });

  it('Ollama into which no model was pulled yet', async () => {
    const { url } = await startServer({
      'GET /v1/models': json({ object: 'list', data: null }),
      'GET /api/tags': json({ models: [] }),
      'GET /api/ps': json({ models: [] }),
    });
    expect(await find(url)).toEqual([{ kind: 'ollama', baseUrl: url, models: [], unloaded: [], health: [] }]);
  });
});

describe('Without an address', () => {
  /** Sends what goes to a usual port to a fake on another one, and remembers what was asked. */
  const fetchTo = (servers: Readonly<Record<string, string>>, asked: string[]): typeof globalThis.fetch => {
    return async (input, init) => {
      const url = new URL(String(input));
      asked.push(url.origin);
      const target = servers[url.origin];
      if (!target) throw new TypeError('fetch failed');
      return fetch(new URL(url.pathname, target), init);
    };
  };

  it('the usual port of each kind on this machine is asked, and no other', async () => {
    const asked: string[] = [];
    expect(await findLocalServers({ fetch: fetchTo({}, asked), signal })).toEqual([]);
    expect([...new Set(asked)].toSorted()).toEqual([
      'http://127.0.0.1:11434',
      'http://127.0.0.1:1234',
      'http://127.0.0.1:8000',
      'http://127.0.0.1:8080',
    ]);
  });

  it('all kinds are found at once on their usual ports', async () => {
    const fakes = [fakeLlamaServer(), fakeOllama, fakeLmStudio, fakeVllm];
    const [llama, ollama, lmStudio, vllm] = await Promise.all(fakes.map(startServer));
    const servers = {
      'http://127.0.0.1:8080': llama?.url ?? '',
      'http://127.0.0.1:11434': ollama?.url ?? '',
      'http://127.0.0.1:1234': lmStudio?.url ?? '',
      'http://127.0.0.1:8000': vllm?.url ?? '',
    };
    const found = await findLocalServers({ fetch: fetchTo(servers, []), signal });
    expect(found.map(({ kind, baseUrl }) => `${kind} ${baseUrl}`)).toEqual([
      'llama-server http://127.0.0.1:8080',
      'ollama http://127.0.0.1:11434',
      'lm-studio http://127.0.0.1:1234',
      'vllm http://127.0.0.1:8000',
    ]);
  });

  it.each([
    ['a web page', { 'GET /': json({}) }],
    ['a server that answers everything with an empty object', everything(json({}))],
    ['a server that answers everything with a page', everything((response) => void response.end('<html></html>'))],
    ['another OpenAI-compatible server', fakeOpenAi],
    ['an OpenAI-compatible server without a model', { 'GET /v1/models': json({ object: 'list', data: [] }) }],
    [
      'a llama-server that is still loading',
      everything(status(503, { error: { code: 503, type: 'unavailable_error', message: 'Loading model' } })),
    ],
    ['a server that sends elsewhere', everything((response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end())],
    ['a server that never answers', everything(() => undefined)],
  ])('%s is not taken for a model server', async (_what, routes) => {
    const { url } = await startServer(routes);
    const everywhere = (input: string | URL | Request, init?: RequestInit) => fetch(new URL(new URL(String(input)).pathname, url), init);
    expect(await findLocalServers({ fetch: everywhere, signal, timeoutMs: 200 })).toEqual([]);
  });
});

describe('A look', () => {
  it('ends when it is aborted', async () => {
    const { url } = await startServer(everything(() => undefined));
    const aborting = new AbortController();
    const looking = findLocalServers({ fetch, signal: aborting.signal, addresses: [url], timeoutMs: 60_000 });
    setTimeout(() => aborting.abort(), 20);
    expect(await looking).toEqual([]);
  });
});

describe('What a server serves', () => {
  it('becomes candidates that are local, each at the server’s address; of unloaded models only the first that fills holes', async () => {
    const { url } = await startServer(fakeOllama);
    const [server] = await find(url);
    const candidates = server ? candidatesOf(server) : [];
    const endpoint = { id: `ollama@${new URL(url).host}`, provider: 'ollama', adapter: 'ollama', baseUrl: url, billing: 'local' };
    expect(candidates.map((candidate) => candidate.endpoint)).toEqual([endpoint, endpoint]);
    expect(candidates.map(({ model }) => model.id)).toEqual(['llama3.1:8b', 'qwen2.5-coder:7b']);
  });

  it.each([
    ['llama-server', 'llama-server'],
    ['ollama', 'ollama'],
    ['lm-studio', 'openai-compatible'],
    ['vllm', 'openai-compatible'],
    ['openai-compatible', 'openai-compatible'],
  ] as const)('of %s goes through the adapter %s', (kind, adapter) => {
    const baseUrl = 'http://127.0.0.1:8080';
    expect(candidatesOf({ kind, baseUrl, models: [{ ...free, id: 'qwen' }] })).toEqual([
      {
        model: { ...free, id: 'qwen' },
        endpoint: {
          id: `${kind}@127.0.0.1:8080`,
          provider: kind,
          adapter,
          baseUrl,
          billing: 'local',
          ...(kind === 'llama-server' && { caching: { type: 'slot' } }),
        },
      },
    ]);
  });
});

/** The same answer to whatever a look asks. */
function everything(handler: Handler): Readonly<Record<string, Handler>> {
  const gets = ['/props', '/api/version', '/api/tags', '/api/ps', '/api/v1/models', '/api/v0/models', '/v1/models'].map(
    (path) => `GET ${path}`,
  );
  return Object.fromEntries([...gets, 'POST /infill', 'POST /api/show'].map((route) => [route, handler]));
}
