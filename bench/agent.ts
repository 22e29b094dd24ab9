/**
 * `agent`: tasks in small real repositories through the real loop, tools, router, ledger and SDKs, over the emulated clouds with scripted models; a model
 * that lies, again and again; what the loop itself takes; and, SIMULATED, how much is solved at which cost where it is known who solves what. Throws
 * where a bar is missed, after everything was printed.
 */
import path from 'node:path';
import { startEmulator } from '../test/emulator/startEmulator.ts';
import type { EmulatedEndpointId } from '../test/support/emulatorCatalogue.ts';
import { cacheShareOf } from './agent/cacheShare.ts';
import { besideInvoice, paidAfterCap } from './agent/money.ts';
import { measureOverhead } from './agent/overhead.ts';
import { playScenario, type ScenarioResult } from './agent/playScenario.ts';
import { lyingModel } from './agent/scenarios/lyingModel.ts';
import { scenariosHere } from './agent/scenarios.ts';
import { simulate } from './agent/simulation/simulate.ts';
import type { Benchmark } from './support/benchmark.ts';

/** For whom the user has keys; the scenarios are played with each of these, in the full run. */
const keyRings: readonly (readonly EmulatedEndpointId[])[] = [
  ['emu-anthropic', 'emu-openai'],
  ['emu-anthropic'],
  ['emu-anthropic', 'emu-openai', 'emu-openrouter'],
];

export const agent: Benchmark = async ({ quick, seed }) => {
  // What repositories run by `node` is this very program.
  process.env.PATH = `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}`;
  const overhead = await measureOverhead(5);
  const played = await playAll(quick, seed);
  const { seeds, ours, frontierOnly } = await simulate(seed, quick ? 2 : 50);
  const results = [...played.scenarios, ...played.lies];
  const repeated = sum(played.caches, (share) => share.repeated);
  const books = results.map(besideInvoice);
  const measured = {
    scenarios: played.scenarios.map(({ name, isSolved, money }) => ({
      ...{ name, solved: isSolved, steps: money.steps },
      ...{ costUsd: money.costNanoUsd / 1e9, baselineUsd: money.baselineNanoUsd / 1e9 },
    })),
    seeds,
    solvedShare: ours.solvedShare,
    frontierSolvedShare: frontierOnly.solvedShare,
    costRatioToFrontier: ours.costUsd / frontierOnly.costUsd,
    cacheReadShare: sum(played.caches, ({ read }) => read) / repeated,
    paidStepsAfterCap: sum(results, paidAfterCap),
    invoiceErrorNanoUsd: sum(books, ({ errorNanoUsd }) => Math.abs(errorNanoUsd)),
    /** Answers that broke off: the ledger marks them as estimates, which are rather too high. */
    brokenOffOverInvoiceNanoUsd: sum(books, ({ estimatedNanoUsd }) => estimatedNanoUsd),
    lyingCaught: played.lies.length,
    lyingRuns: played.lyingRuns,
    stepOverheadMsP50: thousandths(overhead.stepOverheadMsP50),
    controlStepMsP50: thousandths(overhead.controlStepMsP50),
  };
  const missed = [
    ...played.failures,
    ...missedBars([
      [
        `solved share ${measured.solvedShare.toFixed(3)} is more than 2 points below ${frontierOnly.solvedShare.toFixed(3)}`,
        measured.solvedShare >= frontierOnly.solvedShare - 0.02,
      ],
      [`it costs ${measured.costRatioToFrontier.toFixed(3)} of frontier-only`, measured.costRatioToFrontier < 1],
      [`${(measured.cacheReadShare * 100).toFixed(1)} % of repeated input is read from caches, not 90 %`, measured.cacheReadShare >= 0.9],
      [`${measured.paidStepsAfterCap} paid steps after the cap`, measured.paidStepsAfterCap === 0],
      [`ledger and invoice differ by ${measured.invoiceErrorNanoUsd} nano-dollars`, measured.invoiceErrorNanoUsd === 0],
      [`the lying model was caught in ${measured.lyingCaught} of ${measured.lyingRuns} runs`, measured.lyingCaught === measured.lyingRuns],
      [`a step of the loop takes ${measured.stepOverheadMsP50} ms`, measured.stepOverheadMsP50 < 5],
    ]),
  ];
  if (missed.length > 0) {
    console.log(JSON.stringify({ bench: 'agent', missed, ...measured }));
    throw new Error(`missed: ${missed.join('; ')}`);
  }
  return measured;
};

type Bar = readonly [words: string, isHeld: boolean];

const missedBars = (bars: readonly Bar[]): readonly string[] => bars.filter(([, isHeld]) => !isHeld).map(([words]) => words);

interface PlayedScenarios {
  readonly scenarios: readonly ScenarioResult[];
  /** Those that were caught. */
  readonly lies: readonly ScenarioResult[];
  readonly lyingRuns: number;
  readonly caches: readonly ReturnType<typeof cacheShareOf>[];
  readonly failures: readonly string[];
}

async function playAll(quick: boolean, seed: number): Promise<PlayedScenarios> {
  const emulator = await startEmulator();
  const failures: string[] = [];
  const caches: ReturnType<typeof cacheShareOf>[] = [];
  const play = async (
    scenario: Parameters<typeof playScenario>[0],
    keys: readonly EmulatedEndpointId[],
  ): Promise<readonly ScenarioResult[]> => {
    try {
      const result = await playScenario(scenario, emulator, keys);
      caches.push(cacheShareOf(emulator.requests(), result.invoice));
      console.log(rowOf(result));
      return [result];
    } catch (error) {
      failures.push(`${error instanceof Error ? `${error.message}: ${error.cause}` : error}`);
      console.log(`  ${scenario.name}: ${failures.at(-1)}`);
      return [];
    }
  };
  try {
    console.log(
      `  ${'scenario'.padEnd(56)}${'solved'.padStart(8)}${'steps'.padStart(7)}${'cost'.padStart(11)}${'baseline'.padStart(11)}${'ratio'.padStart(8)}`,
    );
    const scenarios: ScenarioResult[] = [];
    for (const keys of quick ? keyRings.slice(0, 1) : keyRings) {
      console.log(`  keys for ${keys.join(', ')}`);
      for (const scenario of scenariosHere()) scenarios.push(...(await play(scenario, keys)));
    }
    const lyingRuns = quick ? 4 : 24;
    const lies: ScenarioResult[] = [];
    for (let run = 0; run < lyingRuns; run += 1)
      lies.push(...(await play(lyingModel(seed + run, run % 4 < 2), keyRings[run % keyRings.length] ?? [])));
    return { scenarios, lies, lyingRuns, caches, failures };
  } finally {
    await emulator.stop();
  }
}

function rowOf({ name, isSolved, money: { steps, costNanoUsd, baselineNanoUsd } }: ScenarioResult): string {
  const ratio = baselineNanoUsd > 0 ? (costNanoUsd / baselineNanoUsd).toFixed(2) : '-';
  const usd = (amount: number): string => `$${(amount / 1e9).toFixed(5)}`.padStart(11);
  return `  ${name.padEnd(56)}${(isSolved ? 'yes' : 'no').padStart(8)}${String(steps).padStart(7)}${usd(costNanoUsd)}${usd(baselineNanoUsd)}${ratio.padStart(8)}`;
}

function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}

const thousandths = (ms: number): number => Math.round(ms * 1000) / 1000;
