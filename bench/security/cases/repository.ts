import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { capLimit } from '../../../src/core/budget/index.ts';
import { newNonce, pageHtml } from '../../../src/platform/pageHtml.ts';
import { SqliteLedger } from '../../../src/storage/sqliteLedger.ts';
import { entryOf } from '../../../test/support/entries.ts';
import type { SecurityCase } from '../securityCase.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: { readonly configuration: Settings | readonly Settings[] };
}

interface Settings {
  readonly properties: Readonly<Record<string, { readonly scope?: string }>>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;

function check(point: number, says: string, isThrough: () => boolean | Promise<boolean>): SecurityCase {
  return { point, says, attack: { kind: 'check', isThrough } };
}

/** They may be set by a repository: what it adds only restricts. */
const restricting: ReadonlySet<string> = new Set(['farthing.policy', 'farthing.completion.exclude', 'farthing.completion.enabled']);
const settings = [manifest.contributes.configuration].flat().flatMap(({ properties }) => Object.entries(properties));
const ownSettings = settings.filter(([name]) => !restricting.has(name));

const page = { cspSource: 'https://page.example', nonce: 'abc', language: '"><script>', script: '"><script>', styles: ['"><script>'] };

function holdsOnlyOurs(html: string): boolean {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  return policy.includes("default-src 'none'") && /script-src 'nonce-[\w-]+'/.test(policy) && !/unsafe|\*|https?:\s|data:/.test(policy);
}

/** A task with a cap of 1,000 nano-dollars of which `spent` are gone asks for `more`, maybe as a subtask, maybe after the user allowed a budget more. */
function isReserved(spent: number, more: number, taskId = 'task', allowed = 0): boolean {
  const ledger = new SqliteLedger(':memory:', { nowMs: 0 });
  const limits = [capLimit('task', 1_000)];
  const reservation = (id: string, amount: number, of: string) => ({
    id,
    amountNanoUsd: amount,
    cautiousAmountNanoUsd: amount,
    tokens: 1,
    cautiousTokens: 1,
    madeAtMs: 0,
    expiresAtMs: 60_000,
    estimate: entryOf({ id, taskId: of }),
  });
  if (allowed > 0) ledger.allowMore({ id: 'more', budgetId: 'task#task', amount: allowed, atMs: 0, localDay: '2026-11-05' });
  if (spent > 0) ledger.reserve(reservation('first', spent, 'task'), limits);
  return ledger.reserve(reservation('next', more, taskId), limits).outcome === 'reserved';
}

const pageMessages: readonly unknown[] = [
  { type: 'run', command: 'workbench.action.terminal.new' },
  { type: 'approve', taskId: 'a', callId: 'b', contentHash: 'c', answer: 'forever' },
  { type: 'approve', callId: 'b', answer: 'once' },
  { type: 'send', text: 1 },
  { type: 'raise-cap', capUsd: 1_000_000 },
  { type: 'ready', more: true },
  { type: 'set-mode', mode: 'autonomous' },
  'ready',
  null,
  [],
  JSON.parse('{"__proto__": {"type": "ready"}}'),
  { type: ['ready'] },
];

const workflows = readdirSync(path.join(root, '.github/workflows')).map((file) => read(`.github/workflows/${file}`));

export const repositoryCases: readonly SecurityCase[] = [
  ...ownSettings.map(([name, { scope }]) => check(1, `sets ${name} in a repository`, () => scope !== 'machine' && scope !== 'application')),
  ...ownSettings.map(([name]) =>
    check(3, `sets ${name} before trust`, () => !manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(name)),
  ),
  check(3, 'has the whole extension before trust', () => manifest.capabilities.untrustedWorkspaces.supported !== 'limited'),
  check(12, 'loads a script into a page', () => !holdsOnlyOurs(pageHtml(page))),
  check(12, 'breaks out of an attribute of a page', () => pageHtml(page).includes('"><script>')),
  check(12, 'guesses a nonce', () => new Set([newNonce(), newNonce()]).size < 2 || newNonce().length < 22),
  ...pageMessages.map(
    (message): SecurityCase => ({ point: 12, says: `posts ${JSON.stringify(message)}`, attack: { kind: 'page-message', message } }),
  ),
  check(15, 'asks for more than the cap', () => isReserved(0, 1_001)),
  check(15, 'asks for more than what is left', () => isReserved(900, 101)),
  check(15, 'asks for more in a subtask', () => isReserved(900, 101, 'task.1')),
  check(15, 'asks for more in a subtask of a subtask', () => isReserved(1_000, 1, 'task.1.2')),
  check(15, 'has the cap raised by what a budget was allowed', () => isReserved(1_000, 1, 'task', 1_000_000)),
  ...Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).map(([name, version]) =>
    check(18, `takes a newer ${name}`, () => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)),
  ),
  check(18, 'runs a script at installation', () =>
    Object.keys(manifest.scripts).some((name) => /^(?:pre|post)?install$|^prepare$/.test(name)),
  ),
  check(18, 'takes an action by its tag', () =>
    workflows.some((text) => [...text.matchAll(/uses:\s*(\S+)/g)].some(([, action]) => !/@[0-9a-f]{40}$/.test(action ?? ''))),
  ),
  check(18, 'takes a package that the lock file does not know', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      readonly packages: Readonly<Record<string, { integrity?: string; link?: boolean }>>;
    };
    return Object.entries(packages).some(
      ([name, { integrity, link }]) => name.startsWith('node_modules/') && !link && integrity === undefined,
    );
  }),
];
