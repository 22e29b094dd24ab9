import { type LedgerRandom, ledgerRandom } from './random.ts';

/** One paid request. */
export interface Spend {
  /** Days since 1970-01-01, where the user is. */
  readonly day: number;
  /** Of that day. */
  readonly minute: number;
  readonly nanoUsd: number;
}

/** A user's spend, in no order. */
interface SyntheticLedger {
  readonly kind: string;
  readonly spends: readonly Spend[];
}

/** How somebody works. Sessions of requests, not days of an amount: the forecast knows nothing of either number. */
interface Habit {
  /** Sessions on a day of the week, Sunday first. */
  readonly sessions: readonly number[];
  /** When sessions begin, in hours of the day, and how far they scatter. */
  readonly beginsAt: number;
  readonly scatterHours: number;
  readonly requestsPerSession: number;
  readonly nanoUsdPerRequest: number;
  /** Of the size of a session; small: a few sessions are most of the spend. */
  readonly tail: number;
}

interface UserKind {
  readonly name: string;
  readonly habit: (random: LedgerRandom) => Habit;
  /** How a habit of so many days ago has grown since; 1: it has not. */
  readonly growthPerDay?: (random: LedgerRandom) => number;
  /** Days between changes of habit, on average. */
  readonly changesEveryDays: number;
  /** Days away at a time, and days between. */
  readonly awayDays?: readonly [number, number];
  readonly awayEveryDays?: number;
  /** Days of history before the month that is forecast. */
  readonly historyDays: readonly [number, number];
}

const weekdays = (each: number, weekend: number): readonly number[] => [weekend, each, each, each, each, each, weekend];

function habit(random: LedgerRandom, changes: Partial<Habit>): Habit {
  return {
    sessions: weekdays(random.between(2, 5), 0.15),
    beginsAt: random.between(8, 15),
    scatterHours: 3,
    requestsPerSession: random.between(5, 30),
    nanoUsdPerRequest: 2_000_000 * random.pareto(1.5),
    tail: 2.2,
    ...changes,
  };
}

const userKinds: readonly UserKind[] = [
  { name: 'weekday worker', habit: (random) => habit(random, {}), changesEveryDays: 45, historyDays: [40, 200] },
  {
    name: 'weekend hacker',
    habit: (random) => habit(random, { sessions: weekdays(0.3, random.between(2, 6)), beginsAt: random.between(11, 22) }),
    changesEveryDays: 60,
    historyDays: [40, 200],
  },
  {
    name: 'evenings, any day',
    habit: (random) => habit(random, { sessions: Array.from({ length: 7 }, () => 2 * random.share()), beginsAt: 21, scatterHours: 2 }),
    changesEveryDays: 30,
    historyDays: [30, 200],
  },
  {
    name: 'bursts of agents',
    habit: (random) =>
      habit(random, { sessions: weekdays(0.7, 0.2), requestsPerSession: random.between(20, 80), nanoUsdPerRequest: 20_000_000, tail: 1.3 }),
    changesEveryDays: 20,
    historyDays: [30, 200],
  },
  {
    name: 'more every week',
    habit: (random) => habit(random, {}),
    growthPerDay: (random) => 1.004 + 0.01 * random.share(),
    changesEveryDays: 90,
    historyDays: [40, 150],
  },
  {
    name: 'vacations between',
    habit: (random) => habit(random, {}),
    changesEveryDays: 60,
    awayDays: [5, 21],
    awayEveryDays: 40,
    historyDays: [60, 200],
  },
  { name: 'three weeks old', habit: (random) => habit(random, {}), changesEveryDays: 30, historyDays: [14, 28] },
  { name: 'began this month', habit: (random) => habit(random, {}), changesEveryDays: 30, historyDays: [-14, 6] },
];

/** All kinds in turn; each spends from so many days before `fromDay` (the month's first) up to `toDay`. */
export function ledgersOf(seed: number, count: number, month: (random: LedgerRandom) => MonthDays): readonly DatedLedger[] {
  return Array.from({ length: count }, (_, index) => {
    const random = ledgerRandom(seed * 1_000_003 + index);
    const kind = userKinds[index % userKinds.length];
    if (!kind) throw new Error('there are no kinds of users');
    const days = month(random);
    return { ...days, kind: kind.name, spends: spendsOf(kind, days, random) };
  });
}

export interface MonthDays {
  readonly fromDay: number;
  readonly toDay: number;
}

export type DatedLedger = SyntheticLedger & MonthDays;

function spendsOf(kind: UserKind, { fromDay, toDay }: MonthDays, random: LedgerRandom): readonly Spend[] {
  const first = fromDay - random.between(...kind.historyDays);
  const growth = kind.growthPerDay?.(random) ?? 1;
  const [shortestAway, longestAway] = kind.awayDays ?? [0, 0];
  let current = kind.habit(random);
  let backOn = first;
  const spends: Spend[] = [];
  for (let day = first; day <= toDay; day += 1) {
    if (random.chance(1 / kind.changesEveryDays)) current = changed(current, kind, random);
    if (kind.awayEveryDays && day >= backOn && random.chance(1 / kind.awayEveryDays))
      backOn = day + random.between(shortestAway, longestAway);
    if (day < backOn) continue;
    spends.push(...sessionsOn(day, current, growth ** (day - first), random));
  }
  return spends;
}

/** Another project: other sizes, sometimes other hours, and sometimes another habit altogether. */
function changed(before: Habit, kind: UserKind, random: LedgerRandom): Habit {
  if (random.chance(0.2)) return { ...kind.habit(random), nanoUsdPerRequest: before.nanoUsdPerRequest * random.pareto(2) };
  const factor = Math.exp(0.5 * random.normal());
  return {
    ...before,
    nanoUsdPerRequest: before.nanoUsdPerRequest * factor,
    beginsAt: random.chance(0.3) ? random.between(7, 22) : before.beginsAt,
  };
}

function sessionsOn(day: number, now: Habit, growth: number, random: LedgerRandom): readonly Spend[] {
  // Good and bad days, alike for all sessions of a day.
  const mood = Math.exp(0.4 * random.normal());
  const mean = (now.sessions[(((day + 4) % 7) + 7) % 7] ?? 0) * mood;
  return Array.from({ length: random.poisson(mean) }, () => {
    const beginsAt = 60 * (now.beginsAt + now.scatterHours * random.normal());
    const requests = 1 + random.poisson(now.requestsPerSession);
    const nanoUsdEach = now.nanoUsdPerRequest * growth * Math.min(200, random.pareto(now.tail));
    return Array.from({ length: requests }, (_, index) => ({
      day,
      minute: Math.max(0, Math.min(1439, Math.floor(beginsAt + 3 * index))),
      nanoUsd: Math.round(nanoUsdEach * (0.5 + random.share())),
    }));
  }).flat();
}
