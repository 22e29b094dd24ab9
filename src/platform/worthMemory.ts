import * as v from 'valibot';
import type { Memento } from 'vscode';
import { type LearnedWorth, learnedWorthVersion } from '../core/completion/index.ts';
import type { Log } from './log.ts';

export interface WorthMemoryPorts {
  /** What the editor keeps for the user. */
  readonly memory: Pick<Memento, 'get' | 'update'>;
  readonly log: Pick<Log, 'debug' | 'warn'>;
  /** Calls back after so many milliseconds, unless what it answers is called before. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

const key = 'farthing.completion.worth';

/** Outcomes come with every suggestion; what was learned is written at most so often. */
const leastWritingMs = 60_000;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const finite = v.pipe(v.number(), v.minValue(-100), v.maxValue(100));
const characters = v.pipe(v.number(), v.minValue(0), v.maxValue(100_000));

const learnedWorth = v.object({
  version: v.literal(learnedWorthVersion),
  learned: count,
  weights: v.record(v.string(), v.object({ value: finite, seen: count })),
  lengths: v.record(v.string(), v.object({ mean: characters, count })),
  past: v.object({
    lately: share,
    usually: share,
    refusedInARow: count,
    last: v.picklist(['accepted', 'rejected', 'none']),
  }),
});

/**
 * What was learned of the user's acceptances outlives the window. Each window learns for itself and the last one to write wins: a few
 * outcomes of the others are lost, which costs less than asking each other.
 */
export class WorthMemory {
  readonly #ports: WorthMemoryPorts;
  #unwritten: (() => LearnedWorth) | undefined;
  #cancel: (() => void) | undefined;

  constructor(ports: WorthMemoryPorts) {
    this.#ports = ports;
  }

  /** Undefined where nothing was learned yet, or where what is there cannot be read: then it begins from what is usual. */
  read(): LearnedWorth | undefined {
    const { memory, log } = this.#ports;
    const stored = memory.get<unknown>(key);
    if (stored === undefined) return undefined;
    const { success, output } = v.safeParse(learnedWorth, stored);
    if (success) return output;
    log.warn('what was learned of your suggestions cannot be read; it is learned anew');
    return undefined;
  }

  /** Something was learned: it is read and written when it is time. */
  keep(learned: () => LearnedWorth): void {
    this.#unwritten = learned;
    this.#cancel ??= this.#ports.after(leastWritingMs, () => this.#write());
  }

  /** Writes what is not written yet. */
  dispose(): void {
    this.#cancel?.();
    this.#write();
  }

  #write(): void {
    const learned = this.#unwritten;
    this.#cancel = undefined;
    this.#unwritten = undefined;
    if (!learned) return;
    const { memory, log } = this.#ports;
    memory
      .update(key, learned())
      .then(undefined, (error: unknown) => log.debug(`what was learned of suggestions was not written: ${error}`));
  }
}
