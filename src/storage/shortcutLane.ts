import type { Settlement } from './missedSettlements.ts';
import type { Shortcut, TakenMethod } from './shortcut.ts';

export interface ShortcutLanePorts {
  readonly file: string;
  /** So many calls were done without the ledger's thread, which sees to what nobody waits for. */
  readonly tellWritten: (calls: number) => void;
  /** Settled perhaps in a file that is the ledger's no more: it is to be settled once more, where it is not known yet. */
  readonly settleAgain: (settlement: Settlement) => void;
}

/** So long after a call that the shortcut took is told of it, and of all that came meanwhile. */
const tellAfterMs = 1000;

/** Asking the file system takes longer than half a reservation, and requests may come by the hundred. */
const confirmEveryMs = 20;

/** The shortcut of a window, which is there only while the file is in order. */
export class ShortcutLane {
  readonly #ports: ShortcutLanePorts;
  #shortcut: Shortcut | undefined;
  /** Counts the times it was to open or close: who loads it may be late. */
  #turn = 0;
  /** Taken since it was last known that its file is the ledger's. */
  readonly #unconfirmed: Settlement[] = [];
  #confirmedAtMs = Number.NEGATIVE_INFINITY;
  #calls = 0;
  #telling: NodeJS.Timeout | undefined;

  constructor(ports: ShortcutLanePorts) {
    this.#ports = ports;
  }

  /** The ledger's thread has opened the file, and may write to it. */
  async open(): Promise<void> {
    this.close();
    const turn = this.#turn;
    try {
      const { Shortcut } = await import('./shortcut.ts');
      if (turn !== this.#turn) return;
      this.#shortcut = new Shortcut({ file: this.#ports.file });
    } catch {
      // Then there is none. The thread tells what is wrong with the file, when it meets it.
    }
  }

  /** A file that is in trouble is left to the thread alone: it heals it, and on Windows could not move it while another has it open. */
  close(): void {
    this.#turn += 1;
    this.confirm();
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#shortcut?.close();
    this.#shortcut = undefined;
  }

  /** Undefined: it was not done, and is left to the thread. */
  take(method: TakenMethod, args: readonly unknown[]): { readonly value: unknown } | undefined {
    const taken = this.#shortcut?.take(method, args);
    if (!taken) return undefined;
    this.#calls += 1;
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.confirm();
      this.#ports.tellWritten(this.#calls);
      this.#calls = 0;
    }, tellAfterMs).unref();
    return taken;
  }

  /** Whether it was settled. `args`: the same, packed. */
  settle(settlement: Settlement, args: readonly unknown[]): boolean {
    const isTaken = this.take('settlePacked', args) !== undefined;
    if (isTaken) this.#unconfirmed.push(settlement);
    return isTaken;
  }

  /** The same, if that was not done just now. */
  confirmNowAndThen(): void {
    const nowMs = performance.now();
    if (nowMs - this.#confirmedAtMs < confirmEveryMs) return;
    this.#confirmedAtMs = nowMs;
    this.confirm();
  }

  /** Looks whether it writes where all others do; what it did not is settled again. */
  confirm(): void {
    const isCurrent = this.#shortcut?.isCurrent() ?? true;
    const doubtful = this.#unconfirmed.splice(0);
    if (!isCurrent) for (const settlement of doubtful) this.#ports.settleAgain(settlement);
  }

  /** Whether others may have written: what it wrote itself was told then. */
  mayHaveChanged(): boolean {
    return this.#shortcut?.hasChanged() ?? true;
  }
}
