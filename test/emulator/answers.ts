import { createHash } from 'node:crypto';
import type { Buckets } from './buckets.ts';
import type { Latency } from './faults.ts';
import { forwardToLlamaServer } from './forward.ts';
import type { Job } from './job.ts';
import type { Json } from './json.ts';
import { type Matcher, matches, type ReceivedRequest } from './received.ts';

export type Finish = 'stop' | 'length' | 'stop-sequence' | 'tool-calls' | 'refusal';

interface ScriptedToolCall {
  readonly name: string;
  /** An object, or the very text to stream. */
  readonly arguments?: Json;
  readonly id?: string;
}

/** What a model says: its thoughts, then text, then tool calls. */
export interface Script {
  readonly text?: string;
  readonly reasoning?: string;
  readonly toolCalls?: readonly ScriptedToolCall[];
  /** Otherwise it follows from the rest. */
  readonly finish?: Finish;
  /** Counts that replace the emulator's own, on the wire and on the invoice: for literals worked out by hand. */
  readonly buckets?: Partial<Buckets>;
  readonly reasoningTokens?: number;
  /** Billed as output though the answer does not hold them (predicted outputs). */
  readonly rejectedPredictionTokens?: number;
  readonly latency?: Latency;
}

type Answer = string | Script | ((request: ReceivedRequest) => string | Script);

interface Rule {
  remove(): void;
}

export interface Answers {
  add(matcher: Matcher, answer: Answer): Rule;
  scriptFor(request: ReceivedRequest, job: Job, signal: AbortSignal): Promise<Script>;
  clear(): void;
}

/** Answers by the last rule that matches, else from the forward address, else with a text that only the prompt decides. */
export function createAnswers(forwardTo: string | undefined): Answers {
  let rules: readonly { readonly matcher: Matcher; readonly answer: Answer }[] = [];
  return {
    add(matcher, answer) {
      const rule = { matcher, answer };
      rules = [...rules, rule];
      return {
        remove: () => {
          rules = rules.filter((other) => other !== rule);
        },
      };
    },
    async scriptFor(request, job, signal) {
      const rule = rules.findLast(({ matcher }) => matches(matcher, request));
      if (rule) {
        const answer = typeof rule.answer === 'function' ? rule.answer(request) : rule.answer;
        return typeof answer === 'string' ? { text: answer } : answer;
      }
      if (forwardTo) return { text: await forwardToLlamaServer(forwardTo, job, signal) };
      return { text: defaultText(job) };
    },
    clear: () => {
      rules = [];
    },
  };
}

const words = ['amber', 'basin', 'cinder', 'delta', 'ember', 'fathom', 'garnet', 'harbor', 'indigo', 'juniper', 'kelp', 'lantern'] as const;

function defaultText(job: Job): string {
  const seed = createHash('sha1')
    .update(JSON.stringify([job.model.id, job.prompt, job.fillIn]))
    .digest();
  const chosen = Array.from({ length: 12 }, (_, index) => words[(seed[index] ?? 0) % words.length]);
  return job.fillIn ? `const ${chosen[0]} = ${chosen[1]}(${chosen[2]});\n` : `${chosen.join(' ')}.`;
}
