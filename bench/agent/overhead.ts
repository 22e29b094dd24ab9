import { type AgentPorts, runAgent } from '../../src/core/agent/index.ts';
import { noCost } from '../../src/core/agent/money/index.ts';
import type { RouterPart } from '../../src/core/router.ts';
import type { Task } from '../../src/core/task/index.ts';
import { FakeTime } from '../../test/support/fakeTime.ts';
import { paidCandidate } from '../../test/support/tasks.ts';
import { quantile } from '../support/statistics.ts';

const steps = 40;
const candidate = paidCandidate('instant', { tier: 'medium' });
/** A file of 6,000 characters, as it is read in the midst of a task. */
const fileText = Array.from({ length: 150 }, (_, line) => `${line}\tconst value${line} = compute(${line});`).join('\n');

/**
 * What the loop itself takes for a step: router and tools answer at once and from memory, every other step changes a file, the log grows to 40 steps.
 * A step is from one request to the next. Best of the runs; the control awaits as many promises.
 */
export async function measureOverhead(runs: number): Promise<{ readonly stepOverheadMsP50: number; readonly controlStepMsP50: number }> {
  const own: number[] = [];
  const control: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    own.push(quantile(await timedRun(), 0.5));
    control.push(quantile(await timedControl(), 0.5));
  }
  return { stepOverheadMsP50: Math.min(...own), controlStepMsP50: Math.min(...control) };
}

async function timedRun(): Promise<readonly number[]> {
  const time = new FakeTime();
  const moments: number[] = [];
  let lastId = 0;
  let text = fileText;
  async function* route(task: Task): AsyncGenerator<RouterPart> {
    moments.push(performance.now());
    yield { type: 'attempt', number: 1, candidate };
    const n = moments.length;
    const [name, args] =
      n > steps
        ? ['finish', { summary: 'done' }]
        : n % 2 === 0
          ? ['edit', { path: 'src/a.ts', blocks: [{ search: `value${n - 2}`, replace: `value${n}` }] }]
          : ['read', { path: `src/file-${n}.ts` }];
    yield { type: 'tool-call-end', call: { id: `${task.id}-call`, name: String(name), argumentsText: JSON.stringify(args) } };
    yield { type: 'finish', reason: 'tool-calls' };
  }
  const ports: AgentPorts = {
    router: { route, decide: () => ({ outcome: 'refused', reason: 'nobody', rejected: [] }) as never },
    clock: time,
    newId: () => `id-${++lastId}`,
    tools: {
      external: () => [],
      prepare: async (call) => {
        if (call.tool === 'test') return refusedTests;
        if (call.tool !== 'edit')
          return {
            content: undefined,
            verdict: { verdict: 'automatic', rule: 'reading' },
            run: async () => ({ isError: false, text: fileText }),
          };
        const before = text;
        const after = before.replace(call.blocks[0]?.search ?? '', call.blocks[0]?.replace ?? '');
        const changes = [{ path: call.path, before, after }];
        const run = async () => {
          text = after;
          return { isError: false, text: 'Edited.', facts: { changes } };
        };
        return { content: { type: 'changes', changes }, verdict: { verdict: 'automatic', rule: 'ordinary-edit' }, run };
      },
    },
    approvals: { ask: async () => ({ answer: 'no' }), hash: async () => 'hash' },
    checkpoints: { make: async () => 'checkpoint', restore: async () => ({ restored: [], left: [] }) },
    costOf: async () => noCost,
    setCap: () => undefined,
    ask: async () => 'yes',
    record: async () => undefined,
    mostSteps: 1000,
  };
  const turn = { text: 'mend it', attachments: [], images: [] };
  await runAgent(
    ports,
    [{ type: 'begun', atMs: time.now(), taskId: 'task', mode: 'agent', approvals: 'edits', turn, capNanoUsd: 1e12, instructions: [] }],
    new AbortController().signal,
  );
  if (moments.length <= steps) throw new Error(`the loop ended after ${moments.length} of ${steps} steps`);
  return moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
}

const refusedTests = {
  content: undefined,
  verdict: { verdict: 'refuse', rule: 'no-test-command', reason: 'nobody names any' },
  run: async () => ({ isError: true, text: 'nobody names any' }),
} as const;

/** The promises of a step, with nothing behind them. */
async function timedControl(): Promise<readonly number[]> {
  const times: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const began = performance.now();
    for (let each = 0; each < 12; each += 1) await Promise.resolve(each);
    times.push(performance.now() - began);
  }
  return times;
}
