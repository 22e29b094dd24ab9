import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../../../../src/core/ledger/index.ts';
import type { Provider } from '../../../../src/core/provider.ts';
import { createRouter } from '../../../../src/core/router.ts';
import type { StreamPart, TaskKind } from '../../../../src/core/task/index.ts';
import { AgentCaps } from '../../../../src/platform/agentCaps.ts';
import { SqliteLedger } from '../../../../src/storage/sqliteLedger.ts';
import { FakeTime } from '../../../support/fakeTime.ts';
import { ledgerPort } from '../../../support/ledgerPort.ts';
import { MemoryLedger } from '../../../support/memoryLedger.ts';
import { failed, finished, generousPorts, text, used } from '../../../support/routing.ts';
import { chatTask, paidCandidate } from '../../../support/tasks.ts';
import { useFolder } from '../../../support/useFolder.ts';

const never = new AbortController().signal;
const kinds: readonly TaskKind[] = ['agent.plan', 'agent.step', 'agent.subtask', 'chat', 'compaction', 'title'];

const requests = fc.array(
  fc.record({
    sessionId: fc.constantFrom('P', 'P.1', 'P.1', 'P.2', 'P.1.1'),
    kind: fc.constantFrom(...kinds),
    /** Words of the answer; as many tokens are billed, unless it breaks off and nothing is reported. */
    words: fc.nat(40),
    end: fc.constantFrom('reported', 'reported', 'silent', 'broken' as const),
    pauses: fc.nat(4),
    promptWords: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 8, size: 'max' },
);

type Asked = typeof requests extends fc.Arbitrary<(infer One)[]> ? One : never;

/** In nano-dollars: an answer of 100 tokens is at most 1,500,000 and its prompt up to as much again. */
const cap = fc.nat(6_000_000);

/** What was settled under each cap, summed by the test itself; `P` is above all others, `P.1` above `P.1.1`. */
interface Spent {
  readonly answered: number;
  readonly ofTask: number;
  readonly ofSubtask: number;
}

/** Asks for all at once. After each settlement no cap is passed. */
async function askAll(ledger: Ledger, given: Caps, asked: readonly Asked[]): Promise<Spent> {
  const caps = new AgentCaps();
  caps.set('P', given.task);
  caps.set('P.1', given.subtask);
  let lastId = 0;
  const router = createRouter({
    ...generousPorts(),
    candidates: () => [paidCandidate('paid'), paidCandidate('other')],
    provider: () => scripted(asked),
    ledger,
    limits: ({ taskId }) => caps.limits(taskId),
    clock: new FakeTime(),
    newId: () => `id-${++lastId}`,
  });
  let spent: Spent = { answered: 0, ofTask: 0, ofSubtask: 0 };
  await Promise.all(
    asked.map(async ({ sessionId, kind, promptWords }, index) => {
      const segments = [{ role: 'user', stability: 'turn', text: `${index} ${'word '.repeat(promptWords)}` }] as const;
      for await (const part of router.route(chatTask({ id: `t${index}`, sessionId, kind, segments }), never)) {
        if (part.type !== 'settled') continue;
        const { countedNanoUsd } = part.entry;
        const isOfSubtask = sessionId === 'P.1' || sessionId === 'P.1.1';
        spent = {
          answered: spent.answered + 1,
          ofTask: spent.ofTask + countedNanoUsd,
          ofSubtask: spent.ofSubtask + (isOfSubtask ? countedNanoUsd : 0),
        };
        expect([spent.ofTask <= given.task, spent.ofSubtask <= given.subtask], JSON.stringify(spent)).toEqual([true, true]);
      }
    }),
  );
  const states = await ledger.limitStates(caps.limits('P.1'));
  expect(states.map(({ budgetId, spent: booked, reserved }) => [budgetId, booked, reserved])).toEqual([
    ['cap#P.1', spent.ofSubtask, 0],
    ['cap#P', spent.ofTask, 0],
  ]);
  return spent;
}

/** A provider that bills no more than it was asked for and than it answered. */
function scripted(asked: readonly Asked[]): Provider {
  return {
    id: 'scripted',
    async *stream({ segments }): AsyncGenerator<StreamPart> {
      const { words = 0, end, pauses = 0, promptWords = 0 } = asked[Number.parseInt(segments.at(-1)?.text ?? '', 10)] ?? {};
      for (let word = 0; word < words; word += 1) {
        if (word % 20 < pauses) await Promise.resolve();
        yield text('word ');
      }
      if (end === 'broken') return yield failed('overloaded');
      if (end === 'reported') yield used({ uncachedInput: promptWords + 1, output: words });
      yield finished;
    },
  };
}

interface Caps {
  readonly task: number;
  readonly subtask: number;
}

const scenario = fc.record({ asked: requests, task: cap, subtask: cap });

describe('Whatever a task and its subtasks ask for at once', () => {
  it('the cap is never passed, in memory', { timeout: 60_000 }, async () => {
    const seen = { answered: 0, heldBack: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, async ({ asked, ...given }) => {
        const { answered } = await askAll(new MemoryLedger(), given, asked);
        seen.answered += answered;
        if (answered < asked.length) seen.heldBack += 1;
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
    // It is no cap that lets nothing through, and none that lets all through.
    expect([seen.answered > 0, seen.heldBack > 0]).toEqual([true, true]);
  });

  const inFolder = useFolder();
  it('the cap is never passed, on disk', { timeout: 60_000 }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async ({ asked, ...given }) => {
        run += 1;
        const ledger = new SqliteLedger(inFolder(`ledger-${run}.sqlite`), { nowMs: 0 });
        try {
          await askAll(ledgerPort(ledger), given, asked);
        } finally {
          ledger.close();
        }
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 50) },
    );
  });

  it('a subtask is stopped by its own cap while its task goes on, and counts in it', async () => {
    const request = { kind: 'agent.step', words: 10, end: 'reported', pauses: 0, promptWords: 2 } as const;
    const sessions = ['P.1', 'P.1.1', 'P.2', 'P'] as const;
    const asked = sessions.map((sessionId) => ({ ...request, sessionId }));
    // 3 tokens in at $3 a million, 10 out at $15, twice.
    expect(await askAll(new MemoryLedger(), { task: 8_000_000, subtask: 0 }, asked)).toEqual({
      answered: 2,
      ofTask: 318_000,
      ofSubtask: 0,
    });
  });
});
