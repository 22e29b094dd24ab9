import { createHash } from 'node:crypto';
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
  type Rise,
  readSources,
  refreshedCatalogue,
  rowKey,
  type SourceState,
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

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const longestMs = 30_000;
/** A list of which nothing is right must not fill the log. */
const mostTold = 20;

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

  /**
   * In milliseconds from now, when a source is to be asked again: a day after it answered; 0 where it never did, and from the day on of which its
   * list had another price in advance. Before that day it is looked after each hour.
   */
  dueInMs(source: PriceSource): number {
    const { checkedAtMs, readOn = '', nextPriceOn } = this.#read().sources[source] ?? {};
    const now = this.#ports.clock.now();
    // A clock that was set back must not put it off for years.
    if (checkedAtMs === undefined || checkedAtMs > now) return 0;
    const dueMs = Math.max(0, checkedAtMs + dayMs - now);
    if (nextPriceOn === undefined || nextPriceOn > this.#dayAt(now + dueMs)) return dueMs;
    return readOn < nextPriceOn && nextPriceOn <= this.#today() ? 0 : Math.min(dueMs, hourMs);
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
    const state = this.#read();
    const said = state.sources[source];
    // An answer that is not sent again is not read again, so it must be one that would be read as it was.
    const etag = said && readsAsBefore(said, readWith(this.#readingWith(basis, state)), this.#today()) ? said.etag : undefined;
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
      const rises = this.#keepChecked(basis, source);
      return rises.length > 0 ? { source: name, outcome: 'read', rises, refused: [] } : { source: name, outcome: 'unchanged' };
    }
    // Read anew: other windows may have written while this one waited.
    const before = this.#file.read();
    const today = this.#today();
    const inForce = this.#readingWith(basis, before);
    const reading = parseSource(source, answer.text, inForce, today);
    if (reading.outcome === 'unusable') {
      this.#keepChecked(basis, source);
      return { source: name, outcome: 'failed', reason: reading.reason };
    }
    const { rows, nextPriceOn } = reading;
    const seen = { rows, nextPriceOn, etag: answer.etag, checkedAtMs: this.#ports.clock.now(), readOn: today, readWith: readWith(inForce) };
    const taken = takeUp(before, basis.base, basis.sources, { type: 'rows', source, ...seen }, today);
    this.#file.write(taken.state);
    return { source: name, outcome: 'read', rises: taken.rises, refused: reading.refused };
  }

  #keepChecked({ base, sources }: RefreshBasis, source: PriceSource): readonly Rise[] {
    const state = this.#file.read();
    const today = this.#today();
    const seen = { type: 'unchanged', source, checkedAtMs: this.#ports.clock.now(), readOn: today } as const;
    const taken = takeUp(state, base, sources, seen, today);
    this.#file.write(taken.state);
    return taken.rises;
  }

  /** What a list is read with: all that counts now, and the user's own endpoints. */
  #readingWith({ base, sources, user }: RefreshBasis, state: RefreshState): Catalogue {
    return withUsersEndpoints(refreshedCatalogue(base, state, sources, this.#today()), user);
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
        for (const { name, reason } of report.refused.slice(0, mostTold)) {
          log.warn(`prices of ${report.source}: ${name} is left out: ${reason}`);
        }
        if (report.refused.length > mostTold) log.warn(`prices of ${report.source}: ${report.refused.length - mostTold} more are left out`);
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
    return this.#dayAt(this.#ports.clock.now());
  }

  #dayAt(ms: number): string {
    return localDay(ms, this.#ports.clock.timeZone());
  }
}

/** Would the same list give the same rows today? */
function readsAsBefore(said: SourceState, key: string, today: string): boolean {
  return said.readWith === key && said.readOn <= today && (said.nextPriceOn === undefined || today < said.nextPriceOn);
}

/** Another word for each version of the extension and each set of endpoints: they decide which rows of a list are known. */
function readWith({ endpoints }: Catalogue): string {
  const what = [process.env.FARTHING_VERSION ?? '', endpoints.map(({ id, baseUrl, provider }) => [id, baseUrl, provider])];
  return createHash('sha256').update(JSON.stringify(what)).digest('base64url').slice(0, 22);
}

/** A list may price models at an endpoint of the user's own. */
function withUsersEndpoints(catalogue: Catalogue, { endpoints }: UserCatalogue): Catalogue {
  const known = new Set(catalogue.endpoints.map(({ id }) => id));
  const own = endpoints.filter(({ id }) => !known.has(id));
  const filled = own.map((row) => ({ provider: row.id, adapter: 'openai-compatible', billing: 'metered' as const, ...row }));
  return { ...catalogue, endpoints: [...catalogue.endpoints, ...filled] };
}
