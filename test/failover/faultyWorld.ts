import { HealthBook } from '../../src/core/failover/index.ts';
import type { Provider, ProviderCall } from '../../src/core/provider.ts';
import { createRouter, type RouterPart } from '../../src/core/router.ts';
import { noUsage, ProviderError, type StreamPart, type Task, type TaskKind } from '../../src/core/task/index.ts';
import { FakeTime } from '../support/fakeTime.ts';
import { MemoryLedger } from '../support/memoryLedger.ts';
import { generousPorts } from '../support/routing.ts';
import { chatTask } from '../support/tasks.ts';
import { candidateAt, type NamedPolicy, type Place, places, policies } from './places.ts';
import { type Fault, faultAt, isFair, type Weather, weatherFrom } from './weather.ts';

/** One request to the router, as the world saw it. */
export interface Asked {
  readonly taskId: string;
  /** Milliseconds since the epoch, of the world's clock. */
  readonly startedAtMs: number;
  endedAtMs: number;
  /** `broken`: an answer that began and did not end well, and was not replaced by another one. */
  outcome: 'answered' | 'broken' | 'none';
  /** Calls of providers, each with whether the policy of that very moment allowed it. */
  readonly calls: { readonly place: Place; readonly isAllowed: boolean }[];
  /** Somebody who may answer it answered well all the time from its beginning to its end. */
  couldBeServed: boolean;
  /** How long the router itself worked, in milliseconds of the real clock. */
  workedMs: number;
}

export interface WorldOptions {
  readonly requests: number;
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
  /** Between two requests, on average. */
  readonly gapMs?: number;
  /** The share of the time in which an endpoint is well. */
  readonly fairShare?: number;
  /** Milliseconds of a real clock, for how long the router works; time stands still without it. */
  readonly realNow?: () => number;
}

export interface World {
  readonly asked: readonly Asked[];
  readonly ledger: MemoryLedger;
}

const kinds: readonly TaskKind[] = ['chat', 'edit', 'agent.step', 'agent.subtask', 'agent.plan', 'title'];
const ladders: Readonly<Partial<Record<TaskKind, Place['tier']>>> = {
  chat: 'medium',
  edit: 'medium',
  'agent.step': 'medium',
  'agent.subtask': 'small',
  title: 'small',
  'agent.plan': 'frontier',
};

/** Made once: nothing here is cached, and making it takes longer than all the rest of a small world. */
const ports = generousPorts();

/**
 * Requests to the real router, with its real memory of endpoints' health, over endpoints that fail in every way that is known, on a clock of
 * its own and without any network. Policies change while requests are under way; refused keys and empty accounts are mended when their spell
 * is over.
 */
export async function runWorld({ requests, random, gapMs = 2000, fairShare = 0.5, realNow = () => 0 }: WorldOptions): Promise<World> {
  const time = new FakeTime();
  const fromMs = time.now();
  const toMs = fromMs + requests * gapMs + 600_000;
  const weather = new Map(
    places.map(({ id, tier }): [string, Weather] => [id, weatherFrom(fromMs, toMs, random, tier === 'local' ? 0.3 : fairShare)]),
  );
  const weatherOf = ({ id }: Place): Weather => weather.get(id) ?? [];
  const candidates = places.map(candidateAt);
  const ledger = new MemoryLedger();
  const health = new HealthBook({ now: time.now, random, after: (ms, run) => time.after(ms, run) }, { isLocal: (id) => id === 'here' });
  let policy: NamedPolicy = policies[0] as NamedPolicy;
  const asked = new Map<string, Asked>();
  const paths = new Map<string, readonly string[]>();
  /** By task, for each policy that held while it was under way. */
  const policiesOf = new Map<string, Set<NamedPolicy>>();

  const provider: Provider = {
    id: 'faulty',
    stream(call, signal) {
      const place = places.find(({ id }) => id === call.candidate.endpoint.id) as Place;
      const taskId = call.segments[0]?.text ?? '';
      asked.get(taskId)?.calls.push({ place, isAllowed: !policy.forbids(place, paths.get(taskId) ?? []) });
      return play(faultAt(weatherOf(place), time.now()), { call, time, random, signal });
    },
  };
  let lastId = 0;
  const router = createRouter({
    ...ports,
    candidates: () => candidates,
    provider: () => provider,
    limits: () => [{ budgetId: 'day', unit: 'nano-usd', limit: 1_000_000_000_000, fromDay: '1970-01-01' }],
    ledger,
    health,
    policy: () => ({ metered: 'allowed', data: [policy.data] }),
    clock: time,
    after: (ms, run) => time.after(ms, run),
    newId: () => `id-${++lastId}`,
    firstPartMs: 20_000,
    idleMs: 10_000,
    patienceMs: 90_000,
  });

  const request = async (task: Task, record: Asked): Promise<void> => {
    const stream = router.route(task, new AbortController().signal)[Symbol.asyncIterator]();
    let saidSomething = false;
    for (;;) {
      const { value: part, done } = await timed(record, realNow, () => stream.next());
      if (done) break;
      saidSomething ||= part.type === 'text-delta';
      if (isWell(part)) record.outcome = 'answered';
    }
    if (record.outcome !== 'answered' && saidSomething) record.outcome = 'broken';
    record.endedAtMs = time.now();
    const tier = ladders[task.kind];
    record.couldBeServed = places.some(
      (place) =>
        (place.tier === tier || place.tier === 'local') &&
        [...(policiesOf.get(task.id) ?? [])].every((each) => !each.forbids(place, task.paths ?? [])) &&
        isFair(weatherOf(place), record.startedAtMs, record.endedAtMs),
    );
  };

  for (const place of places)
    for (const { fault, untilMs } of weatherOf(place))
      if (fault === 'unauthorized' || fault === 'payment-required') {
        time.after(untilMs - fromMs, () => (fault === 'unauthorized' ? health.keyChanged(place.id) : health.creditsFound(place.id)));
      }
  const running = new Set<Promise<void>>();
  const open = new Set<string>();
  let atMs = 0;
  for (let index = 0; index < requests; index += 1) {
    atMs += Math.ceil(random() * 2 * gapMs);
    const changesPolicy = random() < 0.05;
    const nextPolicy = policies[Math.floor(random() * policies.length)] ?? policy;
    const kind = kinds[Math.floor(random() * kinds.length)] ?? 'chat';
    const taskPaths = random() < 0.2 ? ['secrets/keys.txt'] : ['src/main.ts'];
    time.after(atMs, () => {
      if (changesPolicy) {
        policy = nextPolicy;
        for (const id of open) policiesOf.get(id)?.add(policy);
      }
      const id = `task-${index}`;
      const task = chatTask({ id, kind, paths: taskPaths, segments: [{ role: 'user', stability: 'turn', text: id }] });
      const record: Asked = {
        taskId: id,
        startedAtMs: time.now(),
        endedAtMs: 0,
        outcome: 'none',
        calls: [],
        couldBeServed: false,
        workedMs: 0,
      };
      asked.set(id, record);
      paths.set(id, taskPaths);
      policiesOf.set(id, new Set([policy]));
      open.add(id);
      const done = request(task, record).finally(() => {
        open.delete(id);
        running.delete(done);
      });
      running.add(done);
    });
  }
  await time.advance(atMs + 300_000);
  await Promise.all(running);
  return { asked: [...asked.values()], ledger };
}

async function timed<Value>(record: Asked, realNow: () => number, work: () => Promise<Value>): Promise<Value> {
  const began = realNow();
  const promise = work();
  // What runs before the first wait is the router's own work; the rest is mostly the world's.
  record.workedMs += realNow() - began;
  return promise;
}

function isWell(part: RouterPart): boolean {
  return part.type === 'finish' && part.reason === 'stop';
}

interface Play {
  readonly call: ProviderCall;
  readonly time: FakeTime;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

async function* play(fault: Fault, { time, random, signal }: Play): AsyncGenerator<StreamPart> {
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const stop = time.after(ms, resolve);
      signal.addEventListener(
        'abort',
        () => {
          stop();
          resolve();
        },
        { once: true },
      );
    });
  const text: StreamPart = { type: 'text-delta', text: 'It was a coin.' };
  const usage: StreamPart = { type: 'usage', usage: { ...noUsage, uncachedInput: 10, output: 5 } };
  const error = (
    reason: ConstructorParameters<typeof ProviderError>[0],
    details: ConstructorParameters<typeof ProviderError>[2] = {},
  ): StreamPart => ({
    type: 'error',
    error: new ProviderError(reason, `it was ${reason}`, details),
  });
  await wait(Math.ceil(random() * 400));
  if (signal.aborted) {
    yield { type: 'finish', reason: 'aborted' };
    return;
  }
  switch (fault) {
    case 'up':
      yield text;
      await wait(Math.ceil(random() * 2000));
      yield usage;
      yield signal.aborted ? { type: 'finish', reason: 'aborted' } : { type: 'finish', reason: 'stop' };
      return;
    case 'usage-missing':
      yield text;
      yield { type: 'finish', reason: 'stop' };
      return;
    case 'hang':
      await wait(10_000_000);
      yield { type: 'finish', reason: 'aborted' };
      return;
    case 'hang-late':
      yield text;
      await wait(10_000_000);
      yield { type: 'finish', reason: 'aborted' };
      return;
    case 'cut':
      yield text;
      yield error('unreachable', { answerBegan: true });
      return;
    case 'error-event':
      yield error('overloaded', { answerBegan: true });
      return;
    case 'garbage':
      yield error('bad-response');
      return;
    case 'rate-limited':
      yield error('rate-limited', { status: 429, ...(random() < 0.7 && { retryAfterMs: Math.ceil(random() * 20_000) }) });
      return;
    default:
      yield error(fault);
  }
}
