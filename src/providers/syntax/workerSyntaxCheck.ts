import { Worker } from 'node:worker_threads';
import type { SyntaxVerdict, WholeText } from '../../core/completion/index.ts';
import { grammarOf } from './grammars.ts';
import type { SyntaxQuestion, SyntaxReply, SyntaxWorkerData } from './syntaxProtocol.ts';

export interface WorkerSyntaxCheckOptions {
  /** The thread's script. */
  readonly script: string;
  /** The folder of `tree-sitter.wasm` and of the grammars beside it. */
  readonly grammars: string;
  /** A question that took so long is `unknown`: nobody waits for ghost text that is late. The first one starts the thread and loads a grammar. */
  readonly maxMs?: number;
  /** So long without a question, and the thread ends and gives its memory back. */
  readonly idleMs?: number;
}

/** Characters. More would not be parsed in time when it is met first. */
const maxCharacters = 300_000;

/** A thread that does not even say that it was stopped so long after its time is stuck. */
const stuckMs = 1000;

/** So often a thread may fail; then nothing is asked of one any more. */
const maxFailures = 3;

interface Waiting {
  readonly question: SyntaxQuestion;
  readonly settle: (verdict: SyntaxVerdict) => void;
}

/** Says whether documents parse, in a thread of its own, which starts with the first question. What goes wrong makes the answer `unknown`. */
export class WorkerSyntaxCheck {
  readonly #options: Required<WorkerSyntaxCheckOptions>;
  readonly #givenUp = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  /** In the order asked. The thread has at most one, so that who waits no longer costs nothing. */
  readonly #queue = new Set<Waiting>();
  #underWay: Waiting | undefined;
  #worker: Worker | undefined;
  #lastId = 0;
  #failures = 0;
  #isDisposed = false;
  #idle: NodeJS.Timeout | undefined;
  #stuck: NodeJS.Timeout | undefined;

  constructor(options: WorkerSyntaxCheckOptions) {
    this.#options = { maxMs: 250, idleMs: 300_000, ...options };
  }

  /** A thread is there, whether it works or rests. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** A `CheckSyntax`, to be handed on as it is. */
  readonly check = async (languageId: string, { before, after }: WholeText, text: string, signal: AbortSignal): Promise<SyntaxVerdict> => {
    const grammar = grammarOf(languageId);
    const isTooLarge = before.length + text.length + after.length > maxCharacters;
    if (!grammar || isTooLarge || signal.aborted || this.#isDisposed || this.#failures >= maxFailures) return 'unknown';
    this.#lastId += 1;
    return this.#ask({ id: this.#lastId, grammar, before, text, after }, signal);
  };

  /** Questions that are open are `unknown`. */
  dispose(): void {
    this.#isDisposed = true;
    this.#end();
  }

  async #ask(question: SyntaxQuestion, signal: AbortSignal): Promise<SyntaxVerdict> {
    const settled = Promise.withResolvers<SyntaxVerdict>();
    const waiting: Waiting = { question, settle: settled.resolve };
    const giveUp = (): void => this.#giveUp(waiting);
    const late = setTimeout(giveUp, this.#options.maxMs);
    late.unref();
    signal.addEventListener('abort', giveUp, { once: true });
    this.#queue.add(waiting);
    this.#next();
    try {
      return await settled.promise;
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', giveUp);
    }
  }

  #next(): void {
    if (this.#underWay) return;
    const [first] = this.#queue;
    clearTimeout(this.#idle);
    if (!first) {
      this.#idle = setTimeout(() => this.#end(), this.#options.idleMs);
      this.#idle.unref();
      return;
    }
    this.#queue.delete(first);
    this.#underWay = first;
    this.#worker ??= this.#start();
    this.#worker.postMessage(first.question);
  }

  #giveUp(waiting: Waiting): void {
    this.#queue.delete(waiting);
    waiting.settle('unknown');
    if (waiting !== this.#underWay) return;
    Atomics.store(this.#givenUp, 0, waiting.question.id);
    clearTimeout(this.#stuck);
    this.#stuck = setTimeout(() => this.#fail(), stuckMs);
    this.#stuck.unref();
  }

  #start(): Worker {
    const workerData: SyntaxWorkerData = { grammars: this.#options.grammars, givenUp: this.#givenUp.buffer };
    const worker = new Worker(this.#options.script, { workerData });
    // Nobody's process is kept alive to parse.
    worker.unref();
    // A thread that was given up may still say something, at the least that it ended.
    const ifCurrent = (act: () => void): void => {
      if (worker === this.#worker) act();
    };
    worker.on('message', (reply: SyntaxReply) => ifCurrent(() => this.#receive(reply)));
    worker.on('error', () => ifCurrent(() => this.#fail()));
    worker.on('exit', () => ifCurrent(() => this.#fail()));
    return worker;
  }

  #receive({ verdict }: SyntaxReply): void {
    clearTimeout(this.#stuck);
    this.#underWay?.settle(verdict);
    this.#underWay = undefined;
    this.#next();
  }

  #fail(): void {
    this.#failures += 1;
    this.#end();
  }

  #end(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#stuck);
    const worker = this.#worker;
    this.#worker = undefined;
    for (const { settle } of [...(this.#underWay ? [this.#underWay] : []), ...this.#queue]) settle('unknown');
    this.#queue.clear();
    this.#underWay = undefined;
    void worker?.terminate();
  }
}
