import type { QualityPrior } from '../../qualityPrior.ts';

/**
 * What a benchmark says of models, by one measure, so that its figures can be compared: the share of the 500 tasks of SWE-bench Verified that a
 * model solved in one attempt, with a shell as its only tool, run by somebody else than its maker. A figure stands here where the model is named
 * exactly; makers' own runs, with scaffolds of their own, are left out. It was read in stored copies of these pages and of pages that quote them,
 * not live: one copy of the page itself (`bashOnly`), or two that agree.
 */
interface Measured {
  readonly by: Pick<QualityPrior, 'benchmark' | 'url' | 'readOn'>;
  readonly share: number;
  /** `ENDPOINT MODEL`, wherever the same weights are served. */
  readonly of: readonly string[];
}

const readOn = '2026-11-22';
const bashOnly = { benchmark: 'SWE-bench Verified, mini-SWE-agent', url: 'https://www.swebench.com/bash-only.html', readOn };
const vals = { benchmark: 'SWE-bench Verified, run by Vals AI', url: 'https://www.vals.ai/benchmarks/swebench', readOn };

const measured: readonly Measured[] = [
  { by: bashOnly, share: 0.768, of: ['anthropic claude-opus-4-5'] },
  { by: bashOnly, share: 0.758, of: ['gemini gemini-3-flash-preview'] },
  { by: bashOnly, share: 0.756, of: ['anthropic claude-opus-4-6'] },
  { by: bashOnly, share: 0.728, of: ['openai gpt-5.2'] },
  { by: bashOnly, share: 0.706, of: ['anthropic claude-sonnet-4-5'] },
  { by: bashOnly, share: 0.7, of: ['openrouter deepseek/deepseek-v3.2'] },
  { by: bashOnly, share: 0.666, of: ['anthropic claude-haiku-4-5', 'openrouter anthropic/claude-haiku-4.5'] },
  { by: bashOnly, share: 0.65, of: ['openai gpt-5'] },
  { by: bashOnly, share: 0.598, of: ['openai gpt-5-mini', 'openrouter openai/gpt-5-mini'] },
  { by: bashOnly, share: 0.584, of: ['openai o3'] },
  { by: bashOnly, share: 0.554, of: ['openrouter qwen/qwen3-coder'] },
  { by: bashOnly, share: 0.536, of: ['gemini gemini-2.5-pro', 'openrouter google/gemini-2.5-pro'] },
  { by: bashOnly, share: 0.45, of: ['openai o4-mini'] },
  { by: bashOnly, share: 0.396, of: ['openai gpt-4.1'] },
  { by: bashOnly, share: 0.348, of: ['openai gpt-5-nano'] },
  { by: bashOnly, share: 0.287, of: ['gemini gemini-2.5-flash', 'openrouter google/gemini-2.5-flash'] },
  { by: bashOnly, share: 0.26, of: ['groq openai/gpt-oss-120b', 'openrouter openai/gpt-oss-120b'] },
  { by: bashOnly, share: 0.239, of: ['openai gpt-4.1-mini'] },
  { by: bashOnly, share: 0.21, of: ['together meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8'] },
  { by: bashOnly, share: 0.09, of: ['openrouter qwen/qwen-2.5-coder-32b-instruct'] },
  { by: vals, share: 0.964, of: ['deepseek deepseek-v4-pro', 'openrouter deepseek/deepseek-v4-pro'] },
  { by: vals, share: 0.962, of: ['openai gpt-5.6-sol', 'openai gpt-5.6'] },
  { by: vals, share: 0.954, of: ['openai gpt-5.6-terra'] },
  { by: vals, share: 0.954, of: ['openrouter z-ai/glm-5.3'] },
  { by: vals, share: 0.95, of: ['anthropic claude-fable-5'] },
  { by: vals, share: 0.934, of: ['openrouter moonshotai/kimi-k3'] },
  { by: vals, share: 0.93, of: ['openai gpt-5.6-luna'] },
  { by: vals, share: 0.886, of: ['anthropic claude-opus-4-8'] },
  { by: vals, share: 0.826, of: ['openai gpt-5.5'] },
  { by: vals, share: 0.82, of: ['anthropic claude-opus-4-7'] },
  { by: vals, share: 0.8, of: ['gemini gemini-3.8-flash'] },
  { by: vals, share: 0.788, of: ['gemini gemini-3.5-flash', 'openrouter google/gemini-3.5-flash'] },
];

/** By `ENDPOINT MODEL`. */
export const qualityOf: ReadonlyMap<string, readonly QualityPrior[]> = new Map(
  measured.flatMap(({ by, share, of }) => of.map((name) => [name, [{ domain: 'agent', share, ...by }]] as const)),
);
