import type { Candidate, Tier } from '../../../src/core/catalogue/index.ts';
import { createRedactor, type Policy } from '../../../src/core/policy/index.ts';
import type { ProviderCall } from '../../../src/core/provider.ts';
import type { RouterPorts } from '../../../src/core/router.ts';
import type { Task, TaskKind } from '../../../src/core/task/index.ts';
import { scanForSecrets } from '../../../src/providers/secretScanner/secretScanner.ts';
import { MemoryLedger } from '../../../test/support/memoryLedger.ts';
import { answer, failed, type RouterFixture, redactorOf, routerOver } from '../../../test/support/routing.ts';
import { chatTask, localCandidate, paidCandidate } from '../../../test/support/tasks.ts';
import type { SecurityCase } from '../securityCase.ts';

/** Put together here, so that a scan of the repository does not find what looks like one. */
const secret = ['sk-ant-', 'api03-Zq7Xv2Lp9Rt4Wk8Ny3Hb6Jd1Fs5Gm0Ca7Ue2Io9Px4'].join('');
const redact = createRedactor({ load: async () => scanForSecrets });
const open: Policy = { metered: 'allowed' };

export interface Passage {
  readonly task?: Partial<Task>;
  /** What the user allows once so many providers were asked; by itself everything. */
  readonly policy?: (asked: number) => Policy;
  readonly ports?: Omit<Partial<RouterPorts>, 'ledger'> & { readonly ledger?: MemoryLedger };
}

/** Where a request of that kind goes first; `medium` otherwise. */
const tiers: Readonly<Partial<Record<TaskKind, Tier>>> = {
  'agent.subtask': 'small',
  compaction: 'small',
  title: 'small',
  'commit-message': 'small',
  'agent.plan': 'frontier',
};

/** What reached the two paid providers of a real router, of which the first one fails, and the local one, which fails too. */
export async function leaving({ task, policy = () => open, ports }: Passage): Promise<readonly ProviderCall[]> {
  const tier = tiers[task?.kind ?? 'chat'] ?? 'medium';
  const fixture: RouterFixture = routerOver(
    [withKey(paidCandidate('first', { tier })), withKey(paidCandidate('second', { tier })), localCandidate('here')],
    { first: [failed('overloaded')], second: answer, here: [failed('overloaded')] },
    { redact, policy: () => policy(fixture.provider.calls.length), ...ports },
  );
  for await (const _part of fixture.router.route(chatTask(task), new AbortController().signal));
  return fixture.provider.calls.filter(({ candidate }) => candidate.endpoint.billing !== 'local');
}

function withKey({ model, endpoint }: Candidate): Candidate {
  return { model, endpoint: { ...endpoint, needsKey: true } };
}

function passes(says: string, passage: Passage, isWrong: (calls: readonly ProviderCall[]) => boolean): SecurityCase {
  return { point: 17, says, attack: { kind: 'check', isThrough: async () => isWrong(await leaving(passage)) } };
}

/** The policy becomes stricter while the first provider is asked. */
function changed(says: string, later: Policy): SecurityCase {
  return passes(
    `is answered by the next provider, though meanwhile ${says}`,
    { policy: (asked) => (asked === 0 ? open : later) },
    (calls) => calls.some(({ candidate }) => candidate.model.id === 'second'),
  );
}

/** The policy becomes stricter while something is waited for, before anything was sent. */
function changedWhile(says: string, portsOf: (change: () => void) => Passage['ports'] & object): SecurityCase {
  const isThrough = async (): Promise<boolean> => {
    let policy = open;
    const change = (): void => {
      policy = paused;
    };
    return (await leaving({ policy: () => policy, ports: portsOf(change) })).length > 0;
  };
  return { point: 17, says: `leaves, though the user paused while ${says}`, attack: { kind: 'check', isThrough } };
}

const paused: Policy = { metered: 'paused' };
export const kindsThatLeave: readonly TaskKind[] = [
  'chat',
  'edit',
  'agent.step',
  'agent.subtask',
  'agent.plan',
  'compaction',
  'title',
  'commit-message',
];
const holdsSecret = (calls: readonly ProviderCall[]): boolean =>
  JSON.stringify(calls.map(({ segments, tools }) => [segments, tools])).includes(secret);

export const lastDoorCases: readonly SecurityCase[] = [
  changed('the user paused', paused),
  changed('the budget was taken away', { metered: 'no-budget' }),
  changed('trust was withdrawn', { metered: 'untrusted' }),
  changed('its model was denied', { metered: 'allowed', data: [{ deniedModels: ['second'] }] }),
  changed('its provider was denied', { metered: 'allowed', data: [{ deniedProviders: ['cloud-of-second'] }] }),
  changed('only Europe was allowed', { metered: 'allowed', data: [{ regions: ['eu'] }] }),
  changed('a price limit was set', { metered: 'allowed', data: [{ maxPricePerRequestNanoUsd: 1 }] }),
  changed('the policy could not be read', { metered: 'allowed', data: [{ unreadable: ['regions'] }] }),
  changedWhile('the key was fetched', (change) => ({
    apiKey: async () => {
      change();
      return 'a-key';
    },
  })),
  changedWhile('secrets were looked for', (change) => ({
    redact: redactorOf(async (segment) => {
      change();
      return redact(segment);
    }),
  })),
  changedWhile('its money was held', (change) => ({ ledger: new MemoryLedger({ onReserve: change }) })),
  ...kindsThatLeave.flatMap((kind) => [
    passes(
      `draws a request for ${kind} from a file of secrets`,
      { task: { kind, paths: ['src/a.ts', 'prod.env'] } },
      (calls) => calls.length > 0,
    ),
    passes(
      `holds a secret in a request for ${kind}, which the next provider gets`,
      { task: { kind, segments: [{ role: 'user', stability: 'turn', text: `key = ${secret}` }] } },
      holdsSecret,
    ),
  ]),
  passes(
    'names a segment by a file of secrets',
    { task: { segments: [{ role: 'user', stability: 'turn', text: 'a', name: '.docker/config.json' }] } },
    (calls) => calls.length > 0,
  ),
  passes(
    'hides a secret in what a tool is described by',
    { task: { tools: [{ name: 'deploy', description: `uses ${secret}`, inputSchema: {} }] } },
    holdsSecret,
  ),
  passes(
    'hides a secret in the arguments of a call',
    {
      task: {
        segments: [
          {
            role: 'assistant',
            stability: 'turn',
            text: '',
            toolCalls: [{ id: '1', name: 'a', argumentsText: JSON.stringify({ a: secret }) }],
          },
          { role: 'tool', stability: 'turn', text: 'done', toolCallId: '1' },
        ],
      },
    },
    holdsSecret,
  ),
  passes(
    'breaks the search for secrets',
    { ports: { redact: createRedactor({ load: () => Promise.reject(new Error('gone')) }) } },
    (calls) => calls.length > 0,
  ),
];
