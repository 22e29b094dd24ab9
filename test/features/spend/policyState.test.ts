import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as vscode from 'vscode';

vi.mock('vscode', async () => (await import('../../support/fakeVscode.ts')).fakeVscode());

import type { Endpoint } from '../../../src/core/catalogue/index.ts';
import { formatsFor } from '../../../src/features/spend/formats.ts';
import { readPolicyLayers } from '../../../src/features/spend/policyLayers.ts';
import { type PolicyFacts, policyState } from '../../../src/features/spend/policyState.ts';
import type { RuleSet } from '../../../src/platform/rulesSet.ts';
import { configuration, settings } from '../../support/fakeVscode.ts';

const formats = formatsFor('en', 'UTC', '2026-11-05');

const cloud: Endpoint = {
  ...{ id: 'cloud', provider: 'cloud', adapter: 'openai', baseUrl: 'https://cloud.test', billing: 'metered' },
  retention: { value: 'zero', url: 'https://cloud.test/terms', readOn: '2026-11-01' },
  training: { value: 'possible', url: 'javascript:alert(1)', readOn: 'yesterday' },
};
const here: Endpoint = { id: 'here', provider: 'ollama', adapter: 'ollama', baseUrl: 'http://127.0.0.1', billing: 'local' };

const stateOf = (facts: Partial<PolicyFacts>) =>
  policyState({ metered: 'allowed', layers: [], ruleSets: [], pins: {}, endpoints: [], ...facts }, formats);

beforeEach(() => {
  configuration.current = settings({});
  Object.assign(vscode.workspace, { workspaceFolders: undefined });
});

describe('The Policy tab: who may see what', () => {
  it('is said place by place, the user’s first, and names what cannot be read', () => {
    configuration.current = settings({
      user: {
        policy: {
          noTraining: true,
          deniedProviders: ['deepseek'],
          maxPricePerRequestUsd: 0.5,
          paths: { 'infra/**': 'local', '*.pem': 'nothing' },
        },
      },
      workspace: { policy: { regions: ['eu'], retention: 'for ever' } },
    });
    const layers = stateOf({ layers: readPolicyLayers() }).layers;
    expect(
      layers.map(({ name, statements, problems }) => [name, statements.map((each) => `${each.name}: ${each.text}`), problems.length]),
    ).toEqual([
      [
        'Your settings',
        expect.arrayContaining([
          'Not these providers: deepseek',
          'Training: only who documents that prompts are not used for it',
          'Only models on this machine see: infra/**',
          'No model sees: *.pem',
        ]),
        expect.any(Number),
      ],
      ['This workspace’s settings', ['Computed only in: eu'], 1],
    ]);
  });

  it('leaves out places that say nothing', () => {
    expect(readPolicyLayers()).toEqual([]);
  });

  it.each([
    ['allowed', true, 'Paid models may be asked, within your budgets and the rules below.'],
    ['no-budget', false, 'No paid model is asked: there is no budget.'],
    ['untrusted', false, 'No paid model is asked: this workspace is not trusted.'],
    ['rules-unknown', false, 'No paid model is asked until all routing rules are read.'],
  ] as const)('says whether paid models may be asked: %s', (metered, isOpen, text) => {
    expect(stateOf({ metered }).paid).toEqual({ isOpen, text });
  });
});

describe('The Policy tab: rules and choices', () => {
  const rules = [
    { name: 'thrifty', when: 'task.kind == "commit-message"', use: { tier: 'small' } },
    { name: 'night', when: 'time.hour > 20', use: { localOnly: true, exclude: { providers: ['openai'], tiers: ['frontier'] } } },
  ] as const;
  const compiled = { rules, match: () => undefined };

  it('say what they do, in words', () => {
    const users: RuleSet = { place: 'user', source: 'user', compiled, isLastGood: false, problems: [] };
    const [set] = stateOf({ ruleSets: [users], pins: { chat: { model: 'sonnet', endpoint: 'anthropic' } } }).rules;
    expect([set, stateOf({ pins: { chat: { tier: 'medium' } } }).pins]).toEqual([
      {
        id: 'user',
        name: 'Your settings',
        notes: [],
        rules: [
          { name: 'thrifty', when: 'task.kind == "commit-message"', use: 'tier small' },
          { name: 'night', when: 'time.hour > 20', use: 'only models on this machine; without openai; without frontier' },
        ],
      },
      [{ id: 'chat', kind: 'Chat', choice: 'medium' }],
    ]);
  });

  it('say which of a workspace’s rules count', () => {
    const folder = { place: 'folder', folder: 'file:///shop', name: 'shop', hash: 'x', text: '', compiled } as const;
    const notesOf = (set: object) => stateOf({ ruleSets: [{ ...folder, ...set } as unknown as RuleSet] }).rules[0]?.notes;
    expect([
      notesOf({ source: 'workspace', waiting: [{}], problems: [], isLastGood: false }),
      notesOf({ source: 'workspace-approved', waiting: [{}], problems: [], isLastGood: false }),
      notesOf({ source: 'workspace', waiting: [], problems: [{}], isLastGood: true }),
      notesOf({ source: 'workspace', waiting: [], problems: [{}], isLastGood: false, compiled: undefined }),
    ]).toEqual([
      ['Not approved: the rules restrict, and do no more until you approve them.'],
      ['Approved by you, as the file stands.'],
      ['What is written now has mistakes: the last good rules count.'],
      ['What is written now has mistakes, and no rule counts.'],
    ]);
  });
});

describe('The Policy tab: endpoints', () => {
  it('have their facts with source and date; what is not documented is unknown, and what runs here stays here', () => {
    const endpoints = [
      { endpoint: { ...cloud, id: 'another' }, key: 'missing' },
      { endpoint: cloud, key: 'set' },
      { endpoint: here, key: 'not-needed' },
    ] as const;
    const states = stateOf({ endpoints }).endpoints;
    expect(states.map(({ id, key, canBeAsked }) => [id, key, canBeAsked])).toEqual([
      ['cloud', 'set', true],
      ['here', 'none needed', true],
      ['another', 'no key', false],
    ]);
    expect([states[0]?.region, states[0]?.retention, states[0]?.training, states[1]?.region]).toEqual([
      { text: 'unknown' },
      { text: 'keeps nothing', source: { url: 'https://cloud.test/terms', name: 'cloud.test, read Nov 1, 2026' } },
      { text: 'possible' },
      { text: 'this machine' },
    ]);
  });
});
