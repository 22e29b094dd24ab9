import { describe, expect, it } from 'vitest';
import type { CompletionRequest, CompletionResult } from '../../src/core/completion/index.ts';
import type { CompletionHealth } from '../../src/platform/completionHealth.ts';
import type { CoreParts } from '../../src/platform/coreParts.ts';
import { LateCore } from '../../src/platform/lateCore.ts';
import { Observed } from '../../src/platform/observed.ts';

const request: CompletionRequest = {
  snapshot: { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', offset: 5, prefix: 'let a', suffix: '' },
  trigger: 'automatic',
};
const never = new AbortController().signal;
const offer: CompletionResult = { outcome: 'offer', offer: { taskId: 'task-1', text: ' = 1;', source: 'model' } };
const superseded = { outcome: 'none', whyNot: { reason: 'superseded' } };

/** Parts that are there when a test says so, and that write down what they are asked. */
function useLateCore() {
  const asked: string[] = [];
  const parts: CoreParts = {
    engine: {
      complete: async () => {
        asked.push('complete');
        return offer;
      },
      accepted: (taskId, characters) => void asked.push(`accepted ${taskId} ${characters}`),
      edited: () => undefined,
      closed: () => undefined,
      leave: () => void asked.push('leave'),
    },
    router: {
      decide: () => {
        throw new Error('not asked here');
      },
      route: async function* () {},
    },
    policy: () => ({ metered: 'allowed' }),
    record: () => undefined,
    policyProblems: () => ['farthing.policy: regions: none'],
    close: async () => void asked.push('close'),
    dispose: () => void asked.push('dispose'),
  };
  const loads: { readonly succeed: () => void; readonly fail: () => void }[] = [];
  const health = new Observed<CompletionHealth>('well');
  const logged: string[] = [];
  const core = new LateCore({
    load: () =>
      new Promise((resolve, reject) => loads.push({ succeed: () => resolve(parts), fail: () => reject(new Error('no such file')) })),
    log: { error: (text) => void logged.push(text) },
    health,
  });
  return { core, asked, loads, health, logged };
}

describe('What completes code', () => {
  it('is loaded once, and whoever asked before gets the answer', async () => {
    const { core, asked, loads } = useLateCore();
    const loading = core.load();
    const question = core.complete(request, never);
    const before = { problems: core.policyProblems(), asked: [...asked] };
    loads[0]?.succeed();
    await loading;
    expect({ before, result: await question, loads: loads.length, problems: core.policyProblems() }).toEqual({
      before: { problems: [], asked: [] },
      result: offer,
      loads: 1,
      problems: ['farthing.policy: regions: none'],
    });
  });

  it('is asked in the very turn in which the editor asks, once it is there', async () => {
    const { core, asked, loads } = useLateCore();
    const loading = core.load();
    loads[0]?.succeed();
    await loading;
    void core.complete(request, never);
    core.accepted('task-1', 5);
    core.leave();
    expect(asked).toEqual(['complete', 'accepted task-1 5', 'leave']);
  });

  it.each<[string, (core: LateCore, cancelling: AbortController) => unknown]>([
    ['cancelled', (_core, cancelling) => cancelling.abort()],
    ['left behind with its place', (core) => core.leave()],
    ['overtaken by the end of the window', (core) => core.close()],
  ])('answers no question that was %s while it was loaded', async (_what, happens) => {
    const { core, asked, loads } = useLateCore();
    const cancelling = new AbortController();
    const question = core.complete(request, cancelling.signal);
    await happens(core, cancelling);
    loads[0]?.succeed();
    expect(await question).toEqual(superseded);
    expect(asked.filter((each) => each === 'complete')).toEqual([]);
  });

  it('that cannot be loaded says so in the log and to the meter, and the next question tries anew', async () => {
    const { core, loads, health, logged } = useLateCore();
    const loading = core.load();
    loads[0]?.fail();
    await loading;
    const afterLoading = health.value;
    const questions = [core.complete(request, never)];
    loads[1]?.fail();
    await questions[0];
    questions.push(core.complete(request, never));
    loads[2]?.succeed();
    expect({ afterLoading, logged, results: await Promise.all(questions), health: health.value }).toEqual({
      afterLoading: 'not-loaded',
      logged: ['what completes code could not be loaded: Error: no such file'],
      results: [{ outcome: 'none', whyNot: { reason: 'not-loaded', detail: 'Error: no such file' } }, offer],
      health: 'well',
    });
  });

  it('is closed, and then disposed of; one that comes later is disposed of at once', async () => {
    const [there, late] = [useLateCore(), useLateCore()];
    const loading = [there.core.load(), late.core.load()];
    there.loads[0]?.succeed();
    await loading[0];
    for (const { core } of [there, late]) {
      await core.close();
      core.dispose();
    }
    late.loads[0]?.succeed();
    await loading[1];
    expect([there.asked, late.asked]).toEqual([['close', 'dispose'], ['dispose']]);
  });
});

describe('Others than completions', () => {
  it('ask through the same parts, and not once the window is being closed', async () => {
    const { core, loads } = useLateCore();
    const asked = core.requests();
    loads[0]?.succeed();
    expect(Object.keys(await asked)).toEqual(expect.arrayContaining(['router', 'policy', 'record']));
    await core.close();
    await expect(core.requests()).rejects.toThrow('the window is being closed');
  });
});
