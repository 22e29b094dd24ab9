import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate, Endpoint, EndpointFact, Model } from '../../../src/core/catalogue/index.ts';
import {
  allow,
  allowEach,
  type DataPolicy,
  type Policy,
  type PolicyRequest,
  preferencesOf,
  priceLimitOf,
  readDataPolicy,
  stricter,
} from '../../../src/core/policy/index.ts';
import { taskKinds } from '../../../src/core/task/index.ts';
import { localCandidate, paidCandidate } from '../../support/tasks.ts';

const runs = { numRuns: Number(process.env.FC_RUNS ?? 1000) };
const optional = { requiredKeys: [] };

const names = fc.array(fc.constantFrom('anthropic', 'openrouter', 'deepseek', '*', 'open*', 'groq'), { minLength: 1, maxLength: 3 });
const models = fc.array(fc.constantFrom('claude-*', 'qwen3', '*', 'gpt-?', 'deepseek-{chat,r1}'), { minLength: 1, maxLength: 2 });
const places = fc.array(fc.constantFrom('eu', 'US', 'cn', 'de', 'europe-west4'), { minLength: 1, maxLength: 2 });
const precision = fc.constantFrom('int4', 'fp8', 'bf16', 'fp32');
const flat = {
  allowedProviders: names,
  deniedProviders: names,
  allowedModels: models,
  deniedModels: models,
  regions: places,
  allowedJurisdictions: places,
  deniedJurisdictions: places,
  retention: fc.constantFrom('zdr', 'limited', 'never heard of'),
  noTraining: fc.boolean(),
  minimumPrecision: fc.oneof(precision, fc.dictionary(fc.constantFrom('chat', 'agent.*', '*'), precision, { maxKeys: 2 })),
  maxPricePerRequest: fc.integer({ min: 0, max: 10 }),
  paths: fc.dictionary(fc.constantFrom('secrets/**', '*.sql', 'src', '**/a/**'), fc.constantFrom('local', 'nothing'), { maxKeys: 2 }),
};
/** A few fields at the most, so that some candidates are left. */
const few = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>, maxLength: number) =>
  fc
    .array(fc.oneof(...Object.entries(fields).map(([name, field]) => field.map((value) => [name, value] as const))), { maxLength })
    .map((entries) => Object.fromEntries(entries));
const inner = few(flat, 2);
const workspaces = fc.constantFrom('client-*', 'tools').chain((name) => inner.map((fields) => ({ [name]: fields })));
const data: fc.Arbitrary<DataPolicy> = few({ ...flat, workspaces }, 3).map((table) => readDataPolicy(table).policy);
const policy: fc.Arbitrary<Policy> = fc.record(
  {
    metered: fc.constantFrom<Policy['metered'][]>('allowed', 'allowed', 'allowed', 'paused'),
    flatPlan: fc.constantFrom<Policy['metered'][]>('allowed', 'allowed', 'untrusted'),
    data: fc.array(data, { maxLength: 2 }),
    folders: fc.array(fc.record({ name: fc.constantFrom('client-a', 'tools'), data }, { requiredKeys: ['name'] }), { maxLength: 2 }),
  },
  { requiredKeys: ['metered'] },
);

const factOf = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<EndpointFact<Value>> =>
  value.map((known) => ({ value: known, url: 'https://models.example/facts', readOn: '2026-11-22' }));
const endpoint: fc.Arbitrary<Partial<Endpoint>> = fc.record(
  {
    id: fc.constantFrom('anthropic', 'openrouter', 'my-groq'),
    provider: fc.constantFrom('anthropic', 'openrouter', 'groq', 'deepseek'),
    region: factOf(fc.constantFrom('EU', 'us-east-1', 'europe-west4', 'eu-west-2')),
    retention: factOf(fc.constantFrom('zero', 'limited', 'kept')),
    training: factOf(fc.constantFrom('never', 'possible')),
    jurisdiction: factOf(fc.constantFrom('US', 'EU', 'CN', 'FR')),
    enforces: fc.subarray(['zeroRetention', 'noTraining', 'precisions', 'providers']),
  },
  optional,
);
const model: fc.Arbitrary<Partial<Model>> = fc.record(
  {
    id: fc.constantFrom('claude-x', 'qwen3', 'deepseek/deepseek-chat', 'gpt-5'),
    precision: fc.constantFrom('fp8', 'Q4_K_M', 'BF16', 'awq'),
  },
  optional,
);
const candidate: fc.Arbitrary<Candidate> = fc
  .tuple(fc.constantFrom(paidCandidate, paidCandidate, localCandidate), endpoint, model)
  .map(([make, facts, row]) => {
    const made = make('some-model', row);
    return { model: made.model, endpoint: { ...made.endpoint, ...facts } };
  });
const request: fc.Arbitrary<PolicyRequest> = fc.record(
  {
    kind: fc.constantFrom(...taskKinds),
    workspace: fc.constantFrom('client-a', 'tools', 'other'),
    paths: fc.subarray(['src/main.ts', 'secrets/a/key', 'db/dump.sql', 'readme.md', '.env'], { maxLength: 2 }),
  },
  { requiredKeys: ['kind', 'paths'] },
);

describe('Two policies together', () => {
  it('allow nothing that one of them forbids, ask a gateway for no less than each, and allow no higher price', () => {
    let allowed = 0;
    fc.assert(
      fc.property(policy, policy, candidate, request, (one, other, chosen, asked) => {
        const together = stricter(one, other);
        const isAllowed = allow(chosen, together, asked).allowed;
        if (isAllowed) allowed += 1;
        const both = preferencesOf(together, asked, chosen) ?? {};
        for (const single of [one, other]) {
          const alone = preferencesOf(single, asked, chosen) ?? {};
          const limit = priceLimitOf(single, asked);
          expect({
            allowed: !isAllowed || allow(chosen, single, asked).allowed,
            zeroRetention: !alone.zeroRetention || both.zeroRetention,
            noTraining: !alone.noTraining || both.noTraining,
            precisions: !alone.precisions || both.precisions?.every((each) => alone.precisions?.includes(each)),
            only: !alone.only || both.only?.every((each) => alone.only?.includes(each)),
            caps: both.maxInputPriceNanoUsd === alone.maxInputPriceNanoUsd && both.maxOutputPriceNanoUsd === alone.maxOutputPriceNanoUsd,
            ignore: (alone.ignore ?? []).every((each) => both.ignore?.includes(each)),
            price: limit === undefined || (priceLimitOf(together, asked) ?? Number.POSITIVE_INFINITY) <= limit,
          }).toEqual({
            allowed: true,
            zeroRetention: true,
            noTraining: true,
            precisions: true,
            only: true,
            caps: true,
            ignore: true,
            price: true,
          });
        }
      }),
      runs,
    );
    expect(allowed).toBeGreaterThan(0);
  });

  it('say of many what they say of each, and tell gateways the same, whatever was asked before', () => {
    const pool = fc.array(candidate, { minLength: 1, maxLength: 3 });
    const orders = fc.array(fc.tuple(fc.array(fc.nat(2), { maxLength: 4 }), request), { minLength: 2, maxLength: 4 });
    const copyOf = ({ model: row, endpoint: address }: Candidate): Candidate => ({ model: { ...row }, endpoint: { ...address } });
    let allowed = 0;
    fc.assert(
      fc.property(policy, pool, orders, (one, all, questions) => {
        // One list for all the questions: whoever holds it may have changed it.
        const list: Candidate[] = [];
        for (const [order, asked] of questions) {
          list.splice(0, list.length, ...order.flatMap((index) => all[index] ?? []));
          const verdicts = allowEach(list, one, asked);
          const preferences = list.map((each) => preferencesOf(one, { ...asked }, each));
          allowed += verdicts.filter((verdict) => verdict.allowed).length;
          expect({ verdicts, again: allowEach([...list], one, { ...asked }), preferences }).toEqual({
            verdicts: list.map((each) => allow(copyOf(each), { ...one }, asked)),
            again: verdicts,
            preferences: list.map((each) => preferencesOf({ ...one }, asked, copyOf(each))),
          });
        }
      }),
      runs,
    );
    expect(allowed).toBeGreaterThan(0);
  });

  it('say the same of the same request each time, whatever they were asked before', () => {
    fc.assert(
      fc.property(policy, fc.array(fc.tuple(candidate, request), { minLength: 1, maxLength: 3 }), (one, questions) => {
        const atFirst = questions.map(([chosen, asked]) => allow(chosen, one, asked));
        const fresh = questions.map(([{ model: row, endpoint: address }, asked]) =>
          allow({ model: { ...row }, endpoint: { ...address } }, { ...one }, asked),
        );
        const again = questions.map(([chosen, asked]) => allow(chosen, one, { ...asked }));
        expect([again, fresh]).toEqual([atFirst, atFirst]);
      }),
      runs,
    );
  });

  it('are read from any value without an error, and what cannot be read opens nothing in the cloud', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record(Object.fromEntries(Object.keys(flat).map((key) => [key, fc.jsonValue()])), optional)),
        (value) => {
          const reading = readDataPolicy(value);
          const asked: PolicyRequest = { kind: 'chat', paths: [] };
          const verdict = allow(paidCandidate(), { metered: 'allowed', data: [reading.policy] }, asked);
          expect(reading.problems.length > 0 && verdict.allowed).toBe(false);
        },
      ),
      runs,
    );
  });
});
