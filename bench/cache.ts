/**
 * `cache`: an agent's loop through the real adapter and the emulated cloud's prompt cache; and, simulated, 200 traces against the cheapest that
 * anybody could have planned who knows the future, and against no caching. Nothing here is timed.
 */
import { replayTrace, type TraceCosts } from './cache/replayTrace.ts';
import { runToolRounds } from './cache/toolRounds.ts';
import { tracesOf } from './cache/traces.ts';
import type { Benchmark } from './support/benchmark.ts';

const traceCount = 200;

export const cache: Benchmark = async ({ seed }) => {
  const { misses, ...rounds } = await runToolRounds(seed);
  console.log(`${rounds.rounds} tool rounds through the real adapter and the emulated cloud: ${misses} misses`);

  const costs = tracesOf(seed, traceCount).map(replayTrace);
  const classes = Map.groupBy(costs, ({ traceClass }) => traceClass);
  console.log(
    '\nSIMULATED: traces of a few hours each, a planner that has seen nothing before, against a lower bound of every possible plan',
  );
  console.log(row('class', 'traces', 'regret', 'worst', 'of input', 'worst', '/uncached'));
  for (const [name, own] of classes) console.log(rowOf(name, own));
  console.log(rowOf('all', costs));
  console.log(
    'regret: (our cost - best cost) / best cost of a trace, input and output; "of input": of the input alone; "/uncached": input and output',
  );
  return {
    ...rounds,
    traces: costs.length,
    regretMean: mean(costs.map(regret)),
    regretWorst: Math.max(...costs.map(regret)),
    worstClassOverUncached: Math.max(...[...classes.values()].map((own) => mean(own.map(overUncached)))),
  };
};

const regret = ({ ours, best, output }: TraceCosts): number => (ours - best) / (best + output);
const regretOfInput = ({ ours, best }: TraceCosts): number => (ours - best) / best;
const overUncached = ({ ours, uncached, output }: TraceCosts): number => (ours + output) / (uncached + output);

function rowOf(name: string, costs: readonly TraceCosts[]): string {
  const [all, input] = [costs.map(regret), costs.map(regretOfInput)];
  return row(
    name,
    costs.length,
    percent(mean(all)),
    percent(Math.max(...all)),
    percent(mean(input)),
    percent(Math.max(...input)),
    mean(costs.map(overUncached)).toFixed(3),
  );
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return `  ${name.padEnd(32)}${cells.map((cell) => String(cell).padStart(11)).join('')}`;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
