import type { Candidate } from '../catalogue/index.ts';
import type { Task } from '../task/index.ts';
import { Asking } from './asking.ts';
import type { Objection } from './heard.ts';
import type { CompletionPorts, CompletionRequest } from './ports.ts';
import { showable } from './showable.ts';
import type { Snapshot } from './snapshot.ts';

/** A request that is about to leave. */
export interface Departure {
  readonly task: Task;
  readonly at: Snapshot;
  /** The newest question that reads the answer: only of it the whole document is known. */
  readonly reader: () => CompletionRequest;
  readonly objectionTo: (candidate: Candidate) => Objection | undefined;
}

/** It costs nothing to ask: followed up and varied are only such. */
export function isFree({ endpoint }: Candidate): boolean {
  return endpoint.billing === 'local';
}

/** Of what is to be free nobody who costs is asked, whoever fails. */
export function unlessFree(candidate: Candidate): Objection | undefined {
  return isFree(candidate) ? undefined : { outcome: 'aborted' };
}

/** Starts requests, and knows which of them are not in the books yet. */
export class UnderWay {
  readonly #ports: CompletionPorts;
  readonly #unsettled = new Set<Promise<void>>();

  constructor(ports: CompletionPorts) {
    this.#ports = ports;
  }

  start({ task, at, reader, objectionTo }: Departure): Asking {
    const { router, timers } = this.#ports;
    const asking = new Asking({ router, timers, objectionTo, judge: (raw) => showable(this.#ports, raw, reader()) }, task, at);
    this.#unsettled.add(asking.settled);
    void asking.settled.finally(() => this.#unsettled.delete(asking.settled));
    return asking;
  }

  /** Until all that was started is in the books. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#unsettled);
  }
}
