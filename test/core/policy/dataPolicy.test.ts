import { describe, expect, it } from 'vitest';
import type { Candidate, Endpoint, EndpointFact, Model } from '../../../src/core/catalogue/index.ts';
import type { PriceRow } from '../../../src/core/money/index.ts';
import { allow, type DataPolicy, type Policy, type PolicyRequest, preferencesOf, priceLimitOf } from '../../../src/core/policy/index.ts';
import { localCandidate, paidCandidate, paidPrice } from '../../support/tasks.ts';

const fact = <Value>(value: Value): EndpointFact<Value> => ({ value, url: 'https://models.example/facts', readOn: '2026-11-22' });

/** A cloud's model, by default `claude-opus-4-5` at Anthropic. */
function cloud(endpoint: Partial<Endpoint> = {}, model: Partial<Model> = {}): Candidate {
  const paid = paidCandidate('claude-opus-4-5', model);
  return { model: paid.model, endpoint: { ...paid.endpoint, id: 'anthropic', provider: 'anthropic', ...endpoint } };
}

const openRouter: Partial<Endpoint> = {
  id: 'openrouter',
  provider: 'openrouter',
  jurisdiction: fact('US'),
  enforces: ['zeroRetention', 'noTraining', 'precisions', 'providers'],
};
const gemini: Partial<Endpoint> = { id: 'gemini', provider: 'gcp.gemini' };
const local = localCandidate('qwen2.5-coder', { precision: 'Q4_K_M' });

function unpriced({ model: { price: _price, ...model }, endpoint }: Candidate): Candidate {
  return { model, endpoint };
}

/** What the data policies say of a candidate: the rule that refuses it, or `allowed`. */
function asked(data: DataPolicy | readonly DataPolicy[], candidate: Candidate, request: Partial<PolicyRequest> = {}): string {
  const policy: Policy = { metered: 'allowed', data: [data].flat() };
  const verdict = allow(candidate, policy, { kind: 'chat', paths: [], ...request });
  return verdict.allowed ? 'allowed' : verdict.rule;
}

describe('A data policy', () => {
  it.each<[string, DataPolicy, Candidate, string]>([
    ['nothing is laid down', {}, cloud(), 'allowed'],
    // Providers.
    ['its endpoint is denied', { deniedProviders: ['anthropic'] }, cloud(), 'provider-denied'],
    ['its provider is denied', { deniedProviders: ['Anthropic'] }, cloud({ id: 'my-gateway' }), 'provider-denied'],
    ['a pattern denies it', { deniedProviders: ['anth*'] }, cloud(), 'provider-denied'],
    ['it is denied as gateways call it', { deniedProviders: ['google-ai-studio'] }, cloud(gemini), 'provider-denied'],
    ['it is denied by a name that gateways know as its own', { deniedProviders: ['Google'] }, cloud(gemini), 'provider-denied'],
    ['a pattern denies it as gateways call it', { deniedProviders: ['google*'] }, cloud(gemini), 'provider-denied'],
    ['another one of its house is denied', { deniedProviders: ['google-vertex', 'gcp.vertex_ai'] }, cloud(gemini), 'allowed'],
    ['it is denied by the name of another protocol', { deniedProviders: ['xai'] }, cloud({ id: 'x', provider: 'x_ai' }), 'provider-denied'],
    ['it is allowed under another name only', { allowedProviders: ['google'] }, cloud(gemini), 'provider-not-allowed'],
    ['others are denied', { deniedProviders: ['deepseek', 'open*'] }, cloud(), 'allowed'],
    ['it is among the allowed providers', { allowedProviders: ['anthropic', 'openai'] }, cloud(), 'allowed'],
    ['it is not among the allowed providers', { allowedProviders: ['openai'] }, cloud(), 'provider-not-allowed'],
    ['nobody is allowed', { allowedProviders: [] }, cloud(), 'provider-not-allowed'],
    ['it is allowed and denied', { allowedProviders: ['*'], deniedProviders: ['anthropic'] }, cloud(), 'provider-denied'],
    ['a gateway can leave out who is denied', { deniedProviders: ['deepseek'] }, cloud(openRouter), 'allowed'],
    ['a gateway cannot leave out a pattern', { deniedProviders: ['deep*'] }, cloud(openRouter), 'provider-denied'],
    ['a gateway is allowed by name', { allowedProviders: ['openrouter', 'anthropic'] }, cloud(openRouter), 'allowed'],
    ['a gateway cannot be kept to a pattern', { allowedProviders: ['openrouter', 'anth*'] }, cloud(openRouter), 'provider-not-allowed'],
    ['a gateway is not named', { allowedProviders: ['anthropic'] }, cloud(openRouter), 'provider-not-allowed'],
    // Models.
    ['its model is denied', { deniedModels: ['claude-*'] }, cloud(), 'model-denied'],
    [
      "its model is denied without the maker's name",
      { deniedModels: ['claude-*'] },
      cloud({}, { id: 'anthropic/claude-x' }),
      'model-denied',
    ],
    ['its model is not denied', { deniedModels: ['claude-opus-4'] }, cloud(), 'allowed'],
    ['its model is allowed', { allowedModels: ['*claude*'] }, cloud({}, { id: 'anthropic/claude-x' }), 'allowed'],
    ['its model is not allowed', { allowedModels: ['gpt-*'] }, cloud(), 'model-not-allowed'],
    // Places.
    ['its region is not known', { regions: ['eu'] }, cloud(), 'region-not-allowed'],
    ['its region is the EU', { regions: ['eu'] }, cloud({ region: fact('EU') }), 'allowed'],
    ["its region is a cloud's in the EU", { regions: ['EU'] }, cloud({ region: fact('europe-west4') }), 'allowed'],
    ['its region is a country of the EU', { regions: ['eu'] }, cloud({ region: fact('Germany') }), 'allowed'],
    ['its region is London', { regions: ['eu'] }, cloud({ region: fact('eu-west-2') }), 'region-not-allowed'],
    ['its region is Zurich', { regions: ['eu'] }, cloud({ region: fact('europe-west6') }), 'region-not-allowed'],
    ['its region is anywhere', { regions: ['eu'] }, cloud({ region: fact('global') }), 'region-not-allowed'],
    ['its region is only somewhere in the EU', { regions: ['de'] }, cloud({ region: fact('EU') }), 'region-not-allowed'],
    ['its region is the wanted one', { regions: ['us-east-1'] }, cloud({ region: fact('US-East-1') }), 'allowed'],
    ['its country is written out', { regions: ['de'] }, cloud({ region: fact('Germany') }), 'allowed'],
    ['its law is allowed', { allowedJurisdictions: ['us', 'eu'] }, cloud({ jurisdiction: fact('US') }), 'allowed'],
    ['its law is that of a country of the EU', { allowedJurisdictions: ['eu'] }, cloud({ jurisdiction: fact('FR') }), 'allowed'],
    ['its law is not allowed', { allowedJurisdictions: ['eu'] }, cloud({ jurisdiction: fact('US') }), 'jurisdiction-not-allowed'],
    ['its law is not known', { allowedJurisdictions: ['us'] }, cloud(), 'jurisdiction-not-allowed'],
    ['its law is denied', { deniedJurisdictions: ['cn'] }, cloud({ jurisdiction: fact('CN') }), 'jurisdiction-denied'],
    ['its law is not denied', { deniedJurisdictions: ['cn'] }, cloud({ jurisdiction: fact('US') }), 'allowed'],
    ['its law may be the denied one', { deniedJurisdictions: ['de'] }, cloud({ jurisdiction: fact('EU') }), 'jurisdiction-denied'],
    ['its law is not known to be another', { deniedJurisdictions: ['cn'] }, cloud(), 'jurisdiction-denied'],
    ['no law is denied', { deniedJurisdictions: [] }, cloud(), 'allowed'],
    ['a gateway passes on to other laws', { allowedJurisdictions: ['us'] }, cloud(openRouter), 'jurisdiction-not-allowed'],
    ['a gateway may pass on to a denied law', { deniedJurisdictions: ['cn'] }, cloud(openRouter), 'jurisdiction-denied'],
    // Retention and training.
    ['nothing is kept', { retention: 'zdr' }, cloud({ retention: fact('zero') }), 'allowed'],
    ['prompts are kept for a time', { retention: 'zdr' }, cloud({ retention: fact('limited') }), 'retention'],
    ['prompts may be kept for a time', { retention: 'limited' }, cloud({ retention: fact('limited') }), 'allowed'],
    ['nothing is kept, more than asked', { retention: 'limited' }, cloud({ retention: fact('zero') }), 'allowed'],
    ['prompts are kept', { retention: 'limited' }, cloud({ retention: fact('kept') }), 'retention'],
    ['it is not known what is kept', { retention: 'limited' }, cloud(), 'retention'],
    ['a gateway is asked to keep nothing', { retention: 'zdr' }, cloud(openRouter), 'allowed'],
    ['nobody trains on prompts', { noTraining: true }, cloud({ training: fact('never') }), 'allowed'],
    ['prompts may be trained on', { noTraining: true }, cloud({ training: fact('possible') }), 'training'],
    ['it is not known whether prompts are trained on', { noTraining: true }, cloud(), 'training'],
    ['a gateway is asked for no training', { noTraining: true }, cloud(openRouter), 'allowed'],
    // Precision.
    ['it runs at the precision', { minimumPrecision: { '*': 'fp8' } }, cloud({}, { id: 'qwen3', precision: 'INT8' }), 'allowed'],
    ['it runs finer', { minimumPrecision: { chat: 'fp8' } }, cloud({}, { id: 'qwen3', precision: 'BF16' }), 'allowed'],
    ['it runs coarser', { minimumPrecision: { '*': 'fp8' } }, cloud({}, { id: 'qwen3', precision: 'Q4_K_M' }), 'precision'],
    ['its precision is not known', { minimumPrecision: { '*': 'int4' } }, cloud({ provider: 'groq' }, { id: 'qwen3' }), 'precision'],
    ['its precision says no bits', { minimumPrecision: { '*': 'int4' } }, cloud({}, { id: 'qwen3', precision: 'awq' }), 'precision'],
    [
      'its provider is called like what every object has',
      { minimumPrecision: { '*': 'int4' } },
      cloud({ provider: 'toString' }, { id: 'qwen3' }),
      'precision',
    ],
    [
      'its provider is called constructor',
      { minimumPrecision: { '*': 'int4' } },
      cloud({ provider: 'constructor' }, { id: 'qwen3' }),
      'precision',
    ],
    ['its maker serves it', { minimumPrecision: { '*': 'bf16' } }, cloud({ provider: 'deepseek' }, { id: 'deepseek-chat' }), 'allowed'],
    [
      'its maker says how coarse',
      { minimumPrecision: { '*': 'bf16' } },
      cloud({ provider: 'deepseek' }, { id: 'deepseek-x', precision: 'fp8' }),
      'precision',
    ],
    ['its weights are closed', { minimumPrecision: { '*': 'bf16' } }, cloud({ provider: 'azure.ai.openai' }, { id: 'gpt-5.1' }), 'allowed'],
    [
      'its weights are open',
      { minimumPrecision: { '*': 'bf16' } },
      cloud({ provider: 'groq' }, { id: 'openai/gpt-oss-120b' }),
      'precision',
    ],
    ['a gateway is asked for a precision', { minimumPrecision: { '*': 'fp8' } }, cloud(openRouter, { id: 'qwen/qwen3' }), 'allowed'],
    [
      'the minimum is for other kinds',
      { minimumPrecision: { 'agent.*': 'bf16' } },
      cloud({ provider: 'groq' }, { id: 'qwen3' }),
      'allowed',
    ],
    [
      'the strictest of two minima holds',
      { minimumPrecision: { chat: 'bf16', '*': 'int4' } },
      cloud({}, { id: 'qwen3', precision: 'fp8' }),
      'precision',
    ],
    // What could not be read.
    ['a field cannot be read', { unreadable: ['policy.retention'] }, cloud(), 'policy-unreadable'],
    // This machine.
    [
      'it is on this machine, with all conditions set',
      {
        regions: ['eu'],
        allowedJurisdictions: ['EU'],
        deniedJurisdictions: ['CN'],
        retention: 'zdr',
        noTraining: true,
        minimumPrecision: { '*': 'fp32' },
        allowedProviders: ['anthropic'],
        allowedModels: ['claude-*'],
        unreadable: ['policy.x'],
      },
      local,
      'allowed',
    ],
    ['it is on this machine, and denied by name', { deniedModels: ['qwen*'] }, local, 'model-denied'],
    ['it is on this machine, and its server is denied', { deniedProviders: ['scripted'] }, local, 'provider-denied'],
  ])('of a model, where %s', (_what, data, candidate, expected) => {
    expect(asked(data, candidate)).toBe(expected);
  });

  it('names the field and what is the matter', () => {
    const verdict = allow(cloud(), { metered: 'allowed', data: [{ regions: ['eu', 'ch'] }] }, { kind: 'chat', paths: [] });
    expect(verdict).toEqual({
      allowed: false,
      rule: 'region-not-allowed',
      reason: 'policy.regions allows eu, ch: where anthropic computes is not documented',
    });
  });

  it('of the user and one of the workspace hold both, and nobody is left behind a gateway that they do not both allow', () => {
    const names = (...allowedProviders: string[]): DataPolicy => ({ allowedProviders });
    expect([
      asked([names('openrouter', 'anthropic'), names('openrouter', 'Anthropic', 'openai')], cloud(openRouter)),
      asked([names('openrouter', 'anthropic'), names('openrouter', 'openai')], cloud(openRouter)),
      asked([names('openrouter', 'anthropic'), names('openrouter')], cloud(openRouter)),
    ]).toEqual(['allowed', 'provider-not-allowed', 'allowed']);
  });

  it.each([
    ['client-a', 'region-not-allowed'],
    ['Client-B', 'region-not-allowed'],
    ['other', 'allowed'],
    [undefined, 'allowed'],
  ])('for some workspaces holds there in addition: %s', (workspace, expected) => {
    expect(asked({ workspaces: { 'client-*': { regions: ['eu'] } } }, cloud(), workspace === undefined ? {} : { workspace })).toBe(
      expected,
    );
  });

  it('of a folder holds for its requests, and for those that may hold its text', () => {
    const policy: Policy = {
      metered: 'allowed',
      data: [{ workspaces: { 'client-*': { retention: 'zdr' } } }],
      folders: [{ name: 'secret', data: { noTraining: true } }, { name: 'client-a' }],
    };
    const rules = ['secret', 'client-a', 'other', undefined].map((workspace) => {
      const verdict = allow(cloud(), policy, { kind: 'chat', paths: [], ...(workspace !== undefined && { workspace }) });
      return verdict.allowed ? 'allowed' : verdict.rule;
    });
    expect(rules).toEqual(['training', 'retention', 'allowed', 'retention']);
  });
});

describe('A path', () => {
  const rules: DataPolicy = { paths: { 'secrets/**': 'local', 'secrets/top/**': 'nothing' } };

  it.each<[string, string, string]>([
    ['src/main.ts', 'allowed', 'allowed'],
    ['secrets/plan.md', 'path-local-only', 'allowed'],
    ['SECRETS/plan.md', 'path-local-only', 'allowed'],
    ['secrets/top/plan.md', 'path-nothing', 'path-nothing'],
  ])('with a rule: %s', (path, inCloud, onThisMachine) => {
    const request = { paths: ['src/other.ts', path] };
    expect([asked(rules, cloud(), request), asked(rules, local, request)]).toEqual([inCloud, onThisMachine]);
  });

  it.each([
    ...['.env', '.env.local', 'packages/api/.ENV.production', '.npmrc', '../.npmrc', '/home/me/.netrc', 'certificates/server.pem', 'a.PEM'],
    ...['id_rsa', '.ssh/config', 'keys/id_ed25519.old', 'keys/id_work', 'C:\\Users\\me\\.ssh\\id_rsa', 'home/.aws/credentials', 'a.p12'],
    ...['id_github.key', 'keys/id_work.ppk', 'keys/ID_WORK.old', 'id_work.bak'],
  ])('that is there to hold secrets never leaves, whatever is set: %s', (path) => {
    const open: DataPolicy = { allowedProviders: ['*'], paths: {} };
    expect([asked(open, cloud(), { paths: [path] }), asked([], cloud(), { paths: [path] }), asked([], local, { paths: [path] })]).toEqual([
      'path-local-only',
      'path-local-only',
      'allowed',
    ]);
  });

  it.each([
    'src/environment.ts',
    'id_map.ts',
    'src/id_generator.py',
    'pem.ts',
    'npmrc.md',
    'id_utils.ts',
    'id_test.json',
    'ids',
    'aws/credentials',
    'src/userid_x',
    'src/locales/en/auth.json',
    'src/i18n/menu.key',
    'locales/de/credentials.json',
    'lang/en/secrets.yml',
    'keyboard.ts',
    'src/key/store.ts',
    'infra/main.tf',
    '.docker/compose.yml',
    'src/gh/hosts.ts',
    'environment.prod.ts',
    '.claude/settings.json',
  ])('that is only called alike leaves: %s', (path) => {
    expect(asked([], cloud(), { paths: [path] })).toBe('allowed');
  });
});

describe('A price limit', () => {
  it('is the lowest of those in force', () => {
    const policy: Policy = {
      metered: 'allowed',
      data: [{ maxPricePerRequestNanoUsd: 500 }, { workspaces: { client: { maxPricePerRequestNanoUsd: 200 } } }],
    };
    const request: PolicyRequest = { kind: 'chat', paths: [] };
    expect([
      priceLimitOf({ metered: 'allowed' }, request),
      priceLimitOf(policy, request),
      priceLimitOf(policy, { ...request, workspace: 'client' }),
    ]).toEqual([undefined, 500, 200]);
  });
});

describe('A gateway', () => {
  const request: PolicyRequest = { kind: 'chat', paths: [] };
  const preferences = (data: readonly DataPolicy[], candidate = cloud(openRouter, { id: 'qwen/qwen3' })) =>
    preferencesOf({ metered: 'allowed', data }, request, unpriced(candidate));

  it('is asked for nothing where nothing is laid down', () => {
    expect([
      preferences([]),
      preferences([{ deniedModels: ['x'], regions: ['eu'] }]),
      preferencesOf({ metered: 'paused' }, request),
    ]).toEqual([undefined, undefined, undefined]);
  });

  it('is asked for all that the policies lay down, by the names that it knows', () => {
    expect(
      preferences([
        { retention: 'zdr', deniedProviders: ['deepseek', 'mistral_ai'], minimumPrecision: { chat: 'fp8', 'agent.*': 'fp32' } },
        { noTraining: true, deniedProviders: ['DeepSeek', 'novita'], minimumPrecision: { '*': 'int4' } },
      ]),
    ).toEqual({
      zeroRetention: true,
      noTraining: true,
      precisions: ['int8', 'fp8', 'fp16', 'bf16', 'fp32'],
      ignore: ['deepseek', 'mistral_ai', 'mistral', 'novita'],
    });
  });

  it('is asked for those providers that all policies allow', () => {
    expect([
      preferences([{ allowedProviders: ['openrouter', 'anthropic', 'x_ai'] }, { allowedProviders: ['openrouter', 'xai', 'groq'] }]),
      preferences([{ allowedProviders: ['openrouter'] }]),
    ]).toEqual([{ only: ['xai'] }, undefined]);
  });

  it('is asked to keep nothing even where a limited time would do, because nobody vouches for those behind it', () => {
    expect(preferences([{ retention: 'limited' }])).toEqual({ zeroRetention: true });
  });

  it('is not asked for precisions of a model that it would have to call unknown', () => {
    const claude = cloud(openRouter, { id: 'anthropic/claude-opus-4.5' });
    expect(preferences([{ minimumPrecision: { '*': 'fp8' } }], claude)).toBeUndefined();
  });

  const caps = (candidate: Candidate) => {
    const { maxInputPriceNanoUsd, maxOutputPriceNanoUsd } = preferencesOf({ metered: 'allowed' }, request, candidate) ?? {};
    return [maxInputPriceNanoUsd, maxOutputPriceNanoUsd];
  };

  it('may be no dearer than the row that the request is held by, without any policy', () => {
    const policy: Policy = { metered: 'allowed', data: [{ noTraining: true }] };
    const own = { maxInputPriceNanoUsd: paidPrice.uncachedInput, maxOutputPriceNanoUsd: paidPrice.output };
    expect([
      preferencesOf({ metered: 'allowed' }, request, cloud(openRouter)),
      preferencesOf(policy, request, cloud(openRouter)),
      preferencesOf({ metered: 'allowed' }, request),
      caps(unpriced(cloud(openRouter))),
      caps(cloud({ ...openRouter, billing: 'subscription' })),
      caps(local),
    ]).toEqual([own, { noTraining: true, ...own }, undefined, [undefined, undefined], [undefined, undefined], [undefined, undefined]]);
  });

  it('may ask what its row asks above a cliff that the model reaches, and in its dear hours', () => {
    const beyond = { uncachedInput: 6_000_000_000, output: 22_500_000_000 };
    const price: PriceRow = {
      ...paidPrice,
      longContext: [{ abovePromptTokens: 1000, prices: beyond }],
      hours: [{ utcFromMinute: 0, utcToMinute: 60, prices: { uncachedInput: 1, output: 1 } }],
    };
    expect([5000, 1000].map((contextTokens) => caps(cloud(openRouter, { price, contextTokens })))).toEqual([
      [beyond.uncachedInput, beyond.output],
      [paidPrice.uncachedInput, paidPrice.output],
    ]);
  });
});
