import {
  type BudgetedRequest,
  type ForecastOf,
  limitsWithTasks,
  mayCount,
  noPressure,
  type Pressure,
  pressureOf,
} from '../core/budget/index.ts';
import { type Ledger, type LimitState, localDay, rootSession } from '../core/ledger/index.ts';
import type { Clock } from '../core/router.ts';
import { onDidChangeBudgets } from './budgets.ts';
import type { CurrentSettings } from './currentSettings.ts';
import { everyMidnight } from './everyMidnight.ts';
import type { Log } from './log.ts';
import type { Observed } from './observed.ts';
import type { HeldBack } from './paidState.ts';
import { type Throttled, throttle } from './throttle.ts';

export interface BudgetStatesPorts {
  readonly ledger: Pick<Ledger, 'limitStates'> & { onDidChange(listener: () => void): { dispose(): void } };
  readonly settings: Pick<CurrentSettings, 'budgets' | 'budgetCalendar'>;
  /** In each budget's unit; missing: nothing is foreseen. */
  readonly forecastOf?: ForecastOf;
  /** What was held back last: a budget that is to stop everything may have come to its end though some of it is left. */
  readonly heldBack?: Pick<Observed<HeldBack | undefined>, 'value'>;
  /** Told which agents' tasks were asked for lately, the newest last. */
  readonly tasks?: Pick<Observed<readonly string[]>, 'set'>;
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
    const { settings, forecastOf, heldBack } = this.#ports;
    const budgets = settings.budgets();
    if (budgets.length === 0) return noPressure;
    if (budgets.some((budget) => budget.period === 'task' && mayCount(budget, request)))
      this.#follow(request.taskId === undefined ? undefined : rootSession(request.taskId));
    // After a sleep, or where the clock was set, yesterday's states say nothing.
    if (this.#day !== this.#today()) {
      this.#reading.run();
      return noPressure;
    }
    return pressureOf(this.#states, budgets, request, { forecastOf, heldBack: heldBack?.value });
  };

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  /** The task that was not asked for longest makes room. */
  #follow(taskId: string | undefined): void {
    if (taskId === undefined || [...this.#tasks].at(-1) === taskId) return;
    const isNew = !this.#tasks.delete(taskId);
    const [oldest] = this.#tasks;
    if (oldest !== undefined && this.#tasks.size >= mostTasks) this.#tasks.delete(oldest);
    this.#tasks.add(taskId);
    if (isNew) this.#reading.run();
    this.#ports.tasks?.set([...this.#tasks]);
  }

  async #read(): Promise<void> {
    const { ledger, settings } = this.#ports;
    const day = this.#today();
    const limits = limitsWithTasks(settings.budgets(), day, settings.budgetCalendar(), this.#tasks);
    this.#states = limits.length === 0 ? [] : await ledger.limitStates(limits);
    this.#day = day;
  }

  #today(): string {
    const { clock } = this.#ports;
    return localDay(clock.now(), clock.timeZone());
  }
}
