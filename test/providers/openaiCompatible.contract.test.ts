import { describe, expect, inject, it } from 'vitest';
import type { Candidate } from '../../src/core/catalogue/index.ts';
import { localDay } from '../../src/core/ledger/index.ts';
import { redactNothing } from '../../src/core/policy/index.ts';
import { createRouter, type Router, type RouterPart } from '../../src/core/router.ts';
import { inputTokens } from '../../src/core/task/index.ts';
import { createOpenAiCompatible } from '../../src/providers/openaiCompatible/openaiCompatible.ts';
import { SqliteLedger } from '../../src/storage/sqliteLedger.ts';
import { predictChat } from '../engine/copyRule.ts';
import { collect } from '../support/collect.ts';
import { ledgerPort } from '../support/ledgerPort.ts';
import { generousPorts } from '../support/routing.ts';
import { chatTask, localCandidate } from '../support/tasks.ts';
import { useFolder } from '../support/useFolder.ts';

const url = inject('engineUrl');
const inFolder = useFolder();
const never = new AbortController().signal;
const question = 'assistant\nof course, sir';
const task = chatTask({ segments: [{ role: 'user', stability: 'turn', text: question }], maxOutputTokens: 12 });

/** The router with the real adapter, the real file and the real server. */
function realRouter(): { readonly router: Router; readonly ledger: SqliteLedger } {
  const ledger = new SqliteLedger(inFolder('ledger.sqlite'));
  const { model, endpoint } = localCandidate('copy');
  const candidate: Candidate = { model, endpoint: { ...endpoint, adapter: 'openai-compatible', baseUrl: url } };
  const provider = createOpenAiCompatible({ fetch });
  const router = createRouter({
    ...generousPorts(),
    candidates: () => [candidate],
    provider: () => provider,
    ledger: ledgerPort(ledger),
    policy: () => ({ metered: 'no-budget' }),
    redact: redactNothing,
    clock: { now: Date.now, timeZone: () => 'UTC' },
    newId: () => crypto.randomUUID(),
  });
  return { router, ledger };
}

const textOf = (parts: readonly RouterPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');

describe('A conversation with the real local server', () => {
  it('is answered as the model’s rule says, and lands in the ledger with its tokens and $0.00', async () => {
    const { router, ledger } = realRouter();
    const parts = await collect(router.route(task, never));
    const predicted = predictChat([{ role: 'user', content: question }], 12);
    expect(predicted.sure).toBeGreaterThan(0);
    expect(textOf(parts).slice(0, predicted.sure)).toBe(predicted.text.slice(0, predicted.sure));

    const usage = parts.find((part) => part.type === 'usage')?.usage;
    const [entry] = ledger.recentEntries(1);
    expect(entry).toMatchObject({ kind: 'chat', model: 'copy', billing: 'local', isEstimate: false, costNanoUsd: 0, usage });
    // A token is a byte: the question is in the prompt, whole.
    const counted = usage ? inputTokens(usage) : 0;
    expect(counted).toBeGreaterThan(question.length);
    expect(ledger.daySummary(localDay(Date.now(), 'UTC'))).toMatchObject({
      attempts: 1,
      costNanoUsd: 0,
      unpricedAttempts: 0,
      inputTokens: counted,
      outputTokens: usage?.output,
    });
    ledger.close();
  });

  it('asked again reads its prompt from the cache, and the tokens stay the same in sum', async () => {
    const { router, ledger } = realRouter();
    await collect(router.route(task, never));
    await collect(router.route({ ...task, id: 'task-2' }, never));
    const [second, first] = ledger.recentEntries(2).map(({ usage }) => usage);
    expect(second?.cacheRead).toBeGreaterThan(0);
    expect(second && inputTokens(second)).toBe(first && inputTokens(first));
    ledger.close();
  });

  it('that is aborted is booked as an estimate, and the next one is answered at once', async () => {
    const { router, ledger } = realRouter();
    const aborting = new AbortController();
    const endless = chatTask({
      segments: [{ role: 'user', stability: 'turn', text: 'assistant\nabcdefgh'.repeat(10) }],
      maxOutputTokens: 4000,
    });
    const parts: RouterPart[] = [];
    for await (const part of router.route(endless, aborting.signal)) {
      parts.push(part);
      if (part.type === 'text-delta') aborting.abort();
    }
    const abortedAt = performance.now();
    expect(parts.slice(-2)).toMatchObject([
      { type: 'finish', reason: 'aborted' },
      { type: 'settled', entry: { finish: 'aborted', isEstimate: true } },
    ]);
    await collect(router.route({ ...task, maxOutputTokens: 1 }, never));
    expect(performance.now() - abortedAt).toBeLessThan(2000);
    ledger.close();
  });
});
