import { Observed } from './observed.ts';

interface SnoozePorts {
  readonly now: () => number;
  readonly after: (ms: number, callback: () => void) => () => void;
}

/** Completions rest for a while, in this window alone. It ends by itself, and with the window. */
export class Snooze {
  readonly #ports: SnoozePorts;
  /** When it ends, in milliseconds since 1970; undefined while there is none. */
  readonly until = new Observed<number | undefined>(undefined);
  #cancel: (() => void) | undefined;

  constructor(ports: SnoozePorts) {
    this.#ports = ports;
  }

  /** From now on, whatever there was before. */
  start(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#ports.after(ms, () => this.end());
    this.until.set(this.#ports.now() + ms);
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.until.set(undefined);
  }

  /** As `until`, but by the clock: a machine that slept may be late with its timers. */
  untilMs(): number | undefined {
    if (this.until.value !== undefined && this.until.value <= this.#ports.now()) this.end();
    return this.until.value;
  }

  dispose(): void {
    this.#cancel?.();
  }
}
