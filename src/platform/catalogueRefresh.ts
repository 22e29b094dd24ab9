import { createHash } from 'node:crypto';
import type { Disposable } from 'vscode';
import type { Catalogue } from '../core/catalogue/index.ts';
import type { Decision, Offer } from '../core/catalogue/refresh/index.ts';
import type { Ledger } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';
import type { basisOf, CatalogueRefresher, RefreshBasis, RefresherPorts } from './catalogueRefresher.ts';
import type { RefreshReport } from './catalogueRefreshReport.ts';
import { onDidChangeSetting, readSetting } from './settings.ts';

export interface CatalogueRefreshPorts extends RefresherPorts {
  /** The part that does the work is loaded where the setting names a source, and not before. */
  readonly load: () => Promise<{ readonly CatalogueRefresher: typeof CatalogueRefresher; readonly basisOf: typeof basisOf }>;
  readonly ledger: Pick<Ledger, 'claimNotice'>;
  readonly timers: { after(ms: number, callback: () => void): () => void };
  readonly clock: Clock;
}

/** The first time after activation, when the window has better things to do. */
const firstMs = 20_000;
/** A source out of reach is tried again, in any window, after so long. */
const againMs = 3_600_000;
/** A moment later than due, so that what is due is over. */
const lateMs = 1000;

interface Working {
  readonly refresher: CatalogueRefresher;
  readonly basis: RefreshBasis;
}

/**
 * Refreshed prices: nothing at all while the setting names no source; else what counts of them, asked for once a day over all windows, and
 * what waits for the user.
 */
export class CatalogueRefresh {
  readonly #ports: CatalogueRefreshPorts;
  readonly #listeners = new Set<(report: RefreshReport | undefined) => void>();
  readonly #subscription: Disposable;
  readonly #ending = new AbortController();
  #refresher: CatalogueRefresher | undefined;
  #base: Catalogue | undefined;
  #problemsTold = '';
  #stopTimer: (() => void) | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(ports: CatalogueRefreshPorts) {
    this.#ports = ports;
    this.#subscription = onDidChangeSetting('catalogue.refresh', () => {
      this.#changed(undefined);
      this.#schedule(firstMs);
    });
  }

  /** The built-in catalogue with what counts of refreshes; itself where nothing does. Never rejects. */
  async over(builtIn: Catalogue): Promise<Catalogue> {
    const isFirst = this.#base === undefined;
    this.#base = builtIn;
    const working = await this.#working();
    if (isFirst && this.#isWanted()) this.#schedule(firstMs);
    return working ? working.refresher.over(working.basis) : builtIn;
  }

  /** Asks all sources that the setting names, now. Undefined where it names none. */
  async refreshNow(): Promise<RefreshReport | undefined> {
    const working = await this.#working();
    const report = await working?.refresher.refresh(working.basis, working.basis.sources, this.#ending.signal);
    this.#changed(undefined);
    return report;
  }

  /** What waits for the user. */
  async offers(): Promise<readonly Offer[]> {
    const working = await this.#working();
    return working ? working.refresher.offers(working.basis) : [];
  }

  /** Stores the user's answers. Rejects where they cannot be stored. */
  async decide(decision: Decision): Promise<void> {
    const working = await this.#working();
    working?.refresher.decide(working.basis, decision);
    this.#changed(undefined);
  }

  /** What counts, or what waits, may be another; with a report where this window has just read it unasked. */
  onDidChange(listener: (report: RefreshReport | undefined) => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  dispose(): void {
    this.#ending.abort();
    this.#stopTimer?.();
    this.#stopWatching?.();
    this.#subscription.dispose();
    this.#listeners.clear();
  }

  /** Undefined while there is nothing to do: no source is named, or the built-in catalogue is not there yet. */
  async #working(): Promise<Working | undefined> {
    const values = readSetting('catalogue.refresh');
    if (values.length === 0 || !this.#base || this.#ending.signal.aborted) return undefined;
    try {
      const { CatalogueRefresher: Refresher, basisOf } = await this.#ports.load();
      this.#refresher ??= new Refresher(this.#ports);
      const { sources, problems } = this.#refresher.sourcesIn(values);
      this.#tell(problems);
      this.#stopWatching ??= this.#refresher.watch(() => this.#changed(undefined));
      if (sources.length === 0) return undefined;
      return { refresher: this.#refresher, basis: basisOf(this.#base, sources) };
    } catch (error) {
      this.#ports.log.error(`prices cannot be refreshed: ${error}`);
      return undefined;
    }
  }

  /** One timer, until the next source is due. */
  #schedule(ms: number): void {
    this.#stopTimer?.();
    if (this.#ending.signal.aborted) return;
    this.#stopTimer = this.#ports.timers.after(ms, () => {
      this.#refreshDue()
        .then((nextMs) => {
          // Where the part that does the work could not be loaded, it may be another time.
          if (this.#isWanted()) this.#schedule(nextMs ?? againMs);
        })
        .catch((error: unknown) => {
          // Such as a ledger that another process holds: what is due is due an hour later, too.
          this.#ports.log.error(`prices were not refreshed: ${error}`);
          this.#schedule(againMs);
        });
    });
  }

  /** Asks what is due and no other window has just asked, and says when the next is. */
  async #refreshDue(): Promise<number | undefined> {
    const working = await this.#working();
    if (!working) return undefined;
    const { refresher, basis } = working;
    const due = basis.sources.filter((source) => refresher.dueInMs(source) === 0);
    const claimed: string[] = [];
    for (const source of due) if (await this.#claim(source, refresher.checkedAtMs(source))) claimed.push(source);
    if (claimed.length > 0) this.#changed(await refresher.refresh(basis, claimed, this.#ending.signal));
    const next = basis.sources.map((source) => refresher.dueInMs(source)).map((ms) => (ms === 0 ? againMs : ms));
    return Math.min(...next) + lateMs;
  }

  /** One window asks, and where it got no answer one window asks again an hour later. */
  #claim(source: string, checkedAtMs: number): Promise<boolean> {
    const { clock, ledger } = this.#ports;
    const hour = Math.floor(clock.now() / againMs);
    // An address may hold a secret, which is no business of the ledger's.
    const name = createHash('sha256').update(source).digest('base64url').slice(0, 22);
    return ledger.claimNotice(`catalogue:${name}:${checkedAtMs}:${hour}`, clock.now());
  }

  #isWanted(): boolean {
    return readSetting('catalogue.refresh').length > 0;
  }

  #tell(problems: readonly string[]): void {
    const words = problems.join('\n');
    if (words !== this.#problemsTold) for (const problem of problems) this.#ports.log.warn(`farthing.catalogue.refresh${problem}`);
    this.#problemsTold = words;
  }

  #changed(report: RefreshReport | undefined): void {
    for (const listener of this.#listeners) listener(report);
  }
}
