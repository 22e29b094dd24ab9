import {
  type AgentCall,
  type AgentEvent,
  type AgentEventOf,
  type AgentPorts,
  type ApprovalAnswer,
  type ApprovalContent,
  type ApprovalMode,
  type ApprovalQuestion,
  type CallResult,
  type FileChange,
  type PreparedCall,
  type RequestCost,
  runAgent,
} from '../../../../src/core/agent/index.ts';
import type { Candidate } from '../../../../src/core/catalogue/index.ts';
import { costOf } from '../../../../src/core/money/index.ts';
import type { Policy } from '../../../../src/core/policy/index.ts';
import type { Router } from '../../../../src/core/router.ts';
import { profileOf, select } from '../../../../src/core/selection/index.ts';
import {
  type FinishReason,
  noUsage,
  ProviderError,
  type ProviderErrorReason,
  type Task,
  type Usage,
} from '../../../../src/core/task/index.ts';
import { estimateTokens } from '../../../../src/core/tokens/index.ts';
import { FakeTime } from '../../../support/fakeTime.ts';
import { pressing } from '../../../support/pressing.ts';
import { nothingSeen } from '../../../support/routing.ts';
import { paidCandidate, paidPrice } from '../../../support/tasks.ts';

export interface Said {
  readonly text?: string;
  /** Before all else: what its provider wants back of its thoughts. */
  readonly thought?: { readonly texts: readonly string[]; readonly opaque: string };
  readonly calls?: readonly { readonly name: string; readonly args: unknown; readonly id?: string }[];
  readonly finish?: FinishReason;
  /** After what was said before it. */
  readonly fails?: ProviderErrorReason;
  readonly usage?: Partial<Usage>;
}

/** What a model does with a request, the n-th of the run, from 0. */
export type Say = (task: Task, candidate: Candidate, n: number) => Said;

/** The same answers in this order, whoever is asked; the last one again and again. */
export function inOrder(...said: readonly Said[]): Say {
  return (_task, _candidate, n) => said[Math.min(n, said.length - 1)] ?? {};
}

export const call = (name: string, args: unknown = {}, id?: string): Said => ({ calls: [{ name, args, ...(id !== undefined && { id }) }] });
export const says = (text: string): Said => ({ text });
export const finish = (summary = 'done'): Said => call('finish', { summary });

const efforts = ['low', 'medium', 'high', 'xhigh'];
const times = (factor: number) => ({
  ...paidPrice,
  uncachedInput: paidPrice.uncachedInput * factor,
  cacheRead: (paidPrice.cacheRead ?? 0) * factor,
  cacheWrite5m: (paidPrice.cacheWrite5m ?? 0) * factor,
  output: paidPrice.output * factor,
});

/** A model of each tier: a tenth, once and five times the price of the medium one. */
export const models: readonly Candidate[] = [
  paidCandidate('small-model', { tier: 'small', price: times(0.1), efforts }),
  paidCandidate('medium-model', { tier: 'medium', price: times(1), efforts }),
  paidCandidate('frontier-model', { tier: 'frontier', price: times(5), efforts }),
];

export interface WorldOptions {
  readonly say: Say;
  readonly files?: Readonly<Record<string, string>>;
  /** How many tests fail with these files. Missing: there is no command for tests. */
  readonly failing?: (files: ReadonlyMap<string, string>) => number;
  readonly answer?: (question: ApprovalQuestion) => ApprovalAnswer;
  readonly candidates?: readonly Candidate[];
  readonly capNanoUsd?: number;
  readonly approvals?: ApprovalMode;
  readonly mode?: 'ask' | 'plan' | 'agent';
  readonly mostSteps?: number;
  readonly ports?: Partial<AgentPorts>;
  readonly begun?: Partial<AgentEventOf<'begun'>>;
  /** What may be sent where; everything everywhere, where it is missing. */
  readonly policy?: Policy;
}

/** Ids are never made twice, not even after a restart. */
let worlds = 0;

/** Files, tests, models and a user, all scripted, around the real loop. */
export class World {
  readonly time = new FakeTime();
  readonly files: Map<string, string>;
  readonly tasks: Task[] = [];
  /** Who answered each of them, with the effort. */
  readonly asked: string[] = [];
  readonly questions: ApprovalQuestion[] = [];
  readonly checkpoints: string[] = [];
  /** What really happened to files and in the shell, in order. */
  readonly done: string[] = [];
  readonly caps: string[] = [];
  readonly recorded: AgentEvent[] = [];
  readonly #options: WorldOptions;
  readonly #costs = new Map<string, RequestCost>();
  readonly #name = `${++worlds}`;
  #lastId = 0;
  /** Requests that were made before this window opened. */
  #before: number | undefined;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.files = new Map(Object.entries(options.files ?? {}));
  }

  begun(text = 'mend it'): AgentEvent {
    const { mode = 'agent', approvals = 'trusted-commands', capNanoUsd = 1_000_000_000_000, begun = {} } = this.#options;
    return {
      ...{ type: 'begun', atMs: this.time.now(), taskId: 'task', mode, approvals, capNanoUsd, instructions: [] },
      turn: { text, attachments: [], images: [] },
      ...begun,
    };
  }

  run(log: readonly AgentEvent[] = [this.begun()], signal = new AbortController().signal): Promise<readonly AgentEvent[]> {
    this.#before ??= log.filter(({ type }) => type === 'requested').length;
    return runAgent(this.ports(), log, signal);
  }

  ports(): AgentPorts {
    const { mostSteps = 50, answer = () => ({ answer: 'once' }), ports = {} } = this.#options;
    return {
      router: this.#router(),
      clock: this.time,
      newId: () => `id-${this.#name}-${++this.#lastId}`,
      tools: { external: () => [], prepare: async (asked, approvals) => this.#prepare(asked, approvals) },
      approvals: {
        ask: async (question) => {
          this.questions.push(question);
          return answer(question);
        },
        hash: async (content) => JSON.stringify(content),
      },
      checkpoints: {
        make: async (label) => {
          this.checkpoints.push(label);
          return `checkpoint-${this.checkpoints.length}`;
        },
        restore: async () => ({ restored: [], left: [] }),
      },
      costOf: async (id) => this.#costs.get(id) ?? free,
      setCap: (id, cap) => void this.caps.push(`${id}: ${cap}`),
      ask: async (question) => `of course (${question})`,
      record: async (event) => void this.recorded.push(event),
      mostSteps,
      ...ports,
    };
  }

  #router(): Router {
    const { candidates = models, say, policy = { metered: 'allowed' } } = this.#options;
    const decide = (task: Task) => select(profileOf(task, nothingSeen), candidates, { policy, pressure: pressing('normal'), pins: {} });
    const { tasks, asked } = this;
    const before = this.#before ?? 0;
    const costs = this.#costs;
    return {
      decide,
      async *route(task, signal) {
        const n = before + tasks.push(task) - 1;
        const decision = decide(task);
        yield { type: 'decision', decision };
        if (decision.outcome === 'refused') return;
        const { candidate } = decision.chosen;
        yield { type: 'attempt', number: 1, candidate };
        asked.push(`${task.kind}: ${candidate.model.id} ${candidate.effort ?? ''}`);
        const said = say(task, candidate, n);
        const usage = { ...noUsage, uncachedInput: promptTokens(task), output: 100, ...said.usage };
        const price = candidate.model.price;
        const cost = price ? costOf(usage, price, { atMs: 0 }) : 0;
        costs.set(task.id, { ...free, costNanoUsd: cost, countedNanoUsd: cost, baselineNanoUsd: cost, usage });
        if (said.thought) yield { type: 'reasoning-end', ...said.thought };
        if (said.text) yield { type: 'text-delta', text: said.text };
        for (const [place, { name, args, id = `call-${n}-${place}` }] of (said.calls ?? []).entries()) {
          const argumentsText = typeof args === 'string' ? args : JSON.stringify(args);
          yield { type: 'tool-call-end', call: { id, name, argumentsText } };
        }
        if (signal.aborted) yield { type: 'finish', reason: 'aborted' };
        else if (said.fails) yield { type: 'error', error: new ProviderError(said.fails, `it was ${said.fails}`) };
        else yield { type: 'finish', reason: said.finish ?? (said.calls ? 'tool-calls' : 'stop') };
      },
    };
  }

  #prepare(asked: AgentCall, mode: ApprovalMode): PreparedCall {
    switch (asked.tool) {
      case 'read': {
        const text = this.files.get(asked.path);
        return text === undefined
          ? refused('cannot-be-done', `there is no ${asked.path}`)
          : reading(async () => ({ isError: false, text }));
      }
      case 'edit':
      case 'create': {
        const before = this.files.get(asked.path);
        const after = asked.tool === 'create' ? asked.text : applied(before ?? '', asked.blocks);
        if (after === undefined) return refused('cannot-be-done', 'the block was not found');
        return this.#changing(mode, [{ path: asked.path, before, after }]);
      }
      case 'delete':
        return this.#changing(mode, [{ path: asked.path, before: this.files.get(asked.path), after: undefined }]);
      case 'test': {
        const { failing } = this.#options;
        if (!failing) return refused('no-test-command', 'no command for tests is known');
        const content: ApprovalContent = { type: 'command', command: 'npm test', folder: '.', shown: 'npm test' };
        return automatic(content, 'approved-test', async () => {
          this.done.push('test');
          const failed = failing(this.files);
          return { isError: failed > 0, text: `${failed} failed`, facts: { tests: { failed, passed: 1 } } };
        });
      }
      case 'run': {
        const { command } = asked;
        if (command.startsWith('rm')) return refused('denied', 'that is never run');
        const content: ApprovalContent = { type: 'command', command, folder: '.', shown: command };
        const run = async (): Promise<CallResult> => {
          this.done.push(`run ${command}`);
          return { isError: false, text: `ran ${command}`, facts: { exitCode: 0 } };
        };
        return mode === 'trusted-commands' && command === 'ls'
          ? automatic(content, 'trusted', run)
          : { content, verdict: { verdict: 'ask', rule: 'commands-are-asked', reason: 'each command is asked' }, run };
      }
      default:
        return reading(async () => ({ isError: false, text: `nothing to ${asked.tool}` }));
    }
  }

  #changing(mode: ApprovalMode, changes: readonly FileChange[]): PreparedCall {
    const content: ApprovalContent = { type: 'changes', changes };
    const run = async (): Promise<CallResult> => {
      for (const { path, before, after } of changes) {
        if (this.files.get(path) !== before) return { isError: true, text: 'the file is not as it was' };
        this.done.push(`change ${path}`);
        if (after === undefined) this.files.delete(path);
        else this.files.set(path, after);
      }
      return { isError: false, text: 'changed', facts: { changes } };
    };
    const isProtected = changes.some(({ path }) => path.startsWith('.vscode/'));
    if (isProtected) return { content, verdict: { verdict: 'ask', rule: 'protected', reason: 'it is a protected file' }, run };
    if (mode === 'every-step') return { content, verdict: { verdict: 'ask', rule: 'every-step', reason: 'each change is asked' }, run };
    return automatic(content, 'ordinary-edit', run);
  }
}

const free: RequestCost = {
  ...{ costNanoUsd: 0, isEstimate: false, isUnpriced: false, countedNanoUsd: 0, baselineNanoUsd: 0 },
  usage: noUsage,
};

function reading(run: () => Promise<CallResult>): PreparedCall {
  return { content: undefined, verdict: { verdict: 'automatic', rule: 'reading' }, run };
}

function automatic(content: ApprovalContent, rule: string, run: () => Promise<CallResult>): PreparedCall {
  return { content, verdict: { verdict: 'automatic', rule }, run };
}

function refused(rule: string, reason: string): PreparedCall {
  return { content: undefined, verdict: { verdict: 'refuse', rule, reason }, run: async () => ({ isError: true, text: reason }) };
}

function applied(text: string, blocks: readonly { readonly search: string; readonly replace: string }[]): string | undefined {
  let now = text;
  for (const { search, replace } of blocks) {
    if (!now.includes(search)) return undefined;
    now = now.replace(search, () => replace);
  }
  return now;
}

function promptTokens({ segments }: Task): number {
  return segments.reduce((sum, { text }) => sum + estimateTokens(text), 0);
}

/** The log in short. */
export function inShort(log: readonly AgentEvent[]): readonly string[] {
  return log.map((event) => {
    switch (event.type) {
      case 'requested':
        return `requested ${event.kind}`;
      case 'answered':
        return `answered by ${event.by.model}`;
      case 'unanswered':
        return `unanswered: ${event.error}`;
      case 'called':
        return event.call ? `called ${event.call.tool}` : `unreadable: ${event.problem}`;
      case 'approved':
        return `approved by ${event.rule}`;
      case 'approval-answered':
        return `answered ${event.answer.answer}`;
      case 'refused':
        return `refused by ${event.rule}`;
      case 'ran':
        return `ran: ${event.result.text.split('\n')[0]}`;
      case 'paused':
        return `paused: ${event.reason}`;
      case 'ended':
        return `ended: ${event.outcome}`;
      case 'tier-asked':
        return `asked for ${event.tier} by ${event.by ?? 'the user'}`;
      default:
        return event.type;
    }
  });
}

/** Every call of an answer has exactly one result, in order, right behind it: no provider takes anything else. */
export function brokenRounds({ segments }: Task): readonly string[] {
  const problems: string[] = [];
  let open: string[] = [];
  for (const { role, toolCalls = [], toolCallId } of segments) {
    if (role === 'tool') {
      if (open[0] !== toolCallId) problems.push(`a result for ${toolCallId}, not for ${open[0]}`);
      open = open.slice(1);
    } else if (open.length > 0) {
      problems.push(`${role} before the results of ${open.join(', ')}`);
      open = [];
    }
    if (role === 'assistant') open = toolCalls.map(({ id }) => id);
  }
  return open.length > 0 ? [...problems, `no results of ${open.join(', ')}`] : problems;
}
