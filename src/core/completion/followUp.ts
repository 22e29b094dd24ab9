import type { AnswerCache } from './answerCache.ts';
import type { Asking } from './asking.ts';
import type { CompletionPorts, CompletionRequest } from './ports.ts';
import { completionTask } from './shape.ts';
import type { Snapshot } from './snapshot.ts';
import { isFree, type UnderWay, unlessFree } from './underWay.ts';

/**
 * An offer that stands so long is looked at, and may be taken: the longest of the 300 to 750 ms after which the peers count one as shown, so
 * that a burst of keys never follows anything up.
 */
const followUpAfterMs = 750;

export interface FollowUpPorts {
  readonly ports: CompletionPorts;
  readonly cache: AnswerCache;
  readonly underWay: UnderWay;
}

/** What comes after an offer, asked ahead of time, so that it is there when the offer was taken: only of models that cost nothing. */
export class FollowUp {
  readonly #ports: FollowUpPorts;
  #planned: { readonly end: Snapshot; readonly cancel: () => void } | undefined;
  #asking: Asking | undefined;

  constructor(ports: FollowUpPorts) {
    this.#ports = ports;
  }

  /** Where it is asked for, or will be. */
  get at(): Snapshot | undefined {
    return this.#asking?.at ?? this.#planned?.end;
  }

  /** `after`: the question behind the offer, as it will be asked. */
  plan(after: CompletionRequest): void {
    const { ports, cache } = this.#ports;
    if (ports.isFollowingUp?.() === false) return;
    const end = after.snapshot;
    if (this.#asking?.at.offset === end.offset || cache.find(end)) return;
    this.stop();
    this.#planned = { end, cancel: ports.timers.after(followUpAfterMs, () => this.#ask(after)) };
  }

  /** The request under way that answers here; it is then the caller's. */
  take(now: Snapshot): Asking | undefined {
    const asking = this.#asking;
    if (!asking?.serves(now)) return undefined;
    this.#asking = undefined;
    return asking;
  }

  stop(): void {
    this.#planned?.cancel();
    this.#planned = undefined;
    this.#asking?.abort();
    this.#asking = undefined;
  }

  #ask(after: CompletionRequest): void {
    this.#planned = undefined;
    const { ports, cache, underWay } = this.#ports;
    const task = completionTask(ports.newId(), after.snapshot, 'automatic');
    const decision = ports.router.decide(task);
    if (decision.outcome === 'refused' || !isFree(decision.chosen.candidate)) return;
    const asking = underWay.start({ task, at: after.snapshot, reader: () => after, objectionTo: unlessFree });
    this.#asking = asking;
    void asking.done.then((asked) => {
      if (this.#asking === asking) this.#asking = undefined;
      if (asked.outcome !== 'answered') return;
      cache.put({ taskId: task.id, at: asking.at, text: 'text' in asked.answer ? asked.answer.text : '' });
    });
  }
}
