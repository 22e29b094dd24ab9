import { beforeEach, describe, expect, it, vi } from 'vitest';
import { allow } from '../../src/core/policy/index.ts';
import { policyProblems, readPolicy } from '../../src/platform/policy.ts';
import { localCandidate, paidCandidate } from '../support/tasks.ts';

interface Written {
  user?: unknown;
  workspace?: unknown;
  readonly folders: Record<string, unknown>;
}

const written = vi.hoisted((): Written => ({ folders: {} }));

vi.mock('vscode', () => ({
  workspace: {
    isTrusted: true,
    get workspaceFolders() {
      return Object.keys(written.folders).map((name) => ({ name }));
    },
    getConfiguration: (_section: string, folder?: { readonly name: string }) => ({
      get: (key: string) => (key === 'policy' ? written.user : undefined),
      inspect: (key: string) => {
        if (key !== 'policy') return { globalValue: key === 'budget.day' ? 1 : undefined };
        return {
          globalValue: written.user,
          workspaceValue: written.workspace,
          workspaceFolderValue: folder && written.folders[folder.name],
        };
      },
    }),
  },
}));

beforeEach(() => {
  delete written.user;
  delete written.workspace;
  for (const name of Object.keys(written.folders)) delete written.folders[name];
});

/** The rules that refuse a paid and a local model in a workspace folder. */
function rulesIn(workspace?: string): readonly string[] {
  const request = { kind: 'chat', paths: [], ...(workspace !== undefined && { workspace }) } as const;
  return [paidCandidate(), localCandidate()].map((candidate) => {
    const verdict = allow(candidate, readPolicy(), request);
    return verdict.allowed ? 'allowed' : verdict.rule;
  });
}

describe('The data policy in force', () => {
  it('is none where nothing is set', () => {
    expect([readPolicy(), policyProblems()]).toEqual([{ metered: 'allowed' }, []]);
  });

  it("is the user's, which a workspace and a folder cannot open", () => {
    written.user = { retention: 'zdr' };
    written.workspace = { retention: null };
    written.folders.app = {};
    expect([rulesIn('app'), rulesIn()]).toEqual([
      ['retention', 'allowed'],
      ['retention', 'allowed'],
    ]);
  });

  it('is made stricter by a workspace, and by a folder for its own', () => {
    written.user = { deniedModels: ['other'] };
    written.workspace = { deniedModels: ['other-too'] };
    written.folders.secret = { noTraining: true };
    written.folders.open = {};
    expect(readPolicy()).toEqual({
      metered: 'allowed',
      data: [{ deniedModels: ['other'] }, { deniedModels: ['other-too'] }],
      folders: [{ name: 'secret', data: { noTraining: true } }, { name: 'open' }],
    });
    expect([rulesIn('secret'), rulesIn('open'), rulesIn()]).toEqual([
      ['training', 'allowed'],
      ['allowed', 'allowed'],
      ['training', 'allowed'],
    ]);
  });

  it.each(['eu', ['eu'], 7, true])('closes the cloud where it cannot be read, and says so: %j', (value) => {
    written.user = value;
    written.workspace = {};
    expect([rulesIn(), policyProblems()]).toEqual([
      ['policy-unreadable', 'allowed'],
      ['farthing.policy: must be a table such as {"retention": "zdr"}'],
    ]);
  });

  it('closes the cloud where a field cannot be read, and says whose it is', () => {
    written.workspace = { regions: 'eu' };
    written.folders.app = { retenton: 'zdr' };
    expect([rulesIn('app'), policyProblems().map((problem) => problem.slice(0, 60))]).toEqual([
      ['policy-unreadable', 'allowed'],
      [
        'farthing.policy of the workspace: regions: must be a list such as ["eu"]'.slice(0, 60),
        'farthing.policy of the folder app: retenton: there is no such field'.slice(0, 60),
      ],
    ]);
  });
});
