import { type AgentPorts, type AgentTools, type PreparedCall, runAgent } from '../../../src/core/agent/index.ts';
import { requestCostOf } from '../../../src/core/agent/money/index.ts';
import { HealthBook } from '../../../src/core/failover/index.ts';
import { isOfSession } from '../../../src/core/ledger/index.ts';
import { createQualityBook } from '../../../src/core/outcome/index.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { Pins } from '../../../src/core/selection/index.ts';
import { RecentStatistics } from '../../../src/core/statistics/index.ts';
import { inputTokens } from '../../../src/core/task/index.ts';
import { AgentCaps } from '../../../src/platform/agentCaps.ts';
import { FakeTime } from '../../../test/support/fakeTime.ts';
import { MemoryLedger } from '../../../test/support/memoryLedger.ts';
import { routerOver } from '../../../test/support/routing.ts';
import { SimulatedClouds, simulatedModels } from './simulatedModels.ts';
import { SimulatedWorker } from './simulatedWorker.ts';
import type { SimulatedTask } from './solving.ts';

/** `ours`: as it is. `frontier-only`: one attempt on the strong model, which is believed: nobody judges it, and nothing is made twice. */
export type Policy = 'ours' | 'frontier-only';

export interface TaskOutcome {
  readonly isSolved: boolean;
  readonly steps: number;
  readonly costNanoUsd: number;
  readonly tokens: number;
  /** How the loop says that it ended. */
  readonly end: string;
}

/** ASSUMPTION: an answer and its calls take so long. */
const stepMs = 8_000;

/** What the user lets a task cost. */
const capNanoUsd = 2_000_000_000;

/** A task through the real loop, its judge, the real router and its planner of caches. Models, tools and tests are simulated. */
export async function playTask(task: SimulatedTask, policy: Policy): Promise<TaskOutcome> {
  const time = new FakeTime();
  let nowMs = time.now();
  const clock = { now: () => nowMs, timeZone: time.timeZone };
  const worker = new SimulatedWorker(task);
  const clouds = new SimulatedClouds();
  const tools = new SimulatedTools(task, policy === 'ours');
  const provider: Provider = {
    id: 'simulated',
    async *stream(call) {
      nowMs += stepMs;
      const usage = clouds.ask(call, nowMs);
      if (call.kind === 'compaction') {
        yield { type: 'text-delta', text: 'word '.repeat(400) };
        yield { type: 'usage', usage: { ...usage, output: 400 } };
        yield { type: 'finish', reason: 'stop' };
        return;
      }
      const said = worker.answer(call.kind, call.candidate.model.tier, tools.takeTests());
      if (said.text !== '') yield { type: 'text-delta', text: said.text };
      yield { type: 'tool-call-end', call: said.call };
      yield { type: 'usage', usage: { ...usage, output: said.outputTokens } };
      yield { type: 'finish', reason: 'tool-calls' };
    },
  };
  const caps = new AgentCaps();
  const ledger = new MemoryLedger();
  const { router } = routerOver(
    simulatedModels,
    {},
    {
      ledger,
      clock,
      provider: () => provider,
      pins: () => pinsOf[policy],
      limits: ({ taskId }) => caps.limits(taskId),
      statistics: new RecentStatistics({ now: clock.now }),
      quality: createQualityBook([], { today: '2026-11-05' }),
      health: new HealthBook({ now: clock.now, random: () => 0.5, after: () => () => undefined }),
    },
  );
  let lastId = 0;
  const ports: AgentPorts = {
    ...{ router, clock, tools },
    newId: () => `request-${++lastId}`,
    approvals: { ask: async () => ({ answer: 'no' }), hash: async (content) => JSON.stringify(content).slice(0, 200) },
    checkpoints: { make: async () => 'checkpoint', restore: async () => ({ restored: [], left: [] }) },
    costOf: async (id) => requestCostOf(ledger.entries.filter((entry) => entry.taskId === id || isOfSession(entry.sessionId ?? '', id))),
    setCap: (id, cap) => caps.set(id, cap),
    ask: async () => 'Do as you think best.',
    record: async () => undefined,
    mostSteps: 60,
  };
  const turn = { text: `Do what task ${task.id} says.`, attachments: [], images: [] };
  const log = await runAgent(
    ports,
    [{ type: 'begun', atMs: nowMs, taskId: 'task', mode: 'agent', approvals: 'trusted-commands', turn, capNanoUsd, instructions: [] }],
    new AbortController().signal,
  );
  const last = log.at(-1);
  const end = last?.type === 'ended' ? last.outcome : last?.type === 'paused' ? last.reason : 'unknown';
  const { entries } = ledger;
  return {
    // What the user is told is done, and is. Of one attempt that nobody judged, it is enough that it is.
    isSolved: tools.isRight && (end === 'done' || policy !== 'ours'),
    steps: log.filter(({ type }) => type === 'answered').length,
    costNanoUsd: entries.reduce((sum, { costNanoUsd = 0 }) => sum + costNanoUsd, 0),
    tokens: entries.reduce((sum, { usage }) => sum + inputTokens(usage) + usage.output, 0),
    end,
  };
}

const pinsOf: Readonly<Record<Policy, Pins>> = {
  ours: {},
  'frontier-only': { 'agent.plan': { tier: 'frontier' }, 'agent.step': { tier: 'frontier' } },
};

/** One file that is right or wrong, and tests that say which, mostly. */
class SimulatedTools implements AgentTools {
  readonly #task: SimulatedTask;
  readonly #hasTests: boolean;
  #text = 'state 0 is wrong';
  #looks = 0;
  #tests: 'passed' | 'failed' | undefined;

  constructor(task: SimulatedTask, hasTests: boolean) {
    this.#task = task;
    this.#hasTests = hasTests;
  }

  get isRight(): boolean {
    return this.#text.includes('is right');
  }

  /** How the tests went, where nothing happened since. Told once. */
  takeTests(): 'passed' | 'failed' | undefined {
    const tests = this.#tests;
    this.#tests = undefined;
    return tests;
  }

  readonly external = () => [];

  readonly prepare: AgentTools['prepare'] = async (call): Promise<PreparedCall> => {
    switch (call.tool) {
      case 'edit': {
        const after = call.blocks[0]?.replace ?? '';
        const content = { type: 'changes', changes: [{ path: call.path, before: this.#text, after }] } as const;
        const run: PreparedCall['run'] = async () => {
          this.#text = after;
          return { isError: false, text: 'Edited.', facts: { changes: content.changes } };
        };
        return { content, verdict: { verdict: 'automatic', rule: 'ordinary-edit' }, run };
      }
      case 'test': {
        if (!this.#hasTests) return refused('no-test-command');
        const content = { type: 'command', command: 'npm test', folder: '.', shown: 'npm test' } as const;
        return { content, verdict: { verdict: 'automatic', rule: 'approved-test' }, run: async () => this.#test() };
      }
      default: {
        const { resultTokens } = this.#task;
        const tokens = resultTokens[this.#looks % resultTokens.length] ?? 0;
        this.#looks += 1;
        const text = `look ${this.#looks} ${'code '.repeat(tokens)}`;
        return { content: undefined, verdict: { verdict: 'automatic', rule: 'reading' }, run: async () => ({ isError: false, text }) };
      }
    }
  };

  #test(): Awaited<ReturnType<PreparedCall['run']>> {
    const state = Number(/^state (\d+)/.exec(this.#text)?.[1]);
    const isWrong = this.#task.isVerdictWrong[state % this.#task.isVerdictWrong.length] ?? false;
    // Before anything was changed the tests fail: that is why the task was given.
    const passes = state > 0 && this.isRight !== isWrong;
    this.#tests = passes ? 'passed' : 'failed';
    return {
      isError: false,
      text: passes ? '3 passed' : '1 failed, 2 passed',
      facts: { tests: passes ? { failed: 0, passed: 3 } : { failed: 1, passed: 2 } },
    };
  }
}

function refused(rule: string): PreparedCall {
  return { content: undefined, verdict: { verdict: 'refuse', rule, reason: rule }, run: async () => ({ isError: true, text: rule }) };
}
