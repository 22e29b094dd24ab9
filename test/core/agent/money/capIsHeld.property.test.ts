import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger, ReservationLimit } from '../../../../src/core/ledger/index.ts';
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
    words: fc.nat(60),
    end: fc.constantFrom('reported', 'reported', 'silent', 'broken' as const),
    pauses: fc.nat(4),
    promptWords: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 12, size: 'max' },
);

type Asked = typeof requests extends fc.Arbitrary<(infer One)[]> ? One : never;

/** In nano-dollars: an answer of 100 tokens is at most 1,500,000 and its prompt up to as much again. */
const cap = fc.nat(8_000_000);

interface Spent {
  readonly limit: ReservationLimit;
  readonly nanoUsd: number;
}

/** Asks for all at once, and returns what each cap came to. At no moment is more spent and held than a cap allows. */
async function askAll(
  ledger: Ledger,
  caps: AgentCaps,
  asked: readonly Asked[],
): Promise<{ readonly answered: number; readonly spent: readonly Spent[] }> {
  // Its own first, then that of its parent.
  const limits = caps.limits('P.1');
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
  let answered = 0;
  const look = async (): Promise<readonly Spent[]> => {
    const states = await ledger.limitStates(limits);
    for (const { budgetId, limit, spent, reserved } of states) expect(spent + reserved, budgetId).toBeLessThanOrEqual(limit);
    return states.flatMap(({ spent }, index) => limits.slice(index, index + 1).map((limit) => ({ limit, nanoUsd: spent })));
  };
  await Promise.all(
    asked.map(async ({ sessionId, kind, promptWords }, index) => {
      const segments = [{ role: 'user', stability: 'turn', text: `${index} ${'word '.repeat(promptWords)}` }] as const;
      for await (const part of router.route(chatTask({ id: `t${index}`, sessionId, kind, segments }), never)) {
        if (part.type === 'settled') answered += 1;
        if (part.type === 'attempt' || part.type === 'settled') await look();
      }
    }),
  );
  return { answered, spent: await look() };
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

const scenario = fc.record({ asked: requests, task: cap, subtask: fc.option(cap, { nil: undefined }) });

function capsOf({ task, subtask }: { readonly task: number; readonly subtask: number | undefined }): AgentCaps {
  const caps = new AgentCaps();
  caps.set('P', task);
  if (subtask !== undefined) caps.set('P.1', subtask);
  return caps;
}

describe('Whatever a task and its subtasks ask for at once', () => {
  it('the cap is never passed, in memory', { timeout: 60_000 }, async () => {
    const seen = { answered: 0, heldBack: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, async ({ asked, ...given }) => {
        const { answered } = await askAll(new MemoryLedger(), capsOf(given), asked);
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
          await askAll(ledgerPort(ledger), capsOf(given), asked);
        } finally {
          ledger.close();
        }
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 50) },
    );
  });

  it('a subtask is stopped by its own cap while its task goes on, and counts in it', async () => {
    const caps = capsOf({ task: 8_000_000, subtask: 0 });
    const request = { kind: 'agent.step', words: 10, end: 'reported', pauses: 0, promptWords: 2 } as const;
    const { spent } = await askAll(new MemoryLedger(), caps, [
      { ...request, sessionId: 'P.1' },
      { ...request, sessionId: 'P.2' },
      { ...request, sessionId: 'P' },
    ]);
    // 3 tokens in at $3 a million, 10 out at $15, twice.
    expect(spent.map(({ limit, nanoUsd }) => [limit.taskId, nanoUsd])).toEqual([
      ['P.1', 0],
      ['P', 318_000],
    ]);
  });
});
