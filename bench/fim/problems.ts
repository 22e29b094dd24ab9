import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/rig/paths.ts';
import type { Random } from '../cache/random.ts';

/** A function of which one line is missing. */
export interface Problem {
  readonly prefix: string;
  /** Begins with the end of the missing line. */
  readonly suffix: string;
  /** The missing line, as its author wrote it. */
  readonly line: string;
}

/** HumanEval's single-line infilling (https://github.com/openai/human-eval-infilling, MIT), in Python. */
const file = path.resolve(root, '../shared/data/fim/humaneval-single-line.jsonl');

/** All of them, in order: those of one function stand beside each other. Throws where the file is missing. */
export function readProblems(): readonly Problem[] {
  if (!existsSync(file)) throw new Error(`cannot measure: ${file} is missing`);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { prompt, suffix, canonical_solution: answer } = JSON.parse(line) as Record<'prompt' | 'suffix' | 'canonical_solution', string>;
      return { prefix: prompt, suffix: `\n${suffix}`, line: answer.replace(/\n$/, '') };
    });
}

/** So many of them, in their order. */
export function sampleOf(problems: readonly Problem[], count: number, random: Random): readonly Problem[] {
  return problems
    .map((problem, index) => ({ problem, index, at: random.share() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, count)
    .toSorted((a, b) => a.index - b.index)
    .map(({ problem }) => problem);
}
