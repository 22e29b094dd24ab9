import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/catalogue/index.ts';
import { matchesGlob } from '../../../src/core/rules/exclusion.ts';
import { areExcluded, type Exclusion, isExcluded } from '../../../src/core/rules/index.ts';

const candidate: Candidate = {
  model: { id: 'deepseek/DeepSeek-V3.2:free', tier: 'medium', canChat: true },
  endpoint: {
    id: 'openrouter',
    provider: 'openrouter.ai',
    adapter: 'openai-compatible',
    baseUrl: 'https://openrouter.ai',
    billing: 'metered',
  },
};
const local: Candidate = {
  model: { id: 'qwen', tier: 'local', canChat: true },
  endpoint: {
    id: 'llama-server@127.0.0.1:8080',
    provider: 'llama-server',
    adapter: 'llama-server',
    baseUrl: 'http://127.0.0.1:8080',
    billing: 'local',
  },
};

describe('An exclusion', () => {
  it.each<[Exclusion, Candidate, boolean]>([
    [{ models: ['deepseek*'] }, candidate, true],
    [{ models: ['*deepseek-v?.2*'] }, candidate, true],
    [{ models: ['deepseek'] }, candidate, false],
    [{ providers: ['openrouter'] }, candidate, true],
    [{ providers: ['*.ai'] }, candidate, true],
    [{ providers: ['deepseek'] }, candidate, false],
    [{ tiers: ['frontier', 'medium'] }, candidate, true],
    [{ tiers: ['small'] }, candidate, false],
    [{}, candidate, false],
    [{ providers: ['llama-server@*'] }, local, true],
    [{ butLocal: { models: ['*'], providers: ['*'] } }, local, false],
    [{ butLocal: { models: ['*'] } }, candidate, true],
    [{ models: ['qwen'], butLocal: { tiers: ['small'] } }, local, true],
  ])('%j holds for whom it names', (exclude, who, expected) => {
    expect(isExcluded(who, exclude)).toBe(expected);
  });
});

describe('Exclusions of many', () => {
  const lists: fc.Arbitrary<readonly Candidate[]> = fc.array(fc.constantFrom(candidate, local, { ...candidate, effort: 'low' }), {
    maxLength: 4,
  });
  const globs = fc.array(fc.constantFrom('deepseek*', '*ai*', '*', 'qwen'), { minLength: 1, maxLength: 2 });
  const exclusions: fc.Arbitrary<Exclusion> = fc.record(
    { models: globs, providers: globs, butLocal: fc.record({ models: globs }) },
    { requiredKeys: [] },
  );

  it('are those of each, whoever was asked about before', () => {
    fc.assert(
      fc.property(fc.array(lists, { maxLength: 4 }), exclusions, (asked, exclude) => {
        const answers = asked.flatMap((list) => [areExcluded(list, exclude), areExcluded([...list], exclude)]);
        const expected = asked.flatMap((list) => [list, list]).map((list) => list.map((each) => isExcluded(each, exclude)));
        expect(answers).toEqual(expected);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });
});

describe('A glob', () => {
  it('means what the same regular expression means', () => {
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '/'), maxLength: 6 });
    const text = fc.string({ unit: fc.constantFrom('a', 'B', '/', '.'), maxLength: 8 });
    fc.assert(
      fc.property(text, glob, (name, pattern) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
        if (matchesGlob(name, pattern) !== expression.test(name)) throw new Error(`${name} ${pattern}`);
      }),
      { numRuns: Number(process.env.FC_RUNS ?? 1000) },
    );
  });

  it('of many stars is as soon done as any other', () => {
    expect(matchesGlob('a'.repeat(10_000), `${'*a'.repeat(100)}b`)).toBe(false);
  });
});
