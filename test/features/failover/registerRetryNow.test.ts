import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HealthBook } from '../../../src/core/failover/index.ts';
import { ProviderError, type ProviderErrorReason } from '../../../src/core/task/index.ts';
import { registerRetryNow } from '../../../src/features/failover/registerRetryNow.ts';
import { editor } from '../../support/fakeEditor.ts';

vi.mock('vscode', async () => (await import('../../support/fakeEditor.ts')).editor.api());
beforeEach(() => editor.reset());

/** The command over endpoints that failed so, each as often as it is named. */
function registered(...failures: readonly (readonly [endpoint: string, reason: ProviderErrorReason])[]) {
  let nowMs = 0;
  const health = new HealthBook({ now: () => nowMs, random: () => 1, after: () => () => undefined });
  for (const [endpoint, reason] of failures) {
    const verdict = health.verdictOf(endpoint);
    if (!verdict.isAvailable && verdict.untilMs !== undefined) nowMs = verdict.untilMs;
    health.begin(endpoint).failed(new ProviderError(reason, 'no'));
  }
  registerRetryNow(health);
  return health;
}

describe('“Retry Now”', () => {
  it('says in one message what rested and why, and lets it be asked again', async () => {
    const health = registered(
      ['openrouter', 'payment-required'],
      ['mistral', 'unauthorized'],
      ...Array<readonly [string, ProviderErrorReason]>(5).fill(['groq', 'timeout']),
      ['openai', 'overloaded'],
    );
    await editor.run('farthing.retryNow');
    expect({ shown: editor.shown, states: health.states() }).toEqual({
      shown: [
        {
          type: 'information',
          words:
            'Farthing: asked again at the next request: openrouter (account empty), mistral (key refused), groq (failed several times), openai (asked to wait).',
          buttons: [],
        },
      ],
      states: [],
    });
  });

  it('says so where nothing rests', async () => {
    registered();
    await editor.run('farthing.retryNow');
    expect(editor.shown).toEqual([{ type: 'information', words: 'Farthing: no provider is resting.', buttons: [] }]);
  });

  it('wakes who waits', async () => {
    const health = registered();
    const pause = health.pause(60_000, new AbortController().signal);
    await editor.run('farthing.retryNow');
    expect(await pause).toBe('retry-now');
  });
});
