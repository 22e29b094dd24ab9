/**
 * `failover`: requests to the real router while every endpoint fails in every way that is known, on a clock of the simulation's own
 * (test/failover). What is timed is timed apart, on the real clock: a tenth of all calls fails at once, and the router's way to an answer is
 * compared with a loop that just asks the next one.
 */

import type { Candidate } from '../src/core/catalogue/index.ts';
import type { Provider, ProviderCall } from '../src/core/provider.ts';
import { noUsage, ProviderError, type StreamPart, type Task } from '../src/core/task/index.ts';
import { runWorld, type World } from '../test/failover/faultyWorld.ts';
import { candidateAt, places } from '../test/failover/places.ts';
import { routerOver } from '../test/support/routing.ts';
import { chatTask } from '../test/support/tasks.ts';
import { randomOf } from './cache/random.ts';
import type { Benchmark } from './support/benchmark.ts';
import { quantile } from './support/statistics.ts';

/** Skies, from mostly fair to mostly foul, in which as many requests are made. */
const skies = [
  { fairShare: 0.8, gapMs: 200 },
  { fairShare: 0.5, gapMs: 2000 },
  { fairShare: 0.3, gapMs: 700 },
  { fairShare: 0.15, gapMs: 3000 },
] as const;

export const failover: Benchmark = async ({ quick, seed }) => {
  const total = quick ? 1000 : 10_000;
  const worlds: World[] = [];
  for (const [index, sky] of skies.entries()) {
    const world = await runWorld({ requests: total / skies.length, random: randomOf(seed * 100 + index).share, ...sky });
    worlds.push(world);
    const { answered, broken, none } = outcomesOf(world);
    console.log(`simulated, well ${sky.fairShare * 100} % of the time: ${answered} answered, ${broken} broke off, ${none} not answered`);
  }
  const asked = worlds.flatMap((world) => world.asked);
  const times = await timed(quick ? 300 : 2000, seed);
  return {
    requests: asked.length,
    answered: asked.filter(({ outcome }) => outcome === 'answered').length,
    couldBeServed: asked.filter(({ couldBeServed }) => couldBeServed).length,
    lost: asked.filter(({ outcome, couldBeServed }) => outcome === 'none' && couldBeServed).length,
    billedTwice: worlds.reduce((sum, world) => sum + billedTwice(world), 0),
    outsidePolicy: asked.flatMap(({ calls }) => calls).filter(({ isAllowed }) => !isAllowed).length,
    ...times,
  };
};

function outcomesOf({ asked }: World): { readonly answered: number; readonly broken: number; readonly none: number } {
  const count = (which: string): number => asked.filter(({ outcome }) => outcome === which).length;
  return { answered: count('answered'), broken: count('broken'), none: count('none') };
}

/** Calls that are not in the books exactly once, and tasks that were answered in full more than once. */
function billedTwice({ asked, ledger }: World): number {
  const byTask = Map.groupBy(ledger.entries, ({ taskId }) => taskId);
  return asked.filter(({ taskId, calls }) => {
    const entries = byTask.get(taskId) ?? [];
    return entries.length !== calls.length || entries.filter(({ finish }) => finish === 'stop').length > 1;
  }).length;
}

/** Adds what the router takes for a request of which every tenth call fails at once. */
async function timed(perRun: number, seed: number): Promise<{ readonly addedP99Ms: number; readonly controlP99Ms: number }> {
  const candidates = places.map(candidateAt).filter(({ model }) => model.tier === 'medium');
  const runs: { readonly added: number; readonly control: number }[] = [];
  for (let run = 0; run < 5; run += 1) {
    const random = randomOf(seed * 1000 + run).share;
    const provider = unreliable(random);
    // Time stands still for the endpoints' health only: what failed rests for this request, and is asked by the next one.
    const routed: number[] = [];
    const direct: number[] = [];
    for (let index = 0; index < perRun; index += 1) {
      const task = chatTask({ id: `task-${index}` });
      const { router } = routerOver(candidates, {}, { provider: () => provider });
      routed.push(await millisecondsOf(async () => drain(router.route(task, new AbortController().signal))));
      direct.push(await millisecondsOf(() => askInTurn(provider, candidates, task)));
    }
    const control = quantile(direct, 0.99);
    runs.push({ added: quantile(routed, 0.99) - control, control });
  }
  const best = runs.toSorted((a, b) => a.added - b.added)[0];
  return { addedP99Ms: thousandths(best?.added ?? Number.NaN), controlP99Ms: thousandths(best?.control ?? Number.NaN) };
}

const thousandths = (ms: number): number => Math.round(ms * 1000) / 1000;

function unreliable(random: () => number): Provider {
  const answer: readonly StreamPart[] = [
    { type: 'text-delta', text: 'A quarter penny.' },
    { type: 'usage', usage: { ...noUsage, uncachedInput: 20, output: 5 } },
    { type: 'finish', reason: 'stop' },
  ];
  return {
    id: 'faulty',
    async *stream() {
      if (random() < 0.1) yield { type: 'error', error: new ProviderError('server-error', 'it was server-error', { status: 500 }) };
      else yield* answer;
    },
  };
}

/** The baseline: the next one, until one answers. */
async function askInTurn(provider: Provider, candidates: readonly Candidate[], task: Task): Promise<void> {
  for (const candidate of candidates) {
    const { kind, segments, maxOutputTokens, stop } = task;
    const cachePlan = { type: 'none', expectedReadTokens: 0, expectedWriteTokens: 0, reason: 'none' } as const;
    const call: ProviderCall = { candidate, kind, segments, maxOutputTokens, stop, tools: [], cachePlan };
    let failed = false;
    for await (const part of provider.stream(call, new AbortController().signal)) failed ||= part.type === 'error';
    if (!failed) return;
  }
}

async function drain(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const _part of parts);
}

async function millisecondsOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
