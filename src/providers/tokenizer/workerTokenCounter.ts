import { Worker } from 'node:worker_threads';
import type { CountReply, CountRequest } from './tokenizerProtocol.ts';

export interface WorkerTokenCounterOptions {
  /** The thread's script. */
  readonly script: string;
  /** So long without work, and the thread ends and gives its 80 MB back. */
  readonly idleMs?: number;
}

/** Counts tokens of o200k_base in a thread of its own, which starts with the first count and again after any end. */
export class WorkerTokenCounter {
  readonly #script: string;
  readonly #idleMs: number;
  readonly #waiting = new Map<number, PromiseWithResolvers<number>>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isDisposed = false;

  constructor({ script, idleMs = 60_000 }: WorkerTokenCounterOptions) {
    this.#script = script;
    this.#idleMs = idleMs;
  }

  /** A thread is there, whether it works or rests. */
  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** The tokens of all the texts together. Rejects when the thread fails; the next count starts another one. */
  async count(texts: readonly string[]): Promise<number> {
    if (this.#isDisposed) throw new Error('the token counter is closed');
    clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#lastId += 1;
    const request: CountRequest = { id: this.#lastId, texts };
    this.#worker.postMessage(request);
    const waiting = Promise.withResolvers<number>();
    this.#waiting.set(request.id, waiting);
    return waiting.promise;
  }

  /** Counts that are under way are rejected. */
  dispose(): void {
    this.#isDisposed = true;
    this.#end(new Error('the token counter was closed'));
  }

  #start(): Worker {
    const worker = new Worker(this.#script);
    // Nobody's process is kept alive to count.
    worker.unref();
    // A thread that was given up may still say something, at the least that it ended.
    const ifCurrent = (act: () => void): void => {
      if (worker === this.#worker) act();
    };
    worker.on('message', (reply: CountReply) => ifCurrent(() => this.#receive(reply)));
    worker.on('error', (cause) => ifCurrent(() => this.#end(new Error('the tokenizer’s thread failed', { cause }))));
    worker.on('exit', (code) => ifCurrent(() => this.#end(new Error(`the tokenizer’s thread ended with ${code}`))));
    return worker;
  }

  #receive(reply: CountReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.type === 'counted') waiting?.resolve(reply.tokens);
    else waiting?.reject(new Error(`the tokenizer failed: ${reply.message}`));
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => this.#end(new Error('the token counter rests')), this.#idleMs);
    this.#idle.unref();
  }

  #end(reason: Error): void {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    void worker?.terminate();
  }
}
