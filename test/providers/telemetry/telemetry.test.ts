import { afterEach, describe, expect, it, vi } from 'vitest';
import { otlpSender } from '../../../src/providers/telemetry/otlpSender.ts';
import { RecentTasks } from '../../../src/providers/telemetry/recentTasks.ts';
import { createTelemetry, type Telemetry } from '../../../src/providers/telemetry/telemetry.ts';
import { entryOf, outcomeOf, without } from '../../support/entries.ts';
import { type Handler, json, type ScriptedServer, status } from '../../support/scriptedServer.ts';
import { useServers } from '../../support/useServer.ts';
import { attributesOf, type OtlpItem, received } from './otlp.ts';

const serve = useServers();
const begun: Telemetry[] = [];
afterEach(() => Promise.all(begun.splice(0).map((each) => each.dispose())));

function telemetryTo(endpoint: string, headers: Readonly<Record<string, string>> = {}) {
  const problems: string[] = [];
  const telemetry = createTelemetry({
    endpoint,
    headers,
    fetch,
    version: '1.2.3',
    instanceId: 'window-1',
    onProblem: (problem) => void problems.push(problem),
  });
  begun.push(telemetry);
  return { telemetry, problems };
}

const receiver = (handler: Handler = json({})): Promise<ScriptedServer> =>
  serve({ 'POST /v1/traces': handler, 'POST /v1/metrics': handler });

/** Each series of a metric as what it is told apart by, less what all have here, and its sum. */
function series(metrics: readonly OtlpItem[], name: string): readonly (readonly [Readonly<Record<string, unknown>>, number | undefined])[] {
  const metric = metrics.find((each) => each.name === name);
  const points = (metric?.histogram ?? metric?.sum)?.dataPoints ?? [];
  return points.map(({ attributes, sum, asDouble }) => {
    const {
      'farthing.kind': _,
      'farthing.tier': __,
      'farthing.billing': ___,
      'gen_ai.operation.name': ____,
      ...rest
    } = attributesOf(attributes);
    return [rest, sum ?? asDouble];
  });
}

const paid = entryOf({
  kind: 'chat',
  model: 'sonnet',
  provider: 'anthropic',
  endpoint: 'anthropic',
  tier: 'medium',
  billing: 'metered',
  sessionId: 'session-1',
  usage: { uncachedInput: 1, cacheRead: 20, cacheWrite5m: 300, cacheWrite30m: 0, cacheWrite1h: 4000, cacheWrite12h: 0, output: 50_000 },
  reasoningTokens: 7,
  firstTokenMs: 250,
  durationMs: 1500,
  costNanoUsd: 2_500_000_000,
  listPriceNanoUsd: 2_000_000_000,
});
const names = { 'gen_ai.provider.name': 'anthropic', 'gen_ai.request.model': 'sonnet' };

describe('Telemetry', () => {
  it('tells an attempt as a span, with gen_ai’s names and our own', async () => {
    const server = await receiver();
    const { telemetry, problems } = telemetryTo(server.url, { authorization: 'Bearer secret' });
    telemetry.record(paid);
    await telemetry.flush();
    const [span, ...others] = received(server.requests, 'traces');
    expect([others, problems, server.requests.map(({ headers }) => headers.authorization)]).toEqual([
      [],
      [],
      ['Bearer secret', 'Bearer secret'],
    ]);
    expect([span?.name, span?.kind, span?.startTimeUnixNano, span?.endTimeUnixNano, span?.parentSpanId, span?.status?.code]).toEqual([
      'chat sonnet',
      3,
      '1794000000000000000',
      '1794000001500000000',
      undefined,
      0,
    ]);
    expect(attributesOf(span?.attributes)).toEqual({
      ...names,
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 4321,
      'gen_ai.usage.output_tokens': 50_000,
      'gen_ai.usage.cache_read.input_tokens': 20,
      'gen_ai.usage.cache_creation.input_tokens': 4300,
      'gen_ai.usage.reasoning.output_tokens': 7,
      'gen_ai.conversation.id': 'session-1',
      'gen_ai.response.finish_reasons': ['stop'],
      'farthing.kind': 'chat',
      'farthing.tier': 'medium',
      'farthing.billing': 'metered',
      'farthing.entry.id': 'entry-1',
      'farthing.task.id': 'task-1',
      'farthing.attempt': 1,
      'farthing.endpoint': 'anthropic',
      'farthing.decision.rule': 'ladder',
      'farthing.is_estimate': false,
      'farthing.is_unpriced': false,
      'farthing.cost.usd': 2.5,
      'farthing.list_price.usd': 2,
      'farthing.counted.usd': 2.5,
      'farthing.time_to_first_token.seconds': 0.25,
    });
  });

  it.each([
    [{ billing: 'local', model: '/home/ada/secret-client/models/qwen.gguf' }, 'qwen.gguf'],
    [{ billing: 'local', model: 'secret-client/qwen.gguf' }, 'qwen.gguf'],
    [{ billing: 'metered', model: 'C:\\Users\\ada\\qwen.gguf' }, 'qwen.gguf'],
    [{ billing: 'metered', model: 'anthropic/claude-sonnet-5' }, 'anthropic/claude-sonnet-5'],
  ] as const)('tells no folders of this machine: %o', async (changes, model) => {
    const server = await receiver();
    const { telemetry } = telemetryTo(server.url);
    telemetry.record({ ...paid, ...changes });
    await telemetry.flush();
    const [span] = received(server.requests, 'traces');
    expect([span?.name, attributesOf(span?.attributes)['gen_ai.request.model']]).toEqual([`chat ${model}`, model]);
    expect(series(received(server.requests, 'metrics'), 'farthing.cost').map(([told]) => told['gen_ai.request.model'])).toEqual([model]);
  });

  it.each(['http://collector.example.com:4318', 'https://me:secret@localhost', 'https://localhost/?key=secret', 'https://localhost/#here'])(
    'sends nothing to %s',
    async (endpoint) => {
      const problems: string[] = [];
      const asked = vi.fn(async () => new Response(''));
      const send = otlpSender({ endpoint, fetch: asked, onProblem: (problem) => void problems.push(problem) });
      await send('traces', new Uint8Array([1]));
      expect([asked.mock.calls, problems.length]).toEqual([[], 1]);
    },
  );

  it('tells metrics with gen_ai’s names, units and bounds, and what was paid', async () => {
    const server = await receiver();
    const { telemetry } = telemetryTo(`${server.url}/`);
    telemetry.record(paid);
    telemetry.record({ ...paid, id: 'entry-2' });
    telemetry.recordOutcome(outcomeOf({ type: 'kept', isInferred: true }));
    telemetry.recordOutcome(outcomeOf({ taskId: 'long-ago' }));
    await telemetry.flush();
    const metrics = received(server.requests, 'metrics');
    expect(metrics.map(({ name, unit }) => [name, unit])).toEqual([
      ['gen_ai.client.token.usage', '{token}'],
      ['gen_ai.client.operation.duration', 's'],
      ['gen_ai.server.time_to_first_token', 's'],
      ['farthing.cost', '{USD}'],
      ['farthing.outcomes', '{outcome}'],
    ]);
    expect([series(metrics, 'gen_ai.client.token.usage'), series(metrics, 'gen_ai.client.operation.duration')]).toEqual([
      [
        [{ ...names, 'gen_ai.token.type': 'input' }, 8642],
        [{ ...names, 'gen_ai.token.type': 'output' }, 100_000],
      ],
      [[names, 3]],
    ]);
    expect([series(metrics, 'gen_ai.server.time_to_first_token'), series(metrics, 'farthing.cost')]).toEqual([
      [[names, 0.5]],
      [[names, 5]],
    ]);
    expect(series(metrics, 'farthing.outcomes')).toEqual([
      [{ ...names, 'farthing.outcome': 'kept', 'farthing.is_inferred': true }, 1],
      [{ 'farthing.outcome': 'accepted', 'farthing.is_inferred': false }, 1],
    ]);
    expect(metrics[0]?.histogram?.dataPoints[0]?.explicitBounds?.slice(0, 3)).toEqual([1, 4, 16]);
  });

  it('tells failures, energy, and that a price is not known, and adds no cost for it', async () => {
    const server = await receiver();
    const { telemetry } = telemetryTo(server.url);
    telemetry.record(without({ ...paid, finish: 'error', errorReason: 'overloaded' }, 'costNanoUsd', 'firstTokenMs'));
    telemetry.record(entryOf({ kind: 'completion.line', costNanoUsd: 0, energyWh: 0.25 }));
    await telemetry.flush();
    const metrics = received(server.requests, 'metrics');
    const spans = received(server.requests, 'traces');
    const local = { 'gen_ai.provider.name': 'llama-server', 'gen_ai.request.model': 'qwen' };
    expect([series(metrics, 'farthing.cost'), series(metrics, 'farthing.unpriced_requests'), series(metrics, 'farthing.energy')]).toEqual([
      [[local, 0]],
      [[names, 1]],
      [[local, 0.25]],
    ]);
    expect(series(metrics, 'gen_ai.client.operation.duration')[0]).toEqual([{ ...names, 'error.type': 'overloaded' }, 1.5]);
    expect(spans.map(({ name, status, attributes }) => [name, status?.code, attributesOf(attributes)['error.type']])).toEqual([
      ['chat sonnet', 2, 'overloaded'],
      ['text_completion qwen', 0, undefined],
    ]);
  });

  it('says nothing of the workspace, its language, or why it was decided so', async () => {
    const server = await receiver();
    const { telemetry } = telemetryTo(server.url);
    const origin = { trigger: 'automatic', workspace: 'the-workspace', language: 'the-language' } as const;
    telemetry.record({
      ...paid,
      origin,
      decision: { ...paid.decision, reason: 'the reason', redactions: [{ kind: 'the-secret', count: 1 }] },
    });
    await telemetry.flush();
    const sent = JSON.stringify(server.requests.map(({ body }) => body));
    expect([sent.length > 1000, sent.match(/the-\w+|the reason/g)]).toEqual([true, null]);
  });

  it.each<[how: string, handler: Handler, problem: string]>([
    ['answers with an error', status(503, {}), 'the receiver answers 503'],
    ['breaks off', (response) => void response.destroy(), 'the receiver cannot be reached (UND_ERR_SOCKET)'],
    [
      'sends it elsewhere',
      (response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      'the receiver cannot be reached (TypeError)',
    ],
  ])('tells once that a receiver %s, and goes on', async (_, handler, problem) => {
    const server = await receiver(handler);
    const { telemetry, problems } = telemetryTo(server.url);
    for (const id of ['a', 'b', 'c']) {
      telemetry.record({ ...paid, id });
      await telemetry.flush();
    }
    expect([problems, server.requests.length >= 6]).toEqual([[problem], true]);
  });

  it('tells once that nobody is there', async () => {
    const server = await receiver();
    await server.close();
    const { telemetry, problems } = telemetryTo(server.url);
    telemetry.record(paid);
    await telemetry.flush();
    await telemetry.flush();
    expect(problems).toEqual(['the receiver cannot be reached (ECONNREFUSED)']);
  });

  it('sends what there is when the window closes, and nothing after that', async () => {
    const server = await receiver();
    const { telemetry } = telemetryTo(server.url);
    telemetry.record(paid);
    await telemetry.dispose();
    const sent = server.requests.length;
    telemetry.record(paid);
    await telemetry.flush();
    expect([sent, server.requests.length]).toEqual([2, 2]);
  });
});

describe('Recent tasks', () => {
  it('are a thousand, the last attempt of each', () => {
    const tasks = new RecentTasks();
    tasks.remember('first', { model: 'a' });
    tasks.remember('first', { model: 'b' });
    for (let task = 0; task < 999; task += 1) tasks.remember(`task-${task}`, {});
    const before = tasks.attributesOf('first');
    tasks.remember('last', {});
    expect([before, tasks.attributesOf('first')]).toEqual([{ model: 'b' }, {}]);
  });
});
