import { describe, expect, it } from 'vitest';
import { CompletionEngine, type Snapshot } from '../../../src/core/completion/index.ts';
import { completionTask } from '../../../src/core/completion/shape.ts';
import { createRedactor, type Policy } from '../../../src/core/policy/index.ts';
import type { RouterPorts } from '../../../src/core/router.ts';
import type { RuleFacts } from '../../../src/core/rules/index.ts';
import { collect } from '../../support/collect.ts';
import { FakeTime } from '../../support/fakeTime.ts';
import { answer, routerOver } from '../../support/routing.ts';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';

const paid = paidCandidate('paid', { tier: 'small' });
const local = localCandidate('local');
const never = new AbortController().signal;
const secrets: Policy = { metered: 'allowed', data: [{ paths: { 'secrets/**': 'nothing' } }] };

const inFile = (path: string, prefix = 'DB_PASSWORD=hunter2hunter2\n'): Snapshot => ({
  ...{ uri: `file:///work/shop/${path}`, languageId: 'dotenv', workspace: 'shop', path },
  ...{ offset: prefix.length, prefix, suffix: '' },
});

/** What an engine over the real router says, and who was asked. */
async function asked(snapshot: Snapshot, candidates: Parameters<typeof routerOver>[0], ports: Partial<Omit<RouterPorts, 'ledger'>> = {}) {
  const time = new FakeTime();
  const { router, provider } = routerOver(candidates, { paid: answer, local: answer }, ports);
  const engine = new CompletionEngine({ router, timers: time, clock: time, newId: () => 'task-1', record: () => undefined });
  const result = await engine.complete({ snapshot, trigger: 'invoke' }, never);
  return { result, models: [...new Set(provider.calls.map(({ candidate }) => candidate.model.id))] };
}

describe('The path of the file that is completed', () => {
  it('is held against the data policy, which keeps it from everybody', async () => {
    expect(await asked(inFile('secrets/.env'), [local, paid], { policy: () => secrets })).toEqual({
      result: {
        outcome: 'none',
        whyNot: {
          reason: 'no-model',
          detail: 'none-suitable',
          refusals: [
            {
              rule: 'path-nothing',
              candidate: 'local (server-of-local)',
              endpoint: 'server-of-local',
              reason: 'policy.paths: secrets/.env is for no model ("secrets/**")',
              candidates: 2,
            },
          ],
        },
      },
      models: [],
    });
  });

  it.each(['.env', 'deploy/.env.local', 'keys/server.pem', '.ssh/id_work', '/home/user/.netrc'])(
    'keeps %s on this machine, whatever is set',
    async (path) => {
      const [alone, withLocal] = [await asked(inFile(path), [paid]), await asked(inFile(path), [paid, local])];
      expect({ alone: [alone.result.outcome, alone.models], withLocal: withLocal.models }).toEqual({
        alone: ['none', []],
        withLocal: ['local'],
      });
    },
  );

  it('keeps nothing else from the cloud', async () => {
    expect((await asked(inFile('src/env.ts', 'let a'), [paid], { policy: () => secrets })).models).toEqual(['paid']);
  });

  it('is what rules may ask for', async () => {
    const seen: RuleFacts[] = [];
    const rules: RouterPorts['rules'] = (facts) => {
      seen.push(facts);
      return [];
    };
    await asked(inFile('src/cart.ts'), [local], { rules });
    expect(seen[0]?.task.paths).toEqual(['src/cart.ts']);
  });

  it('tells the redactor how the file writes values', async () => {
    const { router, provider } = routerOver([paid], { paid: answer }, { redact: createRedactor({ load: async () => async () => [] }) });
    const snapshot = inFile('config/app.yml', 'db_password: korrekt-pferd-batterie\nuser: me\n');
    await collect(router.route(completionTask('task-1', snapshot, 'invoke'), never));
    const sent = provider.calls.map(({ segments }) => segments.map(({ text }) => text).join(''));
    expect([sent.length, sent.some((text) => text.includes('korrekt-pferd'))]).toEqual([1, false]);
  });
});
