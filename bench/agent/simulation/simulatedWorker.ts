import type { ToolCall } from '../../../src/core/task/index.ts';
import { isSolvedBy, type SimulatedTask } from './solving.ts';

/** What a simulated model says: so many tokens, and one call. */
export interface SimulatedAnswer {
  readonly text: string;
  readonly call: ToolCall;
  readonly outputTokens: number;
}

type Deed = 'look' | 'change' | 'test' | 'finish';

/**
 * How models go about a task, the same for every policy: look around, change the file, run the tests or not, say that it is done. Who sees them fail, or
 * is asked again after that, makes another attempt with fewer looks; whoever takes over looks at half of it again. What a change is worth is the table's, by the tier.
 */
export class SimulatedWorker {
  readonly #task: SimulatedTask;
  #tier: string | undefined;
  #deeds: readonly Deed[] = [];
  #calls = 0;
  #states = 0;

  constructor(task: SimulatedTask) {
    this.#task = task;
  }

  /** `tests`: how its last run of them went, where that was the last thing it did. Whoever sees them pass says that it is done. */
  answer(kind: string, tier: string, tests: 'passed' | 'failed' | undefined): SimulatedAnswer {
    if (kind === 'agent.plan') return this.#do('look', tier, planTokens);
    if (tests === 'passed') {
      this.#deeds = ['finish'];
    } else if (this.#tier !== tier) {
      this.#deeds = attempt(this.#task, this.#tier === undefined ? this.#task.looks : Math.ceil(this.#task.looks / 2));
    } else if (this.#deeds.length === 0 || tests === 'failed') {
      this.#deeds = attempt(this.#task, Math.ceil(this.#task.looks / 3));
    }
    this.#tier = tier;
    const [deed = 'finish', ...rest] = this.#deeds;
    this.#deeds = rest;
    return this.#do(deed, tier, 0);
  }

  #do(deed: Deed, tier: string, moreTokens: number): SimulatedAnswer {
    const n = this.#calls;
    this.#calls += 1;
    const { answerTokens } = this.#task;
    const outputTokens = moreTokens + (answerTokens[n % answerTokens.length] ?? 0);
    const call = (name: string, args: unknown): ToolCall => ({ id: `call-${n}`, name, argumentsText: JSON.stringify(args) });
    const text = 'word '.repeat(outputTokens / 2);
    switch (deed) {
      case 'look':
        return { text, outputTokens, call: call('read', { path: `src/part-${n}.ts` }) };
      case 'change': {
        this.#states += 1;
        const worth = isSolvedBy(this.#task, tier) ? 'right' : 'wrong';
        const replace = `state ${this.#states} is ${worth} ${'code '.repeat(outputTokens / 2)}`;
        return { text: '', outputTokens, call: call('edit', { path: 'src/main.ts', blocks: [{ search: 'state', replace }] }) };
      }
      case 'test':
        return { text: '', outputTokens: 20, call: call('test', {}) };
      case 'finish':
        return { text: '', outputTokens, call: call('finish', { summary: text }) };
    }
  }
}

/** A plan is longer than a step. An assumption. */
const planTokens = 300;

function attempt({ runsTests }: SimulatedTask, looks: number): readonly Deed[] {
  return [...Array.from({ length: looks }, (): Deed => 'look'), 'change', ...(runsTests ? (['test'] as const) : []), 'finish'];
}
