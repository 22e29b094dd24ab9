import { type BudgetedRequest, type ForecastOf, limitsOn, noPressure, type Pressure, pressureOf } from '../core/budget/index.ts';
import { type Ledger, type LimitState, localDay } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';
import { onDidChangeBudgets } from './budgets.ts';
import type { CurrentSettings } from './currentSettings.ts';
import { everyMidnight } from './everyMidnight.ts';
import type { Log } from './log.ts';
import { type Throttled, throttle } from './throttle.ts';

export interface BudgetStatesPorts {
  readonly ledger: Pick<Ledger, 'limitStates'> & { onDidChange(listener: () => void): { dispose(): void } };
  readonly settings: Pick<CurrentSettings, 'budgets' | 'budgetCalendar'>;
  /** In each budget's unit; missing: nothing is foreseen. */
  readonly forecastOf?: ForecastOf;
  readonly clock: Clock;
  readonly log: Pick<Log, 'debug'>;
}

/** Not more often than this is the ledger asked. */
const leastReadingMs = 250;
/** Of so many tasks of an agent, the last ones, it is kept how much of their budgets is used. */
const mostTasks = 20;

/**
 * How much of each budget was used when the ledger last told of a change: the router asks for every request and must not wait. What is too old by
 * a moment lets nothing pass, because the ledger itself holds each worst case against the limits.
 */
export class BudgetStates {
  readonly #ports: BudgetStatesPorts;
  readonly #reading: Throttled;
  readonly #subscriptions: readonly { dispose(): void }[];
  readonly #tasks = new Set<string>();
  #states: readonly LimitState[] = [];
  /** The local day of which the states are. */
  #day = '';

  constructor(ports: BudgetStatesPorts) {
    this.#ports = ports;
    this.#reading = throttle(leastReadingMs, () => this.#read().catch((error: unknown) => ports.log.debug(`budgets: ${error}`)));
    this.#subscriptions = [
      this.#reading,
      ports.ledger.onDidChange(this.#reading.run),
      onDidChangeBudgets(this.#reading.run),
      everyMidnight(this.#reading.run),
    ];
    this.#reading.run();
  }

  /** How the budgets press on a request. Of a task that is new to this window nothing is known at first. */
  pressure = (request: Omit<BudgetedRequest, 'candidate'>): Pressure => {
    const { settings, forecastOf } = this.#ports;
    const budgets = settings.budgets();
    if (budgets.length === 0) return noPressure;
    if (budgets.some(({ period }) => period === 'task')) this.#follow(request.taskId);
    // After a sleep, or where the clock was set, yesterday's states say nothing.
    if (this.#day !== this.#today()) {
      this.#reading.run();
      return noPressure;
    }
    return pressureOf(this.#states, budgets, request, forecastOf);
  };

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  #follow(taskId: string | undefined): void {
    if (taskId === undefined || this.#tasks.has(taskId)) return;
    const [oldest] = this.#tasks;
    if (oldest !== undefined && this.#tasks.size >= mostTasks) this.#tasks.delete(oldest);
    this.#tasks.add(taskId);
    this.#reading.run();
  }

  async #read(): Promise<void> {
    const { ledger, settings } = this.#ports;
    const day = this.#today();
    const requests: readonly BudgetedRequest[] = [{}, ...[...this.#tasks].map((taskId) => ({ taskId }))];
    const limits = requests.flatMap((request) => limitsOn(settings.budgets(), day, settings.budgetCalendar(), request));
    const once = [...new Map(limits.map((limit) => [limit.budgetId, limit])).values()];
    this.#states = once.length === 0 ? [] : await ledger.limitStates(once);
    this.#day = day;
  }

  #today(): string {
    const { clock } = this.#ports;
    return localDay(clock.now(), clock.timeZone());
  }
}
