import { describe, expect, it } from 'vitest';
import { readDataPolicy } from '../../../src/core/policy/index.ts';

describe('A data policy in the settings', () => {
  it('is read with all its fields', () => {
    expect(
      readDataPolicy({
        allowedProviders: ['anthropic', 'open*'],
        deniedProviders: [],
        allowedModels: ['claude-*'],
        deniedModels: ['*-preview'],
        regions: ['eu'],
        allowedJurisdictions: ['EU', 'US'],
        deniedJurisdictions: ['CN'],
        retention: 'zdr',
        noTraining: true,
        minimumPrecision: { 'agent.*': 'bf16', chat: 'fp8' },
        maxPricePerRequest: 0.1,
        paths: { 'secrets/**': 'local', constructor: 'nothing' },
        workspaces: { 'client-*': { retention: 'limited', workspaces: { 'client-a': { noTraining: true } } } },
      }),
    ).toEqual({
      policy: {
        allowedProviders: ['anthropic', 'open*'],
        deniedProviders: [],
        allowedModels: ['claude-*'],
        deniedModels: ['*-preview'],
        regions: ['eu'],
        allowedJurisdictions: ['EU', 'US'],
        deniedJurisdictions: ['CN'],
        retention: 'zdr',
        noTraining: true,
        minimumPrecision: { 'agent.*': 'bf16', chat: 'fp8' },
        maxPricePerRequestNanoUsd: 100_000_000,
        paths: { 'secrets/**': 'local', constructor: 'nothing' },
        workspaces: { 'client-*': { retention: 'limited', workspaces: { 'client-a': { noTraining: true } } } },
      },
      problems: [],
    });
  });

  it.each([[undefined], [null], [{}], [{ retention: null, noTraining: false, paths: null }]])('may lay down nothing: %j', (value) => {
    expect(readDataPolicy(value)).toEqual({ policy: {}, problems: [] });
  });

  it('takes one precision for all kinds', () => {
    expect(readDataPolicy({ minimumPrecision: 'fp8' }).policy).toEqual({ minimumPrecision: { '*': 'fp8' } });
  });

  const allPrecisions = 'int4, fp4, fp6, int8, fp8, fp16, bf16, fp32';

  it.each<[unknown, string, string]>([
    ['eu', 'policy', 'must be a table such as {"retention": "zdr"}'],
    [[], 'policy', 'must be a table such as {"retention": "zdr"}'],
    [{ retention: 'none' }, 'policy.retention', 'retention: must be "zdr" or "limited"'],
    [{ noTraining: 'yes' }, 'policy.noTraining', 'noTraining: must be true or false'],
    [{ regions: 'eu' }, 'policy.regions', 'regions: must be a list such as ["eu"]'],
    [{ regions: [] }, 'policy.regions', 'regions: must name at least one; take the field out to allow all'],
    [{ regions: ['eu', 7] }, 'policy.regions', 'regions.1: must be a text'],
    [{ allowedProviders: [''] }, 'policy.allowedProviders', 'allowedProviders.0: must not be empty'],
    [
      { deniedModels: ['!claude-*'] },
      'policy.deniedModels',
      'deniedModels.0: must say what it is for, not what it is not for: take the "!" away',
    ],
    [{ maxPricePerRequest: '1' }, 'policy.maxPricePerRequest', 'maxPricePerRequest: must be an amount in US dollars such as 0.5'],
    [{ maxPricePerRequest: -1 }, 'policy.maxPricePerRequest', 'maxPricePerRequest: must not be below 0'],
    [{ maxPricePerRequest: 1e20 }, 'policy.maxPricePerRequest', 'maxPricePerRequest: must be an amount in US dollars such as 0.5'],
    [{ paths: { 'secrets/**': 'lokal' } }, 'policy.paths', 'paths: "secrets/**" must be "local" or "nothing"'],
    [{ minimumPrecision: { chat: 'fp7' } }, 'policy.minimumPrecision', `minimumPrecision: "chat" must be one of ${allPrecisions}`],
    [
      { minimumPrecision: { agents: 'fp8' } },
      'policy.minimumPrecision',
      'minimumPrecision: "agents" fits no kind of request: write one of completion.line, completion.block, edit, chat, agent.plan, agent.step, agent.subtask, commit-message, title, compaction, or a pattern such as "agent.*"',
    ],
    [{ minimumPrecision: 'fp7' }, 'policy.minimumPrecision', `minimumPrecision: must be one of ${allPrecisions}`],
    [
      { retenton: 'zdr' },
      'policy.retenton',
      'retenton: there is no such field: write one of allowedProviders, deniedProviders, allowedModels, deniedModels, regions, allowedJurisdictions, deniedJurisdictions, retention, noTraining, minimumPrecision, maxPricePerRequest, paths, workspaces',
    ],
    [
      { minimumPrecision: 8 },
      'policy.minimumPrecision',
      'minimumPrecision: must be a table such as {"agent.*": "fp8"}, or one precision for all',
    ],
    [{ workspaces: ['a'] }, 'policy.workspaces', 'workspaces: must be a table such as {"client-*": {"regions": ["eu"]}}'],
    [{ workspaces: { '': {} } }, 'policy.workspaces[""]', 'workspaces[""]: the name must not be empty'],
  ])('that is wrong is told with what to write, and opens nothing: %j', (value, unreadable, problem) => {
    const { policy, problems } = readDataPolicy(value);
    expect([policy.unreadable, problems]).toEqual([[unreadable], [problem]]);
  });

  it('keeps its other fields where one is wrong', () => {
    expect(readDataPolicy({ regions: ['eu'], retention: 1, noTraining: true }).policy).toEqual({
      regions: ['eu'],
      noTraining: true,
      unreadable: ['policy.retention'],
    });
  });

  it('that is wrong for a workspace closes that one only', () => {
    expect(readDataPolicy({ workspaces: { 'client-*': { retention: 1 } } })).toEqual({
      policy: { workspaces: { 'client-*': { unreadable: ['policy.workspaces["client-*"].retention'] } } },
      problems: ['workspaces["client-*"].retention: must be "zdr" or "limited"'],
    });
  });

  it.each(['constructor', '__proto__', 'toString'])('has no field that only JavaScript knows: %s', (name) => {
    expect(readDataPolicy(JSON.parse(`{"${name}": {}}`)).policy).toEqual({ unreadable: [`policy.${name}`] });
  });
});
