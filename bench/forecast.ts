/**
 * `forecast`: users who are made up, of several kinds, each asked at random minutes of a month what the month will cost, by the same code as
 * the extension's and by the naive line (spent / elapsed share of the month). All of it is a simulation.
 */
import { forecastPeriod } from '../src/core/forecast/index.ts';
import { type BackTest, backTest, questionAt } from './forecast/backTest.ts';
import { type DatedLedger, ledgersOf, type MonthDays } from './forecast/ledgers.ts';
import { type LedgerRandom, ledgerRandom } from './forecast/random.ts';
import type { Benchmark } from './support/benchmark.ts';
import { median, rounded } from './support/statistics.ts';

const momentsPerLedger = 5;
const ledgerCount = 800;

export const forecast: Benchmark = async ({ quick, seed }) => {
  const ledgers = ledgersOf(seed, quick ? ledgerCount / 4 : ledgerCount, monthOf);
  const random = ledgerRandom(seed);
  const tests = ledgers.flatMap((ledger) => testsOf(ledger, random));
  console.log(`\nSIMULATION: ${ledgers.length} synthetic ledgers, ${tests.length} forecasts of a month's total at random minutes of it`);
  console.log(row('', 'forecasts', 'error', 'naive', 'within 80 %', 'its width'));
  for (const [kind, own] of Map.groupBy(tests, (test) => test.kind)) printRow(kind, own);
  for (const third of [0, 1, 2])
    printRow(
      `third ${third + 1} of the month`,
      tests.filter(({ elapsedShare }) => Math.floor(3 * elapsedShare) === third),
    );
  printRow('all', tests);
  console.log('error, naive, its width: medians, of what the month really came to; within: how often that lay between low and high');
  return {
    ledgers: ledgers.length,
    medianErrorShare: median(tests.map(({ errorShare }) => errorShare)),
    naiveMedianErrorShare: median(tests.map(({ naiveErrorShare }) => naiveErrorShare)),
    forecasts: tests.length,
    withinIntervalShare: share(tests),
    yearOfHistoryMs: rounded(yearOfHistoryMs(seed)),
    simulated: true,
  };
};

const firstYear = 2025;

function monthOf(random: LedgerRandom): MonthDays {
  const month = random.between(0, 23);
  const day = (index: number): number => Date.UTC(firstYear, index, 1) / 86_400_000;
  return { fromDay: day(month), toDay: day(month + 1) - 1 };
}

function testsOf(ledger: DatedLedger, random: LedgerRandom): readonly BackTest[] {
  const [first, last] = [1440 * ledger.fromDay, 1440 * (ledger.toDay + 1) - 1];
  return Array.from({ length: momentsPerLedger }, () => backTest(ledger, random.between(first, last)) ?? []).flat();
}

/** The fastest of five, of a month's forecast on its first morning with the hours and the days of a year before it. */
function yearOfHistoryMs(seed: number): number {
  const [fromDay, toDay] = [Date.UTC(2026, 0, 1) / 86_400_000, Date.UTC(2026, 0, 31) / 86_400_000];
  const random = ledgerRandom(seed);
  const spends = Array.from({ length: 24 * 365 }, (_, hour) => ({
    day: fromDay - Math.floor(hour / 24),
    minute: 60 * (hour % 24),
    nanoUsd: random.between(1, 1_000_000_000),
  }));
  const question = questionAt(spends, 1440 * fromDay + 600, { fromDay, toDay });
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const began = performance.now();
      forecastPeriod(question);
      return performance.now() - began;
    }),
  );
}

function printRow(title: string, tests: readonly BackTest[]): void {
  console.log(
    row(
      title,
      tests.length,
      percent(median(tests.map(({ errorShare }) => errorShare))),
      percent(median(tests.map(({ naiveErrorShare }) => naiveErrorShare))),
      percent(share(tests)),
      percent(median(tests.map(({ intervalShare }) => intervalShare))),
    ),
  );
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return `  ${name.padEnd(24)}${cells.map((cell) => String(cell).padStart(13)).join('')}`;
}

const share = (tests: readonly BackTest[]): number => tests.filter(({ isWithinInterval }) => isWithinInterval).length / tests.length;
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
