import type { Heard } from './heard.ts';
import type { Snapshot } from './snapshot.ts';

/** What a question knows already, and where it stands. */
export interface Reading {
  readonly now: Snapshot;
  readonly knownCharacters: number;
}

interface Reader extends Reading {
  readonly resolve: (heard: Heard) => void;
}

/** The questions that wait for the same answer. */
export class Readers {
  readonly #readers = new Set<Reader>();

  get size(): number {
    return this.#readers.size;
  }

  /** The complete lines that are of use, the end, or that the question was taken back: what is first. */
  async wait(reading: Reading, end: Promise<Heard>, signal: AbortSignal): Promise<Heard> {
    const heard = Promise.withResolvers<Heard>();
    const leave = (): void => heard.resolve({ outcome: 'left' });
    const reader = { ...reading, resolve: heard.resolve };
    this.#readers.add(reader);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([end, heard.promise]);
    } finally {
      signal.removeEventListener('abort', leave);
      this.#readers.delete(reader);
    }
  }

  tell(linesFor: (reading: Reading) => string | undefined): void {
    for (const reader of this.#readers) {
      const raw = linesFor(reader);
      if (raw !== undefined) reader.resolve({ outcome: 'begun', raw });
    }
  }

  /** Some wait, and it serves none of them. */
  areLost(serves: (now: Snapshot) => boolean): boolean {
    return this.#readers.size > 0 && ![...this.#readers].some(({ now }) => serves(now));
  }
}
