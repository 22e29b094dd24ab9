import type { Disposable } from 'vscode';
import {
  type Candidate,
  type Catalogue,
  type CatalogueModel,
  candidatesFrom,
  dearestPrices,
  type Endpoint,
} from '../core/catalogue/index.ts';
import { localDay } from '../core/ledger/index.ts';
import type { PriceRow } from '../core/money/index.ts';
import type { Clock } from '../core/router.ts';
import type { CatalogueRefresh } from './catalogueRefresh.ts';
import type { Keys } from './keys.ts';
import type { Log } from './log.ts';
import { onDidChangeSetting, readSetting } from './settings.ts';
import type { withUserRows } from './userRows.ts';

export interface CloudModelsPorts {
  /** The built-in catalogue is large: it is loaded once, after activation. */
  readonly loadBuiltIn: () => Promise<{ readonly builtInCatalogue: Catalogue }>;
  /** What reads the user's own rows is loaded where there are any. */
  readonly loadUserRows: () => Promise<{ readonly withUserRows: typeof withUserRows }>;
  /** Lays refreshed prices over it. */
  readonly refreshed?: Pick<CatalogueRefresh, 'over' | 'onDidChange'>;
  readonly keys: Pick<Keys, 'has' | 'load' | 'onDidChange'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

const nothing: Catalogue = { endpoints: [], models: [] };

/**
 * The models in the cloud that the user could use: the built-in catalogue, refreshed prices and the user's own rows over it, and which
 * endpoints have a key.
 */
export class CloudModels {
  readonly #ports: CloudModelsPorts;
  readonly #listeners = new Set<() => void>();
  readonly #subscriptions: readonly Disposable[];
  #builtIn: Catalogue | undefined;
  #loading: Promise<void> | undefined;
  #withUserRows: typeof withUserRows | undefined;
  #catalogue = nothing;
  #problemsTold = '';
  /** What was worked out of the catalogue and the keys, and for which day. */
  #priced: { readonly today: string; readonly candidates: readonly Candidate[]; readonly dearest: PriceRow | undefined } | undefined;
  #isDisposed = false;

  constructor(ports: CloudModelsPorts) {
    this.#ports = ports;
    this.#subscriptions = [
      onDidChangeSetting(['catalogue.endpoints', 'catalogue.models'], () => void this.#readRows()),
      ...(ports.refreshed ? [ports.refreshed.onDidChange(() => void this.#readRows())] : []),
      ports.keys.onDidChange(() => this.#changed()),
    ];
  }

  /** Loads the catalogue and the keys, once. Never rejects: what went wrong is in the log. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /**
   * What there is to choose from, at today's prices: nothing while loading, and nothing of an endpoint without a key. Whether an endpoint may be
   * asked at this moment is for selection to say, which gives the reason.
   */
  candidates(): readonly Candidate[] {
    return this.#pricedToday().candidates;
  }

  /** The dearest known prices of today: what an unpriced model counts as against budgets. */
  dearestPrices(): PriceRow | undefined {
    return this.#pricedToday().dearest;
  }

  endpoints(): readonly Endpoint[] {
    return this.#catalogue.endpoints;
  }

  /** All rows, with or without a key. */
  models(): readonly CatalogueModel[] {
    return this.#catalogue.models;
  }

  onDidChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#listeners.clear();
  }

  async #load(): Promise<void> {
    try {
      this.#builtIn = (await this.#ports.loadBuiltIn()).builtInCatalogue;
    } catch (error) {
      // The user's own rows work without it.
      this.#builtIn = nothing;
      this.#ports.log.error(`the catalogue of models could not be loaded: ${error}`);
    }
    await this.#readRows();
  }

  async #readRows(): Promise<void> {
    if (this.#isDisposed || !this.#builtIn) return;
    // First, so that whoever is overtaken meanwhile still reads the newest prices and rows.
    if (hasUserRows() && !(await this.#loadUserRows())) return;
    const base = this.#ports.refreshed ? await this.#ports.refreshed.over(this.#builtIn) : this.#builtIn;
    // Rows that were written just now are read by the call that they caused.
    const { catalogue, problems } = this.#withUserRows?.(base) ?? { catalogue: base, problems: [] };
    this.#tell(problems);
    this.#catalogue = catalogue;
    this.#priced = undefined;
    const keyed = this.#catalogue.endpoints.filter(({ needsKey }) => needsKey);
    await this.#ports.keys.load(keyed).catch((error: unknown) => this.#ports.log.error(`a key could not be read: ${error}`));
    this.#changed();
  }

  /** Whether it is there. Where it is not, what was offered before stays: without their rows, endpoints could have another address. */
  async #loadUserRows(): Promise<boolean> {
    try {
      this.#withUserRows ??= (await this.#ports.loadUserRows()).withUserRows;
      return true;
    } catch (error) {
      this.#ports.log.error(`your own models and endpoints could not be read: ${error}`);
      return false;
    }
  }

  #tell(problems: readonly string[]): void {
    const words = problems.join('\n');
    if (words !== this.#problemsTold) for (const problem of problems) this.#ports.log.warn(problem);
    this.#problemsTold = words;
  }

  #pricedToday(): { readonly candidates: readonly Candidate[]; readonly dearest: PriceRow | undefined } {
    const { clock, keys } = this.#ports;
    const today = localDay(clock.now(), clock.timeZone());
    if (this.#priced?.today !== today) {
      this.#priced = {
        today,
        candidates: candidatesFrom(this.#catalogue, { today, hasKey: (endpoint) => keys.has(endpoint) }),
        dearest: dearestPrices(this.#catalogue, today),
      };
    }
    return this.#priced;
  }

  #changed(): void {
    if (this.#isDisposed) return;
    this.#priced = undefined;
    for (const listener of this.#listeners) listener();
  }
}

function hasUserRows(): boolean {
  return readSetting('catalogue.endpoints').length > 0 || readSetting('catalogue.models').length > 0;
}
