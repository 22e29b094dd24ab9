import type { Candidate } from '../../src/core/catalogue/index.ts';
import {
  CompletionEngine,
  type CompletionPorts,
  type CompletionRequest,
  type CompletionResult,
  type Snapshot,
} from '../../src/core/completion/index.ts';
import type { OutcomeEvent } from '../../src/core/ledger/index.ts';
import type { Router } from '../../src/core/router.ts';
import { type Decision, profileOf, select } from '../../src/core/selection/index.ts';
import { ProviderError, type ProviderErrorReason, type Task, textOf } from '../../src/core/task/index.ts';
import { FakeTime } from './fakeTime.ts';
import { pressing } from './pressing.ts';
import { nothingSeen } from './routing.ts';
import { localCandidate } from './tasks.ts';

/** What the model does with a hole: says text, says it in pieces, or fails. */
export type Say = (
  prefix: string,
  suffix: string,
  task: Task,
  candidate: Candidate,
) => string | readonly string[] | { readonly fails: ProviderErrorReason };

export interface ScriptedRouter extends Router {
  readonly tasks: readonly Task[];
  /** Who was asked, in the order of the tasks; undefined where nothing was sent. */
  readonly asked: readonly (Candidate | undefined)[];
  /** How many requests are still under way. */
  readonly open: () => number;
  /** Of these one is chosen, as the core does it. */
  candidates: readonly Candidate[];
  /** The chosen one fails before its first word, and the next one is asked. */
  isChosenDown: boolean;
  /** Why answers end. */
  endsWith: 'stop' | 'length';
}

interface ScriptedModels {
  readonly candidates: readonly Candidate[];
  readonly say: Say;
  readonly latencyMs: number;
}

/** A router whose models answer after so long, one piece after the other. */
function scriptedRouter(time: FakeTime, { candidates, say, latencyMs }: ScriptedModels): ScriptedRouter {
  const tasks: Task[] = [];
  const asked: (Candidate | undefined)[] = [];
  let open = 0;
  const router: ScriptedRouter = {
    tasks,
    asked,
    open: () => open,
    candidates,
    isChosenDown: false,
    endsWith: 'stop',
    decide: (task): Decision =>
      select(profileOf(task, nothingSeen), router.candidates, {
        policy: { metered: 'allowed' },
        pressure: pressing('normal'),
        pins: {},
      }),
    async *route(task, signal) {
      const mine = tasks.push(task) - 1;
      asked.push(undefined);
      open += 1;
      try {
        const decision = router.decide(task);
        yield { type: 'decision', decision };
        if (decision.outcome === 'refused') return;
        const [chosen, ...fallbacks] = [decision.chosen, ...decision.fallbacks].map(({ candidate }) => candidate);
        const candidate = router.isChosenDown ? fallbacks[0] : chosen;
        if (router.isChosenDown && chosen) {
          const error = new ProviderError('unreachable', 'scripted');
          yield { type: 'attempt', number: 1, candidate: chosen };
          yield { type: 'attempt-failed', candidate: chosen, error };
          if (!candidate) yield { type: 'error', error };
        }
        if (!candidate) return;
        yield { type: 'attempt', number: router.isChosenDown ? 2 : 1, candidate };
        if (signal.aborted) return yield { type: 'finish', reason: 'aborted' };
        asked[mine] = candidate;
        const said = say(textOf(task.segments, 'prefix'), textOf(task.segments, 'suffix'), task, candidate);
        const pieces = typeof said === 'string' ? [said] : 'fails' in said ? [] : said;
        for (const piece of pieces) {
          if (!(await waited(time, latencyMs, signal))) break;
          yield { type: 'text-delta', text: piece };
        }
        if (pieces.length === 0) await waited(time, latencyMs, signal);
        if (signal.aborted) yield { type: 'finish', reason: 'aborted' };
        else if (typeof said === 'object' && 'fails' in said) yield { type: 'error', error: new ProviderError(said.fails, 'scripted') };
        else yield { type: 'finish', reason: router.endsWith };
      } finally {
        open -= 1;
      }
    },
  };
  return router;
}

function waited(time: FakeTime, ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const cancel = time.after(ms, () => resolve(true));
    const onAbort = (): void => {
      cancel();
      resolve(false);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

export interface Question {
  readonly result: Promise<CompletionResult>;
  readonly cancel: () => void;
}

export interface EditorOptions {
  /** The document; `|` is the cursor. */
  readonly text: string;
  readonly say?: Say;
  readonly latencyMs?: number;
  readonly languageId?: string;
  /** A free model on this machine unless said otherwise. */
  readonly candidates?: readonly Candidate[];
  /** What comes after an offer is asked ahead only where a test asks for it. */
  readonly ports?: Partial<CompletionPorts>;
}

/** A document, a cursor and the engine: each key takes the last question back and asks the next one, as the editor does. */
export class Editor {
  readonly time = new FakeTime();
  readonly router: ScriptedRouter;
  readonly engine: CompletionEngine;
  readonly outcomes: OutcomeEvent[] = [];
  readonly questions: Question[] = [];
  /** Where the engine said that more is known. */
  readonly improved: Snapshot[] = [];
  prefix: string;
  suffix: string;
  readonly #languageId: string;

  constructor({
    text,
    say = () => '',
    latencyMs = 20,
    languageId = 'typescript',
    candidates = [localCandidate()],
    ports = {},
  }: EditorOptions) {
    [this.prefix = '', this.suffix = ''] = text.split('|');
    this.#languageId = languageId;
    this.router = scriptedRouter(this.time, { candidates, say, latencyMs });
    let lastId = 0;
    const newId = (): string => `id-${++lastId}`;
    this.engine = new CompletionEngine({
      router: this.router,
      timers: this.time,
      clock: this.time,
      newId,
      record: (event) => this.outcomes.push(event),
      improved: (at) => this.improved.push(at),
      isFollowingUp: () => false,
      ...ports,
    });
  }

  get requests(): number {
    return this.router.tasks.length;
  }

  snapshot(): Snapshot {
    const { prefix, suffix } = this;
    return { uri: 'file:///a.ts', path: 'a.ts', languageId: this.#languageId, offset: prefix.length, prefix, suffix };
  }

  ask(trigger: CompletionRequest['trigger'] = 'automatic'): Question {
    this.questions.at(-1)?.cancel();
    const controller = new AbortController();
    const whole = { before: this.prefix, after: this.suffix };
    const result = this.engine.complete({ snapshot: this.snapshot(), trigger, whole: () => whole }, controller.signal);
    const question = { result, cancel: () => controller.abort() };
    this.questions.push(question);
    return question;
  }

  /** Types and asks, as the editor does at every key. */
  type(text: string): Question {
    this.prefix += text;
    return this.ask();
  }

  /** Puts text in at the cursor and tells the engine, as an editor does that takes a piece of an offer; nothing is asked. */
  insert(text: string): void {
    const offset = this.prefix.length;
    this.prefix += text;
    this.engine.edited({ uri: this.snapshot().uri, offset, removed: 0, inserted: text });
  }

  /** Asks and waits for the answer. */
  async offered(trigger: CompletionRequest['trigger'] = 'automatic'): Promise<string> {
    const { result } = this.ask(trigger);
    await this.time.advance(5000);
    return inWords(await result);
  }
}

/** An offer as `source: text`, or the reason why there is none. */
export function inWords(result: CompletionResult): string {
  return result.outcome === 'offer' ? `${result.offer.source}: ${result.offer.text}` : result.whyNot.reason;
}
