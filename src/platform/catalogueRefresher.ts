import type { Catalogue, UserCatalogue } from '../core/catalogue/index.ts';
import {
  addressOf,
  type Decision,
  decide,
  emptyState,
  isOwnList,
  type Offer,
  offersOf,
  type PriceSource,
  parseSource,
  type RefreshState,
  readSources,
  refreshedCatalogue,
  rowKey,
  type SourcesReading,
  sourceName,
  takeUp,
} from '../core/catalogue/refresh/index.ts';
import { localDay } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';
import { ProviderError } from '../core/task/index.ts';
import { fetchSource } from '../providers/catalogueSources/fetchSource.ts';
import { CatalogueRefreshFile } from './catalogueRefreshFile.ts';
import type { RefreshReport, SourceReport } from './catalogueRefreshReport.ts';
import type { Log } from './log.ts';
import { readUserRows } from './userRows.ts';

export interface RefresherPorts {
  readonly fetch: typeof globalThis.fetch;
  /** The state's file; missing folders are made. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}

/** The built-in catalogue, what the setting names, and what the user has written of models: all that a refresh depends on. */
export interface RefreshBasis {
  readonly base: Catalogue;
  readonly sources: readonly PriceSource[];
  readonly user: UserCatalogue;
}

/** As the settings are at this moment. */
export function basisOf(base: Catalogue, sources: readonly PriceSource[]): RefreshBasis {
  return { base, sources, user: readUserRows() };
}

const dayMs = 24 * 3_600_000;
const longestMs = 30_000;

/** Reads price lists, keeps what they say, and lays what counts of it over the built-in catalogue. Loaded where the setting names a source. */
export class CatalogueRefresher {
  readonly #ports: RefresherPorts;
  readonly #file: CatalogueRefreshFile;

  constructor(ports: RefresherPorts) {
    this.#ports = ports;
    this.#file = new CatalogueRefreshFile(ports.file, ports.log);
  }

  sourcesIn(values: readonly unknown[]): SourcesReading {
    return readSources(values);
  }

  over({ base, sources }: RefreshBasis): Catalogue {
    return refreshedCatalogue(base, this.#read(), sources, this.#today());
  }

  offers({ base, sources, user }: RefreshBasis): readonly Offer[] {
    const priced = new Set(user.models.filter(({ prices }) => prices !== undefined).map(rowKey));
    return offersOf(this.#read(), base, { sources, today: this.#today(), isUsersOwn: (row) => priced.has(rowKey(row)) });
  }

  /** Stores the user's answers; throws where they cannot be stored. */
  decide({ base }: RefreshBasis, decision: Decision): void {
    this.#file.write(decide(this.#file.read(), base, decision, this.#today()));
  }

  /** In milliseconds from now, when a source is to be asked again: a day after it answered; 0 where it never did. */
  dueInMs(source: PriceSource): number {
    const checkedAtMs = this.#read().sources[source]?.checkedAtMs;
    const now = this.#ports.clock.now();
    // A clock that was set back must not put it off for years.
    return checkedAtMs === undefined || checkedAtMs > now ? 0 : Math.max(0, checkedAtMs + dayMs - now);
  }

  /** When a source last answered; 0 for never. */
  checkedAtMs(source: PriceSource): number {
    return this.#read().sources[source]?.checkedAtMs ?? 0;
  }

  /** Asks these sources now, one after the other. Never rejects: what went wrong is in the report and in the log. */
  async refresh(basis: RefreshBasis, asked: readonly PriceSource[], signal: AbortSignal): Promise<RefreshReport> {
    const reports: SourceReport[] = [];
    for (const source of asked) {
      const report = await this.#ask(basis, source, signal).catch((error: unknown): SourceReport => {
        return { source: sourceName(source), outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
      });
      this.#tell(report);
      reports.push(report);
    }
    return { sources: reports };
  }

  async #ask(basis: RefreshBasis, source: PriceSource, signal: AbortSignal): Promise<SourceReport> {
    const url = addressOf(source);
    const name = sourceName(source);
    if (!url) return { source: name, outcome: 'failed', reason: 'it is no https address' };
    const etag = this.#read().sources[source]?.etag;
    const within = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
    let answer: Awaited<ReturnType<typeof fetchSource>>;
    try {
      answer = await fetchSource({ fetch: this.#ports.fetch, url, etag, mayLeaveHost: isOwnList(source), signal: within });
    } catch (error) {
      // A server that has an answer, if a wrong one, has been asked today; one that is out of reach has not.
      if (error instanceof ProviderError && error.reason === 'bad-response') this.#keepChecked(basis, source);
      throw error;
    }
    if (answer.outcome === 'unchanged') {
      this.#keepChecked(basis, source);
      return { source: name, outcome: 'unchanged' };
    }
    // Read anew: other windows may have written while this one waited.
    const before = this.#file.read();
    const today = this.#today();
    const inForce = withUsersEndpoints(refreshedCatalogue(basis.base, before, basis.sources, today), basis.user);
    const reading = parseSource(source, answer.text, inForce, today);
    if (reading.outcome === 'unusable') {
      this.#keepChecked(basis, source);
      return { source: name, outcome: 'failed', reason: reading.reason };
    }
    const seen = { source, rows: reading.rows, etag: answer.etag, checkedAtMs: this.#ports.clock.now(), readOn: today };
    const { state, rises } = takeUp(before, basis.base, basis.sources, seen, today);
    this.#file.write(state);
    return { source: name, outcome: 'read', rises, refused: reading.refused };
  }

  #keepChecked({ base, sources }: RefreshBasis, source: PriceSource): void {
    const state = this.#file.read();
    const etag = state.sources[source]?.etag;
    const seen = { source, rows: undefined, etag, checkedAtMs: this.#ports.clock.now(), readOn: this.#today() };
    this.#file.write(takeUp(state, base, sources, seen, this.#today()).state);
  }

  #tell(report: SourceReport): void {
    const { log } = this.#ports;
    switch (report.outcome) {
      case 'unchanged':
        log.info(`prices of ${report.source}: nothing new`);
        return;
      case 'failed':
        log.warn(`prices of ${report.source}: nothing is changed: ${report.reason}`);
        return;
      case 'read':
        log.info(`prices of ${report.source}: read, ${report.rises.length} became dearer`);
        for (const { name, reason } of report.refused) log.warn(`prices of ${report.source}: ${name} is left out: ${reason}`);
    }
  }

  watch(listener: () => void): () => void {
    return this.#file.watch(listener);
  }

  /** Where it cannot be read, the built-in catalogue holds. */
  #read(): RefreshState {
    try {
      return this.#file.read();
    } catch (error) {
      this.#ports.log.error(`the refreshed prices cannot be read: ${error}`);
      return emptyState;
    }
  }

  #today(): string {
    const { clock } = this.#ports;
    return localDay(clock.now(), clock.timeZone());
  }
}

/** A list may price models at an endpoint of the user's own. */
function withUsersEndpoints(catalogue: Catalogue, { endpoints }: UserCatalogue): Catalogue {
  const known = new Set(catalogue.endpoints.map(({ id }) => id));
  const own = endpoints.filter(({ id }) => !known.has(id));
  const filled = own.map((row) => ({ provider: row.id, adapter: 'openai-compatible', billing: 'metered' as const, ...row }));
  return { ...catalogue, endpoints: [...catalogue.endpoints, ...filled] };
}
