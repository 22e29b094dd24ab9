import { isDamage, LedgerError } from './ledgerProblem.ts';
import { fileIdentity, makeFile } from './makeFile.ts';
import { moveAside } from './moveAside.ts';
import type { SqliteLedger } from './sqliteLedger.ts';
import { isReading, type LedgerMethod, type OpenedFile } from './workerProtocol.ts';

export interface HealingLedgerPorts {
  readonly file: string;
  readonly open: () => SqliteLedger;
  /** Called for each file that is used from now on. */
  readonly onOpened: (opened: OpenedFile) => void;
}

/**
 * The ledger's file in use, and the next one where it must be replaced: it is damaged, which may show only in a later call, or another
 * window has moved it aside.
 */
export class HealingLedger {
  readonly #ports: HealingLedgerPorts;
  #ledger: SqliteLedger | undefined;
  #identity: string | undefined;

  /** Throws what `open` throws, unless that is damage. */
  constructor(ports: HealingLedgerPorts) {
    this.#ports = ports;
    this.#open();
  }

  /** Not any more once the next file could not be opened either. */
  get isOpen(): boolean {
    return this.#ledger !== undefined;
  }

  call(method: LedgerMethod, args: readonly unknown[]): unknown {
    this.#follow();
    try {
      return this.#apply(method, args);
    } catch (error) {
      // A file of a later version is left as it is, damaged or not.
      if (!isDamage(error) || this.#ledger?.opened.laterVersion) throw error;
      this.#replace();
      return this.#apply(method, args);
    }
  }

  /** Whether another connection has written since this was last asked, or another file is in use. */
  hasChanged(): boolean {
    return this.#follow() || (this.#ledger?.hasChanged() ?? false);
  }

  /**
   * What is to be done when nobody waits: the log is brought into the file, and some entries are digested or, if they are too old, removed.
   * Answers whether there may be more of that.
   */
  tidy(keptFromDay: string | undefined): boolean {
    const ledger = this.#ledger;
    if (!ledger || ledger.opened.laterVersion) return false;
    this.checkpoint();
    return ledger.digest() || (keptFromDay !== undefined && ledger.removeEntries(keptFromDay));
  }

  /** Brings what was written into the file, as far as nobody reads there. */
  checkpoint(): void {
    this.#ledger?.checkpoint();
  }

  close(): void {
    const ledger = this.#ledger;
    this.#ledger = undefined;
    ledger?.close();
  }

  /** A connection outlives the renaming of its file, and would go on writing where nobody reads. */
  #follow(): boolean {
    if (fileIdentity(this.#ports.file) === this.#identity) return false;
    this.#open();
    return true;
  }

  #open(): void {
    const { file, open, onOpened } = this.#ports;
    this.close();
    makeFile(file);
    this.#identity = fileIdentity(file);
    try {
      this.#ledger = open();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#replace();
      return;
    }
    onOpened(this.#told());
  }

  /** The damaged file goes aside, unless another window was faster. */
  #replace(): void {
    const { file, open, onOpened } = this.#ports;
    this.close();
    const movedAside = moveAside(file, this.#identity);
    makeFile(file);
    this.#identity = fileIdentity(file);
    this.#ledger = open();
    const recovered = movedAside === undefined ? {} : { movedAside, recoveredEntries: this.#ledger.recover(movedAside) };
    onOpened({ ...this.#told(), ...recovered });
  }

  #told(): OpenedFile {
    const { backup, laterVersion } = this.#ledger?.opened ?? {};
    return { ...(backup !== undefined && { backup }), ...(laterVersion && { laterVersion: laterVersion.message }) };
  }

  #apply(method: LedgerMethod, args: readonly unknown[]): unknown {
    const ledger = this.#ledger as unknown as Record<LedgerMethod, (...values: readonly unknown[]) => unknown>;
    const laterVersion = this.#ledger?.opened.laterVersion;
    if (!laterVersion) return ledger[method](...args);
    if (!isReading(method)) throw laterVersion;
    try {
      return ledger[method](...args);
    } catch (cause) {
      // It may lie there in a way that this version does not know.
      throw new LedgerError('newer-version', laterVersion.message, { cause });
    }
  }
}
