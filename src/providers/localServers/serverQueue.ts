/** What a server is wanted for, the most urgent first: somebody types, somebody waits, nobody waits. */
export type Urgency = 'completion' | 'conversation' | 'warm-up';

/** A place at the server. */
export interface Turn {
  /** Aborts when the place is wanted for somebody who waits; of warm-ups only. */
  readonly wanted: AbortSignal;
  /** Gives the place back. Further calls do nothing. */
  end(): void;
}

export interface ServerQueuePorts {
  readonly after: (ms: number, callback: () => void) => () => void;
}

interface Waiting {
  readonly urgency: Urgency;
  readonly start: () => void;
  readonly drop: () => void;
}

interface Running {
  readonly urgency: Urgency;
  readonly wanted: AbortController;
}

/** A reader that was aborted and neither read to the end nor left gives its place back after so long: the connection is closed by then. */
const graceMs = 1000;

/**
 * Who may ask a model server next. A server with one slot answers one request after the other, in the order in which they came, whatever they are
 * for; so they wait here. Completions come before everything else, the newest first, because the place that an older one was for is gone;
 * conversations follow in their order, and a warm-up, the newest one only, when nobody else is there. A warm-up under way makes way for whoever
 * comes; an answer under way is never broken off for another. Where there are several slots one of them is kept for completions.
 */
export class ServerQueue {
  readonly #ports: ServerQueuePorts;
  readonly #waiting = new Set<Waiting>();
  readonly #running = new Set<Running>();
  #slots = 1;

  constructor(ports: ServerQueuePorts) {
    this.#ports = ports;
  }

  /** How many requests the server answers at a time. */
  setSlots(slots: number): void {
    this.#slots = Math.max(1, Math.floor(slots) || 1);
  }

  /** Resolves when it is the caller's turn; with undefined where the signal aborted before, or a newer warm-up came in a warm-up's place. */
  turn(urgency: Urgency, signal: AbortSignal): Promise<Turn | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#waiting.delete(waiting);
        resolve(undefined);
      };
      const waiting: Waiting = {
        urgency,
        start: () => {
          signal.removeEventListener('abort', leave);
          resolve(this.#begin(urgency, signal));
        },
        drop: () => {
          signal.removeEventListener('abort', leave);
          leave();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      if (urgency === 'warm-up') for (const older of this.#waitingFor('warm-up')) older.drop();
      this.#waiting.add(waiting);
      this.#startNext();
    });
  }

  #begin(urgency: Urgency, signal: AbortSignal): Turn {
    const running: Running = { urgency, wanted: new AbortController() };
    this.#running.add(running);
    let cancelGrace: (() => void) | undefined;
    const end = (): void => {
      signal.removeEventListener('abort', endSoon);
      cancelGrace?.();
      if (this.#running.delete(running)) this.#startNext();
    };
    const endSoon = (): void => {
      cancelGrace = this.#ports.after(graceMs, end);
    };
    signal.addEventListener('abort', endSoon, { once: true });
    return { wanted: running.wanted.signal, end };
  }

  #startNext(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      this.#waiting.delete(next);
      next.start();
    }
    if ([...this.#waiting].every(({ urgency }) => urgency === 'warm-up')) return;
    for (const { urgency, wanted } of this.#running) if (urgency === 'warm-up') wanted.abort();
  }

  #next(): Waiting | undefined {
    if (this.#running.size >= this.#slots) return undefined;
    const completion = this.#waitingFor('completion').at(-1);
    if (completion) return completion;
    const others = [...this.#running].filter(({ urgency }) => urgency !== 'completion').length;
    if (others >= Math.max(1, this.#slots - 1)) return undefined;
    return this.#waitingFor('conversation')[0] ?? this.#waitingFor('warm-up')[0];
  }

  /** The oldest first. */
  #waitingFor(urgency: Urgency): readonly Waiting[] {
    return [...this.#waiting].filter((each) => each.urgency === urgency);
  }
}
