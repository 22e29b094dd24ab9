import type { ProviderError } from '../task/index.ts';
import type { EndpointHealth, EndpointUse, EndpointVerdict, ProbeAsker, UnavailableRule } from './endpointHealth.ts';
import { askedForMore, endsFromMs, type Outage, outageAfter, outageWithoutRest } from './outage.ts';
import { localPatience, type Patience, usualPatience } from './patience.ts';
import { Pauses } from './pauses.ts';
import { type EndpointRecord, untouched, verdictOn } from './verdict.ts';

export interface HealthPorts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly after: (ms: number, callback: () => void) => () => void;
}

export interface HealthOptions {
  /** It runs on this machine, without a key of ours: `localPatience` holds for it, and nothing lasts until it is mended here. */
  readonly isLocal?: (endpointId: string) => boolean;
  /** In place of `usualPatience`, where it is given. */
  readonly patience?: Partial<Patience>;
}

/** An endpoint that is not asked at this moment. */
export interface EndpointState {
  readonly endpoint: string;
  readonly rule: UnavailableRule;
  readonly reason: string;
  /** When it may be asked again, in milliseconds since the epoch; missing where that is not a matter of time. */
  readonly untilMs?: number;
  /** What it failed with last. */
  readonly error: ProviderError;
}

interface Failure {
  readonly endpointId: string;
  readonly use: number;
  readonly error: ProviderError;
}

/**
 * How each endpoint is, by what its requests came to. It decides nothing and sends nothing: what it says is read before each request.
 * Retryable failures in a row are waited for with back-off and then open the breaker; a refused key and an empty account last until they are
 * mended. What a request says that began before the last failure is no news: one outage fails all that were under way.
 */
export class HealthBook implements EndpointHealth {
  readonly #ports: HealthPorts;
  readonly #isLocal: (endpointId: string) => boolean;
  readonly #patience: Patience;
  readonly #records = new Map<string, EndpointRecord>();
  readonly #listeners = new Set<() => void>();
  readonly #pauses: Pauses;
  /** How many uses have begun. */
  #begun = 0;
  #stopWaiting: (() => void) | undefined;

  constructor(ports: HealthPorts, { isLocal = () => false, patience = {} }: HealthOptions = {}) {
    this.#ports = ports;
    this.#isLocal = isLocal;
    this.#patience = { ...usualPatience, ...patience };
    this.#pauses = new Pauses(ports.after);
  }

  verdictOf(endpointId: string): EndpointVerdict {
    return verdictOn(this.#recordOf(endpointId), this.#ports.now());
  }

  begin(endpointId: string): EndpointUse {
    this.#begun += 1;
    const use = this.#begun;
    const verdict = this.verdictOf(endpointId);
    this.#set(endpointId, { ...this.#recordOf(endpointId), ...(verdict.isAvailable && verdict.isProbe && { probe: use }) });
    let state: 'under-way' | 'answering' | 'over' = 'under-way';
    /** What its success made forgotten. */
    let forgotten: Outage | undefined;
    return {
      succeeded: () => {
        if (state !== 'under-way') return;
        state = 'answering';
        forgotten = this.#recordOf(endpointId).outage;
        this.#succeeded(endpointId, use);
      },
      failed: (error) => {
        if (state === 'over') return;
        if (state === 'answering') this.#remember(endpointId, use, forgotten);
        state = 'over';
        this.#failed(endpointId, use, error);
      },
      givenUp: () => {
        if (state === 'under-way') this.#freeProbe(endpointId, use);
        state = 'over';
      },
    };
  }

  probeFromMs(endpointId: string, asker: ProbeAsker): number | undefined {
    const outage = this.#endableOutage(endpointId, asker);
    return outage && endsFromMs(outage);
  }

  probeEarly(endpointId: string, asker: ProbeAsker): boolean {
    const outage = this.#endableOutage(endpointId, asker);
    const nowMs = this.#ports.now();
    if (outage && endsFromMs(outage) <= nowMs)
      this.#set(endpointId, { ...this.#recordOf(endpointId), outage: outageWithoutRest(outage, nowMs) });
    return this.verdictOf(endpointId).isAvailable;
  }

  pause(ms: number, signal: AbortSignal): Promise<'over' | 'retry-now' | 'aborted'> {
    return this.#pauses.pause(ms, signal);
  }

  /** The user says that everything may be asked again. Who waits in `pause` goes on. */
  retryNow(): void {
    for (const endpointId of [...this.#records.keys()]) this.#set(endpointId, { failedAt: this.#begun, mendedAt: this.#begun });
    this.#pauses.wake();
  }

  /** Nor is what the old key's requests will say of any interest. */
  keyChanged(endpointId: string): void {
    const { block: _block, outage, probe, ...record } = this.#recordOf(endpointId);
    const kept = outage?.type === 'failing' && { outage, ...(probe !== undefined && { probe }) };
    this.#set(endpointId, { ...record, mendedAt: this.#begun, ...kept });
  }

  creditsFound(endpointId: string): void {
    if (this.#recordOf(endpointId).block?.rule === 'account-empty') this.keyChanged(endpointId);
  }

  /**
   * What a test came to that costs nothing; no error: it went well. Then the key is good, and as good as a new one, but whether requests are
   * answered is not known. Other errors than a refused key and an empty account are the test's own.
   */
  keyTested(endpointId: string, error: ProviderError | undefined): void {
    const record = this.#recordOf(endpointId);
    const block = error && blockAfter(record, error);
    if (!error) this.keyChanged(endpointId);
    else if (block) this.#set(endpointId, { ...record, block, failedAt: this.#begun });
  }

  /** Those that are not asked at this moment, in the order in which they were first asked. */
  states(): readonly EndpointState[] {
    return [...this.#records].flatMap(([endpoint, record]) => {
      const verdict = verdictOn(record, this.#ports.now());
      const error = record.block?.error ?? record.outage?.error;
      if (verdict.isAvailable || !error) return [];
      const { rule, reason, untilMs } = verdict;
      return [{ endpoint, rule, reason, error, ...(untilMs !== undefined && { untilMs }) }];
    });
  }

  /** Called when `states` may say something else, also because time went by. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    this.#waitForNext();
    return {
      dispose: () => {
        this.#listeners.delete(listener);
        this.#waitForNext();
      },
    };
  }

  dispose(): void {
    this.#listeners.clear();
    this.#waitForNext();
  }

  #endableOutage(endpointId: string, asker: ProbeAsker): Outage | undefined {
    const { block, probe, outage } = this.#recordOf(endpointId);
    if (block || probe !== undefined) return undefined;
    return outage?.type === 'refusing' && asker === 'suggestion' ? undefined : outage;
  }

  #succeeded(endpointId: string, use: number): void {
    const { failedAt, mendedAt } = this.#recordOf(endpointId);
    if (use > failedAt) this.#set(endpointId, { failedAt, mendedAt, succeeded: use });
    else this.#freeProbe(endpointId, use);
  }

  #failed(endpointId: string, use: number, error: ProviderError): void {
    this.#freeProbe(endpointId, use);
    const record = this.#recordOf(endpointId);
    if (use > record.mendedAt) this.#set(endpointId, this.#recordAfter(record, { endpointId, use, error }));
  }

  #recordAfter(record: EndpointRecord, { endpointId, use, error }: Failure): EndpointRecord {
    const isLocal = this.#isLocal(endpointId);
    const block = isLocal ? undefined : blockAfter(record, error);
    if (block) return { ...record, block, failedAt: this.#begun };
    const { now, random } = this.#ports;
    if (use <= record.failedAt) {
      return record.outage?.type === 'failing' ? { ...record, outage: askedForMore(record.outage, error, now()) } : record;
    }
    const patience = isLocal ? localPatience : this.#patience;
    const outage = outageAfter(record.outage, error, { nowMs: now(), random, patience });
    return outage ? { ...record, outage, failedAt: this.#begun } : record;
  }

  /** An answer that broke off was no success: unless another one was, everything is as it was before. */
  #remember(endpointId: string, use: number, outage: Outage | undefined): void {
    const record = this.#recordOf(endpointId);
    if (outage && !record.outage && record.succeeded === use) this.#set(endpointId, { ...record, outage });
  }

  #freeProbe(endpointId: string, use: number): void {
    const { probe, ...record } = this.#recordOf(endpointId);
    if (probe === use) this.#set(endpointId, record);
  }

  #recordOf(endpointId: string): EndpointRecord {
    return this.#records.get(endpointId) ?? untouched;
  }

  #set(endpointId: string, record: EndpointRecord): void {
    const before = this.#recordOf(endpointId);
    this.#records.set(endpointId, record);
    if (before.block === record.block && before.outage === record.outage && before.probe === record.probe) return;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
    this.#waitForNext();
  }

  /** Nobody hears of time going by where nobody listens. */
  #waitForNext(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    if (this.#listeners.size === 0) return;
    const untilMs = Math.min(...this.states().map((state) => state.untilMs ?? Number.POSITIVE_INFINITY));
    if (untilMs === Number.POSITIVE_INFINITY) return;
    this.#stopWaiting = this.#ports.after(Math.max(1, untilMs - this.#ports.now()), () => this.#tell());
  }
}

/** A refused key stays the first thing to mend. */
function blockAfter({ block }: EndpointRecord, error: ProviderError): EndpointRecord['block'] {
  if (error.reason === 'unauthorized') return { rule: 'key-refused', error };
  return error.reason === 'payment-required' && block?.rule !== 'key-refused' ? { rule: 'account-empty', error } : undefined;
}
