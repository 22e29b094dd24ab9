import { describe, expect, it } from 'vitest';
import { fimFamilyRows } from '../../../src/core/catalogue/fimTemplates.ts';
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
    ['bigcode/starcoder2-3b', 'starcoder2'],
    ['starcoder:1b', 'starcoder'],
    ['bigcode/tiny_starcoder_py', 'starcoder'],
    ['codestral-22b-v0.1', 'codestral'],
    ['codegemma:2b', 'codegemma'],
    ['granite-code:8b', 'granite'],
    ['ibm-granite/granite-8b-code-base-4k', 'granite'],
    ['granite3.3:8b', 'granite'],
    ['ibm-granite/granite-3.3-8b-base', 'granite'],
    ['Seed-Coder-8B-Base-Q4_K_M.gguf', 'seed-coder'],
    ['JetBrains/Mellum-4b-sft-python', 'mellum'],
    ['stabilityai/stable-code-3b', 'stable-code'],
    ['deepseek-ai/deepseek-coder-1.3b-base', 'deepseek-coder'],
    ['DeepSeek-Coder-V2-Lite-Instruct', 'deepseek-coder'],
    ['llama3.1:8b', undefined],
    ['qwen2.5:7b', undefined],
    ['', undefined],
    // They share a name with those that fill holes, and were not trained to, or were trained out of it.
    ...[
      ...[
        'codellama:34b-code',
        'codellama:70b-code',
        'CodeLlama-70b-Instruct-hf',
        'codegemma:7b-instruct-v1.1-q4_0',
        'CodeLlama-7b-Python',
        'deepseek-coder-6.7b-instruct',
        'starcoder2-15b-instruct-v0.1',
        'starchat2-15b',
      ],
      ...['codegemma:7b-it', 'google/codegemma-1.1-7b-it', 'codegemma:7b-instruct', 'codestral-mamba', 'codestral-embed', 'devstral'],
      ...['Seed-Coder-8B-Instruct', 'stable-code-instruct-3b', 'granite4:micro', 'granite3.1-dense', 'Mellum2-12B', 'yi-coder:9b'],
      ...['qwen3:30b', 'deepseek-r1', 'deepcoder:14b', 'notqwen2.5-coder', 'mycodellama'],
    ].map((name): [string, undefined] => [name, undefined]),
  ])('is found by the name %s: %s', (name, family) => {
    expect(fimTemplateFor(name)?.family).toBe(family);
  });

  it('has each place once, tokens that end an answer, and a page that says so', () => {
    const count = (text: string, place: string): number => text.split(place).length - 1;
    const odd = fimFamilyRows.filter(({ prompt, repository, stop, controls = [], source }) => {
      const prompts = [prompt, ...(repository ? [repository.prompt] : [])];
      const arePlaced = prompts.every((of) => count(of, '{prefix}') === 1 && count(of, '{suffix}') === 1);
      const areFiles = !repository || (count(repository.prompt, '{files}') === 1 && /\{path\}.*\{text\}/s.test(repository.file));
      const tokens = prompts.join('').match(/<[^<>{}]+>|\[[A-Z]+\]/g) ?? [];
      const areTold = tokens.length > 0 && tokens.every((token) => controls.includes(token));
      return (
        !arePlaced || !areFiles || !areTold || stop.length === 0 || !/^https:\/\/.+/.test(source.url) || source.readOn !== '2026-11-22'
      );
    });
    expect(odd.map(({ family }) => family)).toEqual([]);
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
