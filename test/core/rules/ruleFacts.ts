import type { RuleFacts } from '../../../src/core/rules/index.ts';

/** A small chat request on an ordinary afternoon. */
export function ruleFacts(task: Partial<RuleFacts['task']> = {}, rest: Partial<Omit<RuleFacts, 'task'>> = {}): RuleFacts {
  return {
    task: {
      kind: 'chat',
      language: 'typescript',
      workspace: 'shop',
      trigger: 'command',
      inputTokens: 1200,
      outputTokens: 300,
      images: 0,
      tools: 0,
      paths: ['src/cart.ts'],
      failingTests: 0,
      repeatedCalls: 0,
      stepsWithoutProgress: 0,
      diffLines: 0,
      ...task,
    },
    budget: { pressure: 'normal' },
    time: { hour: 15, weekday: 3 },
    ...rest,
  };
}
