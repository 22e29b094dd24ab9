import { describe, expect, it } from 'vitest';
import { candidateName, fimTemplateFor } from '../../../src/core/catalogue/index.ts';
import { localCandidate } from '../../support/tasks.ts';

describe('The fill-in-the-middle template of a model', () => {
  it.each([
    ['qwen2.5-coder-7b-instruct-q4_k_m.gguf', 'qwen-coder'],
    ['Qwen/Qwen2.5-Coder-1.5B', 'qwen-coder'],
    ['qwen3-coder:30b', 'qwen-coder'],
    ['codellama:7b-code', 'codellama'],
    ['Code-Llama-13b', 'codellama'],
    ['deepseek-coder-v2:16b', 'deepseek-coder'],
    ['bigcode/starcoder2-3b', 'starcoder'],
    ['codestral-22b-v0.1', 'codestral'],
    ['codegemma:2b', 'codegemma'],
    ['llama3.1:8b', undefined],
    ['qwen2.5:7b', undefined],
    ['', undefined],
  ])('is found by the name %s: %s', (name, family) => {
    expect(fimTemplateFor(name)?.family).toBe(family);
  });

  it('holds one place for each side of the hole, and tokens that end an answer', () => {
    const names = ['qwen2.5-coder', 'codellama', 'deepseek-coder', 'starcoder', 'codestral', 'codegemma'];
    const shapes = names.map((name) => {
      const template = fimTemplateFor(name);
      return {
        prefixes: template?.prompt.split('{prefix}').length,
        suffixes: template?.prompt.split('{suffix}').length,
        stops: !!template?.stop[0],
      };
    });
    expect(shapes).toEqual(names.map(() => ({ prefixes: 2, suffixes: 2, stops: true })));
  });

  it('of Codestral names the suffix first', () => {
    expect(fimTemplateFor('codestral')?.prompt).toBe('[SUFFIX]{suffix}[PREFIX]{prefix}');
  });
});

describe('A candidate', () => {
  it('is called by its model and its endpoint', () => {
    expect(candidateName(localCandidate('qwen'))).toBe('qwen (server-of-qwen)');
  });
});
