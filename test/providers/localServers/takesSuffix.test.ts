import { describe, expect, it } from 'vitest';
import { findLocalServers } from '../../../src/providers/localServers/findLocalServers.ts';
import type { LocalServer } from '../../../src/providers/localServers/localServer.ts';
import { type Handler, json, status } from '../../support/scriptedServer.ts';
import { useServers } from '../../support/useServer.ts';

const startServer = useServers();
const signal = new AbortController().signal;
const list = (...ids: readonly string[]): Handler => json({ data: ids.map((id) => ({ id, object: 'model', owned_by: 'me' })) });

/** Counts a token for each character of what it looks at. */
const counting =
  (...fields: readonly ('prompt' | 'suffix')[]): Handler =>
  (response, request) => {
    const body = request.body as Readonly<Record<'prompt' | 'suffix', string | undefined>>;
    const read = fields.map((field) => body[field] ?? '').join('');
    return json({ choices: [], usage: { prompt_tokens: read.length } })(response, request);
  };

/** How each model fills holes, and what it cost to find out. */
async function lookAt(url: string, known: readonly LocalServer[] = []) {
  const servers = await findLocalServers({ fetch, signal, addresses: [url], known });
  const ways = servers.flatMap(({ models }) => models.map(({ id, fillInTheMiddle }) => `${id}: ${fillInTheMiddle?.type}`));
  return { servers, ways };
}

const probesOf = (server: { readonly requests: readonly { readonly path: string; readonly body: unknown }[] }) =>
  server.requests.filter(({ path }) => path === '/v1/completions').map(({ body }) => body as Readonly<Record<string, unknown>>);

describe('A model that no template is known of', () => {
  it('is asked with a suffix where its server counts the suffix, which costs two requests of a token, once', async () => {
    const server = await startServer({ 'GET /v1/models': list('mine'), 'POST /v1/completions': counting('prompt', 'suffix') });
    const first = await lookAt(server.url);
    const again = await lookAt(server.url, first.servers);
    const probes = probesOf(server).map(({ max_tokens, suffix }) => ({ max_tokens, hasSuffix: suffix !== undefined }));
    expect({ first: first.ways, again: again.ways, probes }).toEqual({
      first: ['mine: suffix'],
      again: ['mine: suffix'],
      probes: [
        { max_tokens: 1, hasSuffix: false },
        { max_tokens: 1, hasSuffix: true },
      ],
    });
  });

  it.each<[string, Handler, number]>([
    ['ignores it', counting('prompt'), 2],
    [
      'refuses it',
      (response, request) =>
        (JSON.stringify(request.body).includes('suffix')
          ? status(400, { error: { message: 'suffix is not currently supported' } })
          : counting('prompt'))(response, request),
      2,
    ],
    ['has no such route', status(404, {}), 1],
    ['counts nothing', json({ choices: [] }), 1],
  ])('is asked in a conversation where its server %s, and not tried again', async (_what, handler, probes) => {
    const server = await startServer({ 'GET /v1/models': list('mine'), 'POST /v1/completions': handler });
    const first = await lookAt(server.url);
    const again = await lookAt(server.url, first.servers);
    expect({ first: first.ways, again: again.ways, probes: probesOf(server).length }).toEqual({
      first: ['mine: chat'],
      again: ['mine: chat'],
      probes,
    });
  });

  it('is tried again with the next look where its server was busy', async () => {
    let isBusy = true;
    const handler: Handler = (response, request) =>
      (isBusy ? status(503, { error: { message: 'busy' } }) : counting('prompt', 'suffix'))(response, request);
    const server = await startServer({ 'GET /v1/models': list('mine'), 'POST /v1/completions': handler });
    const first = await lookAt(server.url);
    isBusy = false;
    expect([first.ways, (await lookAt(server.url, first.servers)).ways]).toEqual([['mine: chat'], ['mine: suffix']]);
  });

  it('is asked in a conversation after three tries at a server that never says, and tried no more until that changes', async () => {
    const routes = { 'GET /v1/models': list('mine'), 'POST /v1/completions': status(503, { error: { message: 'busy' } }) };
    const server = await startServer(routes);
    let known: readonly LocalServer[] = [];
    const tries: number[] = [];
    for (let look = 0; look < 5; look += 1) {
      known = (await lookAt(server.url, known)).servers;
      tries.push(probesOf(server).length);
    }
    await lookAt(server.url);
    expect({ tries, anew: probesOf(server).length, ways: known.map(({ models }) => models.map((model) => model.fillInTheMiddle)) }).toEqual(
      {
        tries: [1, 2, 3, 3, 3],
        anew: 4,
        ways: [[{ type: 'chat' }]],
      },
    );
  });

  it('is tried when the server changes its models, and one of them only: naming one makes some servers load it', async () => {
    const routes = { 'POST /v1/completions': counting('prompt', 'suffix') };
    const server = await startServer({ ...routes, 'GET /v1/models': list('one', 'two') });
    const first = await lookAt(server.url);
    const changed = await startServer({ ...routes, 'GET /v1/models': list('one', 'three') });
    const known = first.servers.map((each) => ({ ...each, baseUrl: changed.url }));
    const after = await lookAt(changed.url, known);
    expect([first.ways, after.ways, probesOf(changed).map(({ model }) => model)]).toEqual([
      ['one: suffix', 'two: chat'],
      ['one: suffix', 'three: suffix'],
      ['three', 'three'],
    ]);
  });
});

describe('A model that fills holes in its own tokens, or writes no text', () => {
  it('is not tried', async () => {
    const server = await startServer({
      'GET /v1/models': list('qwen2.5-coder', 'nomic-embed'),
      'POST /v1/completions': counting('prompt'),
    });
    expect([(await lookAt(server.url)).ways, probesOf(server)]).toEqual([['qwen2.5-coder: template', 'nomic-embed: undefined'], []]);
  });
});
