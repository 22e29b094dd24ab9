import { CompletionEngine, type CompletionResult, type Snapshot } from '../../src/core/completion/index.ts';
import type { OutcomeEvent } from '../../src/core/ledger/index.ts';
import type { Router } from '../../src/core/router.ts';
import { type Decision, profileOf, select } from '../../src/core/selection/index.ts';
import { ProviderError, type ProviderErrorReason, type Task, textOf } from '../../src/core/task/index.ts';
import { FakeTime } from './fakeTime.ts';
import { pressing } from './pressing.ts';
import { nothingSeen } from './routing.ts';
import { localCandidate } from './tasks.ts';

/** What the model does with a hole: says text, says it in pieces, or fails. */
export type Say = (prefix: string, suffix: string) => string | readonly string[] | { readonly fails: ProviderErrorReason };

export interface ScriptedRouter extends Router {
  readonly tasks: readonly Task[];
  /** How many requests are still under way. */
  readonly open: () => number;
  hasModel: boolean;
}

/** A router whose only model answers after so long, one piece after the other. */
function scriptedRouter(time: FakeTime, say: Say, latencyMs: number): ScriptedRouter {
  const tasks: Task[] = [];
  let open = 0;
  const router: ScriptedRouter = {
    tasks,
    open: () => open,
    hasModel: true,
    decide: (task): Decision =>
      select(profileOf(task, nothingSeen), router.hasModel ? [localCandidate()] : [], {
        policy: { metered: 'no-budget' },
        pressure: pressing('normal'),
        pins: {},
      }),
    async *route(task, signal) {
      tasks.push(task);
      open += 1;
      try {
        const decision = router.decide(task);
        yield { type: 'decision', decision };
        if (decision.outcome === 'refused') return;
        const said = say(textOf(task.segments, 'prefix'), textOf(task.segments, 'suffix'));
        const pieces = typeof said === 'string' ? [said] : 'fails' in said ? [] : said;
        for (const piece of pieces) {
          if (!(await waited(time, latencyMs, signal))) break;
          yield { type: 'text-delta', text: piece };
        }
        if (pieces.length === 0) await waited(time, latencyMs, signal);
        if (signal.aborted) yield { type: 'finish', reason: 'aborted' };
        else if (typeof said === 'object' && 'fails' in said) yield { type: 'error', error: new ProviderError(said.fails, 'scripted') };
        else yield { type: 'finish', reason: 'stop' };
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
    time.after(ms, () => resolve(!signal.aborted));
    signal.addEventListener('abort', () => resolve(false), { once: true });
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
}

/** A document, a cursor and the engine: each key takes the last question back and asks the next one, as the editor does. */
export class Editor {
  readonly time = new FakeTime();
  readonly router: ScriptedRouter;
  readonly engine: CompletionEngine;
  readonly outcomes: OutcomeEvent[] = [];
  readonly questions: Question[] = [];
  prefix: string;
  suffix: string;
  readonly #languageId: string;

  constructor({ text, say = () => '', latencyMs = 20, languageId = 'typescript' }: EditorOptions) {
    [this.prefix = '', this.suffix = ''] = text.split('|');
    this.#languageId = languageId;
    this.router = scriptedRouter(this.time, say, latencyMs);
    let lastId = 0;
    const newId = (): string => `id-${++lastId}`;
    this.engine = new CompletionEngine({
      router: this.router,
      timers: this.time,
      clock: this.time,
      newId,
      record: (event) => this.outcomes.push(event),
    });
  }

  get requests(): number {
    return this.router.tasks.length;
  }

  snapshot(): Snapshot {
    const { prefix, suffix } = this;
    return { uri: 'file:///a.ts', path: 'a.ts', languageId: this.#languageId, offset: prefix.length, prefix, suffix };
  }

  ask(trigger: 'automatic' | 'invoke' = 'automatic'): Question {
    this.questions.at(-1)?.cancel();
    const controller = new AbortController();
    const result = this.engine.complete({ snapshot: this.snapshot(), trigger }, controller.signal);
    const question = { result, cancel: () => controller.abort() };
    this.questions.push(question);
    return question;
  }

  /** Types and asks, as the editor does at every key. */
  type(text: string): Question {
    this.prefix += text;
    return this.ask();
  }

  /** Asks and waits for the answer. */
  async offered(trigger: 'automatic' | 'invoke' = 'automatic'): Promise<string> {
    const { result } = this.ask(trigger);
    await this.time.advance(5000);
    return inWords(await result);
  }
}

/** An offer as `source: text`, or the reason why there is none. */
export function inWords(result: CompletionResult): string {
  return result.outcome === 'offer' ? `${result.offer.source}: ${result.offer.text}` : result.whyNot.reason;
}
